"""A figure opened: live from the registry, or as a report kept it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import Office
from reporting import computing, differences, registry
from reporting.differences import Difference, cell_of
from reporting.enums import ChangeReason, Direction, Method
from reporting.figures import saying, tables
from reporting.models import Baseline, Indicator, Report, ReportFigure, Target
from reporting.periods import Period
from reporting.registry import Cell, Definition
from reporting.sources import in_words
from reporting.standing_of_targets import WHOLE_PLAN, adds_up


@dataclass(frozen=True)
class Meaning:
    """What the indicator means, in the page's language; of a report: as it meant when the report was made."""

    name: str
    definition: str
    source: str
    as_of: str
    method: str
    direction: str
    unit: str
    owner: str
    measures: list[str]
    baselines: list[tuple[str, str, str, str, str]]  # as of, value, counts, source, note
    targets: list[tuple[str, str, str, bool]]  # period, value, source, confirmed


@dataclass(frozen=True)
class Opened:
    """All that is said of one figure."""

    code: str
    period: Period
    where: dict[str, str]
    cell: Cell
    definition: Definition
    meaning: Meaning
    cells: list[Cell]
    at: datetime  # as known then
    report: Report | None = None
    ids: dict[Any, Any] | None = None  # of a report: its figures by their keys
    rows_digest: str = ""

    @property
    def unit(self) -> str:
        return self.definition.unit

    @property
    def shown(self) -> saying.Shown:
        return saying.shown(self.cell, self.unit)

    @property
    def where_words(self) -> str:
        return saying.where_words(self.where)

    @property
    def tables(self) -> list[tables.Table]:
        return tables.breakdowns(self.cells, self.where, self.definition, self.address)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """From the whole to this cell, one dimension after the other, where there is such a table."""
        found, names = [], list(self.where)
        for many in range(len(names)):
            where = {name: self.where[name] for name in names[:many]}
            cell = tables.find(self.cells, where)
            if cell is not None:
                found.append((saying.where_words(where), self.address(cell)))
        return found

    @property
    def offices(self) -> list[tuple[Office, str]]:
        """Who counts in the province: the chain ends at the offices that keep the rows."""
        code = self.where.get("province", "")
        found = Office.objects.filter(tree=Office.Tree.NSSF, code__startswith=code).order_by("code") if code else []
        return [(one, f"{reverse('reporting_dashboard:office')}?{urlencode({'office': one.code})}") for one in found]

    @property
    def difference(self) -> Difference:
        """Beside the period before; what is no longer in the registry is only put beside what was kept."""
        plan = self.report.plan if self.report else None
        return differences.explain(self.definition, self.period, self.where, self.cell, plan=plan)

    @property
    def rows_address(self) -> str:
        """Where the rows stand for those who may see some; empty where there are none to see."""
        if self.definition.rows is None:
            return ""
        query = urlencode({"period": self.period.code} | self.where)
        return f"{reverse('reporting_figures:rows', args=[self.code])}?{query}"

    def address(self, cell: Cell) -> str:
        if self.ids is not None:
            pk = self.ids.get(cell.key)
            return reverse("reporting_figures:figure", args=[pk]) if pk else ""
        return live_address(self.code, self.period, cell.where)


def live_address(code: str, period: Period, where: Mapping[str, str] | None = None) -> str:
    query = urlencode({"period": period.code} | dict(where or {}))
    return f"{reverse('reporting_figures:live', args=[code])}?{query}"


def live(definition: Definition, period: Period, where: Mapping[str, str]) -> Opened | None:
    """As it is known now; None: its tables have no such cell."""
    cells = computing.cells_of(definition, period)
    cell = tables.find(cells, where)
    if cell is None:
        if not _is_a_place(definition, where):
            return None
        cell = Cell("+".join(where), dict(where), 0)
    meaning = _meaning(computing.meaning_of(definition) | _beside(definition.code, period), definition, where)
    return Opened(definition.code, period, dict(where), cell, definition, meaning, cells, timezone.now())


def _is_a_place(definition: Definition, where: Mapping[str, str]) -> bool:
    """Nobody fell into it, but the table is cut so: a count is then nought."""
    cuts = {frozenset(cut.split("+")) for cut in definition.cuts}
    return frozenset(where) in cuts and tables.counts_things(definition)


def kept(figure: ReportFigure) -> Opened:
    """As the report says it: nothing is counted anew but what moved since."""
    report, code = figure.report, figure.indicator_code
    rows = list(report.figures.filter(indicator_code=code).order_by("cut", "id"))
    cells = [cell_of(row) for row in rows]
    said = report.definitions.filter(indicator_code=code).values_list("definition", flat=True).first()
    definition = _definition(code, said)
    if said is None:
        said = computing.meaning_of(definition) | _beside(code, Period.parse(report.period))
    meaning = _meaning(said, definition, figure.cell)
    return Opened(
        code, Period.parse(report.period), dict(figure.cell), cell_of(figure), definition, meaning, cells,
        report.figures_at or report.requested_at, report, {c.key: r.pk for c, r in zip(cells, rows, strict=True)},
        figure.rows_digest,
    )  # fmt: skip


