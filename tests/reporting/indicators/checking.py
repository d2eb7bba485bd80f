"""A figure of the registry beside an independent count."""

from collections.abc import Collection
from decimal import Decimal

from bench import plain_figures
from reporting import registry
from reporting.periods import Period

PERIODS = ("2026Q1", "2026Q2", "2026")
ROWS_ARE_OTHERS = {
    "people_reached", "conversion", "knew_before", "knew_after", "outreach_cost", "programme_riel", "declarations_made",
    "sources_delivering", "members_contributing",
}  # fmt: skip
"""Behind these stand activities, sums or lines, not one row for each that is counted."""


def ours(code: str, period: Period, without: Collection[str] = ()) -> dict:
    """Cells by cut and values; each at most once."""
    found: dict = {}
    for cell in registry.get(code).cells(period):
        key = cell.cut, tuple(cell.where[name] for name in cell.cut.split("+") if name)
        assert key not in found, key
        if cell.cut not in without:
            found[key] = None if cell.value is None else Decimal(cell.value), cell.numerator, cell.denominator
    return found


def check(*codes: str, without: Collection[str] = ()) -> None:
    """Equal cell by cell in each period; at least one of them has something to compare."""
    for code in codes:
        seen = []
        for text in PERIODS:
            period = Period.parse(text)
            plain = plain_figures.PLAIN[code].figures(plain_figures.params(period))
            assert ours(code, period, without) == plain, (code, text)
            check_rows(code, period)
            seen.append(plain["", ()][0])
        assert any(seen), code


def check_rows(code: str, period: Period) -> None:
    """As many rows stand behind a cell as it says it counted."""
    definition = registry.get(code)
    if definition.rows is None or code in ROWS_ARE_OTHERS:
        return
    for cell in list(definition.cells(period))[:40]:
        if cell.missing:
            continue
        counted = cell.value if cell.denominator is None else cell.denominator
        if code == "share_of_census_units":
            counted = cell.numerator
        assert definition.rows(period, cell.where).count() == counted, (code, cell)
