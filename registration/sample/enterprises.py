"""Invented enterprises: where the country's work is, in the sectors it is in, small ones mostly."""

import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from nssf_portal.khmer.keys import search_key
from nssf_portal.references import ALPHABET, check_sign
from registration.sample.copying import iso, key_of

FIRST_NUMBER = 900_000
LAST_NUMBER = 999_999
ENTERPRISE, OFFICE = 3, 4

ENTERPRISE_COLUMNS = (
    "id reference nssf_number kind state name_km name_latin key_km key_latin tin moc_number certificate_kind "
    "certificate_number commune_code address phone sector activity opened_on registered_on channel"
)
OFFICE_COLUMNS = (
    "id enterprise_id is_head_office name_km name_latin key_km key_latin commune_code address phone opened_on"
)

# Share of enterprises by province; garment and footwear work is around the capital and along the roads to the ports.
PROVINCES = {
    "12": 300, "08": 150, "05": 110, "20": 60, "18": 60, "04": 55, "21": 50, "03": 45, "17": 45, "02": 35, "14": 35,
    "01": 25, "07": 18, "15": 14, "06": 14, "25": 14, "10": 12, "09": 10, "22": 8, "13": 6, "11": 5, "16": 5, "19": 4,
    "24": 4, "23": 3,
}  # fmt: skip
_SECTORS = {"C": 34, "G": 20, "F": 12, "I": 12, "P": 7, "H": 5, "N": 4, "A": 4, "K": 3, "J": 2, "Q": 2, "S": 3}
_WOMEN = {"C": 0.78, "F": 0.22, "H": 0.2, "I": 0.58, "P": 0.55, "Q": 0.6}
_SIZE = {"C": 5.0, "F": 1.6, "I": 1.0, "G": 0.5}
_WAGES = {"K": 3.0, "J": 3.0, "P": 1.8, "Q": 1.6, "C": 1.2}

