"""The headline figures of a period for the country or a province: beside the period before, against their targets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from reporting import registry, standing_of_targets
from reporting.figures import saying, tables
from reporting.figures.keeping import cells_now
from reporting.figures.opened import live_address
from reporting.indicators.grouping import one_reading
from reporting.periods import Period
from reporting.registry import Cell, Definition
from reporting.standing_of_targets import AgainstTarget


@dataclass(frozen=True)
class Against:
    """A target in words: (target, share, projection, tag's meaning, tag's word)."""

    period: str
    target: str
    share: str
    projection: str
    meaning: str  # ok, waits, wrong, none: the tag
    word: str
    percent: int
    unconfirmed: bool
    province: str = ""
    to_go: str = ""


@dataclass(frozen=True)
class Line:
    """One headline figure."""

    definition: Definition
    shown: saying.Shown
    change: str  # since the period before; empty: not said
    targets: list[Against]

    @property
    def target(self) -> Against | None:
        """The period's own before the whole plan's."""
        return self.targets[0] if self.targets else None


@dataclass(frozen=True)
class Headlines:
    lines: list[Line]
    cells: Mapping[str, list[Cell]]
    against: list[AgainstTarget]

    def of(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.definition.code == code), None)

    def value(self, code: str, where: Mapping[str, str] | None = None) -> Decimal | None:
        """None: hidden, missing, or not there."""
        cell = tables.find(self.cells.get(code, ()), where or {})
        return None if cell is None or cell.hidden or cell.missing else Decimal(cell.value or 0)


def headlines(period: Period, province: str = "", codes: Iterable[str] | None = None) -> Headlines:
    """With `codes` these indicators, else all headline ones; in a province those that are cut by place."""
    chosen = set(codes) if codes is not None else None
    wanted = [one for one in registry.every() if (one.code in chosen if chosen is not None else one.headline)]
    if province:
        wanted = [one for one in wanted if "province" in one.cuts]
    with one_reading():
        now = {one.code: cells_now(one, period) for one in wanted}
        was = {one.code: cells_now(one, period.before) for one in wanted}
    against = standing_of_targets.against(period, now, on=known_on(period))
    lines = [_line(one, now[one.code], was[one.code], against, period, province) for one in wanted]
    return Headlines(lines, now, against)


def known_on(period: Period) -> date:
    """Until when figures of the period go: its last day, or today."""
    return min(period.last, timezone.localdate())


def _line(
    one: Definition, now: list[Cell], was: list[Cell], against: list[AgainstTarget], period: Period, province: str
) -> Line:
    where = {"province": province} if province else {}
    cell, old = _at(one, now, where), _at(one, was, where)
    shown = saying.shown(cell, one.unit, live_address(one.code, period, where))
    own = [t for t in against if t.indicator == one.code and t.province == province]
    return Line(one, shown, _change(cell, old, one.unit), [in_words(target) for target in own])


def _at(one: Definition, cells: list[Cell], where: dict[str, str]) -> Cell | None:
    """A province that is not in the table has nobody, where the whole was counted."""
    found = tables.find(cells, where)
    if found is None and where and tables.counts_things(one):
        whole = tables.find(cells, {})
        return Cell("province", where, 0) if whole and not whole.missing else whole
    return found


def _change(now: Cell | None, was: Cell | None, unit: str) -> str:
    if any(cell is None or cell.hidden or cell.missing for cell in (now, was)):
        return ""
    return saying.signed(Decimal(now.value or 0) - Decimal(was.value or 0), unit)  # type: ignore[union-attr]


# --- targets in words -------------------------------------------------------------------------------------------


def in_words(one: AgainstTarget) -> Against:
    unit = one.definition.unit
    meaning, word = _tag(one)
    return Against(
        period=_period(one), target=saying.amount(one.target.value, unit),
        share="" if one.share is None else f"{saying.say().number(one.share, 1)}%",
        projection=saying.amount(_rounded(one.projection, unit), unit), meaning=meaning, word=word,
        percent=0 if one.share is None else min(int(one.share), 100), unconfirmed=not one.target.confirmed,
        province=one.province, to_go=saying.amount(max(one.gap, Decimal(0)), unit) if one.gap is not None else "",
    )  # fmt: skip


def _tag(one: AgainstTarget) -> tuple[str, str]:
    if one.value is None:
        return "none", _("No number")
    if one.on_track is None:
        return "none", _("No direction")
    if timezone.localdate() > one.ends_on:
        return ("ok", _("Target reached")) if one.on_track else ("wrong", _("Missed"))
    return ("ok", _("On track")) if one.on_track else ("waits", _("Not on track"))


def _period(one: AgainstTarget) -> str:
    if one.target.period == standing_of_targets.WHOLE_PLAN:
        return _("Whole plan")
    return Period.parse(one.target.period).words


def _rounded(value: Decimal | None, unit: str) -> Decimal | None:
    if value is None or unit in ("percent", "days", "documents", "fields"):
        return value
    return Decimal(round(value))


def last_day(period: Period) -> date:
    """The day the curve of the period ends: a month that is over."""
    return min(period.last, timezone.localdate().replace(day=1) - timedelta(days=1))
