"""A caller: found by a whole number, known by facts, told the status and the next step; nothing is listed."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nssf_portal.accounts.permissions import Permission
from nssf_portal.law.limits import within_limit
from registration.enums import Channel
from registration.forms.counter import NumberForm
from registration.forms.hotline import FactsForm, LanguageForm, NewPhoneForm
from registration.models import Call, CallBack
from registration.presenting.service import masked_name, statuses
from registration.services import calls, phones

FOLDER = "registration/hotline"


class FindForm(NumberForm):
    """The same box, for a call that begins."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)


@require_http_methods(["GET", "HEAD", "POST"])
def hotline(request: HttpRequest) -> HttpResponse:
    """Where a call begins: one whole number, no names."""
    if not request.user.has_permission(Permission.ANSWER_CALLS):
        raise PermissionDenied
    waiting = CallBack.objects.visible_to(request.user).waiting().count()
    return _begin(request, "hotline", Channel.HOTLINE, {"waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest) -> HttpResponse:
    """The same at a counter: a phone that changed or was lost, for somebody who stands there."""
    if not (request.user.has_permission(Permission.DECIDE_WORK) and request.user.has_permission(Permission.TAKE_IN)):
        raise PermissionDenied
    return _begin(request, "person", Channel.COUNTER, {})


def _begin(request: HttpRequest, page: str, channel: str, context: dict[str, Any]) -> HttpResponse:
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (call := _started(request, form, channel)):
        return redirect("desk_hotline:call", call.pk)
    return render(request, f"{FOLDER}/{page}.html", {"form": form} | context)


def _started(request: HttpRequest, form: FindForm, channel: str) -> Call | None:
    if not within_limit("lookup.person.limit", str(request.user.pk)):
        form.add_error(None, _("You have looked for many people in this hour. Go on in the next one."))
        return None
    subject = calls.find(form.cleaned_data["number"])
    if subject is None:
        form.add_error("number", _("Nothing has this number. Read it aloud and type it once more."))
        return None
    return calls.start(subject, by=request.user, channel=channel, submission_id=form.cleaned_data["submission_id"])


def _call(request: HttpRequest, call_id: uuid.UUID) -> Call:
    if not (
        request.user.has_permission(Permission.ANSWER_CALLS) or request.user.has_permission(Permission.DECIDE_WORK)
    ):
        raise PermissionDenied
    visible = Call.objects.visible_to(request.user).select_related("application", "member")
    return get_object_or_404(visible, pk=call_id)


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """First the facts; when they are right, status and next step, masked, each look logged."""
    found = _call(request, call_id)
    form = FactsForm(request.POST if request.method == "POST" else None, call=found)
    if request.method == "POST" and form.is_valid() and _verified(request, found, form):
        return redirect("desk_hotline:call", found.pk)
    return _page(request, found, form)


def _verified(request: HttpRequest, found: Call, form: FactsForm) -> bool:
    try:
        if calls.verify(found, said=form.cleaned_data, by=request.user):
            return True
        form.add_error(None, _("They don't fit together. Which of them is wrong is not shown."))
    except calls.CallClosed:
        form.add_error(
            None, _("Wrong too often: this record stays closed for an hour. The caller may come to an office.")
        )
    return False


def _page(request: HttpRequest, found: Call, form: FactsForm, **forms: Any) -> HttpResponse:
    subject = calls.subject_of(found)
    context: dict[str, Any] = {"call": found, "form": form, "open": calls.is_open(found)}
    if context["open"]:
        calls.note_look(found)
        context |= {
            "name": masked_name(subject),
            "statuses": statuses(subject),
            "language_form": LanguageForm(initial={"language": subject.language}),
            "phone_form": forms.get("phone_form") or (NewPhoneForm() if found.member else None),
        }
    else:
        context |= {"closed": calls.is_closed(found), "was_open": found.verified_at is not None}
    return render(request, f"{FOLDER}/call.html", context)


@require_POST
def call_language(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    found = _call(request, call_id)
    form = LanguageForm(request.POST)
    if form.is_valid():
        calls.set_language(found, language=form.cleaned_data["language"], by=request.user)
        messages.success(request, _("From now on messages are in this language."))
    return redirect("desk_hotline:call", found.pk)


@require_POST
def call_phone(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """The phone changed or is lost: the new one counts, the old one is told too."""
    found = _call(request, call_id)
    form = NewPhoneForm(request.POST)
    if not form.is_valid():
        return _page(request, found, FactsForm(call=found), phone_form=form)
    if phones.change(found, number=form.cleaned_data["phone"], by=request.user):
        messages.success(request, _("The new phone number counts. Both numbers get a message."))
    else:
        messages.info(request, _("This number is known already."))
    return redirect("desk_hotline:call", found.pk)


@require_POST
def call_end(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    found = _call(request, call_id)
    calls.end(found, by=request.user)
    return redirect("desk_hotline:hotline" if found.channel == Channel.HOTLINE else "desk_hotline:person")
