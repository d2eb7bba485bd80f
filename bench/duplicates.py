"""Duplicates: of 20,000 pairs with known truth, how many of the true ones are found, and how many alarms are false.

A pair counts as found when an officer would be shown it: band `same` or `possible`. Beside that, as a check of the way
through the register: people registered once among its millions, looked for by what the second record says."""

from collections import Counter
from collections.abc import Iterable

from bench.measuring import Figure
from bench.pairs import Pair, pairs

PAIRS, SEED = 20_000, 2026
WANTED_FOUND, WANTED_FALSE = 0.97, 0.005
_LOOKED_FOR = 400


def measure() -> list[Figure]:
    found, false, missed = tell(pairs(PAIRS, SEED))
    sorts = ", ".join(f"{sort} {count}" for sort, count in missed.most_common(4))
    return [
        Figure("dup", f"found of {PAIRS // 2:,} true pairs", found, f">= {WANTED_FOUND}", found >= WANTED_FOUND, sorts),
        Figure("dup", f"false alarms of {PAIRS // 2:,} others", false, f"<= {WANTED_FALSE}", false <= WANTED_FALSE),
        _through_the_register(),
    ]


def tell(given: Iterable[Pair]) -> tuple[float, float, Counter[str]]:
    """The share of true pairs found, the share of false alarms, and what went wrong by sort."""
    from registration.candidates.people import UNLIKELY
    from registration.candidates.scoring import Shared, judge, rules

    by, counts, shown, wrong = rules(), Counter[bool](), Counter[bool](), Counter[str]()
    for pair in given:
        _score, band, _reasons = judge(pair.one, pair.other, Shared(), by)  # type: ignore[arg-type]
        counts[pair.is_same] += 1
        shown[pair.is_same] += band != UNLIKELY
        wrong[pair.sort] += (band != UNLIKELY) != pair.is_same
    return shown[True] / counts[True], shown[False] / counts[False], wrong


def _through_the_register() -> Figure:
    from django.db import transaction

    from registration.candidates import UNLIKELY, find_candidates

    truth = [pair for pair in pairs(2 * _LOOKED_FOR, SEED + 1) if pair.is_same]
    with transaction.atomic():
        members = register_people(pair.other for pair in truth)
        hits = 0
        for pair, member in zip(truth, members, strict=True):
            hits += any(c.member_id == member and c.band != UNLIKELY for c in find_candidates(pair.one))
        transaction.set_rollback(True)
    share = hits / len(truth)
    return Figure("dup", f"found among the whole register, {_LOOKED_FOR} people", share, "(told only)", True,
                  "a name that hundreds bear, with another birth date, is nobody's duplicate there")  # fmt: skip


def register_people(people: Iterable[object]) -> list[object]:
    """Members made of them, with their names; returns their keys in order."""
    from registration.models import Member, MemberName

    made, names = [], set()
    for number, person in enumerate(people, start=1):
        member = Member(
            member_number=f"8{number:09d}", group="employee", plan_group="1", commune_code="120101",
            registered_on="2024-01-02", channel="counter",
            **{name: getattr(person, name) for name in _FIELDS},
        )  # fmt: skip
        member.set_keys()
        made.append(member)
        names |= {member.key_km, member.key_latin} - {""}
    Member.objects.bulk_create(made)
    MemberName.objects.bulk_create([MemberName(key=name) for name in sorted(names)], ignore_conflicts=True)
    return [member.pk for member in made]


_FIELDS = (
    "family_name_km", "given_name_km", "family_name_latin", "given_name_latin", "sex", "born_on", "born_precision",
    "nationality",
)  # fmt: skip
