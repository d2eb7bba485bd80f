"""Small numbers of people are not shown, nor what would give them away.

A count of one to four people is hidden. Because tables have totals, others are hidden with it: for every hidden cell a
second table is looked for that agrees with all that is shown and has another number there. Whatever this table needs
to be unknown is hidden too. So no hidden cell can be worked out, by the one who knows this rule as well.

This holds within one indicator and one period. `told` is the way for whoever shows figures: it also looks at what
stands beside them. An indicator and the one it is a part of; what a share is divided by; a year and its quarters; a
stock and those who came in each quarter since the plan's first year. Who left between two quarters is not looked for:
no table tells it."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count

from nssf_portal.law import book
from reporting import registry
from reporting.enums import Hidden, ReportKind
from reporting.periods import Period
from reporting.registry import WHOLE, Cell, Definition

Key = tuple[str, tuple[tuple[str, str], ...]]
FIRST_SHOWN = "report.smallest_cell"
_PEOPLE = frozenset({"people", "applications", "registrations"})
_SPREAD = frozenset({"days", "documents", "fields"})
_SHARES_OF_UNITS = frozenset(
    {
        "share_of_census_units", "registry_coverage", "declarations_on_time", "declarations_made", "target_hit_rate",
        "programme_uptake", "sla_kept",
    }
)  # fmt: skip
_FEW_TRIES, _TRIES = 12, 3_000


_BESIDE = {
    "new_members_in_plan": "new_members",
    "new_members_in_plan_to_date": "new_members_to_date",
    "members_active": "members_ever",
    "share_by_rule": "applications_decided",
    "documents_asked": "applications_decided",
    "fields_asked": "applications_decided",
    "median_days": "applications_decided",
    "conversion": "people_reached",
}
"""A part and the whole it stands beside: their difference is a number of people too. Of a share, a mean or a median
the people it was made from are the part."""
_IN_PLAN = "new_members_in_plan_to_date"
_SINCE_THE_PLAN = frozenset({"new_members_to_date", _IN_PLAN})
_STOCKS = frozenset({"members_ever", "members_active"})
_OF_ACTIVE, _GROUP = "self_employed_active", "self_employed"


def told(definition: Definition, period: Period, cells: Iterable[Cell] | None = None) -> list[Cell]:
    """The cells of a period as they may be shown beside everything else that is shown: by this one way everywhere.

    `cells` where some were entered; else those that are computed."""
    listed = list(definition.cells(period) if cells is None else cells)
    if _reader(definition) is None:
        return listed
    if definition.code == _OF_ACTIVE:
        return _as_in_active(listed, told(registry.get("members_active"), period))
    hidden = {cell.key for cell in _earlier(definition, period) if cell.cut}  # the whole country tells of nobody
    return [_second(cell, hidden) for cell in hide(listed, definition, wholes_of(definition, period))]


def _second(cell: Cell, hidden: Iterable[Key]) -> Cell:
    if cell.hidden or cell.missing or cell.key not in hidden:
        return cell
    return replace(cell, hidden=Hidden.SECOND)


def _earlier(definition: Definition, period: Period) -> Iterator[Cell]:
    """Cells hidden in the shorter periods of which this figure is the sum: with the others they would be told."""
    from reporting.standing_of_targets import adds_up

    if definition.code in _SINCE_THE_PLAN | _STOCKS:
        yield from _came(definition, period)
    elif period.kind == ReportKind.ANNUAL and (adds_up(definition) or _of_the_period(definition)):
        for quarter in period.quarters:
            yield from (cell for cell in told(definition, quarter) if cell.hidden)


def _of_the_period(definition: Definition) -> bool:
    """A share or a median of what happened within the period, not of how it stood at its end."""
    from reporting.indicators import texts

    return definition.as_of in (texts.WITHIN, texts.FOR_THE_MONTHS)


def _came(definition: Definition, period: Period) -> Iterator[Cell]:
    """Who came in each quarter, hidden as the quarter's own report hides it."""
    from reporting.indicators import members

    first, begins = members.quarters_until(period, of_the_plan=definition.code in _SINCE_THE_PLAN)
    everybody = members.by_quarter(first, period.last)
    inside = members.by_quarter(first, period.last, in_plan=True) if definition.code == _IN_PLAN else {}
    part = registry.get("new_members_in_plan")
    for quarter in sorted(one for one in everybody if one >= begins.isoformat()):
        cells, tables = everybody[quarter], [everybody[quarter]]
        if definition.code == _IN_PLAN:
            tables += [inside.get(quarter, []), _rests(inside.get(quarter, []), cells, part)]
        hidden = {key for table in tables for key in _hidden_people(table)}
        yield from (cell for cell in cells if cell.key in hidden)


