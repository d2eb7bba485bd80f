"""A cell in words: the number with its unit and what it was divided from, or why there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reporting import words
from reporting.enums import Hidden, Missing, Origin
from reporting.paper.saying import Say
from reporting.registry import Cell


@dataclass(frozen=True)
class Shown:
    """One figure on a screen. `number` is None where it may not be shown or is not there."""

    text: str
    counts: str = ""
    unit: str = ""
    number: Decimal | None = None
    why: str = ""  # why it is not there or not shown
    missing: bool = False
    entered: bool = False
    url: str = ""


def say() -> Say:
    """In the page's language, with the digits of screens."""
    return Say("en" if (get_language() or "").startswith("en") else "km")


def shown(cell: Cell | None, unit: str, url: str = "") -> Shown:
    """A cell that is not in its table is nobody: it is said by `nobody`, not here."""
    if cell is None:
        return Shown(_("Not computed"), unit=unit, why=_why(Missing.NO_DATA), missing=True)
    if cell.missing:
        return Shown(_("Not computed"), unit=unit, why=_why(cell.missing), missing=True, url=url)
    if cell.hidden:
        text = _("under 5") if cell.hidden == Hidden.SMALL else _("hidden")
        return Shown(text, unit=unit, why=str(Hidden(cell.hidden).label), url=url)
    value, teller = Decimal(cell.value or 0), say()
    counts = teller.counts(cell.numerator, cell.denominator)
    return Shown(
        teller.value(value, unit), counts, _word(unit), value, url=url, entered=cell.origin == Origin.ENTERED
    )  # fmt: skip


def nobody(unit: str) -> Shown:
    """A cell that no row fell into."""
    return Shown(say().value(Decimal(0), unit), unit=_word(unit), number=Decimal(0))


def amount(value: Decimal | int | None, unit: str) -> str:
    """With its unit; empty when there is none."""
    return "" if value is None else say().amount(Decimal(value), unit)


def signed(value: Decimal | int, unit: str) -> str:
    """+1,204 or −17: what was added or taken away."""
    said = say().value(abs(Decimal(value)), unit)
    return f"+{said}" if value > 0 else f"−{said}" if value < 0 else said


def where_words(where: Mapping[str, str]) -> str:
    """Phnom Penh, woman: the cell's place in its table; empty for the whole."""
    return ", ".join(words.word(name, value) for name, value in where.items())


def cut_words(names: Iterable[str]) -> str:
    return ", ".join(words.dimension(name) for name in names)


def _why(missing: str) -> str:
    return _("because: %(why)s") % {"why": Missing(missing).label}


def _word(unit: str) -> str:
    return "" if unit in ("percent", "riel") else words.unit(unit)
