"""Jurors and the committee: what waits, one sheet a candidate, one vote an award; blind until scoring is over."""

import uuid
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Enterprise
from incentives import presenting_jury as presenting
from incentives.enums import CandidateState, CycleState
from incentives.forms_jury import ConflictForm, SheetForm, VoteForm
from incentives.models import Award, Candidate, Juror, JurorScore
from incentives.ranking import ranked_of
from incentives.services import candidates, deliberating, scoring
from incentives.views.award_lists import act
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.workflow import NotPossible

FOLDER = "incentives/jury"
_ASK = require_http_methods(["GET", "HEAD", "POST"])


def _calls(request: HttpRequest) -> QuerySet[Juror]:
    return Juror.objects.active().filter(user=request.user).select_related("cycle", "user")


def _called(request: HttpRequest, cycle_id: uuid.UUID) -> Juror:
    return get_object_or_404(_calls(request), cycle=cycle_id)


@require_safe
@require_permission(Permission.JUDGE_AWARDS)
def home(request: HttpRequest) -> HttpResponse:
    """The cycles a person is called to, with how much waits in each."""
    rows = [_of_call(juror) for juror in _calls(request).order_by("-cycle__year")]
    return render(request, f"{FOLDER}/home.html", {"rows": rows, "waiting": sum(row["waiting"] for row in rows)})


def _of_call(juror: Juror) -> dict[str, Any]:
    to_score = _to_score(juror) if juror.scores and juror.cycle.state == CycleState.OPEN else []
    waiting = sum(row["waits"] for row in to_score)
    votes = _to_vote(juror) if juror.votes else []
    open_votes = sum(row["waits"] for row in votes)
    return {
        "juror": juror,
        "cycle": juror.cycle,
        "scores": waiting,
        "votes": open_votes,
        "waiting": waiting + open_votes,
    }


def _to_score(juror: Juror) -> list[dict[str, Any]]:
    """The short list, each with this juror's own answer: marked, tied, or waiting."""
    short = _short(juror).select_related("enterprise", "category").order_by("category__order", "category_id", "id")
    tied = {candidate for who, candidate in scoring.ties(juror.cycle) if who == juror.pk}
    wanted = len(scoring.judged_of(juror.cycle))
    own = JurorScore.objects.filter(juror=juror, void_at__isnull=True).values_list("candidate_id", flat=True)
    given = list(own)
    return [_line(one, one.pk in tied, given.count(one.pk) >= wanted > 0, wanted) for one in short]


def _short(juror: Juror) -> QuerySet[Candidate]:
    """The short list without what this person represents: of those one is an employer, not a juror."""
    own = Enterprise.objects.represented_by(juror.user).values("pk")
    rows = Candidate.objects.visible_to(juror.user).filter(cycle=juror.cycle, state=CandidateState.SHORT_LIST)
    return rows.exclude(enterprise__in=own)


def _line(one: Candidate, tied: bool, marked: bool, wanted: int) -> dict[str, Any]:
    tag = (
        ("none", _("you declared a tie")) if tied else ("ok", _("marked")) if marked else ("waits", _("waits for you"))
    )
    return {"one": one, "tag": tag, "waits": bool(wanted) and not tied and not marked}


def _to_vote(juror: Juror) -> list[dict[str, Any]]:
    """Awards before the committee, each with this member's own vote."""
    rows = Award.objects.before(juror.user).filter(cycle=juror.cycle)
    rows = rows.select_related("enterprise", "category", "candidate__enterprise", "cycle").prefetch_related("votes")
    ties = scoring.ties(juror.cycle)
    return [_ballot(award, juror, ties) for award in rows]


def _ballot(award: Award, juror: Juror, ties: Collection[tuple[uuid.UUID, uuid.UUID]]) -> dict[str, Any]:
    own = next((vote for vote in award.votes.all() if vote.user_id == juror.user_id), None)
    why = deliberating.why_no_vote(award, juror, juror.user, ties)
    tag = presenting.vote_tag(own.vote) if own else ("none", why) if why else ("waits", _("waits for you"))
    return {"award": award, "own": own, "tag": tag, "state": presenting.award_tag(award), "waits": not own and not why}


