"""From marks to winners: scoring's progress and result, the committee's table, the announcement."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incentives import presenting_jury as presenting
from incentives.enums import AwardState, CandidateState, CycleState
from incentives.forms_jury import AnnounceForm, NoteForm, ProposeForm
from incentives.models import Award, AwardCategory, AwardCycle, Candidate
from incentives.models.scope import nationwide
from incentives.presenting_awards import tabs
from incentives.ranking import OUTLIER, Ranked, ranked_of, ranking
from incentives.services import announcing, award_papers, deliberating, scoring
from incentives.views.award_lists import ASK, FOLDER, act, seen_candidate, seen_cycle
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.workflow import NotPossible

P = Permission


def _is_draft(cycle: AwardCycle) -> bool:
    return cycle.runs.filter(is_frozen=True, is_draft=True).exists()


@require_safe
@require_permission(P.READ_AWARDS)
def scores(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """While scoring is open: who still owes what, no mark. Once it is over: mean, least, most, spread, ties."""
    cycle = seen_cycle(request, cycle_id)
    over = cycle.state in scoring.OVER
    people, papers = ([], []) if over else scoring.progress(cycle)
    seen = _seen_ids(request, cycle)
    context = {
        "cycle": cycle,
        "tabs": tabs(cycle, "scores"),
        "is_over": over,
        "people": people,
        "papers": [one for one in papers if one.of.pk in seen],
        "ranking": _seen_ranking(cycle, seen) if over else [],
        "why_not": "" if over else scoring.why_not_close(cycle),
        "may_close": _works(request) and cycle.state == CycleState.OPEN,
        "may_reopen": _works(request) and cycle.state == CycleState.SCORED and not cycle.awards.exists(),
        "judged": scoring.judged_of(cycle),
        "outlier": OUTLIER,
    }
    return render(request, f"{FOLDER}/scores.html", context)


def _works(request: HttpRequest, permission: str = P.WORK_AWARDS) -> bool:
    return request.user.has_permission(permission) and nationwide(request.user, permission)


def _seen_ids(request: HttpRequest, cycle: AwardCycle) -> set[uuid.UUID]:
    """Candidates in this person's places and without a tie."""
    rows = Candidate.objects.looked_after_by(request.user).filter(cycle=cycle, state=CandidateState.SHORT_LIST)
    return set(rows.values_list("pk", flat=True))


def _seen_ranking(cycle: AwardCycle, seen: set[uuid.UUID]) -> list[tuple[AwardCategory, list[Ranked]]]:
    return [(category, [one for one in rows if one.candidate.pk in seen]) for category, rows in ranking(cycle)]


