"""Live tables of the register with small cells kept back: nobody is recognised by a figure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.enums import StandingState
from enterprises.enums import Sector
from enterprises.figures import bands
from incentives.enums import FigureTable, Size
from incentives.studies import tables_sql as sql
from nssf_portal.law.book import value_or
from nssf_portal.places.names import province_names
from registration.models import PriorityGroup

_COLUMNS = {
    FigureTable.SIZE: "size",
    FigureTable.STANDING: "standing",
    FigureTable.SECTOR: "sector",
    FigureTable.PROVINCE: "province_code",
}
SMALLEST = "study.smallest_cell"


@dataclass(frozen=True)
class Cell:
    """One row; `workers` None: fewer than the smallest cell, kept back. `enterprises` None: the table counts people."""

    key: str
    enterprises: int | None
    workers: int | None

    @property
    def kept_back(self) -> bool:
        return self.workers is None


class Table(NamedTuple):
    """A table as anybody may see it; the total is None when it would tell what a kept back cell holds."""

    table: FigureTable
    on: date
    cells: list[Cell]
    total: Cell | None
    smallest: int

    @property
    def counts_people(self) -> bool:
        return self.table == FigureTable.PRIORITY

    @property
    def rows(self) -> list[tuple[str, Cell]]:
        names = words_of(self.table)
        return [(names.get(cell.key, cell.key) or _("not known"), cell) for cell in self.cells]


def smallest_cell() -> int:
    return int(value_or(SMALLEST, 5))


def live(table: FigureTable, on: date | None = None) -> Table:
    """Counted now, in the order of the list of its words; rows of nobody are left out."""
    on = on or timezone.localdate()
    statement = sql.PRIORITY if table == FigureTable.PRIORITY else sql.by(_COLUMNS[table])
    with connection.cursor() as cursor:
        cursor.execute(statement, {"on": on, **bands()})
        counted = [Cell(key or "", *(None if n is None else int(n) for n in rest)) for key, *rest in cursor.fetchall()]
    order = list(words_of(table))
    counted.sort(key=lambda cell: (order.index(cell.key) if cell.key in order else len(order), cell.key))
    smallest = smallest_cell()
    return Table(table, on, keep_back(counted, smallest), _total(counted, smallest), smallest)


def _size(cell: Cell) -> int:
    """What is counted in a cell: enterprises, or people where the table counts people."""
    return cell.workers or 0 if cell.enterprises is None else cell.enterprises


def _backed(cells: Sequence[Cell], smallest: int) -> set[str]:
    """Keys kept back: the small ones; and beside a single small one the next, or the sum would tell it."""
    small = [cell for cell in cells if _size(cell) < smallest]
    if len(small) == 1 and len(cells) > 1:
        small.append(min((cell for cell in cells if cell is not small[0]), key=_size))
    return {cell.key for cell in small}


def keep_back(cells: Sequence[Cell], smallest: int) -> list[Cell]:
    """The cells with the small ones emptied."""
    backed = _backed(cells, smallest)
    return [replace(cell, enterprises=None, workers=None) if cell.key in backed else cell for cell in cells]


def _total(cells: Sequence[Cell], smallest: int) -> Cell | None:
    """Everything counted; not told when it is itself small."""
    enterprises = None if any(cell.enterprises is None for cell in cells) else sum(c.enterprises or 0 for c in cells)
    total = Cell("", enterprises, sum(cell.workers or 0 for cell in cells))
    return total if _size(total) >= smallest or not cells else None


def words_of(table: FigureTable) -> dict[str, str]:
    """The words of the rows, in the reader's language and in their order."""
    if table == FigureTable.SIZE:
        return {one.value: str(one.label) for one in Size}
    if table == FigureTable.STANDING:
        return {one.value: str(one.label) for one in StandingState}
    if table == FigureTable.SECTOR:
        return {one.value: str(one.label) for one in Sector} | {"": _("not known")}
    if table == FigureTable.PROVINCE:
        return province_names() | {"": _("not known")}
    groups = PriorityGroup.objects.order_by("number")
    return {str(group.number): group.name for group in groups if group.is_named} | {"": _("no group said")}
