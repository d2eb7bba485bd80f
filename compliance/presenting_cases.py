"""From a case's rows to the words of its pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from compliance.enums import (
    CaseKind,
    CaseOutcome,
    CaseState,
    Entry,
    FindingState,
    Ground,
    NoticeKind,
    NoticeState,
    VisitState,
)
from compliance.models import CaseEntry, CaseFile, Minutes, Notice, ViolationType, Visit
from enterprises.models import Enterprise
from nssf_portal.khmer.dates import format_date
from nssf_portal.places.names import place_name

_TAGS = {
    CaseState.OPENED: "none",
    CaseState.NOTIFIED: "progress",
    CaseState.VISITED: "waits",
    CaseState.MINUTED: "progress",
    CaseState.CLOSED: "ok",
}


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    case: CaseFile
    place: str
    tag: str
    word: str


@dataclass(frozen=True)
class Now:
    """What waits, in a sentence and a reason."""

    kind: str
    title: str
    text: str = ""


def tag_of(case: CaseFile, waits_for_answer: bool = False) -> tuple[str, str]:
    """The state as colour and word; waiting for the employer comes first."""
    if waits_for_answer:
        return "waits", _("waits for the employer's answer")
    if case.state == CaseState.CLOSED:
        return "ok", str(case.get_outcome_display())
    return _TAGS[CaseState(case.state)], str(case.get_state_display())


def rows(cases: Iterable[CaseFile]) -> list[Row]:
    """The list's lines: one query more for all of them."""
    cases = list(cases)
    served = Notice.objects.filter(case__in=cases, state=NoticeState.SERVED).values_list("case_id", flat=True)
    waiting = set(served.order_by())
    return [Row(case, place_name(case.commune_code), *tag_of(case, case.pk in waiting)) for case in cases]


def day_words(day: date | None) -> str:
    return format_date(day, get_language() or "km") if day else ""


def what_now(case: CaseFile, notices: list[Notice], visits: list[Visit]) -> Now | None:
    """The one thing that waits."""
    if case.state == CaseState.CLOSED:
        return Now("done", _("This case is closed."), case.outcome_text)
    due_on = min((n.due_on for n in notices if n.state == NoticeState.SERVED and n.due_on), default=None)
    if due_on:
        left = (due_on - timezone.localdate()).days
        words = ngettext(
            "%(days)s day is left. Without an answer the system reminds you.",
            "%(days)s days are left. Without an answer the system reminds you.",
            max(left, 0),
        ) % {"days": max(left, 0)}
        return Now("waits", _("The employer answers by %(day)s") % {"day": day_words(due_on)}, words)
    planned = next((v for v in visits if v.state == VisitState.PLANNED), None)
    if planned:
        words = _("Fill in the visit sheet there, or later from the printed one.")
        return Now("info", _("Visit on %(day)s") % {"day": day_words(planned.planned_on)}, words)
    return _by_state(case)


def _by_state(case: CaseFile) -> Now | None:
    if case.state == CaseState.VISITED:
        return Now("waits", _("Minutes are missing"), _("Make them while everybody remembers."))
    if case.kind == CaseKind.SELF_DECLARATION and case.state == CaseState.OPENED:
        return Now("waits", _("The employer declared by itself"), _("Accept it, or plan a visit and look."))
    if case.state == CaseState.OPENED:
        return Now("waits", _("No visit is planned yet"), _("Choose a day; the calendar knows who else goes there."))
    if case.state == CaseState.MINUTED and case.findings.filter(state=FindingState.OPEN).exists():
        return Now("info", _("Findings are open"), _("Make a notice, or write down how they were put right."))
    return None


def timeline(case: CaseFile, visits: list[Visit]) -> list[dict[str, Any]]:
    """What is planned, then what happened, newest first."""
    violations = {one.code: one.text for one in ViolationType.objects.all()}
    ahead = [
        {"title": _("Visit"), "at": visit.planned_on, "state": "planned"}
        for visit in visits
        if visit.state == VisitState.PLANNED
    ]
    entries = case.entries.select_related("by")
    return ahead + [_event(entry, first=n == 0, violations=violations) for n, entry in enumerate(entries)]


def _event(entry: CaseEntry, *, first: bool, violations: dict[str, str]) -> dict[str, Any]:
    return {
        "title": entry.get_act_display(),
        "at": entry.at,
        "by": str(entry.by) if entry.by else "",
        "text": _words(entry, violations),
        "state": "now" if first else "done",
    }


def _words(entry: CaseEntry, violations: dict[str, str]) -> str:
    """What the entry says: its number as the act counts it, its reference, what was written."""
    parts = [_reference(entry, violations), _number(entry), _note(entry)]
    return " · ".join(part for part in parts if part)


def _note(entry: CaseEntry) -> str:
    """The kind of a notice in the reader's language, not in the language of who made it."""
    if entry.act in (Entry.NOTICE_ISSUED, Entry.NOTICE_SERVED) and entry.note in NoticeKind.values:
        return str(NoticeKind(entry.note).label)
    return entry.note


def _reference(entry: CaseEntry, violations: dict[str, str]) -> str:
    reference = entry.reference
    if entry.act == Entry.FOUND:
        return violations.get(reference, reference)
    if entry.act == Entry.CLOSED:
        return str(CaseOutcome(reference).label) if reference in CaseOutcome.values else reference
    if reference == CaseKind.SELF_DECLARATION:
        return str(CaseKind.SELF_DECLARATION.label)
    if entry.act == Entry.OPENED:
        return str(Ground(reference).label) if reference in Ground.values else reference
    if entry.act in (Entry.VISIT_PLANNED, Entry.VISIT_MOVED, Entry.ANNOUNCED) and reference:
        try:
            return day_words(date.fromisoformat(reference))
        except ValueError:
            return reference
    return reference


def _number(entry: CaseEntry) -> str:
    if entry.number is None:
        return ""
    if entry.act in (Entry.PAID, Entry.FINE_PROPOSED, Entry.FINE_CONFIRMED, Entry.RELIEVED):
        return f"{entry.number:,} ៛"
    if entry.act == Entry.VISITED:
        return ngettext("%(count)s worker met", "%(count)s workers met", entry.number) % {"count": entry.number}
    return ngettext("%(count)s worker", "%(count)s workers", entry.number) % {"count": entry.number}


def worker_tag(state: str | None) -> tuple[str, str]:
    """How far a found worker's registration is: nothing else of it is shown here."""
    if state == "approved":
        return "ok", _("registered")
    if state in ("refused", "withdrawn"):
        return "wrong", _("not registered")
    return "waits", _("waits at the desk")


def announced_visits(enterprise: Enterprise) -> list[Visit]:
    """What an employer may know of the calendar: announced visits of the Fund that are still to come."""
    planned = Visit.objects.filter(enterprise=enterprise, state=VisitState.PLANNED, announced=True, case__isnull=False)
    return list(planned.select_related("case", "office").order_by("planned_on", "id"))


def minutes_of(enterprise: Enterprise) -> list[Minutes]:
    """The newest minutes, for the employer they were made with."""
    told = Minutes.objects.filter(case__enterprise=enterprise, is_draft=False)
    return list(told.order_by("-made_at", "id")[:5])
