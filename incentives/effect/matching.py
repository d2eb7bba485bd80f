"""Exact strata: enterprises reached, and others of the same size class, sector and province in the same months."""

import calendar
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from compliance.enums import StandingState
from enterprises.figures import bands
from incentives import measuring
from incentives.effect.matching_sql import MATCH
from nssf_portal.law import NoLawInForce
from nssf_portal.law.book import value_or


class Rules(NamedTuple):
    """How it is looked at: values of the law book, read once."""

    months: int
    least: int
    each: int
    most: int
    new_months: int
    smallest: int

    @classmethod
    def read(cls) -> "Rules":
        codes = {
            "effect.months": 6,
            "effect.least_units": 20,
            "effect.similar_each": 3,
            "effect.most_compared": 500,
            "effect.new_months": 12,
            "study.smallest_cell": 5,
        }
        return cls(*(int(value_or(code, default)) for code, default in codes.items()))


class Window(NamedTuple):
    """The days one looks at for those reached in one month."""

    month: date
    earlier: date
    before: date
    after: date


class Stratum(NamedTuple):
    month: date
    size: str
    sector: str
    province_code: str


@dataclass(frozen=True)
class Unit:
    """One enterprise: staff on three days, and whether it stood well on two; None: not known."""

    id: UUID
    stratum: Stratum
    reached: bool
    earlier: int | None
    before: int
    after: int
    good_before: bool | None = None
    good_after: bool | None = None


def month_after(month: date, number: int) -> date:
    """The first day of the month so many months later; earlier when negative."""
    years, index = divmod(month.month - 1 + number, 12)
    return date(month.year + years, index + 1, 1)


def window_of(day: date, months: int) -> Window:
    """From the end of the month before to the end of the month so many months after; and as long before."""
    month = day.replace(day=1)
    last = month_after(month, months)
    return Window(
        month,
        _end_of(month_after(month, -1 - months)),
        _end_of(month_after(month, -1)),
        _end_of(last),
    )


def _end_of(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def draw(reached: Mapping[UUID, date], most: int, seed: str) -> dict[UUID, date]:
    """All, or so many of them, settled by a digest: the same ones every time."""
    turns = sorted(reached, key=lambda pk: hashlib.sha256(f"{pk}{seed}".encode()).digest())
    return {pk: reached[pk] for pk in turns[:most]}


def match(reached: Mapping[UUID, date], others: set[UUID], rules: Rules, seed: str) -> list[Unit]:
    """Those reached that were registered before, and the similar ones drawn for them, with staff and standing."""
    if not reached:
        return []
    windows = {window.month: window for window in (window_of(day, rules.months) for day in reached.values())}
    values = bands() | {
        "ids": list(reached),
        "months": [day.replace(day=1) for day in reached.values()],
        "cohorts": list(windows),
        **{name: [getattr(one, name) for one in windows.values()] for name in ("earlier", "before", "after")},
        "others": list(others),
        "each": rules.each,
        "seed": seed,
    }
    with connection.cursor() as cursor:
        cursor.execute(MATCH, values)
        units = [Unit(row[0], Stratum(*row[1:5]), *row[5:]) for row in cursor.fetchall()]
    return _with_standing(units, windows)


def _with_standing(units: list[Unit], windows: Mapping[date, Window]) -> list[Unit]:
    known: dict[tuple[UUID, date], bool | None] = {}
    for month, window in windows.items():
        ids = [unit.id for unit in units if unit.stratum.month == month]
        for day in (window.before, window.after):
            known |= {(pk, day): good for pk, good in _good_on(ids, day).items()}
    return [
        replace(
            unit,
            good_before=known.get((unit.id, windows[unit.stratum.month].before)),
            good_after=known.get((unit.id, windows[unit.stratum.month].after)),
        )
        for unit in units
    ]


def _good_on(ids: list[UUID], day: date) -> dict[UUID, bool | None]:
    """Whether each stood well on a day, as recorded by its end; nobody knows before there was a law to stand by."""
    try:
        return {one.id: _good(one.standing) for one in measuring.facts_on(ids, day)}
    except NoLawInForce:
        return {}


def _good(standing: StandingState) -> bool | None:
    return None if standing == StandingState.UNKNOWN else standing == StandingState.GOOD
