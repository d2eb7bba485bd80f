"""Number 3: looking up one member among three million, by what the clerks' search asks, beside `SELECT 1`.

Measured is the question itself, as the screen sends it, with its answer: numbers, phones, beginnings."""

import random
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from bench.measuring import Figure, in_turn, median, percentile_95
from bench.register import a_few_members, clerk, size

_ROUNDS = 300


def measure() -> list[Figure]:
    chance = random.Random(3)
    people = a_few_members(400)
    figures = []
    for place in ("HQ", "12"):
        sides: dict[str, Callable[[], object]] = {"floor": lambda: _ask("SELECT 1", ())}
        sides |= {name: _Asking(questions, chance) for name, questions in _questions(people, clerk(place)).items()}
        for work in sides.values():
            for _warm in range(40):
                work()
        times = in_turn(sides, _ROUNDS)
        floor = percentile_95(times.pop("floor"))
        figures += [_figure(place, name, found, floor) for name, found in times.items()]
    return figures


def _figure(place: str, name: str, found: list[float], floor: float) -> Figure:
    limit = 5 * floor + 0.001
    took = percentile_95(found)
    return Figure(
        "3",
        f"{name}, clerk of {place}, {size():,} members: p95 / (5 x SELECT 1 + 1 ms)",
        took / limit,
        "<= 1",
        took <= limit,
        f"median {median(found) * 1000:.2f}, p95 {took * 1000:.2f} ms; SELECT 1 p95 {floor * 1000:.2f} ms",
    )


class _Asking:
    """One of many questions of a kind, another each time."""

    def __init__(self, questions: list[tuple[str, Any]], chance: random.Random) -> None:
        self.questions, self.chance = questions, chance

    def __call__(self) -> None:
        _ask(*self.chance.choice(self.questions))


def _ask(sql: str, params: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _questions(people: list[Any], by: Any) -> dict[str, list[tuple[str, Any]]]:
    from registration import finding
    from registration.models import MemberIdentifier

    held = MemberIdentifier.objects.filter(superseded_at__isnull=True, member_id__in=[p.pk for p in people])
    indexes = {"phone": [], "ID": []}
    for kind, index in held.values_list("kind", "blind_index"):
        indexes["phone" if kind == "phone" else "ID"].append(index)
    current = MemberIdentifier.objects.filter(superseded_at__isnull=True).order_by()
    return {
        "whole ID": [
            _sql(current.filter(blind_index=index, disputed=False).exclude(kind="phone").values("member_id"))
            for index in indexes["ID"]
        ],
        "whole phone": [
            _sql(current.filter(blind_index=index, kind="phone").values("member_id")[: finding.MOST + 1])
            for index in indexes["phone"]
        ],
        "beginning of a member number": [
            _sql(finding.by_member_number(p.member_number[:8], by=by)[: finding.MOST + 1]) for p in people
        ],
        "beginning of a Latin name": [
            _sql(finding.by_name(p.key_latin[: len(p.family_name_latin) + 4], by=by)[: finding.MOST + 1])
            for p in people
        ],
        "beginning of a Khmer name": [
            _sql(finding.by_name(p.full_name_km[: len(p.family_name_km) + 3], by=by)[: finding.MOST + 1])
            for p in people
            if p.key_km
        ],
    }


def _sql(asked: QuerySet[Any]) -> tuple[str, Any]:
    return asked.query.sql_with_params()
