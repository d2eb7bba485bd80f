"""Targets against what was reached, and where it will be at the end when it goes on like this."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from reporting import registry
from reporting.enums import Direction, Hidden, Missing, Origin
from reporting.models import Report, Target
from reporting.periods import Period
from reporting.registry import Cell, Definition
from reporting.suppression import told

WHOLE_PLAN = "plan"
_AT_ONCE = frozenset({"percent", "days", "documents", "fields"})
_ONE, _FOUR = Decimal("0.1"), Decimal("0.0001")

Figures = Mapping[str, Iterable[Cell]]


@dataclass(frozen=True)
class AgainstTarget:
    """One target: what was reached (None: not computed or not to be shown), its share, and what is to be expected."""

    indicator: str
    target: Target
    value: Decimal | None
    share: Decimal | None  # percent of the target
    projection: Decimal | None
    on_track: bool | None
    ends_on: date

    @property
    def definition(self) -> Definition:
        return registry.get(self.indicator)

    @property
    def province(self) -> str:
        return self.target.province_code

    @property
    def gap(self) -> Decimal | None:
        """What is still missing; below zero: more than asked for."""
        return None if self.value is None else self.target.value - self.value


def against(period: Period, cells: Figures, *, on: date | None = None) -> list[AgainstTarget]:
    """Every target now in force for the period and for the whole plan that has a figure among the cells.

    `cells` are the cells by the indicator's code, as of the day `on` (today when it is not said)."""
    day = on or timezone.localdate()
    listed = {code: list(of_code) for code, of_code in cells.items()}
    codes = [one.code for one in registry.every() if one.code in listed]
    found = Target.objects.filter(indicator__in=codes, replaced_at__isnull=True, plan__starts_on__lte=period.last)
    found = found.filter(Q(period=period.code) | Q(period=WHOLE_PLAN, plan__ends_on__gte=period.first))
    ordered = sorted(
        found.select_related("plan"), key=lambda t: (codes.index(t.indicator_id), t.period, t.province_code)
    )
    return [_stand(target, listed[target.indicator_id], period, day) for target in ordered]


def of_report(report: Report) -> dict[str, list[Cell]]:
    """The figures of a report as they were kept: the whole and the provinces, where targets are set."""
    found: dict[str, list[Cell]] = {}
    for row in report.figures.filter(cut__in=("", "province")):
        found.setdefault(row.indicator_code, []).append(
            Cell(
                row.cut, row.cell, row.value, row.numerator, row.denominator, Missing(row.missing), Hidden(row.hidden),
                Origin(row.origin),
            )
        )  # fmt: skip
    return found


def live(period: Period, codes: Iterable[str]) -> dict[str, list[Cell]]:
    """The figures of these indicators as they are now, small numbers hidden."""
    definitions = [registry.get(code) for code in codes]
    return {one.code: told(one, period) for one in definitions}


def with_targets() -> list[str]:
    """Codes of the indicators that have a target in force."""
    found = Target.objects.filter(replaced_at__isnull=True).order_by()
    return list(found.values_list("indicator_id", flat=True).distinct())


def _stand(target: Target, cells: list[Cell], period: Period, day: date) -> AgainstTarget:
    definition = registry.get(target.indicator_id)
    value = _value(cells, definition, target.province_code)
    starts_on, ends_on = _span(target, period)
    projection = None if value is None else _projected(value, definition, starts_on, ends_on, min(day, period.last))
    return AgainstTarget(
        target.indicator_id, target, value, _share(value, target.value), projection,
        _on_track(projection, target.value, definition.direction), ends_on,
    )  # fmt: skip


def _value(cells: list[Cell], definition: Definition, province: str) -> Decimal | None:
    cut, where = ("province", {"province": province}) if province else ("", {})
    for cell in cells:
        if cell.cut == cut and dict(cell.where) == where:
            return None if cell.missing or cell.hidden else Decimal(cell.value or 0)
    counted = any(cell.cut == "" and not cell.missing for cell in cells)
    return Decimal(0) if province and counted and not definition.shares and "province" in definition.cuts else None


def _span(target: Target, period: Period) -> tuple[date, date]:
    """From which day to which the target counts."""
    if target.period == WHOLE_PLAN:
        return target.plan.counted_from, target.plan.ends_on
    return period.first, period.last


def _projected(value: Decimal, definition: Definition, starts_on: date, ends_on: date, day: date) -> Decimal | None:
    """What adds up day by day goes on as before; a share or a stock is taken as it stands. None: before it begins."""
    if not adds_up(definition):
        return value
    gone = (day - starts_on).days + 1
    if gone <= 0:
        return None
    return (value * max((ends_on - starts_on).days + 1, gone) / gone).quantize(_ONE)


def adds_up(definition: Definition) -> bool:
    """Whether it grows day by day within its period; a share, a median or a stock does not."""
    from reporting.indicators import texts

    if definition.unit in _AT_ONCE or definition.shares:
        return False
    return definition.code.endswith("_to_date") or definition.as_of in (texts.WITHIN, texts.FOR_THE_MONTHS)


def _share(value: Decimal | None, target: Decimal) -> Decimal | None:
    return None if value is None or not target else (100 * value / target).quantize(_FOUR)


def _on_track(projection: Decimal | None, target: Decimal, direction: Direction) -> bool | None:
    if projection is None or direction == Direction.NONE:
        return None
    return projection <= target if direction == Direction.DOWN else projection >= target