def _hidden_people(cells: list[Cell]) -> dict[Key, Hidden]:
    """As `_hidden`, of numbers of people; the same table is looked through once in a process."""
    numbers = sorted((cell.key, int(cell.value or 0)) for cell in cells if not cell.missing)
    return _looked_through(tuple(numbers), smallest_shown())


@lru_cache(maxsize=256)
def _looked_through(numbers: tuple[tuple[Key, int], ...], least: int) -> dict[Key, Hidden]:
    cells = [Cell(cut, dict(where), number) for (cut, where), number in numbers]
    return _hidden(cells, _people_reader(least))


def _as_in_active(cells: list[Cell], active: list[Cell]) -> list[Cell]:
    """The self-employed are a slice of the members: only what can be read there is told of them."""
    shut = {cell.key for cell in active if cell.hidden and cell.where.get("group") == _GROUP}
    fine = [dict(key[1]) for key in shut if key[0] == "sex+province+group"]
    least = smallest_shown()

    def mark(cell: Cell) -> Cell:
        where = {"group": _GROUP} | dict(cell.where)
        within = any(all(one.get(name) == value for name, value in where.items()) for one in fine)
        if cell.missing or not (within if cell.cut else ("group", (("group", _GROUP),)) in shut):
            return cell
        return replace(cell, hidden=Hidden.SMALL if 0 < int(cell.value or 0) < least else Hidden.SECOND)

    return [mark(cell) for cell in cells]


def hide(cells: Iterable[Cell], definition: Definition, beside: Iterable[Cell] = ()) -> list[Cell]:
    """The same cells in the same order; those that may not be shown say so in `hidden` and keep their value.

    `beside` are the cells, nothing hidden, of the indicator that this one is a part of: see `wholes_of`."""
    listed, around = list(cells), list(beside)
    reader = _reader(definition)
    if reader is None:
        return listed
    hidden = dict(_hidden_people(listed) if counts_people(definition) else _hidden(listed, reader))
    for key in [*_hidden_people(around), *_hidden_people(_rests(listed, around, definition))]:
        hidden.setdefault(key, Hidden.SECOND)
    return [
        replace(cell, hidden=hidden[cell.key]) if cell.key in hidden and not cell.missing else cell for cell in listed
    ]  # fmt: skip


def _hidden(cells: list[Cell], reader: "_Reader") -> dict[Key, Hidden]:
    """In one order, whatever the database's: of two cells that would do as the second the same is taken each time."""
    ordered = sorted(cells, key=lambda cell: cell.key)
    table = _Table(ordered, reader)
    table.protect()
    return {ordered[at].key: why for at, why in table.hidden.items()}


def _rests(cells: list[Cell], around: list[Cell], definition: Definition) -> list[Cell]:
    """Who is in the whole and not in the part: their numbers are told by both together."""
    divided = definition.shares or definition.unit in _SPREAD
    part = {
        cell.key: int((cell.denominator if divided else cell.value) or 0) for cell in cells if not cell.missing
    }  # fmt: skip
    wholes = (cell for cell in around if not cell.missing and cell.cut in {WHOLE, *definition.cuts})
    rests = ((cell, int(cell.value or 0) - part.get(cell.key, 0)) for cell in wholes)
    return [Cell(cell.cut, cell.where, rest) for cell, rest in rests if rest > 0]


def wholes_of(definition: Definition, period: Period) -> Iterable[Cell]:
    """The cells that the indicator's own are a part of, where another indicator tells them; else none."""
    code = _BESIDE.get(definition.code)
    return registry.get(code).cells(period) if code else ()


