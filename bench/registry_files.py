"""Invented register and registry with known truth: the same units written twice, the way registries write them.

Tables of its own, nothing of the matcher's; `harsh` adds what the sample file does not have (numbers missing from the
register too, one script only, words lost, transliteration, shared telephones, look-alikes next door)."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

Row = dict[str, str]

_FIRST = (
    "Angkor Mekong Apsara Romduol Bayon Chenla Tonle Sovann Ratanak Sopheap Dara Piphup Samrong Chhouk Naga Thmey "
    "Kampuchea Khmer Heng Kim Ly Hong Chan Sok Long Phnom Vattanac Indochina Asia Pacific Global Golden Silver "
    "Diamond Crystal Jade Lotus Bamboo Tiger Dragon Phoenix Eagle Sun Moon Star Sky Ocean River Mountain Green "
    "Blue Royal Imperial Grand Great Noble Prime Elite Smart Modern New First Best Lucky Happy Victory Peace "
    "Unity Union United Summit Apex Zenith Everest Omega Alpha Delta Nova Century Capital Harvest Rainbow Sunrise "
    "Oriental Orient Sino Wing Borey Preah Vimean Sambath Rithy Sophal Veasna Bopha Kanha Mealea Sreymom "
    "Chamroeun Visal Ponleu Reaksmey Monorom Sorya Neary Kirirom Bokor Takeo"
).split()
_TRADE = (
    "Garment Footwear Shoes Textile Knitting Embroidery Washing Printing Packaging Plastic Rubber Paper Furniture "
    "Glass Cement Steel Construction Engineering Electronics Motor Auto Transport Logistics Travel Hotel "
    "Restaurant Food Bakery Coffee Beverage Water Rice Agriculture Trading Import Export Investment Development "
    "Property Realty Consulting Design Media Technology Security Cleaning Clinic Pharma School Academy Solar "
    "Energy Mining Chemical Fashion Apparel"
).split()
_MIDDLE = ("", "", "", "", "KH", "PP", "88", "168", "999", "2000", "II", "International", "Brothers")
_FORMS = (
    "Co., Ltd.|Co.,Ltd|Co Ltd|Sole Co., Ltd.|(Cambodia) Co., Ltd.|Cambodia Ltd|Plc.|Enterprise|Holdings|Group|".split(
        "|"
    )
)
_KHMER = {
    "Angkor": "អង្គរ",
    "Mekong": "មេគង្គ",
    "Apsara": "អប្សរា",
    "Romduol": "រំដួល",
    "Bayon": "បាយ័ន",
    "Tonle": "ទន្លេ",
    "Sovann": "សុវណ្ណ",
    "Ratanak": "រតនៈ",
    "Dara": "តារា",
    "Naga": "នាគ",
    "Golden": "មាស",
    "Khmer": "ខ្មែរ",
    "Garment": "កាត់ដេរ",
    "Hotel": "សណ្ឋាគារ",
    "School": "សាលារៀន",
    "Clinic": "គ្លីនិក",
    "Construction": "សំណង់",
    "Rice": "ស្រូវអង្ករ",
    "Trading": "ពាណិជ្ជកម្ម",
}
_HEARD = (("v", "w"), ("ch", "sh"), ("ph", "f"), ("ea", "ie"), ("ou", "u"), ("oo", "ou"), ("y", "i"), ("k", "c"))
_DAY = date(2008, 1, 1)


@dataclass
class Files:
    """The register, what a registry says, and which unit each of its rows really is ('' = none)."""

    register: list[Row] = field(default_factory=list)
    registry: list[Row] = field(default_factory=list)
    truth: dict[str, str] = field(default_factory=dict)


def make(*, enterprises: int, records: int, known: float = 0.22, seed: int = 5, harsh: bool = False) -> Files:
    """`known` of the records are of enterprises in the register, each at most once."""
    chance = random.Random(seed)
    units = _units(chance)
    files = Files()
    found = []
    for number in range(enterprises):
        unit = next(units)
        found.append(unit)
        files.register.append(_registered(unit, str(100_000 + number), chance, harsh))
    chosen = chance.sample(range(enterprises), min(enterprises, int(records * known)))
    rows = [(files.register[at]["nssf_number"], said(found[at], chance, harsh)) for at in chosen]
    rows += [("", _stranger(next(units), found, chance, harsh)) for _row in range(records - len(rows))]
    chance.shuffle(rows)
    for at, (number, row) in enumerate(rows):
        key = f"R-{at:07}"
        files.truth[key] = number
        files.registry.append({"source_key": key} | row)
    return files


def _units(chance: random.Random) -> Iterator[Row]:
    """Enterprises that exist: no two of one whole name in one commune."""
    communes = [f"{p:02}{d:02}{c:02}" for p in range(1, 26) for d in range(1, 9) for c in range(1, 9)]
    weights = [12 if code.startswith("12") else 1 for code in communes]
    seen = set()
    while True:
        words = chance.sample(_FIRST, chance.choice((1, 2, 2, 2)))
        middle = chance.choice(_MIDDLE) or ("".join(chance.choices("ABCDEHIJKLMOPRSTUVWX", k=2)) * chance.randint(0, 1))
        words += [middle] if middle else []
        words += chance.sample(_TRADE, chance.choice((1, 1, 2)))
        commune = chance.choices(communes, weights)[0]
        if (key := (frozenset(words), commune)) in seen:
            continue
        seen.add(key)
        khmer = "".join(_KHMER.get(word, "") for word in words)
        opened = _DAY + timedelta(days=chance.randrange(6500))
        yield {
            "name_km": f"ក្រុមហ៊ុន {khmer}" if khmer else "",
            "words": " ".join(words),
            "tin": _tin(chance),
            "moc_number": f"{chance.randrange(10**8):08}",
            "commune_code": commune,
            "phone": _phone(chance),
            "opened_on": opened.isoformat(),
        }


def _tin(chance: random.Random) -> str:
    return f"{chance.choice('LKE')}{chance.randrange(1000):03}-{chance.randrange(10**9):09}"


def _phone(chance: random.Random) -> str:
    return f"0{chance.randrange(10, 99)}{chance.randrange(10**6):06}"


def _form(chance: random.Random) -> str:
    return f" {chance.choice(_FORMS)}".rstrip()


def _registered(unit: Row, number: str, chance: random.Random, harsh: bool) -> Row:
    row = {name: text for name, text in unit.items() if name != "words"}
    row |= {"nssf_number": number, "name_latin": unit["words"] + _form(chance)}
    if harsh:
        for name, share in (("tin", 0.25), ("moc_number", 0.4), ("opened_on", 0.3), ("commune_code", 0.05)):
            row[name] = "" if chance.random() < share else row[name]
    return row


def said(unit: Row, chance: random.Random, harsh: bool = False) -> Row:
    """The same unit as another institution wrote it down."""
    row = {name: text for name, text in unit.items() if name != "words"}
    row["name_latin"] = _name(unit["words"].split(), chance, harsh)
    for name, share in (("tin", 0.37), ("moc_number", 0.65), ("opened_on", 0.38), ("name_km", 0.33)):
        row[name] = "" if chance.random() < share else row[name]
    if row["tin"] and chance.random() < 0.12:
        row["tin"] = row["tin"][:-2] + f"{chance.randrange(100):02}"
    row["phone"] = unit["phone"] if chance.random() < 0.44 else _phone(chance)
    moved = chance.random()
    if moved < 0.05:
        row["commune_code"] = ""
    elif moved < 0.12:
        row["commune_code"] = f"{chance.randrange(1, 26):02}{chance.randrange(1, 9):02}{chance.randrange(1, 9):02}"
    if harsh and row["name_km"] and chance.random() < 0.1:
        row["name_latin"] = ""
    if harsh and row["opened_on"] and chance.random() < 0.08:
        row["opened_on"] = (date.fromisoformat(row["opened_on"]) + timedelta(days=chance.randrange(300))).isoformat()
    return row


def _name(words: list[str], chance: random.Random, harsh: bool) -> str:
    words = list(words)
    if chance.random() < 0.07:
        chance.shuffle(words)
    at = max(range(len(words)), key=lambda i: (len(words[i]) > 3) * chance.random())
    draw = chance.random()
    if draw < 0.35:
        words[at] = typo(words[at], chance)
    elif draw < 0.45 and len(words[at]) > 5:
        words[at] = f"{words[at][:4]}."
    elif draw < 0.55:
        words[at] = words[at].upper()
    elif harsh and draw < 0.65:
        words[at] = _as_heard(words[at])
    elif harsh and draw < 0.69 and len(words) > 3:
        del words[at]
    return " ".join(words) + _form(chance)


def typo(word: str, chance: random.Random) -> str:
    """Two neighbours swapped, a letter lost, doubled or another."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
            word[:at] + chance.choice("aeiounrst") + word[at + 1 :],
        )
    )


def _as_heard(word: str) -> str:
    for heard, written in _HEARD:
        if heard in word[1:]:
            return word[0] + word[1:].replace(heard, written, 1)
    return word


def _stranger(unit: Row, others: list[Row], chance: random.Random, harsh: bool) -> Row:
    """A unit that is not in the register; in the harsh file some look like one that is."""
    row = said(unit, chance, harsh)
    row["tin"] = unit["tin"] if chance.random() < 0.81 else ""
    row["moc_number"] = unit["moc_number"] if chance.random() < 0.62 else ""
    if not harsh or chance.random() > 0.03:
        return row
    other = chance.choice(others)
    words = other["words"].split()
    words[-1] = chance.choice([trade for trade in _TRADE if trade != words[-1]])
    row["name_latin"] = " ".join(words) + _form(chance)
    row["commune_code"] = other["commune_code"]
    if chance.random() < 0.3:  # one accountant's telephone for many
        row["phone"] = other["phone"]
    return row
