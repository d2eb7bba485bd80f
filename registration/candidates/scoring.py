"""How likely two records are one person: weights for each thing that speaks for or against, summed, explained.

Weights and limits are the law book's (nssf_portal/law/seeds/matching.py); none is settled by any text."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from nssf_portal.khmer.keys import search_key
from nssf_portal.law import book
from nssf_portal.law.seeds.matching import FIRST_VALUES
from registration.candidates import births
from registration.candidates.likeness import names_alike
from registration.candidates.people import POSSIBLE, SAME, UNLIKELY, Person, Reason


class Known(Protocol):
    """What of a member is compared."""

    family_name_km: str
    given_name_km: str
    family_name_latin: str
    given_name_latin: str
    sex: str
    born_on: date
    born_precision: str
    nationality: str


@dataclass(frozen=True)
class Rules:
    """The law book's values, read once for a comparison."""

    values: dict[str, float]

    def __getitem__(self, code: str) -> float:
        return self.values[code]


def rules() -> Rules:
    return Rules({code: float(book.value_or(f"matching.{code}", first)) for code, first in FIRST_VALUES.items()})


@dataclass(frozen=True)
class Shared:
    """What the register's indexes found besides names: a number or a phone in common, and a name many bear."""

    number: bool = False
    phone: bool = False
    common_name: bool = False


def judge(person: Person, member: Known, shared: Shared, by: Rules) -> tuple[float, str, tuple[Reason, ...]]:
    """Score from 0 to 1, band, and reasons, the weightiest first."""
    codes = [*_numbers(shared, by), *_name(person, member, by), *_facts(person, member, by)]
    if shared.common_name and not shared.number:
        # Of five hundred namesakes one was born near any day: then a slip is likelier another person.
        exact = any(reason.code == births.EQUAL for reason in codes)
        codes.append(Reason("common_name", by["weight.common_name" if exact else "weight.common_name_near"]))
    reasons = tuple(sorted((r for r in codes if r.weight), key=lambda r: -abs(r.weight)))
    least = by["threshold.possible"] if shared.number else 0.0  # one number, two people: always a person's matter
    score = round(min(max(sum(r.weight for r in reasons), least), 1.0), 3)
    return score, band_of(score, by), reasons


def band_of(score: float, by: Rules) -> str:
    if score >= by["threshold.same"]:
        return SAME
    return POSSIBLE if score >= by["threshold.possible"] else UNLIKELY


def _numbers(shared: Shared, by: Rules) -> list[Reason]:
    given = (("identifier", shared.number), ("phone", shared.phone))
    return [Reason(code, by[f"weight.{code}"]) for code, is_shared in given if is_shared]


def _name(person: Person, member: Known, by: Rules) -> list[Reason]:
    km = search_key(member.family_name_km), search_key(member.given_name_km)
    latin = search_key(member.family_name_latin), search_key(member.given_name_latin)
    alike, swapped = names_alike((person.km, km), (person.latin, latin))
    floor, full = by["name.floor"], by["name.full"]
    share = min(max((alike - floor) / (full - floor), 0.0), 1.0)
    if not share:
        return [Reason("name_differs", by["weight.name_differs"])]
    code = "name_swapped" if swapped else "name_equal" if _is_equal(person, km, latin) else "name_alike"
    return [Reason(code, round(by["weight.name"] * share, 3))]


def _is_equal(person: Person, km: tuple[str, str], latin: tuple[str, str]) -> bool:
    pairs = [(a, b) for a, b in ((person.km, km), (person.latin, latin)) if any(a) and any(b)]
    return bool(pairs) and all(a == b for a, b in pairs)


def _facts(person: Person, member: Known, by: Rules) -> list[Reason]:
    birth = births.compare(person.born_on, person.born_precision, member.born_on, member.born_precision)
    found = [Reason(birth, by[f"weight.{birth}"])]
    if person.sex and member.sex and person.sex != member.sex:
        found.append(Reason("sex_differs", by["weight.sex_differs"]))
    if person.nationality and member.nationality and person.nationality != member.nationality:
        found.append(Reason("nationality_differs", by["weight.nationality_differs"]))
    return found
