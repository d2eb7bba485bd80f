"""Tables 1 and 2 of the plan and the numbers of its text, put together again from the loaded figures; and held
against each other: sums and percentages are computed from what is printed, and a difference is said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from reporting.models import Plan, PlanFigure

HEADS = {
    "number": _lazy("Number of people"),
    "percent": _lazy("Percent"),
    "total": _lazy("Total"),
    "registered": _lazy("Registered"),
    "registered_percent": _lazy("Registered, percent"),
    "not_registered": _lazy("Not registered"),
    "not_registered_percent": _lazy("Not registered, percent"),
    "with_nssf": _lazy("Registered with the NSSF"),
    "with_nssf_percent": _lazy("With the NSSF, of the registered, percent"),
}


_NAMES = {
    "Labour Force Survey 2019": _lazy("Labour Force Survey 2019"),
    "Economic Census 2022": _lazy("Economic Census 2022"),
    "National Social Security Fund (NSSF) 2024": _lazy("National Social Security Fund (NSSF) 2024"),
    "NSSF with GIZ, research report 2024": _lazy("NSSF with GIZ, research report 2024"),
    "Preface of the plan": _lazy("Preface of the plan"),
    "Section 2 of the plan": _lazy("Section 2 of the plan"),
    "first half of 2024": _lazy("first half of 2024"),
}
"""Sources and days of the plan's own numbers in words; another one stays as it was written."""


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[PlanFigure]

    @property
    def labelled(self) -> list[tuple[str, PlanFigure]]:
        return [(str(HEADS.get(cell.column, "")), cell) for cell in self.cells]

    @property
    def sourced(self) -> list[tuple[PlanFigure, str, str]]:
        """Each cell with its day and its sources in words."""
        return [(one, named(one.as_of), "; ".join(sources_of([one]))) for one in self.cells]


@dataclass(frozen=True)
class Table:
    heads: list[str]
    rows: list[Row]
    sources: list[str]
    notes: list[str]
    checks: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Denominator:
    """Of how many, by one source: registered with the Fund, and still missing."""

    source: str
    whole: int
    registered: int

    @property
    def missing(self) -> int:
        return self.whole - self.registered

    @property
    def percent(self) -> Decimal:
        return (Decimal(100) * self.registered / self.whole).quantize(Decimal("0.1"))


def named(text: str) -> str:
    """A source or a day in the reader's language."""
    return str(_NAMES.get(text, text))


def sources_of(figures: Iterable[PlanFigure]) -> list[str]:
    """Each source once."""
    return list(dict.fromkeys(named(part) for one in figures for part in one.source.split("; ")))


def label_of(figure: PlanFigure) -> str:
    return figure.label_en if get_language() == "en" else figure.label_km


def note_of(figure: PlanFigure) -> str:
    return figure.note_en if get_language() == "en" else figure.note_km


def tables(plan: Plan) -> dict[str, Table]:
    """By the plan's own number of the table; "text" for its sentences. A plan without tables has none."""
    found: dict[str, list[PlanFigure]] = {}
    for figure in plan.figures.all():
        found.setdefault(figure.table, []).append(figure)
    return {name: _table(name, figures) for name, figures in found.items()}


def _table(name: str, figures: list[PlanFigure]) -> Table:
    rows: dict[str, list[PlanFigure]] = {}
    for one in figures:
        rows.setdefault(one.row, []).append(one)
    columns = dict.fromkeys(one.column for one in figures)
    return Table(
        heads=[str(HEADS.get(column, "")) for column in columns],
        rows=[Row(label_of(cells[0]), cells) for cells in rows.values()],
        sources=sources_of(figures),
        notes=[note_of(one) for one in figures if one.note_en],
        checks=_CHECKS[name](_values(figures)) if name in _CHECKS else [],
    )


Values = dict[tuple[str, str], Decimal]


def _values(figures: Iterable[PlanFigure]) -> Values:
    return {(one.row, one.column): one.value for one in figures if one.value is not None}


def share(part: Decimal, whole: Decimal, like: Decimal) -> Decimal:
    """A percentage to as many places as the printed one has."""
    places = Decimal(1) if like == like.to_integral() else Decimal("0.1")
    return (100 * part / whole).quantize(places)


def _checks_1(values: Values) -> list[tuple[str, bool]]:
    """The parts are the total, and each percentage is that of its number."""
    parts = {row: value for (row, column), value in values.items() if column == "number" and row != "total"}
    total = values.get(("total", "number"), Decimal(0))
    found = [(_("The four groups add up to the total."), sum(parts.values()) == total)]
    right = all(share(value, total, values[row, "percent"]) == values[row, "percent"] for row, value in parts.items())
    return [*found, (_("Each percentage is that of its number."), right)]


def _checks_2(values: Values) -> list[tuple[str, bool]]:
    """Registered and not registered are all, and percentages are those of their numbers."""
    found = {(row, column): value for (row, column), value in values.items()}
    rows = dict.fromkeys(row for row, _column in found)
    sums = all(found[r, "registered"] + found[r, "not_registered"] == found[r, "total"] for r in rows)
    wholes = {"registered": "total", "not_registered": "total", "with_nssf": "registered"}
    right = all(
        share(found[row, part], found[row, whole], found[row, f"{part}_percent"]) == found[row, f"{part}_percent"]
        for row in rows
        for part, whole in wholes.items()
        if (row, f"{part}_percent") in found
    )
    return [
        (_("Registered and not registered add up to the total."), sums),
        (_("Each printed percentage is that of its numbers, cut or rounded as printed."), right),
    ]


_CHECKS = {"1": _checks_1, "2": _checks_2}


def denominators(plan: Plan) -> list[Denominator]:
    """Workers registered with the Fund of all workers: by the census and by the survey, side by side, never merged."""
    values = {(one.table, one.row, one.column): int(one.value or 0) for one in plan.figures.exclude(value=None)}
    with_nssf = values.get(("2", "workers", "with_nssf"))
    census = values.get(("2", "workers", "registered"))
    survey = [values[key] for row in ("wage_workers", "employers") if (key := ("1", row, "number")) in values]
    if not with_nssf or not census or len(survey) < 2:
        return []
    return [
        Denominator(_("Economic Census 2022: workers of registered units"), census, with_nssf),
        Denominator(_("Labour Force Survey 2019: wage workers and employers"), sum(survey), with_nssf),
    ]
