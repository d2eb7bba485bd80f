"""Points for a record and an enterprise, with the reasons an officer reads."""

from datetime import date

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from enterprises.matching.rarity import Rarity
from enterprises.matching.units import Unit
from enterprises.matching.words import likeness

HARD = frozenset({"tin_equal", "tin_slip", "moc_equal"})  # a number says it, not chance
_MONTH = 31
_SLIPPED_DIGITS = 2
_HOPELESS = -12  # other numbers, another place, another day: no name makes up for it
_NEARLY = 0.9  # of a word: for the share that is shown
_CLOSE = 85  # of 100: Khmer keys this alike are one name with a slip


class Points:
    """A sum with its reasons, in the order they are to be read."""

    __slots__ = ("reasons", "total")

    def __init__(self) -> None:
        self.total = 0.0
        self.reasons: list[str] = []

    def add(self, reason: str, points: float) -> None:
        self.total += points
        self.reasons.append(reason)


def score(record: Unit, enterprise: Unit, rarity: Rarity) -> Points:
    """Every agreement and every contradiction counts once."""
    points = Points()
    _numbers(points, record, enterprise, rarity)
    if points.total < _HOPELESS and record.commune != enterprise.commune and record.opened_on != enterprise.opened_on:
        return points
    _names(points, record, enterprise, rarity)
    _place(points, record, enterprise, rarity)
    _day(points, record.opened_on, enterprise.opened_on, rarity)
    _rest(points, record, enterprise, rarity)
    return points


def _numbers(points: Points, record: Unit, enterprise: Unit, rarity: Rarity) -> None:
    weight = rarity.weights.points
    if record.tin and enterprise.tin:
        reason = compare_tins(record.tin, enterprise.tin)
        points.add(reason, weight[reason])
    if record.moc and enterprise.moc:
        reason = "moc_equal" if record.moc == enterprise.moc else "moc_differs"
        points.add(reason, weight[reason])
    if record.phone and enterprise.phone:
        if record.phone == enterprise.phone:
            points.add("phone_equal", rarity.phone(record.phone))
        else:
            points.add("phone_differs", weight["phone_differs"])


def compare_tins(one: str, other: str) -> str:
    """Registries slip in the last digits; people in any one."""
    if one == other:
        return "tin_equal"
    if len(one) == len(other) and one[:-_SLIPPED_DIGITS] == other[:-_SLIPPED_DIGITS]:
        return "tin_slip"
    return "tin_slip" if OSA.distance(one, other, score_cutoff=1) <= 1 else "tin_differs"


def _names(points: Points, record: Unit, enterprise: Unit, rarity: Rarity) -> None:
    latin = bool(record.word_set and enterprise.word_set)
    if latin:
        bits, share, replaced = _latin(record, enterprise, rarity)
        points.add(_name_reason(share), max(bits, rarity.weights.points["name_least"]))
        if replaced:
            points.reasons.append("word_differs")
    if record.name.khmer and enterprise.name.khmer:
        _khmer(points, record.name.khmer, enterprise.name.khmer, rarity, beside=latin)
    elif not latin:
        points.add("name_not_comparable", 0.0)
    if record.name.group != enterprise.name.group:
        points.add("group_differs", rarity.weights.points["group_differs"])


def _name_reason(share: float) -> str:
    if share >= 0.999:
        return "name_equal"
    return f"name_close:{share:.2f}" if share >= 0.5 else "name_differs"


def _latin(record: Unit, enterprise: Unit, rarity: Rarity) -> tuple[float, float, bool]:
    """Points of two Latin names, which share of their words is in both, and whether each has a word of its own."""
    shared = record.word_set & enterprise.word_set
    bits = sum(map(rarity.word, shared))
    found = 2.0 * len(shared)
    here = [word for word in record.name.words if word not in shared]
    there = [word for word in enterprise.name.words if word not in shared]
    # A word that a name holds twice is written once in the other: nothing is missing.
    if here and there:
        more, alike = _alike(here, there, rarity)
        bits += more
        found += alike
    bits += rarity.weights.points["word_missing"] * (len(here) + len(there))
    replaced = bool(here and there)
    if replaced:
        bits += rarity.weights.points["word_differs"]
    return bits, found / (len(record.word_set) + len(enterprise.word_set)), replaced


