"""Two quarters of entries in the demonstration: one answered, one with rows in every state; findings; the log."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nssf_portal.accounts.models import Institution, User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.references import new_reference
from reporting.enums import EntryState
from reporting.models import (
    CoordinationItem,
    EnteredValue,
    EntryEvidence,
    Finding,
    Indicator,
    Measure,
    Plan,
    ProgressCall,
    ProgressEntry,
)
from reporting.periods import Period
from reporting.sample.entries_texts import (
    DECISION,
    DONE,
    FIGURES,
    FINDINGS,
    ITEMS,
    NOW,
    PAPER,
    PAPER_SHOWS,
    RETURNED,
    SAID,
    SILENT,
    SILENT_NOW,
    SOURCE,
    SUPPORT,
    Said,
)
from reporting.services import calling, coordinating

S = EntryState
_SPACE = uuid.UUID("9b0b6a3e-6a0f-4f0e-8d2c-3f2b1c7d5e11")
_NOBODY = "contact.invented@demo.nssf.example"


def load(people: Mapping[str, User]) -> None:
    """Once: the plan has calls or not. The quarter that is over, or the plan's last, and the one before."""
    plan = Plan.objects.order_by("-starts_on").first()
    if plan is None or plan.calls.exists():
        return
    now = Period.quarter_of(min(timezone.localdate(), plan.ends_on + timedelta(days=1))).before
    writers = {"NSSF": people["fund"], "MISTI": people["contact"]}
    with acting(by=None, action="demo.progress"):
        for period, is_now in ((now.before, False), (now, True)):
            if calling.plan_of(period) == plan:
                _quarter(plan, period, writers, people["analyst"], is_now)
        _findings(plan, people)
        _items(plan, people["analyst"])


def _key(name: str) -> uuid.UUID:
    return uuid.uuid5(_SPACE, name)


def _at(day: date, hour: int) -> datetime:
    """Never in the future, whatever the day of the demonstration."""
    return min(timezone.make_aware(datetime.combine(day, time(hour))), timezone.now())


def _nobody() -> User:
    """Who writes for institutions without a sign-in in the demonstration."""
    found = User.objects.filter(email=_NOBODY).first()
    return found or User.objects.create_user(email=_NOBODY, password=None, name="មន្ត្រីទំនាក់ទំនង គំរូ (Sample Contact)")


def _quarter(plan: Plan, period: Period, writers: dict[str, User], analyst: User, is_now: bool) -> None:
    """Without messages: nobody is told of what is invented."""
    due = calling.due_on(period)
    call = ProgressCall.objects.create(
        plan=plan, period=period.code, due_on=due, called_at=_at(period.last + timedelta(days=1), 7)
    )
    ProgressEntry.objects.bulk_create(
        ProgressEntry(call=call, measure=version.measure, institution=part.institution)
        for version in calling.versions_of(plan, period)
        for part in version.parts.all()
    )
    entries = {
        (one.measure.number, one.institution.code): one for one in call.entries.select_related("measure", "institution")
    }
    silent = SILENT_NOW if is_now else SILENT
    for key, entry in entries.items():
        if key not in silent:
            state = NOW.get(key, "approved") if is_now else "approved"
            _say(entry, SAID.get(key, SUPPORT), state, due, writers.get(key[1]) or _nobody(), analyst)
    _figures(entries, is_now, writers)
    if is_now:
        _paper(entries["1.1", "NSSF"], writers["NSSF"])
    late = call.entries.owed().filter(state__in=(S.CALLED, S.DRAFTED))
    late.update(reminders=2, reminded_at=_at(due + timedelta(days=4), 8))


def _say(entry: ProgressEntry, said: Said, state: str, due: date, by: User, analyst: User) -> None:
    """As the states go, in as few updates."""
    row = ProgressEntry.objects.filter(pk=entry.pk)
    if state == S.CALLED:
        return
    if state == S.DRAFTED:
        row.update(state=S.DRAFTED, **vars(said))
        return
    sent = _at(due + timedelta(days=6 if state == "late" else -2), 10)
    row.update(state=S.SUBMITTED, submitted_at=sent, submitted_by=by, **vars(said))
    if state == "returned":
        row.update(state=S.RETURNED, returned_at=timezone.now(), returned_by=analyst, returned_why=RETURNED)
    elif state != "submitted":
        row.update(state=S.APPROVED, approved_at=_at(due + timedelta(days=8), 15), approved_by=analyst)


def _figures(entries: dict[tuple[str, str], ProgressEntry], is_now: bool, writers: dict[str, User]) -> None:
    known = set(Indicator.objects.values_list("code", flat=True))
    EnteredValue.objects.bulk_create(
        EnteredValue(
            entry=entries[number, code], indicator_id=indicator, value=Decimal(now if is_now else before),
            source=SOURCE, entered_by=writers.get(code) or _nobody(),
        )
        for number, code, indicator, before, now in FIGURES
        if (number, code) in entries and indicator in known
    )  # fmt: skip


def _paper(entry: ProgressEntry, by: User) -> None:
    file = SimpleUploadedFile("sample.pdf", PAPER, "application/pdf")
    kept = documents.take_in(file, kind="progress", by=by, submission_id=_key("paper"))
    EntryEvidence.objects.get_or_create(entry=entry, upload=kept, defaults={"caption": PAPER_SHOWS, "added_by": by})


def _findings(plan: Plan, people: Mapping[str, User]) -> None:
    writers = {"NSSF": people["fund"], "MISTI": people["contact"]}
    for method, days, place, women, men, question, learnt, number, codes, institution in FINDINGS:
        made, is_new = Finding.objects.get_or_create(
            submission_id=_key(question),
            defaults={
                "inquiry": method, "held_on": timezone.localdate() - timedelta(days=days), "place_code": place,
                "women": women, "men": men, "question": question, "learnt": learnt,
                "measure": Measure.objects.filter(plan=plan, number=number).first(),
                "institution": Institution.objects.get(code=institution),
                "entered_by": writers.get(institution, people["analyst"]),
            },
        )  # fmt: skip
        if is_new:
            made.indicators.set(Indicator.objects.filter(code__in=codes))


def _items(plan: Plan, analyst: User) -> None:
    today = timezone.localdate()
    for name, number, code, problem, intervention, decided, due, state in ITEMS:
        institution = Institution.objects.get(code=code)
        raised = _at(today - timedelta(days=(decided or 20) + 15), 9)
        given: dict[str, Any] = {
            "reference": new_reference(coordinating.PREFIX), "plan": plan, "institution": institution,
            "problem": problem,
            "measure": Measure.objects.filter(plan=plan, number=number).first(), "intervention": intervention,
            "period": Period.quarter_of(timezone.localdate(raised)).code, "raised_at": raised, "raised_by": analyst,
            "state": state,
        }  # fmt: skip
        if decided is not None and due is not None:
            given |= {"body": "executive", "decision": DECISION, "owner": institution}
            given |= {"decided_on": today - timedelta(days=decided), "due_on": today + timedelta(days=due)}
        if state == "done":
            given |= {"done_on": today - timedelta(days=50), "done_note": DONE}
        CoordinationItem.objects.get_or_create(submission_id=_key(f"item:{name}"), defaults=given)
