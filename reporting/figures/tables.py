"""What a figure is made of: the tables of its indicator, narrowed to the cell that was opened."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from nssf_portal.places.names import province_names
from reporting import words
from reporting.figures.saying import Shown, cut_words, nobody, shown
from reporting.indicators.grouping import parts
from reporting.registry import Cell, Definition

Address = Callable[[Cell], str]
_MEASURED = frozenset({"percent", "days", "documents", "fields"})


@dataclass(frozen=True)
class Row:
    word: str
    cells: list[Shown]
    percent: int = 0  # of the longest bar
    value: str = ""  # the row's own value of its dimension


@dataclass(frozen=True)
class Table:
    """Cut by one dimension: a bar for each value; by two: rows and columns."""

    title: str
    dimensions: tuple[str, ...]
    heads: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def is_simple(self) -> bool:
        return len(self.dimensions) == 1

    @property
    def labelled(self) -> list[tuple[Row, list[tuple[str, Shown]]]]:
        return [(row, list(zip(self.heads, row.cells, strict=True))) for row in self.rows]


def counts_things(of: Definition) -> bool:
    """Whether a cell that is not there is nought; of a share or a median it is nothing."""
    return not of.shares and of.unit not in _MEASURED


def find(cells: Iterable[Cell], where: Mapping[str, str]) -> Cell | None:
    """The cell of exactly this place; the whole for none."""
    return next((cell for cell in cells if dict(cell.where) == dict(where)), None)


def breakdowns(cells: Sequence[Cell], where: Mapping[str, str], of: Definition, address: Address) -> list[Table]:
    """Tables that go one or two steps further than the cell; finer ones open from there."""
    by_cut: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:
        if all(cell.where.get(name) == value for name, value in where.items()):
            further = tuple(name for name in parts(cell.cut) if name not in where)
            if 0 < len(further) < 3 and len(parts(cell.cut)) == len(where) + len(further):
                by_cut.setdefault(further, []).append(cell)
    ordered = sorted(by_cut, key=len)
    return [
        _simple(cut, by_cut[cut], of, address) if len(cut) == 1 else _crossed(cut, by_cut[cut], of, address)
        for cut in ordered
    ]  # fmt: skip


def _simple(cut: tuple[str, ...], cells: list[Cell], of: Definition, address: Address) -> Table:
    tell = words.teller(cut[0])
    most = max((_length(cell) for cell in cells), default=Decimal(0)) or Decimal(1)
    rows = [
        Row(tell(cell.where[cut[0]]), [shown(cell, of.unit, address(cell))], int(100 * _length(cell) / most),
            cell.where[cut[0]])
        for cell in _in_order(cells, cut[0])
    ]  # fmt: skip
    return Table(cut_words(cut), cut, [], rows)


def _length(cell: Cell) -> Decimal:
    return Decimal(0) if cell.hidden or cell.missing else max(Decimal(cell.value or 0), Decimal(0))


def _crossed(cut: tuple[str, ...], cells: list[Cell], of: Definition, address: Address) -> Table:
    """The dimension with more values goes down the page."""
    values = {name: list(dict.fromkeys(c.where[name] for c in _in_order(cells, name))) for name in cut}
    down, across = sorted(cut, key=lambda name: -len(values[name]))
    at = {(cell.where[down], cell.where[across]): cell for cell in cells}
    tell_down, tell_across = words.teller(down), words.teller(across)

    def one(row: str, column: str) -> Shown:
        cell = at.get((row, column))
        return shown(cell, of.unit, address(cell)) if cell else _empty(of)

    rows = [Row(tell_down(row), [one(row, column) for column in values[across]], 0, row) for row in values[down]]
    return Table(cut_words((down, across)), (down, across), [tell_across(v) for v in values[across]], rows)


def _empty(of: Definition) -> Shown:
    """Nobody fell into it; of a share there was nothing to divide by."""
    return nobody(of.unit) if counts_things(of) else Shown("–", unit=of.unit)


def _in_order(cells: list[Cell], name: str) -> list[Cell]:
    """Provinces by their codes, else as counted: the most first would change places with every filter."""
    if name == "province":
        order = {code: number for number, code in enumerate(province_names())}
        return sorted(cells, key=lambda cell: order.get(cell.where[name], len(order)))
    return sorted(cells, key=lambda cell: cell.where[name])
