"""What is done with an activity: take up, decline, announce, cancel, hold, report, send back, verify."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.workflow import NotPossible
from outreach import presenting_activities
from outreach.forms_activities import ReportForm, WhyForm
from outreach.models import Activity
from outreach.services import activities, reporting_back
from outreach.views.activities import ASK, FOLDER, seen_one


def did(request: HttpRequest, one: Activity, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it, say it, or say why not; the page shows what is true."""
    try:
        act()
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    return redirect("outreach_activities:activity", one.pk)


@require_POST
@require_permission(Permission.WORK_OUTREACH)
def take_up(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    done = _("It is on the plan. The partner sees it.")
    return did(request, one, lambda: activities.take_up(one, by=request.user), done)


@require_POST
@require_permission(Permission.WORK_OUTREACH)
def announce(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    return did(request, one, lambda: activities.announce(one, by=request.user), _("It is announced."))


@require_POST
@require_permission(Permission.WORK_OUTREACH)
def hold(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    done = _("Written down as held. Now add evidence and report it.")
    return did(request, one, lambda: activities.hold(one, by=request.user), done)


@require_POST
@require_permission(Permission.VERIFY_OUTREACH)
def verify(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    return did(request, one, lambda: reporting_back.verify(one, by=request.user), _("Verified. It counts from now on."))


@ASK
@require_permission(Permission.WORK_OUTREACH)
def decline(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    done = _("Not taken up. The partner reads the reason.")
    return _with_reason(request, one, "decline", activities.decline, done)


@ASK
@require_permission(Permission.WORK_OUTREACH)
def cancel(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    done = _("Cancelled. Everybody who signed up gets a message.")
    return _with_reason(request, one, "cancel", activities.cancel, done)


@ASK
@require_permission(Permission.VERIFY_OUTREACH)
def send_back(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    return _with_reason(request, one, "send_back", reporting_back.send_back, _("Sent back, with the reason."))


def _with_reason(request: HttpRequest, one: Activity, act: str, do: Callable, done: str) -> HttpResponse:
    """The page that asks for the reason and says what will happen."""
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        return did(request, one, lambda: do(one, by=request.user, reason=why), done)
    allowed = presenting_activities.may_do(one, request.user)["decide" if act == "decline" else act]
    context = {"one": one, "act": act, "form": form, "allowed": allowed, "tag": presenting_activities.tag_of(one)}
    if act == "cancel":
        context["signed_up"] = one.sign_ups.filter(cancelled_at__isnull=True).count()
    return render(request, f"{FOLDER}/why.html", context, status=422 if form.errors else 200)


@ASK
@require_permission(Permission.WORK_OUTREACH)
def report(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """What happened, with the sheet of its type."""
    one = seen_one(request, activity_id)
    sheet, known = reporting_back.fields_of(one), reporting_back.answers_of(one)
    form = ReportForm(request.POST or None, sheet=sheet, known=known, initial={"report": one.report})
    if request.method == "POST" and form.is_valid():
        given = {"report": form.cleaned_data["report"], "answers": form.answers()}
        try:
            reporting_back.report(one, by=request.user, **given)
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Reported. A second person verifies it."))
            return redirect("outreach_activities:activity", one.pk)
    context = {
        "one": one,
        "form": form,
        "tag": presenting_activities.tag_of(one),
        "may": presenting_activities.may_do(one, request.user),
        "has_evidence": reporting_back.has_evidence(one),
    }
    return render(request, f"{FOLDER}/report.html", context, status=422 if form.errors else 200)