@require_safe
@require_permission(Permission.JUDGE_AWARDS)
def cycle(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """What one cycle asks of this person: candidates to mark, awards to vote on."""
    juror = _called(request, cycle_id)
    to_score = _to_score(juror) if juror.scores else []
    context = {
        "juror": juror,
        "cycle": juror.cycle,
        "to_score": to_score,
        "waiting": sum(row["waits"] for row in to_score),
        "to_vote": _to_vote(juror) if juror.votes else [],
        "is_open": juror.cycle.state == CycleState.OPEN,
        "is_late": juror.cycle.state == CycleState.OPEN and timezone.localdate() > juror.cycle.scoring_until,
        "nothing_judged": not scoring.judged_of(juror.cycle),
    }
    return render(request, f"{FOLDER}/cycle.html", context)


def _candidate(juror: Juror, candidate_id: uuid.UUID) -> Candidate:
    return get_object_or_404(_short(juror).select_related("enterprise", "category", "cycle"), pk=candidate_id)


@_ASK
@require_permission(Permission.JUDGE_AWARDS)
def sheet(request: HttpRequest, cycle_id: uuid.UUID, candidate_id: uuid.UUID) -> HttpResponse:
    """One candidate: the facts, why it was nominated, a mark for each question, or a tie."""
    juror = _called(request, cycle_id)
    if not juror.scores:
        raise Http404
    one = _candidate(juror, candidate_id)
    form = _sheet_form(request, juror, one)
    if request.method == "POST" and form.is_valid() and _scored(request, juror, one, form):
        return redirect("jury:cycle", juror.cycle_id)
    return _sheet(request, juror, one, form)


def _sheet_form(request: HttpRequest, juror: Juror, one: Candidate) -> SheetForm:
    known = scoring.marks_of(juror, one)
    data = request.POST if request.method == "POST" else None
    return SheetForm(data, criteria=scoring.judged_of(juror.cycle), known=known)


def _scored(request: HttpRequest, juror: Juror, one: Candidate, form: SheetForm) -> bool:
    try:
        scoring.score(juror=juror, candidate=one, marks=form.marks(), by=request.user)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Your marks are kept. Only you see them until scoring is over."))
    return True


def _sheet(
    request: HttpRequest, juror: Juror, one: Candidate, form: SheetForm, tie: ConflictForm | None = None
) -> HttpResponse:
    note_reading(one.enterprise, by=request.user, screen="award.sheet")
    row = candidates.row_of(one.cycle, one.enterprise)
    tied = scoring.tie(juror, one)
    context = {
        "juror": juror,
        "cycle": one.cycle,
        "one": one,
        "facts": presenting.facts_of(row) if row else [],
        "row": row,
        "tied": tied,
        "may_score": one.cycle.state == CycleState.OPEN and not tied,
        "is_late": timezone.localdate() > one.cycle.scoring_until,
        "ranked": ranked_of(one.cycle, one) if one.cycle.state in scoring.OVER and not tied else None,
        "form": form,
        "tie_form": tie or ConflictForm(),
        "may_declare": not tied and one.cycle.state in (CycleState.OPEN, CycleState.SCORED),
    }
    wrong = form.errors or (tie and tie.errors)
    return render(request, f"{FOLDER}/sheet.html", context, status=422 if wrong else 200)


@require_POST
@require_permission(Permission.JUDGE_AWARDS)
def declare(request: HttpRequest, cycle_id: uuid.UUID, candidate_id: uuid.UUID) -> HttpResponse:
    """A tie to one candidate: no mark and no vote from then on."""
    juror = _called(request, cycle_id)
    one, form = _candidate(juror, candidate_id), ConflictForm(request.POST)
    if not form.is_valid():
        criteria = scoring.judged_of(juror.cycle)
        return _sheet(request, juror, one, SheetForm(criteria=criteria, known=scoring.marks_of(juror, one)), form)
    reason, done = form.cleaned_data["reason"], _("Declared. You do not judge this enterprise.")

    def doing() -> object:
        return scoring.declare(juror=juror, candidate=one, reason=reason, by=request.user)

    return act(request, doing, done, "jury:cycle", juror.cycle_id)


@_ASK
@require_permission(Permission.JUDGE_AWARDS)
def vote(request: HttpRequest, award_id: uuid.UUID) -> HttpResponse:
    """One award: what the marks say, what was said, and this member's vote."""
    rows = Award.objects.before(request.user).select_related("cycle", "category", "candidate__enterprise", "enterprise")
    found = get_object_or_404(rows, pk=award_id)
    juror = deliberating.member(found, request.user)
    if juror is None:
        raise Http404
    own = found.votes.filter(user=request.user).first()
    form = VoteForm(request.POST or None, initial={"vote": own.vote, "note": own.note} if own else None)
    if request.method == "POST" and form.is_valid() and _voted(request, found, form):
        return redirect("jury:cycle", found.cycle_id)
    note_reading(found.enterprise, by=request.user, screen="award.vote")
    row, tied = candidates.row_of(found.cycle, found.enterprise), scoring.tie(juror, found.candidate)
    notes = found.candidate.notes.select_related("written_by").order_by("-id")
    context = {
        "award": found,
        "cycle": found.cycle,
        "ranked": None if tied else ranked_of(found.cycle, found.candidate),
        "facts": presenting.facts_of(row) if row else [],
        "row": row,
        "notes": [] if tied else list(notes),
        "tied": tied,
        "own": own,
        "why_not": deliberating.why_no_vote(found, juror, request.user),
        "tag_of": presenting.award_tag(found),
        "form": form,
    }
    return render(request, f"{FOLDER}/vote.html", context, status=422 if form.errors else 200)


def _voted(request: HttpRequest, found: Award, form: VoteForm) -> bool:
    try:
        deliberating.vote(award=found, by=request.user, **form.cleaned_data)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Your vote is kept. You can change it until the vote is closed."))
    return True