@require_POST
@require_permission(P.WORK_AWARDS)
def close_scores(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    cycle = seen_cycle(request, cycle_id)
    done = _("Scoring is over. Everybody who deliberates sees the marks now.")
    return act(request, lambda: scoring.close(cycle, by=request.user), done, "award_lists:scores", cycle.pk)


@require_POST
@require_permission(P.WORK_AWARDS)
def reopen_scores(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    cycle = seen_cycle(request, cycle_id)
    done = _("The jury scores again.")
    return act(request, lambda: scoring.reopen(cycle, by=request.user), done, "award_lists:scores", cycle.pk)


@require_safe
@require_permission(P.READ_AWARDS)
def committee(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """Each category: the ranking, what is proposed, the votes, what was said."""
    return _committee(request, seen_cycle(request, cycle_id))


def _committee(request: HttpRequest, cycle: AwardCycle, status: int = 200, **forms: Any) -> HttpResponse:
    over = cycle.state in scoring.OVER
    context = {
        "cycle": cycle,
        "tabs": tabs(cycle, "committee"),
        "is_over": over,
        "categories": _table(request, cycle) if over else [],
        "notes": list(cycle.notes.filter(candidate=None).select_related("written_by", "category").order_by("-id")),
        "voting": cycle.jurors.voting().count(),
        "why_not": deliberating.why_not_deliberate(cycle),
        "may_close": _works(request, P.DECIDE_INCENTIVES) and cycle.state == CycleState.SCORED,
        "may_propose": _works(request) and cycle.state == CycleState.SCORED,
        "works": request.user.has_permission(P.WORK_AWARDS),
        "is_draft": _is_draft(cycle),
        "note_form": NoteForm(),
    } | forms
    return render(request, f"{FOLDER}/committee.html", context, status=status)


def _table(request: HttpRequest, cycle: AwardCycle) -> list[dict[str, Any]]:
    """Category by category, with the awards before the committee."""
    seen = Award.objects.looked_after_by(request.user).filter(cycle=cycle).select_related("enterprise", "cycle")
    awards, ties = list(seen.prefetch_related("votes__juror")), scoring.ties(cycle)
    standing = {one.candidate_id: one for one in awards if one.state not in ("rejected", "withdrawn")}
    rows = []
    for category, ranked in _seen_ranking(cycle, _seen_ids(request, cycle)):
        for one in ranked:
            one.award = standing.get(one.candidate.pk)
        own = [one for one in awards if one.category_id == category.pk]
        held = sum(one.state not in ("rejected", "withdrawn") for one in own)
        shown = [{"one": one, "tag": presenting.award_tag(one), "count": deliberating.count(one, ties)} for one in own]
        rows.append({"category": category, "ranked": ranked, "awards": shown, "free": category.winners - held})
    return rows


@require_POST
@require_permission(P.WORK_AWARDS)
def cycle_note(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    cycle, form = seen_cycle(request, cycle_id), NoteForm(request.POST)
    if not form.is_valid():
        return _committee(request, cycle, 422, note_form=form)
    given = form.cleaned_data | {"cycle": cycle, "by": request.user}
    return act(request, lambda: deliberating.note(**given), _("Note kept."), "award_lists:committee", cycle.pk)


@ASK
@require_permission(P.WORK_AWARDS)
def propose(request: HttpRequest, cycle_id: uuid.UUID, candidate_id: uuid.UUID) -> HttpResponse:
    """Put a candidate of the short list before the committee; a tie is settled in writing."""
    one = seen_candidate(request, cycle_id, candidate_id)
    if one.cycle.state != CycleState.SCORED:
        messages.error(request, _("Awards are proposed once scoring is over, until the committee is done."))
        return redirect("award_lists:committee", one.cycle_id)
    wanted = deliberating.reason_wanted(one.cycle, one)
    form = ProposeForm(request.POST or None, wanted=wanted)
    if request.method == "POST" and form.is_valid():
        try:
            made = deliberating.propose(candidate=one, by=request.user, **form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Proposed. The committee votes."))
            return redirect("award_lists:award", made.pk)
    context = {
        "cycle": one.cycle,
        "tabs": tabs(one.cycle, "committee"),
        "one": one,
        "ranked": ranked_of(one.cycle, one),
        "wanted": wanted,
        "form": form,
    }
    return render(request, f"{FOLDER}/propose.html", context, status=422 if form.errors else 200)


@require_POST
@require_permission(P.DECIDE_INCENTIVES)
def close_committee(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    cycle = seen_cycle(request, cycle_id)
    done = _("The committee is done. The awards can be announced.")
    return act(request, lambda: deliberating.deliberate(cycle, by=request.user), done, "award_lists:announce", cycle.pk)


@ASK
@require_permission(P.READ_AWARDS)
def announce(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """Who is announced, with each standing as it is today; afterwards the papers."""
    cycle = seen_cycle(request, cycle_id)
    ready = cycle.state in (CycleState.SCORED, CycleState.DELIBERATED)
    seen = set(Award.objects.looked_after_by(request.user).filter(cycle=cycle).values_list("pk", flat=True))
    winners = [one for one in announcing.winners(cycle) if one.award.pk in seen] if ready else []
    doubtful = [(str(one.award.pk), _named(one.award)) for one in winners if not one.is_good]
    form = AnnounceForm(request.POST or None, doubtful=doubtful, initial={"day": _first_day(cycle)})
    if request.method == "POST":
        _require_decider(request)
        if form.is_valid() and _announced(request, cycle, form):
            return redirect("award_lists:announce", cycle.pk)
    context = {
        "cycle": cycle,
        "tabs": tabs(cycle, "announce"),
        "winners": winners,
        "doubtful": doubtful,
        "given": _given(request, cycle),
        "why_not": announcing.why_not(cycle),
        "may_announce": _works(request, P.DECIDE_INCENTIVES),
        "is_draft": _is_draft(cycle),
        "form": form,
    }
    return render(request, f"{FOLDER}/announce.html", context, status=422 if form.errors else 200)


def _named(award: Award) -> str:
    return f"{award.reference} · {award.enterprise.name}"


def _require_decider(request: HttpRequest) -> None:
    if not request.user.has_permission(P.DECIDE_INCENTIVES):
        raise PermissionDenied


def _first_day(cycle: AwardCycle) -> Any:
    today = timezone.localdate()
    return max(cycle.week_from, today) if cycle.week_from else today


def _announced(request: HttpRequest, cycle: AwardCycle, form: AnnounceForm) -> bool:
    despite = [uuid.UUID(one) for one in form.cleaned_data.get("despite", [])]
    try:
        announcing.announce(cycle, by=request.user, day=form.cleaned_data["day"], despite=despite)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Announced. Certificates and letters are being made; the winners are told."))
    return True


def _given(request: HttpRequest, cycle: AwardCycle) -> list[dict[str, Any]]:
    """Announced awards with how many of their papers are ready."""
    rows = Award.objects.looked_after_by(request.user).filter(cycle=cycle, given_at__isnull=False)
    rows = rows.select_related("enterprise", "category", "candidate")
    papers = award_papers.FIELDS
    return [
        {
            "one": one,
            "tag": presenting.award_tag(one),
            "papers": sum(getattr(one, f"{name}_id") is not None for name in papers),
            "public": one.candidate.public_at is not None and one.state != AwardState.WITHDRAWN,
        }
        for one in rows
    ]
