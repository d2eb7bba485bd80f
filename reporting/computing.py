"""From the registry to the rows of a report: every cell of an indicator, what it meant, and digests of both."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, DecimalField, Func, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast
from django.utils import translation

from reporting import registry, suppression, words
from reporting.enums import Method, Missing, Origin, ReportState
from reporting.models import (
    Baseline,
    Indicator,
    Plan,
    Report,
    ReportDefinition,
    ReportFigure,
    Target,
)
from reporting.paper import facts
from reporting.periods import Period
from reporting.progress import entered_cells
from reporting.registry import WHOLE, Cell, Definition

_LANGUAGES = ("km", "en")


def definitions_for(period: Period) -> list[Definition]:
    """What is reported in the period, in the order of the registry."""
    retired = Indicator.objects.filter(retired_on__isnull=False, retired_on__lte=period.first)
    gone = set(retired.values_list("code", flat=True))
    return [one for one in registry.every() if one.code not in gone]


def cells_of(definition: Definition, period: Period) -> list[Cell]:
    """Computed, or entered by the institution; small numbers marked; a whole always says something."""
    found = [cell for cell in definition.cells(period) if definition.method != Method.ENTERED]
    if definition.method != Method.COMPUTED:
        computed = {cell.key for cell in found if not cell.missing}
        entered = [cell for cell in entered_cells(definition, period) if cell.key not in computed]
        given = {cell.key for cell in entered if not cell.missing}
        found = [cell for cell in found if cell.key not in given] + entered
    if not any(cell.cut == WHOLE for cell in found):
        found.insert(0, Cell(missing=Missing.NO_DATA))
    return suppression.told(definition, period, found)


@dataclass(frozen=True)
class Measured:
    """An indicator's rows of a report, not saved yet."""

    definition: ReportDefinition
    figures: list[ReportFigure]


def measured(report: Report, definition: Definition) -> Measured:
    """Everything of one indicator, read only."""
    meaning = ReportDefinition(report=report, indicator_code=definition.code, **_described(definition, report))
    cells = cells_of(definition, Period.parse(report.period))
    return Measured(meaning, [_figure(report, definition, cell) for cell in cells])


def keep(report: Report, found: list[Measured]) -> None:
    """All indicators in place of those of an earlier run, and the facts that stand beside them."""
    ReportFigure.objects.filter(report=report).delete()
    ReportDefinition.objects.filter(report=report).delete()
    ReportDefinition.objects.bulk_create([one.definition for one in found])
    ReportFigure.objects.bulk_create([figure for one in found for figure in one.figures], batch_size=2_000)
    facts.keep(report)


def _figure(report: Report, definition: Definition, cell: Cell) -> ReportFigure:
    return ReportFigure(
        report=report, indicator_code=definition.code, cut=cell.cut, cell=dict(cell.where),
        value=None if cell.value is None else Decimal(cell.value).quantize(Decimal("0.0001")),
        numerator=cell.numerator, denominator=cell.denominator, missing=cell.missing, hidden=cell.hidden,
        origin=cell.origin, rows_digest=rows_digest(definition, report, cell),
    )  # fmt: skip


class _Half(Func):
    """Half of a digest of a row's key as a number: sums of them do not depend on the order of rows."""

    template = "('x' || left(md5(%(expressions)s), 16))::bit(64)::bigint"
    output_field = BigIntegerField()


def rows_digest(definition: Definition, report: Report, cell: Cell) -> str:
    """Which rows a whole was counted from: their number and the sum of their keys' digests."""
    if definition.rows is None or cell.cut != WHOLE or cell.missing or cell.origin == Origin.ENTERED:
        return ""
    rows: QuerySet = definition.rows(Period.parse(report.period), {})
    exact = DecimalField(max_digits=40, decimal_places=0)
    summed = rows.order_by().aggregate(n=Count("pk"), s=Sum(_Half(Cast("pk", TextField())), output_field=exact))
    return hashlib.sha256(f"{summed['n']}:{summed['s'] or 0}".encode()).hexdigest()


# --- what an indicator meant ------------------------------------------------------------------------------------