def _alike(here: list[str], there: list[str], rarity: Rarity) -> tuple[float, float]:
    """Pairs up misspelt, cut and sounded words (taken from both lists); then words written as one, then initials."""
    weight = rarity.weights.points
    bits = found = 0.0
    for word in list(here):
        for other in there:
            kind = likeness(word, other)
            if kind:
                bits += max(0.0, rarity.word(other) + weight[f"word_{kind}"])
                found += 2 * _NEARLY
                here.remove(word)
                there.remove(other)
                break
    if here and there and min(len(here), len(there)) == 1 and _joined(here, there):
        bits += sum(map(rarity.word, there)) + weight["word_typo"]
        found += _NEARLY * (len(here) + len(there))
        here.clear()
        there.clear()
    return bits, found


def _joined(here: list[str], there: list[str]) -> bool:
    """Words written as one (Chan Heng, Chanheng), or only their initials (Royal Garment Export, RGE)."""
    one, other = "".join(here), "".join(there)
    if one == other or (min(len(one), len(other)) > 5 and likeness(one, other) in ("typo", "sound")):
        return True
    initials = ["".join(word[0] for word in words) for words in (here, there)]
    return (len(there) > 2 and one == initials[1]) or (len(here) > 2 and other == initials[0])


def _khmer(points: Points, one: str, other: str, rarity: Rarity, *, beside: bool) -> None:
    """Beside a compared Latin name the Khmer one says little more: it is the same name again."""
    weight = rarity.weights.points
    if one == other:
        points.add("khmer_equal", weight["khmer_beside"] if beside else rarity.khmer_name(other))
        return
    alike = fuzz.ratio(one, other)
    if alike >= _CLOSE:
        points.add(
            f"khmer_close:{alike / 100:.2f}", 0.0 if beside else rarity.khmer_name(other) + weight["khmer_close"]
        )
    elif not (one in other or other in one):
        points.add("khmer_differs", weight["khmer_close"] if beside else weight["khmer_differs"])


def _place(points: Points, record: Unit, enterprise: Unit, rarity: Rarity) -> None:
    here, there = record.commune, enterprise.commune
    if not here or not there:
        return
    if here == there:
        points.add("commune_equal", rarity.commune(here))
        return
    reason = place_reason(here, there)
    points.add(reason, rarity.weights.points[reason])


def place_reason(here: str, there: str) -> str:
    """Of two different communes."""
    if here[:4] == there[:4]:
        return "district_equal"
    return "province_equal" if here[:2] == there[:2] else "place_differs"


def _day(points: Points, one: date | None, other: date | None, rarity: Rarity) -> None:
    if one is None or other is None:
        return
    if one == other:
        points.add("opened_equal", rarity.day(one))
        return
    reason = day_reason(one, other)
    points.add(reason, rarity.weights.points[reason])


def day_reason(one: date, other: date) -> str:
    """Of two different days."""
    swapped = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    return "opened_near" if swapped or abs((one - other).days) <= _MONTH else "opened_differs"


def _rest(points: Points, record: Unit, enterprise: Unit, rarity: Rarity) -> None:
    weight = rarity.weights.points
    if record.sector and enterprise.sector:
        reason = "sector_equal" if record.sector == enterprise.sector else "sector_differs"
        points.add(reason, weight[reason])
    if record.workers and enterprise.workers:
        smaller, larger = sorted((record.workers, enterprise.workers))
        if larger <= 2 * smaller:
            points.add("size_near", weight["size_near"])
        elif larger > 10 * smaller:
            points.add("size_differs", weight["size_differs"])
