"""What institutions said, as reports and pages read it: each row with each institution, late or not, never left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reporting.enums import EntryState, Missing, Origin, Part, Status
from reporting.lateness import first_sent, is_late
from reporting.models import EnteredValue, Finding, MeasureVersion, Plan, ProgressCall, ProgressEntry
from reporting.periods import Period
from reporting.registry import WHOLE, Cell, Definition
from reporting.services.calling import plan_of, versions_of
from reporting.services.entering import TEXTS

ANSWERED = (EntryState.SUBMITTED, EntryState.APPROVED)


@dataclass(frozen=True)
class ProgressRow:
    """One institution's answer about one row of the plan, or the fact that there is none."""

    number: str  # "1.1"
    measure_id: Any
    title_km: str
    title_en: str
    institution: Any  # accounts.Institution
    part: str  # Part, or "" when the institution has no part in the row any more
    period: str  # the quarter it was asked about
    due_on: date | None  # None: nobody was asked yet
    entry: ProgressEntry | None
    late: bool  # not there past its day, or first sent after it

    @property
    def state(self) -> str:
        """EntryState, or "" when nobody was asked yet."""
        return self.entry.state if self.entry else ""

    @property
    def is_approved(self) -> bool:
        return self.state == EntryState.APPROVED

    @property
    def is_answered(self) -> bool:
        """Sent; whether it is approved is another question."""
        return self.state in ANSWERED

    @property
    def status(self) -> str:
        """How the row goes, as said (Status); "" while nothing was sent."""
        return self.entry.status if self.entry and self.is_answered else ""

    @property
    def status_words(self) -> str:
        return str(Status(self.status).label) if self.status else ""

    @property
    def said(self) -> dict[str, str]:
        """The four texts that were sent: strengths, weaknesses, challenges, needs; empty ones are left out."""
        if not self.entry or not self.is_answered:
            return {}
        return {name: text for name in TEXTS if (text := getattr(self.entry, name))}


def of_period(period: Period) -> list[ProgressRow]:
    """Every row of the plan with every institution of it, by number, those who lead first.

    A year is told by its latest quarter that was asked about."""
    plan = plan_of(period)
    if plan is None:
        return []
    call = _call_of(plan, period)
    entries = _entries_of(call) if call else []
    sent = first_sent(entries)
    known = {(one.measure_id, one.institution_id): one for one in entries}
    rows = []
    for version in versions_of(plan, period):
        for part in version.parts.all():
            entry = known.pop((version.measure_id, part.institution_id), None)
            rows.append(_row(version, part.institution, part.part, period, call, entry, sent))
    rows += _no_longer(plan, known.values(), period, call, sent)
    return sorted(rows, key=lambda row: (_order(row.number), row.part != Part.LEAD, row.institution.code))


def _call_of(plan: Plan, period: Period) -> ProgressCall | None:
    codes = [quarter.code for quarter in period.quarters]
    return plan.calls.filter(period__in=codes).order_by("-period").first()


def _entries_of(call: ProgressCall) -> list[ProgressEntry]:
    found = call.entries.select_related("measure", "institution", "submitted_by", "approved_by")
    for one in (entries := list(found)):
        one.call = call
    return entries


def _row(
    version: MeasureVersion, institution: Any, part: str, period: Period, call: ProgressCall | None,
    entry: ProgressEntry | None, sent: dict[Any, Any],
) -> ProgressRow:  # fmt: skip
    return ProgressRow(
        number=version.measure.number,
        measure_id=version.measure_id,
        title_km=version.title_km,
        title_en=version.title_en,
        institution=institution,
        part=part,
        period=call.period if call else period.code,
        due_on=call.due_on if call else None,
        entry=entry,
        late=bool(entry and is_late(entry, sent.get(entry.pk))),
    )


def _no_longer(
    plan: Plan, left: Iterable[ProgressEntry], period: Period, call: ProgressCall | None, sent: dict[Any, Any]
) -> Iterator[ProgressRow]:
    """Institutions that were asked and have no part in the row any more: what they said stays."""
    left = list(left)
    versions = MeasureVersion.objects.in_force().filter(measure__in=[one.measure_id for one in left])
    known = {one.measure_id: one for one in versions.select_related("measure")} if left else {}
    for entry in left:
        if entry.measure_id in known:
            yield _row(known[entry.measure_id], entry.institution, "", period, call, entry, sent)


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in number.split("."))


# --- figures that institutions enter ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Entered:
    """An approved figure with who entered it, and when."""

    value: EnteredValue
    number: str
    institution: Any = field(default=None)


def entered_values(period: Period) -> dict[str, list[Entered]]:
    """By indicator: figures that stand and whose entry is approved; of a year, those of its latest quarter."""
    rows = EnteredValue.objects.filter(
        entry__call__period__in=[one.code for one in period.quarters], entry__state=EntryState.APPROVED,
        replaced_at__isnull=True,
    )  # fmt: skip
    rows = rows.select_related("entry__institution", "entry__measure", "entry__call", "entered_by")
    newest: dict[str, dict[str, EnteredValue]] = {}
    for one in rows.order_by("entry__call__period", "entered_at", "pk"):
        newest.setdefault(one.indicator_id, {})[one.province_code] = one
    return {
        code: [Entered(one, one.entry.measure.number, one.entry.institution) for _where, one in sorted(found.items())]
        for code, found in newest.items()
    }


def entered_cells(definition: Definition, period: Period) -> list[Cell]:
    """The figures of an indicator that institutions enter; nothing approved is "not entered", never 0."""
    found = entered_values(period).get(definition.code, [])
    cells = [_cell(one.value) for one in found]
    if all(cell.cut for cell in cells):
        cells.insert(0, Cell(missing=Missing.NOT_ENTERED, origin=Origin.ENTERED))
    return cells


def _cell(one: EnteredValue) -> Cell:
    where = {"province": one.province_code} if one.province_code else {}
    return Cell(cut="province" if where else WHOLE, where=where, value=one.value, origin=Origin.ENTERED)


def findings_of(period: Period) -> list[Finding]:
    """Interviews, focus groups and consultations held in the period, with the indicators they speak of."""
    rows = Finding.objects.filter(held_on__range=(period.first, period.last))
    return list(rows.select_related("institution", "measure").prefetch_related("indicators"))
