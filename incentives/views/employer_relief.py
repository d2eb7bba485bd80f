"""The employer asks for relief and follows it: what it means, what comes next, and its papers."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.declaring.presenting import month_words
from enterprises.models import Enterprise
from enterprises.perms import can_manage_enterprise
from incentives import presenting_relief as presenting
from incentives.enums import ReliefKind
from incentives.forms_relief_requests import AskForm, KindForm, Staff
from incentives.models import ReliefDocument, ReliefRequest
from incentives.relief_months import to_correct
from incentives.services import relieving
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.services import UploadRefused, respond
from nssf_portal.workflow import NotPossible
from registration import staff_list
from registration.enums import Presence
from registration.models import Employment

FOLDER = "incentives/employer_relief"
_ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE = 25
_MOST_NAMED = 100


def _own(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    return get_object_or_404(Enterprise.objects.represented_by(request.user), pk=enterprise_id)


def _one(request: HttpRequest, enterprise_id: uuid.UUID, relief_id: uuid.UUID) -> ReliefRequest:
    rows = ReliefRequest.objects.visible_to(request.user).filter(enterprise=_own(request, enterprise_id))
    return get_object_or_404(rows.select_related("enterprise", "reason", "fine", "asked_by"), pk=relief_id)


@require_safe
def home(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """What was asked for, newest first, and for what reasons relief can be asked."""
    enterprise = _own(request, enterprise_id)
    asked = ReliefRequest.objects.visible_to(request.user).filter(enterprise=enterprise)
    page = Paginator(asked.select_related("reason", "fine"), _PAGE).get_page(request.GET.get("page"))
    context = {
        "enterprise": enterprise,
        "page": page,
        "rows": presenting.own_rows(page.object_list),
        "waiting": asked.filter(state__in=("asked", "proposed")).count(),
        "reasons": list(relieving.in_force().order_by("kind", "order", "code")),
        "may_ask": can_manage_enterprise(request.user, enterprise),
    }
    return render(request, f"{FOLDER}/home.html", context)


@_ASK
def ask(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """First what for; then the request on one page. Only the owner or a manager asks."""
    enterprise = _own(request, enterprise_id)
    if not can_manage_enterprise(request.user, enterprise):
        raise PermissionDenied
    if known := _sent_before(request, enterprise):
        return redirect("employer_relief:request", enterprise.pk, known.pk)
    kinds, kind = _kinds(enterprise), request.GET.get("kind", "")
    if kind not in kinds:
        return _which(request, enterprise, kinds)
    filters = staff_list.Filters.read(request.GET)
    staff = _staff(enterprise, request, filters) if kind == ReliefKind.CONTRACTS else None
    form = AskForm(
        request.POST or None,
        request.FILES or None,
        enterprise=enterprise,
        kind=kind,
        staff=staff,
        initial={"fine": request.GET.get("fine", "")},
    )
    if request.method == "POST" and form.is_valid() and (made := _asked(request, enterprise, kind, form)):
        messages.success(request, _("Your request arrived. Number %(reference)s.") % {"reference": made.reference})
        return redirect("employer_relief:request", enterprise.pk, made.pk)
    context = _ask_page(enterprise, kind, form, staff) | _filters(enterprise, request, staff, filters)
    return render(request, f"{FOLDER}/ask.html", context, status=422 if form.errors else 200)


def _sent_before(request: HttpRequest, enterprise: Enterprise) -> ReliefRequest | None:
    """A double click: its fine is not on the list any more, but the request is there."""
    try:
        submission = uuid.UUID(request.POST.get("submission_id", ""))
    except ValueError:
        return None
    return ReliefRequest.objects.filter(submission_id=submission, enterprise=enterprise).first()


def _kinds(enterprise: Enterprise) -> list[str]:
    """What this enterprise can ask for today."""
    kinds: list[str] = []
    if relieving.fines_to_ask(enterprise).exists():
        kinds.append(ReliefKind.PENALTY)
    if relieving.span(enterprise, ReliefKind.LATENESS):
        kinds += [ReliefKind.LATENESS, ReliefKind.INTEREST]
        if Employment.objects.filter(enterprise=enterprise).current().exists():
            kinds.append(ReliefKind.CONTRACTS)
    return kinds


def _which(request: HttpRequest, enterprise: Enterprise, kinds: list[str]) -> HttpResponse:
    form = KindForm(request.POST or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        address = reverse("employer_relief:ask", args=[enterprise.pk])
        return redirect(f"{address}?kind={form.cleaned_data['kind']}")
    context = {"enterprise": enterprise, "form": form, "kinds": kinds, "steps": 0}
    context["back_url"] = reverse("employer_relief:home", args=[enterprise.pk])
    return render(request, f"{FOLDER}/which.html", context, status=422 if form.errors else 200)


def _staff(enterprise: Enterprise, request: HttpRequest, filters: staff_list.Filters) -> Staff:
    everyone = filters.apply(staff_list.staff_of(enterprise, request.user))
    return Staff(everyone, everyone.count())


def _ask_page(enterprise: Enterprise, kind: str, form: AskForm, staff: Staff | None) -> dict[str, Any]:
    return {
        "enterprise": enterprise,
        "form": form,
        "kind": kind,
        "title": dict(ReliefKind.choices)[kind],
        "unconfirmed": relieving.in_force().filter(kind=kind, confirmed=False).exists(),
        "staff": staff,
        "not_shown": max(staff.count - Staff.MOST, 0) if staff else 0,
        "back_url": reverse("employer_relief:ask", args=[enterprise.pk]),
        "steps": 0,
    }


def _filters(
    enterprise: Enterprise, request: HttpRequest, staff: Staff | None, filters: staff_list.Filters
) -> dict[str, Any]:
    if staff is None:
        return {}
    return {
        "filters": filters,
        "departments": staff_list.departments(staff_list.staff_of(enterprise, request.user)),
        "presences": Presence.choices,
    }


def _asked(request: HttpRequest, enterprise: Enterprise, kind: str, form: AskForm) -> ReliefRequest | None:
    """The request; None with the form's error when a rule or a file stands in the way."""
    given = form.cleaned_data
    try:
        return relieving.ask(
            enterprise=enterprise,
            kind=kind,
            reason=given["reason"],
            text=given["text"],
            by=request.user,
            submission_id=given["submission_id"],
            fine=given.get("fine"),
            from_month=given.get("from_month"),
            to_month=given.get("to_month"),
            employments=form.employments(),
            files=form.papers(),
        )
    except UploadRefused as refused:
        form.add_error("file1", refused)
    except NotPossible as refused:
        form.add_error(None, str(refused))
    return None