def counts_people(definition: Definition) -> bool:
    """Whether its numbers are of people, so that small ones are hidden."""
    return definition.unit in _PEOPLE


def smallest_shown() -> int:
    """The first number of people that is shown."""
    return int(book.value_or(FIRST_SHOWN, 5))


# --- what is counted in a cell, and what is small ---------------------------------------------------------------


@dataclass(frozen=True)
class _Reader:
    """How many people a cell counts, and whether a number would be small there."""

    number: Callable[[Cell], int | None]
    small: Callable[[Cell, int], bool]
    whole: Callable[[Cell], int | None] = lambda _cell: None  # what it is a part of, and never passes


def _people_reader(least: int) -> _Reader:
    return _Reader(lambda c: None if c.value is None else int(c.value), lambda _c, n: 0 < n < least)


def _reader(definition: Definition) -> _Reader | None:
    """None: the indicator counts no people."""
    least = smallest_shown()

    def few(number: int) -> bool:
        return 0 < number < least

    if definition.shares:
        if definition.code in _SHARES_OF_UNITS:
            return None
        return _Reader(
            lambda c: c.numerator, lambda c, n: few(n) or few((c.denominator or 0) - n), lambda c: c.denominator
        )
    if definition.unit in _PEOPLE:
        return _people_reader(least)
    if definition.unit in _SPREAD:
        return _Reader(lambda c: c.denominator, lambda c, n: few(n))
    return None


# --- the tables and their totals --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Total:
    """A cell of a coarser table and the cells of a finer one that add up to it."""

    whole: int
    parts: tuple[int, ...]

    def sign(self, at: int) -> int:
        return -1 if at == self.whole else 1

    def __iter__(self) -> Iterator[int]:
        yield self.whole
        yield from self.parts


@dataclass(order=True)
class _Try:
    """A table that differs in `moved`; `open` are the totals that do not agree yet."""

    cost: float
    number: int
    moved: dict[int, int] = field(compare=False)
    open: dict[int, int] = field(compare=False)