_FIRST = (
    "Golden", "Bright", "Mekong", "Angkor", "Tonle", "Royal", "Lucky", "New", "Green", "Silver", "Rising", "Lotus",
    "Chenla", "Apsara", "Kirirom", "Bayon", "Sunrise", "Sovann", "Reaksmey", "Pacific", "Grand", "United", "Star",
    "Phnom", "Bokor", "Oriental", "Diamond", "River", "Rumdul", "Chaktomuk", "Happy", "Modern", "First", "Blue",
)  # fmt: skip
_SECOND = (
    "Star", "Sun", "Hope", "Dragon", "Lotus", "Bridge", "Gate", "Horizon", "Leaf", "Wind", "Moon", "Field", "Wave",
    "Crown", "Palm", "Rice", "Naga", "Elephant", "Way", "Land", "Home", "Hand", "Vision", "Union", "Future", "Light",
)  # fmt: skip
_TRADES = {
    "C": ("Garment", "Footwear", "Knitting", "Packaging", "Bags", "Plastic", "Food", "Furniture", "Textile"),
    "G": ("Trading", "Mart", "Supply", "Import Export"),
    "F": ("Construction", "Engineering", "Builders"),
    "I": ("Hotel", "Restaurant", "Coffee", "Guesthouse"),
    "P": ("School", "Academy", "Institute"),
    "H": ("Transport", "Logistics", "Express"),
    "A": ("Agriculture", "Rubber", "Farm"),
    "K": ("Microfinance", "Finance"),
    "Q": ("Clinic", "Pharmacy"),
}
_TRADE_KM = {"C": "រោងចក្រ", "I": "សណ្ឋាគារ", "P": "សាលារៀន", "F": "ក្រុមហ៊ុនសំណង់", "Q": "គ្លីនិក", "G": "ហាង"}
_NAMES_KM = (
    "មាស", "អង្គរ", "មេគង្គ", "សុវណ្ណ", "រស្មី", "បាយ័ន", "អប្សរា", "រំដួល",
    "ច័ន្ទ", "អរុណ", "សំណាង", "ទន្លេសាប", "បូកគោ", "ចេនឡា", "សាមគ្គី", "សុខា",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Employer:
    """What an invented member needs to know of the enterprise."""

    id: str
    office_id: str
    commune_code: str
    sector: str
    plan_group: str
    registered_on: int
    until: int
    women: float
    wage_level: float


@dataclass(frozen=True, slots=True)
class Invented:
    employer: Employer
    weight: float
    enterprise_line: str
    office_line: str


def invent(seed: str, first_serial: int, count: int, communes: dict[str, list[str]], until: int) -> Iterator[Invented]:
    """`count` enterprises; communes by province code. Their serial is their NSSF number less 900000."""
    rng = random.Random(f"{seed}:enterprises:{first_serial}")  # noqa: S311  (sample data)
    provinces = [(code, weight) for code, weight in PROVINCES.items() if communes.get(code)]
    totals = list(itertools.accumulate(weight for _code, weight in provinces))
    sectors, shares = list(_SECTORS), list(itertools.accumulate(_SECTORS.values()))
    for serial in range(first_serial, first_serial + count):
        province = rng.choices(provinces, cum_weights=totals)[0][0]
        sector = rng.choices(sectors, cum_weights=shares)[0]
        yield _enterprise(rng, serial, rng.choice(communes[province]), sector, until)


def _enterprise(rng: random.Random, serial: int, commune: str, sector: str, until: int) -> Invented:
    opened = until - 400 - int(6200 * rng.random() ** 1.2)
    registered = min(opened + int(rng.expovariate(1 / 200)), until - 150)
    how = rng.random()
    channel, plan_group = ("core", "1") if how < 0.8 else ("web", "2") if how < 0.95 else ("one_window", "3")
    employer = Employer(
        id=f"{key_of(ENTERPRISE, serial, rng.getrandbits(62)):032x}",
        office_id=f"{key_of(OFFICE, serial, rng.getrandbits(62)):032x}",
        commune_code=commune,
        sector=sector,
        plan_group=plan_group,
        registered_on=registered,
        until=until,
        women=_WOMEN.get(sector, 0.5),
        wage_level=_WAGES.get(sector, 1.0),
    )
    weight = math.exp(rng.gauss(0, 1.4)) * _SIZE.get(sector, 0.6)
    names = _names(rng, sector)
    phone = f"+855{rng.choice(('23', '12', '16', '92'))}{rng.randrange(10**6):06d}"
    certificate = ("one_window", f"OW-{serial:06d}") if plan_group == "3" else ("", "")
    line = [
        employer.id, _reference(serial), str(FIRST_NUMBER + serial), "company", "registered", *names,
        "" if plan_group == "3" else f"S{serial // 1000:03d}-9{serial:08d}", f"9{serial:07d}", *certificate,
        commune, "", phone, sector, "", iso(opened), iso(registered), channel,
    ]  # fmt: skip
    office = [employer.office_id, employer.id, "t", *names, commune, "", phone, iso(opened)]
    return Invented(employer, weight, "\t".join(line) + "\n", "\t".join(office) + "\n")


def _names(rng: random.Random, sector: str) -> tuple[str, str, str, str]:
    """Khmer name (for two of five), Latin name, and their search keys."""
    trade = rng.choice(_TRADES.get(sector, ("Service", "Group", "Enterprise")))
    latin = (
        f"{rng.choice(_FIRST)} {rng.choice(_SECOND)} {trade}{rng.choice((' Co., Ltd.', ' (Cambodia) Ltd.', '', ''))}"
    )
    khmer = ""
    if rng.random() < 0.4:
        khmer = f"{_TRADE_KM.get(sector, 'សហគ្រាស')} {rng.choice(_NAMES_KM)} {rng.choice(_NAMES_KM)}"
    return khmer, latin, search_key(khmer), search_key(latin)


def _reference(serial: int) -> str:
    """Like every reference; the letters count up instead of being drawn."""
    letters, rest = "", serial
    for _place in range(8):
        rest, digit = divmod(rest, 32)
        letters = ALPHABET[digit] + letters
    return f"ENT-00-S{letters}-{check_sign('ENT00S' + letters)}"