@require_safe
def one(request: HttpRequest, enterprise_id: uuid.UUID, relief_id: uuid.UUID) -> HttpResponse:
    """One request: where it stands, what comes next, what was asked, what happened."""
    found = _one(request, enterprise_id, relief_id)
    note_reading(found.enterprise, by=request.user, screen="employer.relief")
    named = found.contracts.select_related("employment__member").order_by("employment__staff_number", "id")
    context = {
        "enterprise": found.enterprise,
        "one": found,
        "tag_of": presenting.tag_of(found),
        "next_step": presenting.next_step(found),
        "months": presenting.months_of(found),
        "named": [contract.employment for contract in named[:_MOST_NAMED]],
        "contracts": found.contracts.count(),
        "documents": list(found.documents.select_related("upload")),
        "to_correct": [(f"{month:%Y-%m}", month_words(month)) for month in to_correct(found)],
        "events": presenting.events(found, names=False),
        "may_withdraw": found.state == "asked" and can_manage_enterprise(request.user, found.enterprise),
    }
    return render(request, f"{FOLDER}/request.html", context)


@require_POST
def withdraw(request: HttpRequest, enterprise_id: uuid.UUID, relief_id: uuid.UUID) -> HttpResponse:
    found = _one(request, enterprise_id, relief_id)
    try:
        relieving.withdraw(found, by=request.user)
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("You took the request back."))
    return redirect("employer_relief:request", found.enterprise_id, found.pk)


@require_safe
def paper(
    request: HttpRequest, enterprise_id: uuid.UUID, relief_id: uuid.UUID, relief_document_id: uuid.UUID
) -> HttpResponse:
    found = _one(request, enterprise_id, relief_id)
    documents = ReliefDocument.objects.filter(request=found).select_related("upload")
    return respond(get_object_or_404(documents, pk=relief_document_id).upload)
