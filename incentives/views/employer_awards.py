"""An enterprise and the award: may it compete, nominate itself, agree to the public roll, take its certificates."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enterprises.models import Enterprise
from enterprises.perms import can_manage_enterprise
from incentives import presenting_jury as presenting
from incentives.enums import AwardState, CandidateSource, CandidateState, CycleState
from incentives.forms_jury import NominateForm
from incentives.models import Award, AwardCycle, Candidate
from incentives.services import award_papers, candidates
from incentives.views.award_lists import ASK, act
from incentives.views.award_page import paper_of
from nssf_portal.workflow import NotPossible

FOLDER = "incentives/employer_awards"
_TOLD = (AwardState.GIVEN, AwardState.WITHDRAWAL_PROPOSED, AwardState.WITHDRAWN)


def _own(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    return get_object_or_404(Enterprise.objects.represented_by(request.user), pk=enterprise_id)


def _awards(enterprise: Enterprise) -> Any:
    """What was announced of it."""
    told = Award.objects.filter(enterprise=enterprise, state__in=_TOLD, cycle__announced_at__isnull=False)
    return told.filter(given_at__isnull=False).select_related("cycle", "category", "candidate")


@require_safe
def home(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """This year's award, whether the enterprise can compete and why not, and what it won."""
    enterprise = _own(request, enterprise_id)
    entries = Candidate.objects.filter(enterprise=enterprise).select_related("cycle", "category")
    entries = list(entries.order_by("-cycle__year"))
    awards = list(_awards(enterprise))
    won = {one.candidate_id: one.state != AwardState.WITHDRAWN for one in awards}
    context = {
        "enterprise": enterprise,
        "manages": can_manage_enterprise(request.user, enterprise),
        "cycles": _open_cycles(enterprise, {one.cycle_id for one in entries}),
        "entries": [_competes(one, won) for one in entries],
        "awards": [_award(one) for one in awards],
        "kept": sum(one.state != AwardState.WITHDRAWN for one in awards),
    }
    return render(request, f"{FOLDER}/home.html", context)


def _open_cycles(enterprise: Enterprise, entered: set[uuid.UUID]) -> list[dict[str, Any]]:
    """Cycles that run now and the enterprise is not in, with why it cannot be nominated."""
    running = AwardCycle.objects.filter(state=CycleState.OPEN).exclude(pk__in=entered)
    return [{"cycle": one, "why": candidates.why_not(one, enterprise)} for one in running]


def _competes(one: Candidate, won: dict[uuid.UUID, bool]) -> dict[str, Any]:
    """Its name in public is a question as long as it may win, and while it has an award that stands."""
    over = one.cycle.announced_at is not None or one.cycle.state == CycleState.CANCELLED
    asked = one.state != CandidateState.WITHDRAWN and (not over or won.get(one.pk, False))
    lost = one.cycle.announced_at is not None and one.pk not in won and one.state != CandidateState.WITHDRAWN
    return {"one": one, "tag": _tag(one), "may_leave": _may_leave(one), "asked": asked, "lost": lost}


def _tag(one: Candidate) -> tuple[str, str]:
    """What the enterprise is told of its entry: the lists are the jury's until the announcement."""
    if one.state == CandidateState.WITHDRAWN:
        return "none", _("you left the competition")
    if one.cycle.announced_at or one.cycle.state == CycleState.CANCELLED:
        return "none", _("the competition is over")
    return "progress", _("in the competition")


def _may_leave(one: Candidate) -> bool:
    gone = (CandidateState.WITHDRAWN, CandidateState.SET_ASIDE)
    return one.cycle.state == CycleState.OPEN and one.state not in gone


def _award(one: Award) -> dict[str, Any]:
    withdrawn = one.state == AwardState.WITHDRAWN
    tag = presenting.award_tag(one) if withdrawn else ("ok", str(AwardState.GIVEN.label))
    papers = [name for name in award_papers.FIELDS if getattr(one, f"{name}_id")]
    return {"one": one, "tag": tag, "withdrawn": withdrawn, "papers": papers}


@ASK
def nominate(request: HttpRequest, enterprise_id: uuid.UUID, cycle_id: uuid.UUID) -> HttpResponse:
    """One question: why this enterprise is an example."""
    enterprise = _own(request, enterprise_id)
    cycle = get_object_or_404(AwardCycle.objects.open_for_nominations(timezone.localdate()), pk=cycle_id)
    if not can_manage_enterprise(request.user, enterprise):
        raise PermissionDenied
    form = NominateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"cycle": cycle, "enterprise": enterprise, "by": request.user}
        try:
            candidates.nominate(source=CandidateSource.SELF, **given)
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Your enterprise is in the competition. We tell you when awards are announced.")
            )
            return redirect("employer_awards:home", enterprise.pk)
    context = {
        "enterprise": enterprise,
        "cycle": cycle,
        "form": form,
        "why_not": "" if form.is_bound else candidates.why_not(cycle, enterprise),
        "back_url": redirect("employer_awards:home", enterprise.pk).url,
        "steps": 0,
        "step": 0,
    }
    return render(request, f"{FOLDER}/nominate.html", context, status=422 if form.errors else 200)


def _entry(request: HttpRequest, enterprise_id: uuid.UUID, candidate_id: uuid.UUID) -> Candidate:
    enterprise = _own(request, enterprise_id)
    rows = Candidate.objects.filter(enterprise=enterprise).select_related("cycle", "enterprise")
    found = get_object_or_404(rows, pk=candidate_id)
    if not can_manage_enterprise(request.user, enterprise):
        raise PermissionDenied
    return found


@require_POST
def agree(request: HttpRequest, enterprise_id: uuid.UUID, candidate_id: uuid.UUID) -> HttpResponse:
    """Say yes or no to the public roll; no takes the name off at once."""
    one, public = _entry(request, enterprise_id, candidate_id), request.POST.get("public") == "yes"
    yes, no = _("You agreed: your name stands on the public roll if you win."), _("Your name is not shown in public.")
    back = ("employer_awards:home", enterprise_id)
    return act(request, lambda: candidates.agree(one, by=request.user, public=public), yes if public else no, *back)


@require_POST
def leave(request: HttpRequest, enterprise_id: uuid.UUID, candidate_id: uuid.UUID) -> HttpResponse:
    """Leave this year's competition."""
    one, done = _entry(request, enterprise_id, candidate_id), _("Your enterprise left this year's competition.")
    back = ("employer_awards:home", enterprise_id)
    return act(request, lambda: candidates.withdraw(one, by=request.user), done, *back)


@require_safe
def paper(request: HttpRequest, enterprise_id: uuid.UUID, award_id: uuid.UUID, name: str) -> HttpResponse:
    return paper_of(get_object_or_404(_awards(_own(request, enterprise_id)), pk=award_id), name)
