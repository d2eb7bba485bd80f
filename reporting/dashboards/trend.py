"""Month by month in one province: bars without words, and the same as a table; a small month is not told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reporting import counts, registry
from reporting.periods import Period
from reporting.registry import Cell
from reporting.suppression import hide

_HIGH = 100


@dataclass(frozen=True)
class Month:
    day: date
    people: int | None  # None: not shown
    x: int
    y: float
    height: float


def months(last: date, province: str = "", many: int = 12) -> list[Month]:
    """The last twelve, told so that no small one can be worked out from the quarters'."""
    end = last.replace(day=1)
    first = counts.month_after(end, 1 - many)
    people = counts.along(counts.sums(counts.chosen(counts.Period(first, end), province=province), "month"), 0)
    every = counts.months_between(first, end)
    shown = _told(every, people)
    most = max((value for value in shown.values() if value), default=1)
    return [_month(number, month, shown[month], most) for number, month in enumerate(every)]


def _month(number: int, month: date, people: int | None, most: int) -> Month:
    height = round(_HIGH * (people or 0) / most, 2)
    return Month(month, people, number * 10 + 1, round(_HIGH - height, 2), height)


def _told(every: Iterable[date], people: dict[date, int]) -> dict[date, int | None]:
    """Quarters are told elsewhere: their months are a finer table of them."""
    cells = [Cell(value=sum(people.values()))]
    quarters: dict[str, int] = {}
    for month in every:
        quarters[_quarter(month)] = quarters.get(_quarter(month), 0) + people.get(month, 0)
    cells += [Cell("quarter", {"quarter": code}, value) for code, value in quarters.items() if value]
    cells += [
        Cell("quarter+month", {"quarter": _quarter(month), "month": month.isoformat()}, people[month])
        for month in every if people.get(month)
    ]  # fmt: skip
    told: dict[date, int | None] = dict.fromkeys(every, 0)
    for cell in hide(cells, registry.get("new_members")):
        if "month" in cell.where:
            told[date.fromisoformat(cell.where["month"])] = None if cell.hidden else int(cell.value or 0)
    return told


def _quarter(month: date) -> str:
    return Period.quarter_of(month).code
