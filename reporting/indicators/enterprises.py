"""Enterprises registered, and their shares of two denominators that are never merged: the census, the survey."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, SourceFigure
from reporting.enums import Direction, Method, Missing
from reporting.indicators import rows, texts
from reporting.indicators.denominators import denominator_of
from reporting.indicators.grouping import Question, Source, counts, nothing, share, shares
from reporting.indicators.members import days, stock
from reporting.periods import Period
from reporting.registry import Cell, Definition, add

UNITS = Source(
    "enterprises_enterprisetally",
    {"province": "province_code", "sector": "sector", "kind": "kind", "channel": "channel"},
)
KNOWN = Source(
    "enterprises_unitfigure f LEFT JOIN enterprises_source s ON s.id = f.source_id",
    {"province": "left(f.place_code, 2)", "sector": "f.sector", "size": "f.size", "source": "coalesce(s.code, '')"},
)
_CUTS = ("province", "sector", "kind", "channel", "province+sector")
_STOCK_CUTS = ("province", "sector", "kind", "province+sector")
_EMPLOYED = ("employee", "casual")
_EMPLOYED_AND_EMPLOYERS = (*_EMPLOYED, "domestic", "owner")


def enterprises_registered(period: Period) -> Iterator[Cell]:
    """Enterprises by the month they were registered."""
    within = "moved = 'in' AND month BETWEEN %(first)s AND %(last)s"
    return counts(Question(UNITS, ["units"], _CUTS, within, days(period)))


def enterprises_on_register(period: Period) -> Iterator[Cell]:
    """Registered by the end of the period less those closed by then."""
    return counts(_on_register(period, _STOCK_CUTS))


def share_of_census_units(period: Period) -> Iterator[Cell]:
    """Enterprises on the register, households that employ left out, of the units the census found registered."""
    found = _on_register(period, ("kind",)).ask()
    units = sum(group.sums[0] for group in found if group.cut == "kind" and group.where["kind"] != "household")
    return _of_denominator("share_of_census_units", units, period)


def share_of_census_workers(period: Period) -> Iterator[Cell]:
    """Members who are employees or casual workers of the workers of the census's registered units."""
    return _of_denominator("share_of_census_workers", _members(period, _EMPLOYED), period)


def share_of_survey_workers(period: Period) -> Iterator[Cell]:
    """Members who are employees, casual or domestic workers or employers of those the Labour Force Survey found."""
    return _of_denominator("share_of_survey_workers", _members(period, _EMPLOYED_AND_EMPLOYERS), period)


def share_of_self_employed(period: Period) -> Iterator[Cell]:
    """Self-employed members of the self-employed the Labour Force Survey found."""
    return _of_denominator("share_of_self_employed", _members(period, ("self_employed",)), period)


def registry_coverage(period: Period) -> Iterator[Cell]:
    """Of the units that a registry names: those registered with the Fund, by the last nightly count."""
    day = SourceFigure.objects.filter(day__lte=period.last).aggregate(day=Max("day"))["day"]
    if day is None:
        yield from nothing()
        return
    sums = ["f.matched", "f.matched + f.missing"]
    once = Question(KNOWN, sums, ("province", "sector", "size"), "f.day = %(day)s AND s.id IS NULL", {"day": day})
    yield from shares(once)
    named = Question(KNOWN, sums, ("source",), "f.day = %(day)s AND s.id IS NOT NULL", {"day": day})
    yield from (cell for cell in shares(named) if cell.cut)


def _members(period: Period, groups: tuple[str, ...]) -> int:
    """Members of these groups: the same question for each share, so that a report asks it once."""
    found = stock(period, ("group",)).ask()
    return sum(group.sums[0] for group in found if group.cut == "group" and group.where["group"] in groups)


def _on_register(period: Period, cuts: tuple[str, ...]) -> Question:
    moved = "CASE moved WHEN 'in' THEN units ELSE -units END"
    held = "moved IN ('in', 'out') AND month <= %(last)s"
    return Question(UNITS, [moved], cuts, held, {"last": period.last})


def _of_denominator(code: str, numerator: int, period: Period) -> Iterator[Cell]:
    denominator = denominator_of(code, period.last)
    if denominator is None:
        yield from nothing(Missing.NO_DENOMINATOR)
        return
    yield share("", {}, numerator, denominator)


# --- the rows behind a cell -------------------------------------------------------------------------------------


_FIELDS = {"province": "province_code"}


