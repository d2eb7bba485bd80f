"""What each institution owes for the newest quarter asked for, and what it did: states, dates and numbers, no texts.

Texts are written for the committee and may name somebody: they stay with those who work on reports."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nssf_portal.accounts.models import Institution
from reporting import registry
from reporting.enums import EntryState, Part
from reporting.lateness import first_sent, is_late
from reporting.models import EnteredValue, MeasurePart, MeasureVersion, Plan, ProgressCall, ProgressEntry
from reporting.periods import Period

_WORST = ("late", "owed", "sent", "received_late", "received", "not_asked")
_SENT = ("sent", "received_late", "received")
_MEANINGS = {
    "late": "wrong", "owed": "waits", "sent": "progress", "received_late": "ok", "received": "ok", "not_asked": "none",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row of the plan for one institution."""

    measure: str
    institution: Institution
    standing: str  # one of _WORST
    status: str = ""  # as it was approved
    status_code: str = ""
    values: list[tuple[str, Any]] = field(default_factory=list)
    part: str = ""

    @property
    def meaning(self) -> str:
        return _MEANINGS[self.standing]

    @property
    def word(self) -> str:
        return _word(self.standing)


@dataclass(frozen=True)
class Owing:
    """Of one institution: all its rows, and the one word of the worst."""

    institution: Institution
    rows: list[Row]

    @property
    def worst(self) -> Row:
        return min(self.rows, key=lambda row: _WORST.index(row.standing))

    @property
    def asked(self) -> int:
        return sum(row.standing != "not_asked" for row in self.rows)

    @property
    def sent(self) -> int:
        return sum(row.standing in _SENT for row in self.rows)

    @property
    def told(self) -> list[Row]:
        """What was approved."""
        return [row for row in self.rows if row.status]


@dataclass(frozen=True)
class Round:
    """The newest call, or the plan's rows when nobody was asked yet."""

    period: Period | None
    due_on: date | None
    rows: list[Row]

    @property
    def institutions(self) -> list[Owing]:
        """Those who owe first."""
        by_institution: dict[Institution, list[Row]] = defaultdict(list)
        for row in self.rows:
            by_institution[row.institution].append(row)
        found = [Owing(one, rows) for one, rows in by_institution.items()]
        return sorted(found, key=lambda owing: (_WORST.index(owing.worst.standing), owing.institution.code))


@dataclass(frozen=True)
class MeasureRow:
    """A row of the plan in words, with its institutions."""

    version: MeasureVersion
    rows: list[Row]


def newest(plan: Plan, today: date | None = None) -> Round:
    """The call of the last quarter that was asked for."""
    call = ProgressCall.objects.filter(plan=plan).order_by("-period").first()
    if call is None:
        return Round(None, None, _not_asked(plan))
    entries = list(
        ProgressEntry.objects.filter(call=call)
        .select_related("call", "measure", "institution")
        .order_by("measure__number")
    )
    values, parts, sent = _values(call), _parts(plan), first_sent(entries)
    rows = [
        _row(entry, values[entry.pk], parts, late=is_late(entry, sent.get(entry.pk), today)) for entry in entries
    ]  # fmt: skip
    return Round(Period.parse(call.period), call.due_on, rows)


def measures(plan: Plan, around: Round) -> list[MeasureRow]:
    """Every row of the plan, in the order of its numbers."""
    by_number: dict[str, list[Row]] = defaultdict(list)
    for row in around.rows:
        by_number[row.measure].append(row)
    versions = _versions(plan)
    return [MeasureRow(one, by_number[one.measure.number]) for one in versions]


def _versions(plan: Plan) -> list[MeasureVersion]:
    found = MeasureVersion.objects.filter(measure__plan=plan, confirmed_at__isnull=False).in_force()
    return list(found.select_related("measure").order_by("measure__number"))


def _not_asked(plan: Plan) -> list[Row]:
    parts = MeasurePart.objects.filter(version__in=_versions(plan), part=Part.LEAD)
    parts = parts.select_related("version__measure", "institution").order_by("version__measure__number")
    return [Row(one.version.measure.number, one.institution, "not_asked", part=one.part) for one in parts]


def _parts(plan: Plan) -> dict[tuple[Any, Any], str]:
    parts = MeasurePart.objects.filter(version__in=_versions(plan))
    return {(number, who): part for number, who, part in parts.values_list(
        "version__measure__number", "institution_id", "part")}  # fmt: skip


def _row(entry: ProgressEntry, values: list[tuple[str, Any]], parts: dict, *, late: bool) -> Row:
    approved = entry.state == EntryState.APPROVED
    return Row(
        entry.measure.number,
        entry.institution,
        _standing(entry, late=late),
        status=entry.get_status_display() if approved else "",
        status_code=entry.status if approved else "",
        values=values if approved else [],
        part=parts.get((entry.measure.number, entry.institution_id), ""),
    )


def _standing(entry: ProgressEntry, *, late: bool) -> str:
    """Who was late and has sent since owes nothing any more; that it came late is said."""
    if entry.state == EntryState.APPROVED:
        return "received_late" if late else "received"
    if entry.state == EntryState.SUBMITTED:
        return "sent"
    return "late" if late else "owed"


def _values(call: ProgressCall) -> dict[Any, list[tuple[str, Any]]]:
    """What was entered with an approved entry, for the whole country, by the entry."""
    found: dict[Any, list[tuple[str, Any]]] = defaultdict(list)
    rows = EnteredValue.objects.filter(entry__call=call, entry__state=EntryState.APPROVED, province_code="")
    for one in rows.filter(replaced_at__isnull=True).order_by("entered_at", "id"):
        found[one.entry_id].append((_name_of(one.indicator_id), one.value.normalize()))
    return found


def _name_of(code: str) -> str:
    try:
        return str(registry.get(code).name)
    except KeyError:
        return code


def _word(standing: str) -> str:
    return {
        "late": _("Late"),
        "owed": _("Not sent yet"),
        "sent": _("Sent, being checked"),
        "received": _("Received"),
        "received_late": _("Received late"),
        "not_asked": _("Not asked yet"),
    }[standing]
