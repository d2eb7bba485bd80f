"""What is done with an emergency relief: select, propose, grant, refuse, end early, take back, try again."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from incentives import presenting_interventions as presenting
from incentives.forms_relief import EndForm, WhyForm
from incentives.models import Intervention
from incentives.services import intervention_jobs, interventions
from incentives.views.interventions import FOLDER, seen_lines, seen_one
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.jobs import services as jobs
from nssf_portal.workflow import NotPossible

_ASK = require_http_methods(["GET", "HEAD", "POST"])


def _do(request: HttpRequest, one: Intervention, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it, say it, or say why not; the page shows what is true."""
    try:
        act()
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("relief:emergency", one.pk)


@require_POST
@require_permission(Permission.WORK_INCENTIVES)
def select(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """The rule makes the list, or makes it again."""
    one = seen_one(request, intervention_id)
    try:
        count = interventions.select(one, by=request.user)
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        said = ngettext("%(count)s enterprise is on the list.", "%(count)s enterprises are on the list.", count)
        messages.success(request, said % {"count": count})
    return redirect("relief:emergency", one.pk)


@require_POST
@require_permission(Permission.WORK_INCENTIVES)
def propose(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, intervention_id)
    return _do(
        request, one, lambda: interventions.propose(one, by=request.user), _("Proposed. A second person decides.")
    )


@require_POST
@require_permission(Permission.WORK_INCENTIVES)
def redraft(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, intervention_id)
    done = _("The proposal is taken back. Change the rule if you need to, then make the list again.")
    return _do(request, one, lambda: interventions.redraft(one, by=request.user), done)


@require_POST
@require_permission(Permission.GRANT_RELIEF)
def grant(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, intervention_id)
    done = _("Granted. It is being applied to every enterprise of the list; you may close this page.")
    return _do(request, one, lambda: interventions.grant(one, by=request.user), done)


@_ASK
@require_permission(Permission.GRANT_RELIEF)
def refuse(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    one, form = seen_one(request, intervention_id), WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        return _do(request, one, lambda: interventions.refuse(one, by=request.user, reason=why), _("Refused."))
    return _ask(request, one, "refuse", form)


@_ASK
@require_permission(Permission.GRANT_RELIEF)
def end(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """End it early, from a month on."""
    one = seen_one(request, intervention_id)
    form = EndForm(request.POST or None, months=interventions.last_months(one))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = _("Ended. The months after are taken off every enterprise; what was before stays.")
        return _do(request, one, lambda: interventions.end(one, by=request.user, **given), done)
    return _ask(request, one, "end", form)


@_ASK
@require_permission(Permission.GRANT_RELIEF)
def revoke(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """Take all of it back."""
    one, form = seen_one(request, intervention_id), WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        done = _("Taken back. Every enterprise owes again what was relieved, from today on.")
        return _do(request, one, lambda: interventions.revoke(one, by=request.user, reason=why), done)
    return _ask(request, one, "revoke", form)


def _ask(request: HttpRequest, one: Intervention, act: str, form: Any) -> HttpResponse:
    """The page that asks for the reason and says what will happen."""
    if not interventions.decides(request.user):
        raise PermissionDenied
    totals = presenting.totals(seen_lines(request, one))
    context = {"one": one, "row": presenting.Row(one), "act": act, "form": form, "totals": totals}
    return render(request, f"{FOLDER}/act.html", context, status=422 if form.errors else 200)


@require_POST
@require_permission(Permission.GRANT_RELIEF)
def again(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """Work that stopped after several failures is taken up again where it stopped."""
    one = seen_one(request, intervention_id)
    if not interventions.decides(request.user):
        raise PermissionDenied
    job = intervention_jobs.job_of(one)
    if job and jobs.retry(job.pk):
        messages.success(request, _("Taken up again where it stopped."))
    else:
        messages.info(request, _("There is nothing to take up again."))
    return redirect("relief:emergency", one.pk)
