"""From one grouped question to the cells of an indicator: every cut in a single statement.

A cell that is not there is nobody (or no unit): only the whole is always said, and a whole that could not be counted
says why. Shares carry what they were divided from; nothing is divided by nothing."""
# ruff: noqa: S608  (statements are put together from our own column names only)

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.db import connection

from reporting.enums import Missing
from reporting.registry import WHOLE, Cell

_FOUR = Decimal("0.0001")
Answer = TypeVar("Answer")


_answered: ContextVar[dict[Any, Any] | None] = ContextVar("answered", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Within it a question that several indicators share is asked once: for a report, never across requests."""
    token = _answered.set({})
    try:
        yield
    finally:
        _answered.reset(token)


def once(key: Any, ask: Callable[[], Answer]) -> Answer:
    """Another question that indicators share: asked once within a reading."""
    known: dict[Any, Any] | None = _answered.get()
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    return known[key]


@dataclass(frozen=True)
class Source:
    """A tally or a small table: where its rows are, and the SQL of each dimension."""

    table: str
    dimensions: Mapping[str, str]
    counted: str = ""  # what always holds: "merged_into_id IS NULL"


@dataclass(frozen=True)
class Group:
    """The sums of one cell of one cut."""

    cut: str
    where: dict[str, str]
    sums: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """Which rows, summed how, cut how. `sums` are SQL expressions of whole numbers; with `different`, the first is a
    key, and different ones are counted."""

    source: Source
    sums: Sequence[str]
    cuts: Sequence[str]
    where: str = "true"
    params: Mapping[str, Any] = field(default_factory=dict)
    different: bool = False

    @property
    def dimensions(self) -> list[str]:
        return list(dict.fromkeys(name for cut in self.cuts for name in parts(cut)))

    @property
    def statement(self) -> str:
        """One pass over the rows, grouped in every way that is asked for."""
        names = self.dimensions
        inner = [f'{self.source.dimensions[name]} AS "{name}"' for name in names]
        inner += [f"{sql} AS sum_{number}" for number, sql in enumerate(self.sums)]
        sums = [f"coalesce(sum(sum_{number}), 0)::bigint" for number in range(len(self.sums))]
        if self.different:
            sums = ["count(DISTINCT sum_0)"]
        sets = ", ".join("(" + ", ".join(f'"{name}"' for name in parts(cut)) + ")" for cut in [WHOLE, *self.cuts])
        held = " AND ".join(f"({sql})" for sql in (self.source.counted, self.where) if sql)
        outer = ", ".join([*(f'"{name}"' for name in names), *self._grouping(names), *sums])
        rows = f"SELECT {', '.join(inner)} FROM {self.source.table} WHERE {held}"
        if names and not self.different:
            rows = self._added_up(rows, names)
        return f"SELECT {outer} FROM ({rows}) f GROUP BY GROUPING SETS ({sets})"

    def _added_up(self, rows: str, names: list[str]) -> str:
        """A tally has a row for every month: the finest cells first, so that each row is looked at once."""
        keys = ", ".join(f'"{name}"' for name in names)
        sums = ", ".join(f"sum(sum_{number}) AS sum_{number}" for number in range(len(self.sums)))
        return f"SELECT {keys}, {sums} FROM ({rows}) r GROUP BY {keys}"

    def _grouping(self, names: list[str]) -> list[str]:
        return ["grouping(" + ", ".join(f'"{name}"' for name in names) + ")"] if names else ["0"]

    def ask(self) -> list[Group]:
        """The whole first."""
        return once((self.statement, tuple(sorted(self.params.items()))), self._ask)

    def _ask(self) -> list[Group]:
        with connection.cursor() as cursor:
            cursor.execute(self.statement, self.params)
            rows = cursor.fetchall()
        names = self.dimensions
        cut_of = {_mask(names, parts(cut)): cut for cut in [WHOLE, *self.cuts]}
        found = [_group(row, names, cut_of) for row in rows]
        return sorted(found, key=lambda group: group.cut != WHOLE)


def within(moment: str) -> str:
    """SQL: the moment's day, as the country counts days, lies within the period."""
    return f"({moment} AT TIME ZONE 'Asia/Phnom_Penh')::date BETWEEN %(first)s AND %(last)s"


def parts(cut: str) -> list[str]:
    """ "sex+province" is cut by sex and by province; the whole by nothing."""
    return cut.split("+") if cut else []


def _mask(names: list[str], kept: list[str]) -> int:
    """What `grouping()` says of a row of this cut: a bit for each dimension it does not have."""
    return int("".join("0" if name in kept else "1" for name in names) or "0", 2)


def _group(row: Sequence[Any], names: list[str], cut_of: Mapping[int, str]) -> Group:
    count = len(names)
    cut = cut_of[row[count]]
    said = dict(zip(names, row, strict=False))
    return Group(cut, {name: _text(said[name]) for name in parts(cut)}, tuple(row[count + 1 :]))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def counts(question: Question) -> Iterator[Cell]:
    """Cells of the first sum; those of nobody are left out, the whole never."""
    for group in question.ask():
        if group.sums[0] or group.cut == WHOLE:
            yield Cell(group.cut, group.where, group.sums[0])


def shares(question: Question) -> Iterator[Cell]:
    """Percent: the first sum of the second; a cell with nothing to divide by is left out, the whole says so."""
    for group in question.ask():
        numerator, denominator = group.sums
        if denominator or group.cut == WHOLE:
            yield share(group.cut, group.where, numerator, denominator)


def share(cut: str, where: Mapping[str, str], numerator: int | None, denominator: int | None) -> Cell:
    """One share with what it was divided from, or the reason why there is none."""
    if numerator is None or not denominator:
        return Cell(cut, where, None, numerator, denominator, missing=Missing.NO_DENOMINATOR)
    return Cell(cut, where, percent(numerator, denominator), numerator, denominator)


def percent(numerator: int, denominator: int) -> Decimal:
    return (Decimal(100 * numerator) / denominator).quantize(_FOUR)


def mean(cut: str, where: Mapping[str, str], total: int, of: int) -> Cell:
    """How many each on average, with both numbers; the whole says when there was nothing to divide by."""
    if not of:
        return Cell(cut, where, None, total, of, missing=Missing.NO_DENOMINATOR)
    return Cell(cut, where, (Decimal(total) / of).quantize(_FOUR), total, of)


def means(question: Question) -> Iterator[Cell]:
    """The first sum spread over the second."""
    for group in question.ask():
        if group.sums[1] or group.cut == WHOLE:
            yield mean(group.cut, group.where, *group.sums)


def nothing(why: Missing = Missing.NO_DATA) -> list[Cell]:
    """No figure, and why."""
    return [Cell(missing=why)]


def medians(rows: Iterable[tuple[Mapping[str, str], int, int]], cuts: Sequence[str]) -> Iterator[Cell]:
    """Exact medians from rows of (dimensions, value, how many); the denominator is how many there were."""
    spread: dict[tuple[str, tuple[str, ...]], dict[int, int]] = {(WHOLE, ()): {}}
    for said, value, count in rows:
        for cut in [WHOLE, *cuts]:
            here = spread.setdefault((cut, tuple(said[name] for name in parts(cut))), {})
            here[value] = here.get(value, 0) + count
    for (cut, key), values in spread.items():
        where = dict(zip(parts(cut), key, strict=True))
        many = sum(values.values())
        if many:
            yield Cell(cut, where, median(values), denominator=many)
        elif cut == WHOLE:
            yield Cell(missing=Missing.NO_DATA)


def median(values: Mapping[int, int]) -> Decimal:
    """The one in the middle, or half-way between the two in the middle."""
    many = sum(values.values())
    return (Decimal(_at(values, (many - 1) // 2)) + Decimal(_at(values, many // 2))) / 2


def _at(values: Mapping[int, int], place: int) -> int:
    for value in sorted(values):
        place -= values[value]
        if place < 0:
            return value
    raise IndexError(place)