class _Table:
    def __init__(self, cells: Sequence[Cell], reader: _Reader) -> None:
        self.cells, self.reader = cells, reader
        self.numbers = {
            at: number for at, cell in enumerate(cells)
            if not cell.missing and (number := reader.number(cell)) is not None
        }  # fmt: skip
        small = [at for at, number in self.numbers.items() if reader.small(cells[at], number)]
        self.hidden = dict.fromkeys(small, Hidden.SMALL)
        self.short = False
        self.loose: set[int] = set()  # hidden as a second although small: the tight corner
        self.totals = _totals(cells, self.numbers)
        self.of: dict[int, list[int]] = {at: [] for at in self.numbers}
        for number, total in enumerate(self.totals):
            for at in total:
                self.of[at].append(number)
        self.deepest = max((_depth(cells[at]) for at in self.numbers), default=0)

    def protect(self) -> None:
        """For every hidden cell another table that agrees with everything shown."""
        safe: set[int] = set()
        for at in sorted(self.hidden, key=lambda at: (_depth(self.cells[at]), self.numbers[at], at)):
            if at in safe:
                continue
            found = self._other_table(at)
            for moved in found:
                self._hide(moved, found[moved])
            safe.update(found)

    def _hide(self, at: int, by: int) -> None:
        if not self._stays(at, by):
            self.loose.add(at)
            self.hidden[at] = Hidden.SECOND
        self.hidden.setdefault(at, Hidden.SECOND)

    def _other_table(self, at: int) -> dict[int, int]:
        """The cells that move together with this one; the cheapest way that is found, first among a few."""
        everywhere = len(self.cells)
        for widely, tightly, self.short in (
            (_FEW_TRIES, True, False), (_FEW_TRIES, True, True), (everywhere, True, False), (everywhere, False, False),
        ):  # fmt: skip
            found = self._search(at, widely, tightly)
            if found:
                return found
        return dict.fromkeys(self.numbers, 0)  # nothing moves alone: nothing is shown

    def _search(self, at: int, widely: int, tightly: bool) -> dict[int, int]:
        numbers = count()
        queue: list[_Try] = []
        for by in (1, -1):
            if self._may_move(at, by, tightly):
                heapq.heappush(queue, self._moved(_Try(0, next(numbers), {}, {}), at, by, next(numbers)))
        for _turn in range(_TRIES):
            if not queue:
                break
            here = heapq.heappop(queue)
            if not here.open:
                return here.moved
            for cell, by in self._repairs(here, widely, tightly):
                heapq.heappush(queue, self._moved(here, cell, by, next(numbers)))
        return {}

    def _repairs(self, here: _Try, widely: int, tightly: bool) -> list[tuple[int, int]]:
        """Ways to make the total with the fewest ways agree again."""
        best: list[tuple[int, int]] | None = None
        for number, off in here.open.items():
            total = self.totals[number]
            ways = [
                (at, -off * total.sign(at)) for at in total
                if at not in here.moved and self._may_move(at, -off * total.sign(at), tightly)
            ]  # fmt: skip
            if best is None or len(ways) < len(best):
                best = ways
        return heapq.nsmallest(widely, best or [], key=lambda way: self._cost(way[0]))

    def _moved(self, here: _Try, at: int, by: int, number: int) -> _Try:
        off = dict(here.open)
        for total in self.of[at]:
            left = off.get(total, 0) + by * self.totals[total].sign(at)
            off[total] = left
            if not left:
                del off[total]
        spent = sum(self._cost(one) for one in here.moved) + self._cost(at)
        return _Try(spent + 2 * len(off), number, here.moved | {at: by}, off)

    def _cost(self, at: int) -> float:
        """What is hidden already costs a step; a coarse or a large cell is dear, the whole dearest.

        Where much is hidden, ways along it are many and long: `short` looks for one of few cells instead."""
        if at in self.hidden:
            return 4 if self.short else 1
        cell = self.cells[at]
        dear = 1_000 if cell.cut == WHOLE else 12 * (self.deepest - _depth(cell))
        return 5 + dear + (0 if self.short else self.numbers[at].bit_length())

    def _may_move(self, at: int, by: int, tightly: bool) -> bool:
        """Whether the reader, who sees why a cell is hidden, would believe the other number."""
        return self._stays(at, by) or (not tightly and at in self.hidden and self.numbers[at] + by > 0)

    def _stays(self, at: int, by: int) -> bool:
        number, cell = self.numbers[at], self.cells[at]
        other = number + by
        if other < 0 or at in self.loose:
            return other > 0
        whole = self.reader.whole(cell)
        if whole is not None and number <= whole < other:
            return False
        if self.reader.small(cell, number):
            return self.reader.small(cell, other)
        return (number == 0) == (other == 0) and not self.reader.small(cell, other)


def _depth(cell: Cell) -> int:
    return len(_parts(cell.cut))


def _parts(cut: str) -> frozenset[str]:
    return frozenset(cut.split("+")) if cut else frozenset()


def _totals(cells: Sequence[Cell], numbers: Iterable[int]) -> list[_Total]:
    """Every cell with the cells of each next finer table that lie within it."""
    by_cut: dict[frozenset[str], list[int]] = {}
    for at in numbers:
        by_cut.setdefault(_parts(cells[at].cut), []).append(at)
    found = []
    for coarse, wholes in by_cut.items():
        for fine in _next_finer(coarse, by_cut):
            within: dict[tuple[str, ...], list[int]] = {}
            for at in by_cut[fine]:
                within.setdefault(_key(cells[at], coarse), []).append(at)
            found += [
                _Total(whole, tuple(within[key])) for whole in wholes if (key := _key(cells[whole], coarse)) in within
            ]  # fmt: skip
    return found


def _next_finer(coarse: frozenset[str], cuts: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    finer = [cut for cut in cuts if coarse < cut]
    return [cut for cut in finer if not any(other < cut for other in finer)]


def _key(cell: Cell, names: frozenset[str]) -> tuple[str, ...]:
    return tuple(cell.where.get(name, "") for name in sorted(names))