def _described(definition: Definition, report: Report) -> dict[str, Any]:
    """Its meaning with a digest; owner, targets and baselines stand beside it and do not change what it means."""
    meaning = meaning_of(definition)
    beside = {"owner": _owner(definition), "targets": _targets(definition, report), "baselines": _bases(definition)}
    return {"definition": meaning | beside, "digest": digest(meaning)}


def meaning_of(definition: Definition) -> dict[str, Any]:
    """Names, definition, unit, source and as-of rule in both languages; method, tables, direction."""
    texts = ("name", "definition", "source", "as_of")
    said: dict[str, Any] = {"code": definition.code, **{name: {} for name in (*texts, "unit_words", "direction_words")}}
    for language in _LANGUAGES:
        with translation.override(language):
            for name in texts:
                said[name][language] = str(getattr(definition, name))
            said["unit_words"][language] = words.unit(definition.unit)
            said["direction_words"][language] = str(definition.direction.label)
    return said | {
        "unit": definition.unit, "method": str(definition.method), "direction": str(definition.direction),
        "measures": list(definition.measures), "cuts": list(definition.cuts), "headline": definition.headline,
        "shares": definition.shares,
    }  # fmt: skip


def _owner(definition: Definition) -> dict[str, str] | None:
    row = Indicator.objects.select_related("owner").filter(code=definition.code).first()
    if row is None or row.owner is None:
        return None
    return {"code": row.owner.code, "km": row.owner.name_km, "en": row.owner.name_en}


def _targets(definition: Definition, report: Report) -> list[dict[str, Any]]:
    """Those in force for the period and for the plan's end."""
    rows = Target.objects.filter(
        indicator=definition.code, plan=report.plan, replaced_at__isnull=True, period__in=(report.period, "plan")
    )
    return [
        {"period": row.period, "province": row.province_code, "value": str(row.value), "source": row.source,
         "confirmed": row.confirmed}
        for row in rows.order_by("period", "province_code", "id")
    ]  # fmt: skip


def _bases(definition: Definition) -> list[dict[str, Any]]:
    rows = Baseline.objects.filter(indicator=definition.code).order_by("as_of", "id")
    return [
        {"as_of": row.as_of.isoformat(), "value": str(row.value), "numerator": row.numerator,
         "denominator": row.denominator, "source": row.source, "note_km": row.note_km, "note_en": row.note_en,
         "confirmed": row.confirmed}
        for row in rows
    ]  # fmt: skip


def kept_meanings(report: Report) -> dict[str, dict[str, Any]]:
    """By indicator, in the registry's order when the report was made; facts that are no indicator stay out."""
    rows = ReportDefinition.objects.filter(report=report).exclude(indicator_code=facts.CODE).order_by("id")
    return {row.indicator_code: row.definition for row in rows}


# --- digests ----------------------------------------------------------------------------------------------------


def digest(value: Any) -> str:
    """Of anything JSON can say; the order of keys does not matter."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def figures_of(report: Report) -> list[ReportFigure]:
    """In one order, whatever the database's: wholes first."""
    found = ReportFigure.objects.filter(report=report)
    return sorted(found, key=lambda one: (one.indicator_code, one.cut, sorted(one.cell.items())))


def digest_of(report: Report) -> str:
    """Of all figures and definitions as they are in the database now: equal to `report.digest` while nothing moved."""
    meanings = ReportDefinition.objects.filter(report=report).values_list("indicator_code", "digest")
    rows = [_line(one) for one in figures_of(report)]
    return digest([sorted(meanings), rows])


def _line(one: ReportFigure) -> list[Any]:
    value = None if one.value is None else f"{one.value:.4f}"
    return [
        one.indicator_code, one.cut, sorted(one.cell.items()), value, one.numerator, one.denominator, str(one.missing),
        str(one.hidden), str(one.origin), one.rows_digest,
    ]  # fmt: skip


def plan_for(period: Period) -> Plan | None:
    """The plan that is in force in the period; of two the later one."""
    return Plan.objects.filter(
        Q(starts_on__lte=period.last) & Q(ends_on__gte=period.first)
    ).order_by("-starts_on").first()  # fmt: skip


def is_frozen(report: Report) -> bool:
    return report.state in (ReportState.PUBLISHED, ReportState.SUPERSEDED)
