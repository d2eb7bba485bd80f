"""Month by month in one province: bars without words, and the same as a table; a small month is not told."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from reporting import counts, registry
from reporting.indicators.grouping import one_reading
from reporting.periods import Period
from reporting.registry import Cell
from reporting.suppression import hide, told

_HIGH = 100


@dataclass(frozen=True)
class Month:
    day: date
    people: int | None  # None: not shown
    x: int
    y: float
    height: float


def months(last: date, province: str = "", many: int = 12) -> list[Month]:
    """The last twelve, told so that no small one can be worked out from the quarters' or from other provinces'."""
    end = last.replace(day=1)
    every = counts.months_between(counts.month_after(end, 1 - many), end)
    shown = _told(every, province)
    most = max((value for value in shown.values() if value), default=1)
    return [_month(number, month, shown[month], most) for number, month in enumerate(every)]


def _month(number: int, month: date, people: int | None, most: int) -> Month:
    height = round(_HIGH * (people or 0) / most, 2)
    return Month(month, people, number * 10 + 1, round(_HIGH - height, 2), height)


def _told(every: list[date], province: str) -> dict[date, int | None]:
    """Quarters are told elsewhere: their months are a finer table of them, in each province."""
    of, told_months = registry.get("new_members"), dict[date, int | None](dict.fromkeys(every, 0))
    quarters = list(dict.fromkeys(Period.quarter_of(month) for month in every))
    people = counts.sums(counts.chosen(counts.Period(quarters[0].first, quarters[-1].last)), "month", "province")
    with one_reading():
        for quarter in quarters:
            shut = any(_is(cell, province) and cell.hidden for cell in told(of, quarter))
            for cell in hide(_cells(quarter, people), of):
                if _is(cell, province, "month") and (month := date.fromisoformat(cell.where["month"])) in told_months:
                    told_months[month] = None if shut or cell.hidden else int(cell.value or 0)
    return told_months


def _is(cell: Cell, province: str, *more: str) -> bool:
    """The cell of this place (the whole country for none), cut by nothing else but `more`."""
    return set(cell.where) == {*more, *(["province"] if province else [])} and (
        cell.where.get("province", "") == province
    )


def _cells(quarter: Period, people: dict[tuple, int]) -> list[Cell]:
    """A quarter by month and province."""
    found: Counter[tuple[tuple[str, str], ...]] = Counter({(): 0})
    for (month, place), number in people.items():
        if quarter.first <= month <= quarter.last:
            names = (("month", month.isoformat()), ("province", place))
            for key in ((), names[:1], names[1:], names):
                found[key] += number
    return [Cell("+".join(name for name, _said in key), dict(key), number) for key, number in found.items()]
