"""The demonstration's staff lists as workbooks: an export any employer could send, with what usually goes wrong."""

import random
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import xlsxwriter

from registration.sample.names import Part, names

HEADINGS = (
    "Staff number", "Family name (Khmer)", "Given name (Khmer)", "Family name (Latin)", "Given name (Latin)", "Sex",
    "Date of birth", "ID number", "Phone", "Date of hire", "Position", "Wage (KHR)",
)  # fmt: skip
_POSITIONS = ("Printer", "Binder", "Cutter", "Packer", "Driver", "Cleaner", "Designer", "Machine operator", "Guard")


@dataclass
class Row:
    """One line of the workbook; every value is what the cell shows."""

    family: Part
    given: Part
    sex: str
    born: str
    identity: str
    phone: str
    hired: str
    position: str
    wage: int | str

    def cells(self, staff_number: int) -> list[str | int]:
        f, g = self.family, self.given
        return [
            f"P{staff_number:04d}", f.km, g.km, f.latin, g.latin, self.sex, self.born, self.identity, self.phone,
            self.hired, self.position, self.wage,
        ]  # fmt: skip


def people(seed: str, count: int, block: int) -> list[Row]:
    """Staff with nothing wrong; their ID numbers begin with 69 and a block of their own."""
    rng = random.Random(seed)  # noqa: S311  (sample data)
    return [_row(rng, f"69{block:02d}{number:05d}") for number in range(count)]


def _row(rng: random.Random, identity: str) -> Row:
    is_woman = rng.random() < 0.6
    pool = names().women if is_woman else names().men
    born, hired = rng.randrange(1968, 2007), rng.randrange(1, 28)
    return Row(
        family=names().families.draw(rng, 1)[0],
        given=pool.draw(rng, 1)[0],
        sex="F" if is_woman else "M",
        born=date(born, rng.randrange(1, 13), rng.randrange(1, 28)).isoformat(),
        identity=identity,
        phone=f"0{rng.choice((12, 10, 96, 97, 88))}{rng.randrange(10**6):06d}" if rng.random() < 0.9 else "",
        hired=date(max(born + 18, rng.randrange(2019, 2026)), rng.randrange(1, 13), hired).isoformat(),
        position=rng.choice(_POSITIONS),
        wage=832_000 + 20_000 * rng.randrange(40),
    )


def spoil(rows: list[Row]) -> None:
    """Eighteen rows the employer must repair, spread over the list: the slips people really make."""
    for number, row in enumerate(rows[20:380:20]):
        match number % 6:
            case 0 | 1:
                row.identity = row.identity[1:]  # the first sign got lost
            case 2:
                row.born = "31/02/1990"
            case 3:
                row.wage = ""
            case 4:
                row.hired = "2031-01-15"
            case _:
                row.identity = rows[0].identity


def workbook(rows: list[Row]) -> bytes:
    """All cells as text but the wage; a title above the headings, as exports have."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Staff")
    sheet.write(0, 0, "Staff list")
    sheet.write_row(2, 0, HEADINGS)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(2 + number, 0, row.cells(number))
    book.close()
    return target.getvalue()