def _registered_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Enterprise]:
    found = Enterprise.objects.filter(merged_into=None, **rows.of(where, _FIELDS))
    return found.filter(registered_on__range=(period.first, period.last))


def _on_register_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Enterprise]:
    found = Enterprise.objects.filter(merged_into=None, registered_on__lte=period.last, **rows.of(where, _FIELDS))
    return found.exclude(Q(state="closed", closed_on__lte=period.last))


def _census_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Enterprise]:
    return _on_register_rows(period, where).exclude(kind="household")


# --- definitions ------------------------------------------------------------------------------------------------

_UNITS: dict[str, Any] = {
    "unit": "units", "source": texts.ENTERPRISES, "method": Method.COMPUTED, "direction": Direction.UP,
}  # fmt: skip
_SHARE: dict[str, Any] = {
    "unit": "percent", "method": Method.COMPUTED, "direction": Direction.UP, "shares": True, "headline": True,
    "as_of": texts.AT_THE_END,
}  # fmt: skip

add(
    Definition(
        "enterprises_registered", _("Enterprises registered"),
        _("Enterprises, households that employ and other employers registered with the Fund within the period; units"
          " that turned out to be another are taken out."),
        as_of=texts.WITHIN, measures=("1.1", "1.4", "3.1"), cuts=_CUTS,
        figures=enterprises_registered, headline=True, rows=_registered_rows, **_UNITS,
    )
)  # fmt: skip
add(
    Definition(
        "enterprises_on_register", _("Enterprises on the register"),
        _("Enterprises registered by the end of the period and not closed by then."),
        as_of=texts.AT_THE_END, cuts=_STOCK_CUTS, figures=enterprises_on_register, rows=_on_register_rows, **_UNITS,
    )
)  # fmt: skip
add(
    Definition(
        "share_of_census_units", _("Share of registered units with the Fund (Economic Census)"),
        _("Enterprises on the register, without households that employ, of the 93,647 units that the Economic Census"
          " 2022 found registered, licensed or permitted. The plan's text says that 23 percent are not registered,"
          " its Table 2 that 23 percent are: Table 2 is used. Never merged with the share of the Labour Force Survey."),
        source=_("The register of enterprises; Economic Census 2022 (Table 2 of the plan)."),
        measures=("1.4", "3.1"), figures=share_of_census_units, rows=_census_rows, **_SHARE,
    )
)  # fmt: skip
add(
    Definition(
        "share_of_census_workers", _("Share of workers of registered units with the Fund (Economic Census)"),
        _("Members who are employees or casual workers of the 1,894,055 workers in the units that the Economic Census"
          " 2022 found registered. By this count 323,256 were missing in 2024."),
        source=_("The register of members; Economic Census 2022 (Table 2 of the plan)."),
        measures=("3.1",), figures=share_of_census_workers, **_SHARE,
    )
)  # fmt: skip
add(
    Definition(
        "share_of_survey_workers", _("Share of employers and employees with the Fund (Labour Force Survey)"),
        _("Members who are employees, casual workers, domestic workers or employers of the 4,039,335 wage workers and"
          " employers that the Labour Force Survey 2019 found. By this count over 2 million were missing in 2024."),
        source=_("The register of members; Labour Force Survey 2019 (Table 1 of the plan)."),
        measures=("3.1",), figures=share_of_survey_workers, **_SHARE,
    )
)  # fmt: skip
add(
    Definition(
        "share_of_self_employed", _("Share of the self-employed with the Fund (Labour Force Survey)"),
        _("Self-employed members of the 2,908,447 self-employed people that the Labour Force Survey 2019 found."),
        source=_("The register of members; Labour Force Survey 2019 (Table 1 of the plan)."),
        measures=("1.3", "1.5"), figures=share_of_self_employed, **_SHARE,
    )
)  # fmt: skip
add(
    Definition(
        "registry_coverage", _("Units of the registries that are registered with the Fund"),
        _("Of the units that at least one ministry's registry names, those registered with the Fund. By registry, a"
          " unit counts once under each that names it. Possible matches that wait for a person are in neither number."),
        unit="percent", source=texts.REGISTRIES, method=Method.COMPUTED, direction=Direction.UP,
        as_of=texts.LAST_COUNT, measures=("1.4",), cuts=("province", "sector", "size", "source"),
        figures=registry_coverage, headline=True, shares=True,
    )
)  # fmt: skip