def _definition(code: str, said: Mapping[str, Any] | None) -> Definition:
    """The registry's, or what was kept when the registry no longer has it."""
    try:
        return registry.get(code)
    except KeyError:
        said = said or {}
    return Definition(
        code, code, "", said.get("unit", ""), "", Method(said.get("method", Method.COMPUTED)),
        Direction(said.get("direction", Direction.NONE)), "", cuts=tuple(said.get("cuts", ())),
        shares=bool(said.get("shares")),
    )  # fmt: skip


def _beside(code: str, period: Period) -> dict[str, Any]:
    """Owner, baselines and targets as they are now, in the shape in which a report keeps them."""
    row = Indicator.objects.select_related("owner").filter(code=code).first()
    owner = {"km": row.owner.name_km, "en": row.owner.name_en} if row and row.owner else {}
    held = Target.objects.filter(indicator=code, replaced_at__isnull=True, period__in=(period.code, WHOLE_PLAN))
    fields = ("as_of", "value", "numerator", "denominator", "source", "note_km", "note_en")
    return {
        "owner": owner,
        "baselines": list(Baseline.objects.filter(indicator=code).order_by("as_of", "id").values(*fields)),
        "targets": [
            {"period": one.period, "province": one.province_code, "value": one.value, "source": one.source,
             "confirmed": one.confirmed}
            for one in held.order_by("period", "province_code")
        ],
    }  # fmt: skip


def _baselines(said: Mapping[str, Any], unit: str, language: str) -> list[tuple[str, str, str, str, str]]:
    teller = saying.say()
    return [
        (
            teller.day(str(one["as_of"])), saying.amount(Decimal(str(one["value"])), unit),
            teller.counts(one.get("numerator"), one.get("denominator")), in_words(one["source"]),
            one.get(f"note_{language}") or "",
        )
        for one in said.get("baselines") or ()
    ]  # fmt: skip


def _targets(said: Mapping[str, Any], unit: str, where: Mapping[str, str]) -> list[tuple[str, str, str, bool]]:
    """Those of this place: the country's for the whole, a province's for the province."""
    if set(where) - {"province"}:
        return []
    return [
        (
            _period(one["period"]), saying.amount(Decimal(str(one["value"])), unit), in_words(one["source"]),
            one["confirmed"],
        )
        for one in said.get("targets") or ()
        if one["province"] == where.get("province", "")
    ]  # fmt: skip


def _period(code: str) -> str:
    return _("Whole plan") if code == WHOLE_PLAN else Period.parse(code).words


def _meaning(said: Mapping[str, Any], of: Definition, where: Mapping[str, str]) -> Meaning:
    language = saying.say().language

    def text(name: str) -> str:
        both = said.get(name) or {}
        return str(both.get(language) or both.get("en") or both.get("km") or "")

    method = said.get("method", "")
    return Meaning(
        text("name"), text("definition"), text("source"), text("as_of"),
        str(Method(method).label) if method in Method.values else method, text("direction_words"), text("unit_words"),
        text("owner"), list(said.get("measures") or ()), [] if where else _baselines(said, of.unit, language),
        _targets(said, of.unit, where),
    )  # fmt: skip


def parts_in_words(difference: Difference, of: Definition) -> list[tuple[str, str]]:
    """Each reason with what it moved; what happens within a period neither joins nor ends."""
    flow = {ChangeReason.JOINED: _("counted in this period"), ChangeReason.ENDED: _("belonged to the period before")}
    said = flow if adds_up(of) and not of.code.endswith("_to_date") else {}
    found, unit = [], of.unit
    for part in difference.parts:
        word = said.get(part.reason, part.reason.label) if part.reason else _("late data or corrections")
        found.append((str(word), saying.signed(part.amount, unit) if part.amount is not None else ""))
    return found


def edition_changes(opened: Opened) -> list[tuple[str, str, str]]:
    """What this edition changed of the figure: before, after, why."""
    if opened.report is None:
        return []
    rows = opened.report.changes.filter(indicator_code=opened.code, cell=opened.where)
    return [
        (saying.amount(row.before, opened.unit), saying.amount(row.after, opened.unit),
         str(ChangeReason(row.reason).label) if row.reason else "")
        for row in rows
    ]  # fmt: skip


def movers(opened: Opened, most: int = 5) -> list[tuple[str, Decimal, str]]:
    """The provinces whose figures changed most since the period before; only those shown in both."""
    if opened.where or "province" not in opened.definition.cuts or opened.definition.figures is None:
        return []
    before = computing.cells_of(opened.definition, opened.period.before)
    was = {dict(cell.where)["province"]: cell for cell in before if cell.cut == "province"}
    found = []
    for cell in opened.cells:
        old = was.get(cell.where.get("province", "-")) if cell.cut == "province" else None
        if old is None or old.hidden or old.missing or cell.hidden or cell.missing:
            continue
        found.append((cell, Decimal(cell.value or 0) - Decimal(old.value or 0)))
    largest = sorted((pair for pair in found if pair[1]), key=lambda pair: -abs(pair[1]))[:most]
    return [(saying.where_words(cell.where), moved, opened.address(cell)) for cell, moved in largest]
