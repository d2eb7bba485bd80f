"""Emergency reliefs: which there are, declaring one, its page and its report."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incentives import presenting_interventions as presenting
from incentives.enums import InterventionState as S
from incentives.enums import LineState
from incentives.forms_relief import RuleForm, first_rule
from incentives.models import Intervention, InterventionLine
from incentives.services import intervention_jobs, interventions
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.jobs.models import Job
from nssf_portal.workflow import NotPossible

FOLDER = "incentives/interventions"
_PAGE = 25
_ASK = require_http_methods(["GET", "HEAD", "POST"])
CHIPS = {
    "open": (gettext_lazy("Being prepared"), (S.DRAFTED, S.SELECTED, S.PROPOSED)),
    "granted": (gettext_lazy("In force"), (S.GRANTED,)),
    "over": (gettext_lazy("Over"), (S.ENDED, S.EXPIRED, S.REVOKED, S.REFUSED)),
}


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def home(request: HttpRequest) -> HttpResponse:
    """All emergency reliefs by what they ask for now, with how many enterprises each reaches."""
    seen = Intervention.objects.visible_to(request.user)
    by_state = dict(seen.order_by().values_list("state").annotate(n=Count("pk")))
    counts = {key: sum(by_state.get(state, 0) for state in states) for key, (_word, states) in CHIPS.items()}
    first = next((key for key in CHIPS if counts[key]), "open")
    shown = request.GET.get("show") if request.GET.get("show") in CHIPS else first
    on_it = Count("lines", filter=Q(lines__state__in=presenting.HOLDS))
    rows = seen.filter(state__in=CHIPS[shown][1]).annotate(enterprises=on_it).order_by("-created_at", "pk")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [presenting.Row(one) for one in page.object_list],
        "chips": [(key, word, counts[key], key == shown) for key, (word, _states) in CHIPS.items()],
        "in_force": counts["granted"],
        "waiting": by_state.get(S.PROPOSED, 0),
        "may_work": interventions.works(request.user),
    }
    return render(request, f"{FOLDER}/home.html", context)


def seen_one(request: HttpRequest, intervention_id: uuid.UUID) -> Intervention:
    """An emergency relief that this person may see, or 404."""
    people = ("created_by", "proposed_by", "granted_by", "refused_by", "ended_by", "revoked_by")
    seen = Intervention.objects.visible_to(request.user).select_related(*people)
    return get_object_or_404(seen, pk=intervention_id)


def seen_lines(request: HttpRequest, one: Intervention) -> QuerySet[InterventionLine]:
    return InterventionLine.objects.visible_to(request.user).filter(intervention=one)


@_ASK
@require_permission(Permission.WORK_INCENTIVES)
def new(request: HttpRequest) -> HttpResponse:
    """Declare one; `?like=` begins with what another one says."""
    if not interventions.works(request.user):
        raise PermissionDenied
    form = RuleForm(request.POST or None, initial=first_rule(_like(request)))
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["submission_id"]
        try:
            made = interventions.declare(by=request.user, submission_id=key, **form.rule())
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("relief:emergency", made.pk)
    return render(request, f"{FOLDER}/form.html", {"form": form}, status=422 if form.errors else 200)


def _like(request: HttpRequest) -> Intervention | None:
    try:
        key = uuid.UUID(request.GET.get("like", ""))
    except ValueError:
        return None
    return Intervention.objects.visible_to(request.user).filter(pk=key).first()


@_ASK
@require_permission(Permission.WORK_INCENTIVES)
def change(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """Another rule, while nothing is proposed."""
    found = seen_one(request, intervention_id)
    if not interventions.works(request.user):
        raise PermissionDenied
    form = RuleForm(request.POST or None, initial=first_rule(found))
    if request.method == "POST" and form.is_valid():
        try:
            interventions.change(found, by=request.user, **form.rule())
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("relief:emergency", found.pk)
    context = {"form": form, "one": found}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def one(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """One emergency relief: where it stands, what comes next and who does it, the rule, the list in numbers."""
    found = seen_one(request, intervention_id)
    lines = seen_lines(request, found)
    totals = presenting.totals(lines)
    context = {
        "one": found,
        "row": presenting.Row(found),
        "totals": totals,
        "rule": presenting.rule(found),
        "groups": presenting.groups(lines) if totals.on_it else [],
        "relieved": presenting.relieved(found, lines, totals.on_it),
        "events": presenting.history(found),
        **_next(request.user, found),
    }
    return render(request, f"{FOLDER}/one.html", context)


def _next(user: User, found: Intervention) -> dict[str, Any]:
    """What this person may do now, and how far the work of the portal is."""
    decides = interventions.decides(user)
    job = intervention_jobs.job_of(found)
    running = job if job and job.state != Job.State.DONE else None
    return {
        "may_work": interventions.works(user),
        "may_decide": decides,
        "own": found.proposed_by_id == user.pk,
        "tied": interventions.tied_count(found, user, (LineState.SELECTED, LineState.APPLIED)),
        "may_end": decides and found.state == S.GRANTED and bool(interventions.last_months(found)),
        "may_revoke": decides and found.state in (S.GRANTED, S.ENDED, S.EXPIRED),
        "job": running,
        "is_dead": bool(running and running.state == Job.State.DEAD),
    }


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def report(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """Who was reached, for how many months, what was relieved, how they stood before and stand now."""
    found = seen_one(request, intervention_id)
    lines = seen_lines(request, found)
    totals = presenting.totals(lines)
    excluded = lines.filter(state="excluded").order_by().values("excluded_reason").annotate(n=Count("pk"))
    context = {
        "one": found,
        "row": presenting.Row(found),
        "totals": totals,
        "rule": presenting.rule(found),
        "groups": presenting.groups(lines) if totals.on_it else [],
        "relieved": presenting.relieved(found, lines, totals.on_it),
        "standings": presenting.standings(found, lines),
        "excluded": list(excluded.order_by("-n", "excluded_reason")[:_PAGE]),
        "events": presenting.history(found),
    }
    return render(request, f"{FOLDER}/report.html", context)
