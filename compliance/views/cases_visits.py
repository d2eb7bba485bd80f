"""Visits of a case: the day, the letter that announces it, the sheet on the screen and on paper."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance import facts, perms
from compliance.enums import VisitState
from compliance.forms_cases import MoveForm, PlanForm, SheetForm, WhyForm
from compliance.models import CaseFile, ChecklistQuestion, Visit
from compliance.services import visits
from compliance.views.cases_common import FOLDER, act_page, case_worked, data_of
from enterprises.models import Enterprise
from nssf_portal import law
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.pdf import PdfUnavailable, typeset
from nssf_portal.documents.services import respond_bytes
from nssf_portal.places.names import place_name


def _visit(request: HttpRequest, visit_id: uuid.UUID) -> Visit:
    """A visit of a case that one works on."""
    seen = Visit.objects.visible_to(request.user).filter(case__in=CaseFile.objects.visible_to(request.user))
    found = get_object_or_404(seen.select_related("case__enterprise", "case__checklist", "case__office"), pk=visit_id)
    if not perms.may_work(request.user, found.case):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    found = case_worked(request, case_id)
    form = PlanForm(data_of(request), with_submission_id=True, initial={"on": visits.earliest(found)})

    def do(given: dict[str, Any]) -> None:
        visits.plan_visit(
            found, on=given["on"], reason=given["reason"], by=request.user, submission_id=given["submission_id"]
        )

    return act_page(request, found, form, do, title=_("Plan a visit"), button=_("Plan the visit"),
                    done=_("The visit is planned."), template="plan.html", announced=visits.is_announced(found),
                    first=visits.earliest(found), notice=law.value("inspection.prior_notice"))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    visit = _visit(request, visit_id)

    def do(given: dict[str, Any]) -> None:
        visits.move(visit, to=given["to"], reason=given["reason"], by=request.user)

    return act_page(request, visit.case, MoveForm(data_of(request)), do, title=_("Move the visit"),
                    button=_("Move"), done=_("The visit is moved."))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    visit = _visit(request, visit_id)

    def do(given: dict[str, Any]) -> None:
        visits.cancel(visit, reason=given["text"], by=request.user)

    return act_page(request, visit.case, WhyForm(data_of(request)), do, title=_("Cancel the visit"),
                    button=_("Cancel the visit"), done=_("The visit is cancelled."))  # fmt: skip


def _questions(case: CaseFile) -> list[ChecklistQuestion]:
    return list(case.checklist.questions.all()) if case.checklist else []


def _split(case: CaseFile) -> tuple[list[ChecklistQuestion], list[tuple[ChecklistQuestion, facts.Fact]]]:
    """What is asked, and what data already proves."""
    questions = _questions(case)
    known = facts.proven(case.enterprise, questions, get_language() or "km")
    asked = [question for question in questions if question.proven_by not in known]
    return asked, [(question, known[question.proven_by]) for question in questions if question.proven_by in known]


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """The visit sheet: one page, filled in there, or later from paper with the time of the visit."""
    visit = _visit(request, visit_id)
    if visit.state != VisitState.PLANNED:
        return _held(request, visit)
    asked, proven = _split(visit.case)
    form = SheetForm(data_of(request), questions=asked, initial={"day": timezone.localdate()})

    def do(given: dict[str, Any]) -> None:
        visits.hold(
            visit,
            visits.Sheet(
                held_at=form.moment,
                workers_met=given["workers_met"],
                statement=given["statement"],
                note=given["note"],
                where=form.where,
                answers=form.answers,
                present=form.present,
            ),
            by=request.user,
        )

    return act_page(request, visit.case, form, do, title=_("Visit sheet"), button=_("Save the visit"),
                    done=_("The visit is saved. Add findings, photos and workers found."), template="sheet.html",
                    visit=visit, proven=proven)  # fmt: skip


def _held(request: HttpRequest, visit: Visit) -> HttpResponse:
    note_reading(visit.case, by=request.user, screen="cases.visit")
    context = {
        "case": visit.case,
        "visit": visit,
        "answers": list(visit.answers.select_related("question")),
        "present": list(visit.present.all()),
    }
    return render(request, f"{FOLDER}/held.html", context)


@require_safe
def blank(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """The empty sheet for a pen: what data proves is printed, the rest is asked."""
    visit = _visit(request, visit_id)
    asked, proven = _split(visit.case)
    context = {"case": visit.case, "visit": visit, "asked": asked, "proven": proven, "lines": range(5)}
    return render(request, f"{FOLDER}/blank.html", context | {"place": place_name(visit.commune_code)})


@require_safe
def letter(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """The announcement on paper, for the inspector who works on it and for the employer it is addressed to."""
    announced = Visit.objects.exclude(state=VisitState.CANCELLED).filter(announced=True, case__isnull=False)
    own = announced.filter(enterprise__in=Enterprise.objects.represented_by(request.user))
    found = own.select_related("case__enterprise", "case__office").filter(pk=visit_id).first()
    visit = found or _visit(request, visit_id)
    if not visit.announced or visit.state == VisitState.CANCELLED:
        raise PermissionDenied
    language = get_language() or "km"
    try:
        paper = typeset("pdf/visit_letter.html", _letter(visit, language), language)
    except PdfUnavailable as none:
        return HttpResponse(str(none), status=503, content_type="text/plain; charset=utf-8")
    return respond_bytes(paper, f"{visit.case.reference}.pdf", "application/pdf")


def _letter(visit: Visit, language: str) -> dict[str, Any]:
    with translation.override(language):
        return {
            "visit": visit,
            "case": visit.case,
            "enterprise": visit.enterprise,
            "place": place_name(visit.commune_code),
            "office": visit.case.office.name,
            "questions": [question.text for question in _questions(visit.case)],
            "inspectors": [str(one.user) for one in visit.case.inspectors.active().select_related("user")],
            "number": visit.case.reference,
            "digits": "khmer" if language == "km" else "latin",
            "issued_on": timezone.localdate(visit.planned_at),
            "draft": visits.notice_is_draft(),
            "qr_svg": "",
            "qr_src": "",
            "verify_url": "",
        }
