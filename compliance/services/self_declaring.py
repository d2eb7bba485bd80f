"""The employer answers the checklist itself, twice a year (Prakas 358/21): an inspector accepts it, or goes to look."""

import calendar
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.enums import Answer, CaseKind, CaseState, Entry, FineState, NoticeState
from compliance.models import CaseEntry, CaseFile, Fine, Minutes, Notice, VisitAnswer
from compliance.services import cases, checklists, entries, locking, minutes, visits
from compliance.services.refusing import Refused
from enterprises.models import Enterprise
from nssf_portal import law
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.work.services import office_for

_SENT = str(CaseKind.SELF_DECLARATION)  # marks the entry that says when the employer declared


def half_year(day: date) -> tuple[date, date]:
    """The first and the last day of the period; the last is the day by which to declare (June and December)."""
    months = int(law.value("inspection.self_declaration_months", on=day).value)
    first = (day.month - 1) // months * months + 1
    last = min(first + months - 1, 12)
    return date(day.year, first, 1), date(day.year, last, calendar.monthrange(day.year, last)[1])


@dataclass(frozen=True)
class Sent:
    """What the employer may know of its declaration: when, and under which reference."""

    opened_at: datetime
    reference: str


def declared(enterprise: Enterprise, day: date | None = None) -> Sent | None:
    """What the employer declared in this half of the year: a case of its own, or answers kept in an untold one."""
    said = CaseEntry.objects.filter(case__enterprise=enterprise, reference=_SENT)
    said = said.filter(at__date__range=half_year(day or timezone.localdate())).select_related("case")
    found = said.order_by("-at", "-id").first()
    return Sent(found.at, found.case.reference) if found else None


def untold() -> Q:
    """Open cases of which the employer was told nothing: a visit without announcement stays one."""
    served = Notice.objects.exclude(state=NoticeState.ISSUED).values("case")
    fined = Fine.objects.exclude(state__in=(FineState.PROPOSED, FineState.DECLINED)).values("case")
    silent = Q(notified_at=None, visited_at=None, minuted_at=None)
    return silent & ~Q(kind=CaseKind.SELF_DECLARATION) & ~Q(pk__in=served) & ~Q(pk__in=fined)


@transaction.atomic
def declare(
    enterprise: Enterprise, answers: Mapping[uuid.UUID, tuple[str, str]], *, by: User, submission_id: uuid.UUID
) -> CaseFile:
    """One declaration for each half of the year; the same submission is the same declaration."""
    if not Enterprise.objects.represented_by(by).filter(pk=enterprise.pk).exists():
        raise PermissionDenied
    there = CaseFile.objects.open().filter(enterprise=enterprise).first()
    there = locking.lock(there) if there else None  # before the enterprise, as when a visit is planned
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if known := CaseFile.objects.filter(submission_id=submission_id).first():
        return known
    if declared(enterprise):
        raise Refused(_("You have declared for this half of the year already."), enterprise, "declare")
    if there and there.state == CaseState.CLOSED:
        there = None
    if there and not CaseFile.objects.filter(untold(), pk=there.pk).exists():
        raise Refused(_("The Fund is working with you now: answer there instead."), enterprise, "declare")
    if there:
        return _into(there, answers, by)
    with acting(by=by, action="self_declaration.send"):
        case = cases.create(
            enterprise=enterprise,
            kind=CaseKind.SELF_DECLARATION,
            by=by,
            submission_id=submission_id,
            office=office_for(enterprise.commune_code),
        )
        visits.answer(case, answers, by=by)
        entries.note(case, Entry.OPENED, by=by, reference=_SENT)
    return case


def _into(case: CaseFile, answers: Mapping[uuid.UUID, tuple[str, str]], by: User) -> CaseFile:
    """An answer refused, or taken otherwise than usual, would tell the employer that somebody is about to come."""
    with acting(by=by, action="self_declaration.send"):
        if not case.answers.filter(visit=None).exists():
            checklist = checklists.published(CaseKind.SELF_DECLARATION)
            visits.answer(case, answers, by=by, checklist=checklist)
        entries.note(case, Entry.ANSWERED, by=by, reference=_SENT)
    return case


def no_answers(case: CaseFile) -> list[VisitAnswer]:
    """The questions that the employer answered with no."""
    return list(VisitAnswer.objects.filter(case=case, visit=None, answer=Answer.NO).select_related("question"))


@transaction.atomic
def accept(case: CaseFile, *, by: User, submission_id: uuid.UUID, text: str = "") -> Minutes:
    """The inspector takes it as it is: minutes say so, and the case can be closed. Otherwise a visit is planned."""
    if case.kind != CaseKind.SELF_DECLARATION or case.state != CaseState.OPENED:
        raise Refused(_("Only a self-declaration that waits can be accepted."), case, "minute")
    return minutes.make(
        case,
        signature="nobody",
        signature_note=_("Sent by the employer through the portal."),
        text=text,
        by=by,
        submission_id=submission_id,
    )
