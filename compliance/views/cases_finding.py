"""What is found in a case: findings, evidence, workers who are not registered, and the minutes."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance import perms, powers
from compliance.enums import Act
from compliance.forms_cases import EvidenceForm, FindingForm, MinutesForm, SettleFindingForm, WorkerForm
from compliance.models import CaseFile, Evidence, Finding, Minutes, Visit
from compliance.services import finding as finding_service
from compliance.services import minutes as minutes_service
from compliance.services import self_declaring
from compliance.views.cases_common import act_page, case_worked, data_of
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.documents.services import respond, respond_bytes, respond_issued
from nssf_portal.ui.forms import PortalForm


def _last_held(case: CaseFile) -> Visit | None:
    return case.visits.filter(state="held").order_by("-held_at", "id").first()


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    found = case_worked(request, case_id)

    def do(given: dict[str, Any]) -> None:
        finding_service.record(found, by=request.user, visit=_last_held(found), **given)

    return act_page(request, found, FindingForm(data_of(request)), do, title=_("What was found?"),
                    button=_("Record the finding"), done=_("The finding is recorded."))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, finding_id: uuid.UUID) -> HttpResponse:
    """Put right, or withdrawn; both say how or why."""
    seen = Finding.objects.visible_to(request.user).select_related("case__enterprise", "violation")
    one = get_object_or_404(seen, pk=finding_id)
    if not perms.may_work(request.user, one.case):
        raise PermissionDenied

    def do(given: dict[str, Any]) -> None:
        settle = finding_service.cure if given["act"] == "cure" else finding_service.withdraw
        settle(one, text=given["text"], by=request.user)

    return act_page(request, one.case, SettleFindingForm(data_of(request)), do, title=_("What became of the finding?"),
                    button=_("Save"), done=_("The finding is settled."), finding=one)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def worker(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A worker found: the registration goes to the desk of the place."""
    found = case_worked(request, case_id)
    form = WorkerForm(data_of(request), with_submission_id=True)

    def do(given: dict[str, Any]) -> None:
        person = finding_service.Person(
            family_name=given["family_name"],
            given_name=given["given_name"],
            sex=given["sex"],
            born_on=given["born_on"].value,
            born_precision=given["born_on"].precision,
            works_since=given["works_since"],
            khmer_id=given["khmer_id"],
            note=given["note"],
        )
        finding_service.found_worker(
            found, person, by=request.user, submission_id=given["submission_id"], visit=_last_held(found)
        )

    return act_page(request, found, form, do, title=_("A worker who is not registered"),
                    button=_("Open the registration"), done=_("The registration waits at the desk."))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def add_evidence(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    found = case_worked(request, case_id)
    posted = request.method == "POST"
    form = EvidenceForm(request.POST, request.FILES) if posted else EvidenceForm()

    def do(given: dict[str, Any]) -> None:
        finding_service.add_evidence(
            found, given["file"], by=request.user, submission_id=given["submission_id"], taken_at=form.moment,
            where=form.where, note=given["note"], visit=_last_held(found),
        )  # fmt: skip

    return act_page(request, found, form, do, title=_("A photo or paper"), button=_("Keep it"),
                    done=_("The evidence is kept."))  # fmt: skip


@require_safe
def evidence(request: HttpRequest, evidence_id: uuid.UUID) -> HttpResponse:
    """The file, for whoever sees the case."""
    one = get_object_or_404(Evidence.objects.visible_to(request.user).select_related("upload", "case"), pk=evidence_id)
    note_reading(one.case, by=request.user, screen="cases.evidence")
    try:
        return respond(one.upload)
    except FileNotFoundError as gone:
        raise Http404 from gone


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Numbered, signed or not; a correction is a second set."""
    found = case_worked(request, case_id)
    powers.require(request.user, Act.MAKE_MINUTES)
    last = _last_held(found)
    form = MinutesForm(data_of(request), initial={"statement": last.employer_statement if last else ""})

    def do(given: dict[str, Any]) -> None:
        minutes_service.make(found, by=request.user, visit=last, **given)

    return act_page(request, found, form, do, title=_("Make minutes"), button=_("Make the minutes"),
                    done=_("The minutes are made."))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A self-declaration is taken as it is."""
    found = case_worked(request, case_id)
    powers.require(request.user, Act.MAKE_MINUTES)

    def do(given: dict[str, Any]) -> None:
        self_declaring.accept(found, by=request.user, submission_id=given["submission_id"])

    form = PortalForm(data_of(request), with_submission_id=True)
    return act_page(request, found, form, do, title=_("Accept the self-declaration?"), button=_("Accept"),
                    done=_("The self-declaration is accepted: minutes say so."))  # fmt: skip


@require_safe
def minutes_paper(request: HttpRequest, minutes_id: uuid.UUID, language: str) -> HttpResponse:
    """The very paper that was made, for whoever sees the case and the employer it was made with."""
    seen = Minutes.objects.visible_to(request.user).select_related("paper_km", "paper_en", "case")
    one = get_object_or_404(seen, pk=minutes_id)
    note_reading(one.case, by=request.user, screen="cases.minutes")
    if one.is_draft:
        return _draft(one, language)
    paper = one.paper_en if language == "en" else one.paper_km
    if paper is None:
        raise Http404
    return respond_issued(paper, f"{one.number}-{language}.pdf")


def _draft(one: Minutes, language: str) -> HttpResponse:
    try:
        content = minutes_service.preview(one, language)
    except PdfUnavailable as none:
        return HttpResponse(str(none), status=503, content_type="text/plain; charset=utf-8")
    return respond_bytes(content, f"draft-{one.number}-{language}.pdf", "application/pdf")
