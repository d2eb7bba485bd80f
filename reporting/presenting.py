"""From sums to what the page draws: figures, bars, the map, the chart, the table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registration.enums import Channel, MemberGroup, PlanGroup, Sex
from reporting import counts, words

_HEIGHT = 100


@dataclass(frozen=True)
class Bar:
    word: str
    people: int
    percent: int


@dataclass(frozen=True)
class Column:
    """One month of the chart, in the drawing's own units."""

    month: date
    people: int
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class TableRow:
    word: str
    cells: list[int]
    total: int


@dataclass(frozen=True)
class Table:
    heads: list[str]
    rows: list[TableRow] = field(default_factory=list)
    foot: TableRow | None = None

    @property
    def labelled(self) -> list[tuple[TableRow, list[tuple[str, int]]]]:
        return [(row, list(zip(self.heads, row.cells, strict=True))) for row in self.rows]


def bars(dimension: str, people: dict[str, int], values: Iterable[str]) -> list[Bar]:
    """Largest first would change places with every filter: the order stays the one of the list."""
    whole = sum(people.values()) or 1
    return [
        Bar(words.word(dimension, value), people[value], round(100 * people[value] / whole))
        for value in values
        if people.get(value)
    ]


def sexes(people: dict[str, int]) -> list[Bar]:
    return bars("sex", people, Sex.values)


def groups(people: dict[str, int]) -> list[Bar]:
    return bars("group", people, MemberGroup.values)


def plan_groups(people: dict[str, int]) -> list[Bar]:
    return bars("plan_group", people, PlanGroup.values)


def channels(people: dict[str, int]) -> list[Bar]:
    return bars("channel", people, Channel.values)


def chart(people: dict[date, int], period: counts.Period) -> list[Column]:
    """A bar a month; ten units wide with two between, a hundred high."""
    most = max(people.values(), default=0) or 1
    drawn = []
    for number, month in enumerate(period.months()):
        here = people.get(month, 0)
        height = max(_HEIGHT * here / most, 0)
        drawn.append(Column(month, here, number * 10 + 1, round(_HEIGHT - height, 2), round(height, 2)))
    return drawn


def table(cells: dict[tuple, int], rows: str, columns: str, period: counts.Period) -> Table:
    """Every value of both dimensions that has people (all months, so that a month of nobody is seen)."""
    row_values = _values(rows, counts.along(cells, 0), period)
    column_values = _values(columns, counts.along(cells, 1), period)
    heads = [words.short_month(v) if columns == "month" else words.word(columns, v) for v in column_values]
    body = [_row(words.word(rows, r), [cells.get((r, c), 0) for c in column_values]) for r in row_values]
    foot = _row("", [sum(column) for column in zip(*(row.cells for row in body), strict=True)]) if body else None
    return Table(heads, body, foot)


def _row(word: str, cells: list[int]) -> TableRow:
    return TableRow(word, cells, sum(cells))


def _values(dimension: str, people: dict[Any, int], period: counts.Period) -> list[Any]:
    if dimension == "month":
        return period.months()
    listed = {"sex": Sex, "group": MemberGroup, "plan_group": PlanGroup, "channel": Channel}
    order = listed[dimension].values if dimension in listed else None
    return [value for value in order if people.get(value)] if order else sorted(people)
