"""Complaints about our own work, in a list of their own: not in the clerks' queue."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.khmer.phones import display_phone
from nssf_portal.workflow import NotPossible
from registration.enums_service import ComplaintState
from registration.forms.hotline import AnswerForm, ConcernForm
from registration.models import Complaint
from registration.presenting.service import with_clocks
from registration.services import complaints

FOLDER = "registration/hotline"
_PAGE = 25


@require_safe
@require_permission(Permission.HANDLE_COMPLAINTS)
def complaint_list(request: HttpRequest) -> HttpResponse:
    answered = request.GET.get("answered") == "1"
    visible = Complaint.objects.visible_to(request.user).select_related("office", "handled_by")
    chosen = (
        visible.exclude(state__in=[ComplaintState.RECEIVED, ComplaintState.LOOKING])
        if answered
        else visible.unanswered()
    )
    page = Paginator(chosen.order_by("due_on", "id"), _PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        f"{FOLDER}/complaints.html",
        {"page": page, "rows": list(with_clocks(page.object_list)), "answered": answered},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.HANDLE_COMPLAINTS)
def complaint(request: HttpRequest, complaint_id: uuid.UUID) -> HttpResponse:
    visible = Complaint.objects.visible_to(request.user).select_related("office", "person", "handled_by", "answered_by")
    found = get_object_or_404(visible, pk=complaint_id)
    if request.method == "POST":
        return _act(request, found)
    note_reading(found, by=request.user, screen="desk.complaint")
    return _page(request, found)


def _act(request: HttpRequest, found: Complaint) -> HttpResponse:
    act = request.POST.get("act")
    try:
        if act == "answer":
            return _answer(request, found)
        if act == "concern":
            return _concern(request, found)
        if act in ("look", "close"):
            (complaints.look if act == "look" else complaints.close)(found, by=request.user)
            messages.success(request, _("Noted."))
    except NotPossible as told:
        messages.error(request, str(told))
    return redirect("desk_hotline:complaint", found.pk)


def _answer(request: HttpRequest, found: Complaint) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, answer_form=form)
    complaints.answer(found, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Answered. Whoever holds the reference and the code reads it."))
    return redirect("desk_hotline:complaint", found.pk)


def _concern(request: HttpRequest, found: Complaint) -> HttpResponse:
    """Whom it is about may turn out to be the reader: then it is out of reach from this moment."""
    form = ConcernForm(request.POST)
    if not form.is_valid():
        return _page(request, found, concern_form=form)
    complaints.concern(found, by=request.user, **form.cleaned_data)
    messages.success(request, _("Noted. The complaint is out of reach of those it is about."))
    return redirect("desk_hotline:complaints")


def _page(request: HttpRequest, found: Complaint, **forms: object) -> HttpResponse:
    initial = {"office": found.office_id, "person": found.person_id}
    context = {
        "complaint": found,
        "clock": next(with_clocks([found])).clock,
        "phone": display_phone(found.reveal()) if found.contact_cipher else "",
        "answer_form": forms.get("answer_form") or AnswerForm(),
        "concern_form": forms.get("concern_form") or ConcernForm(initial=initial),
    }
    return render(request, f"{FOLDER}/complaint.html", context)
