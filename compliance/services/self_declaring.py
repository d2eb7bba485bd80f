"""The employer answers the checklist itself, twice a year (Prakas 358/21): an inspector accepts it, or goes to look."""

import calendar
import uuid
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.enums import Answer, CaseKind, CaseState, Entry
from compliance.models import CaseFile, Minutes, VisitAnswer
from compliance.services import cases, entries, minutes, visits
from compliance.services.refusing import Refused
from enterprises.models import Enterprise
from nssf_portal import law
from nssf_portal.accounts.models import Office, User
from nssf_portal.audit.tracking import acting


def half_year(day: date) -> tuple[date, date]:
    """The first and the last day of the period; the last is the day by which to declare (June and December)."""
    months = int(law.value("inspection.self_declaration_months", on=day).value)
    first = (day.month - 1) // months * months + 1
    last = min(first + months - 1, 12)
    return date(day.year, first, 1), date(day.year, last, calendar.monthrange(day.year, last)[1])


def declared(enterprise: Enterprise, day: date | None = None) -> CaseFile | None:
    """What the employer declared in this half of the year."""
    first, last = half_year(day or timezone.localdate())
    mine = CaseFile.objects.filter(enterprise=enterprise, kind=CaseKind.SELF_DECLARATION)
    return mine.filter(opened_at__date__range=(first, last)).order_by("-opened_at", "id").first()


@transaction.atomic
def declare(
    enterprise: Enterprise, answers: Mapping[uuid.UUID, tuple[str, str]], *, by: User, submission_id: uuid.UUID
) -> CaseFile:
    """One declaration for each half of the year; the same submission is the same declaration."""
    if not Enterprise.objects.represented_by(by).filter(pk=enterprise.pk).exists():
        raise PermissionDenied
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if known := CaseFile.objects.filter(submission_id=submission_id).first():
        return known
    if declared(enterprise):
        raise Refused(_("You have declared for this half of the year already."), enterprise, "declare")
    if CaseFile.objects.open().filter(enterprise=enterprise).exists():
        raise Refused(_("The Fund is working with you now: answer there instead."), enterprise, "declare")
    with acting(by=by, action="self_declaration.send"):
        case = cases.create(
            enterprise=enterprise,
            kind=CaseKind.SELF_DECLARATION,
            by=by,
            submission_id=submission_id,
            office=_office(enterprise),
        )
        visits.answer(case, answers, by=by)
        entries.note(case, Entry.OPENED, by=by)
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


def _office(enterprise: Enterprise) -> Office:
    """The nearest office of the Fund that serves the place."""
    codes = ["HQ", *(enterprise.commune_code[:length] for length in (2, 4, 6) if enterprise.commune_code)]
    serving = Office.objects.filter(tree=Office.Tree.NSSF, code__in=codes)
    return max(serving, key=lambda office: len(office.place_prefix))
