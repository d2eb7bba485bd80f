"""What agents take down for callers: a call-back, a tip, a complaint; and the calls that are owed."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.khmer.phones import display_phone
from nssf_portal.workflow import NotPossible
from registration.enums import Channel
from registration.enums_service import CallBackState
from registration.forms.hotline import CallMeForm, CallOutcomeForm, ComplaintForm, TipForm
from registration.forms.me.staying import CallersOpinionForm
from registration.models import CallBack
from registration.presenting.service import with_item_clocks
from registration.services import call_backs, complaints, survey, tips

FOLDER = "registration/hotline"
_SHOWN = 100


def _may_call(request: HttpRequest) -> None:
    """The hotline; officers of the whole country see the calls owed in their queue, and may make them."""
    if not (
        request.user.has_permission(Permission.ANSWER_CALLS) or request.user.has_permission(Permission.DECIDE_WORK)
    ):
        raise PermissionDenied


@require_safe
def call_back_list(request: HttpRequest) -> HttpResponse:
    """The calls we owe, the oldest first."""
    _may_call(request)
    waiting = CallBack.objects.visible_to(request.user).waiting().select_related("work_item__claimed_by")
    rows = list(with_item_clocks(waiting.order_by("work_item__due_on", "asked_at")[:_SHOWN]))
    return render(request, f"{FOLDER}/call_backs.html", {"rows": rows})


def _call_back(request: HttpRequest, call_back_id: uuid.UUID) -> CallBack:
    _may_call(request)
    visible = CallBack.objects.visible_to(request.user).select_related("work_item__claimed_by", "opened_by")
    return get_object_or_404(visible, pk=call_back_id)


@require_http_methods(["GET", "HEAD", "POST"])
def call_back(request: HttpRequest, call_back_id: uuid.UUID) -> HttpResponse:
    """One call: the number is shown to whoever took it, and logged; a POST says what came of it."""
    found = _call_back(request, call_back_id)
    mine = found.work_item.claimed_by_id == request.user.pk
    form = CallOutcomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not mine:
            messages.error(request, _("Take the call first."))
            return redirect("desk_hotline:call_back", found.pk)
        if form.is_valid():
            return _tried(request, found, form)
    shows = mine and found.state == CallBackState.WAITING
    if shows:
        note_reading(found, by=request.user, screen="desk.call_back")
    phone = found.reveal() if shows else ""
    context = {"call_back": found, "form": form, "mine": mine, "phone": phone, "shown": display_phone(phone)}
    return render(request, f"{FOLDER}/call_back.html", context | {"clock": next(with_item_clocks([found])).clock})


def _tried(request: HttpRequest, found: CallBack, form: CallOutcomeForm) -> HttpResponse:
    try:
        after = call_backs.tried(found, by=request.user, **form.cleaned_data)
    except NotPossible as told:
        messages.error(request, str(told))
        return redirect("desk_hotline:call_back", found.pk)
    waits = after.state == CallBackState.WAITING
    messages.success(request, _("Noted. Somebody tries again.") if waits else _("Noted."))
    return redirect("desk_hotline:call_backs")


@require_POST
def call_back_claim(request: HttpRequest, call_back_id: uuid.UUID) -> HttpResponse:
    found = _call_back(request, call_back_id)
    try:
        call_backs.claim(found, by=request.user)
    except NotPossible as told:
        messages.error(request, str(told))
    return redirect("desk_hotline:call_back", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.ANSWER_CALLS)
def call_back_new(request: HttpRequest) -> HttpResponse:
    form = CallMeForm(
        request.POST if request.method == "POST" else None, with_submission_id=True, initial={"language": "km"}
    )
    if request.method == "POST" and form.is_valid():
        call_backs.ask(channel=Channel.HOTLINE, by=request.user, **form.cleaned_data)
        messages.success(request, _("The call-back is in the list."))
        return redirect("desk_hotline:call_backs")
    return _take_down(request, form, _("Call-back"), _("Put it in the list"))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.ANSWER_CALLS)
def tip_new(request: HttpRequest) -> HttpResponse:
    """What is taken down here cannot be read again by whoever took it."""
    form = TipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        tip = tips.give(channel=Channel.HOTLINE, taken_by=request.user, **form.values())
        messages.success(request, _("Tip %(reference)s goes to the inspectors.") % {"reference": tip.reference})
        return redirect("desk_hotline:hotline")
    return _take_down(request, form, _("Tip about an enterprise"), _("Send it to the inspectors"))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.ANSWER_CALLS)
def complaint_new(request: HttpRequest) -> HttpResponse:
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = complaints.complain(channel=Channel.HOTLINE, taken_by=request.user, **form.values())
        told = {"reference": made.reference, "code": complaints.code_of(made)}
        messages.success(request, _("Read aloud: reference %(reference)s, code %(code)s.") % told)
        return redirect("desk_hotline:hotline")
    return _take_down(request, form, _("Complaint about the Fund"), _("Send it to the complaints officers"))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.ANSWER_CALLS)
def opinion_new(request: HttpRequest) -> HttpResponse:
    """The two questions after a decision, a card or a visit, answered on the telephone."""
    form = CallersOpinionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        survey.answer_by_hotline(**form.cleaned_data)
        messages.success(request, _("Counted, without a name. Thank the caller."))
        return redirect("desk_hotline:hotline")
    return _take_down(request, form, _("Two questions, two taps"), _("Count it"))


def _take_down(request: HttpRequest, form: object, title: str, button: str) -> HttpResponse:
    return render(request, f"{FOLDER}/take_down.html", {"form": form, "title": title, "button": button})
