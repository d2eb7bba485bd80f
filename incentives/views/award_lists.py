"""Officers' lists: who was nominated, the long and the short list, one candidate with its facts, who is called."""

import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incentives import presenting_jury as presenting
from incentives.enums import CandidateSource, CandidateState, CycleState
from incentives.forms_jury import CallForm, NominateForm, NoteForm, ReasonForm, SearchForm
from incentives.models import AwardCategory, AwardCycle, Candidate, EligibilityRow, Juror
from incentives.models.scope import nationwide
from incentives.presenting_awards import tabs
from incentives.ranking import ranked_of
from incentives.services import candidates, deliberating, jurors, scoring
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.khmer.keys import search_key
from nssf_portal.workflow import NotPossible

FOLDER = "incentives/award_lists"
ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE, _FOUND = 50, 20


def seen_cycle(request: HttpRequest, cycle_id: uuid.UUID) -> AwardCycle:
    return get_object_or_404(AwardCycle.objects.visible_to(request.user), pk=cycle_id)


def seen_candidate(request: HttpRequest, cycle_id: uuid.UUID, candidate_id: uuid.UUID) -> Candidate:
    rows = Candidate.objects.looked_after_by(request.user).select_related(
        "cycle", "category", "enterprise", "nominated_by", "set_aside_by"
    )
    return get_object_or_404(rows, pk=candidate_id, cycle_id=cycle_id)


def act(request: HttpRequest, doing: Callable[[], object], done: str, *back: object) -> HttpResponse:
    """Do it, say it, or say why not; the page shows what is true."""
    try:
        doing()
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(*back)


@require_safe
@require_permission(Permission.READ_AWARDS)
def candidates_page(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """Candidates by category and list, in the order of their computed points."""
    cycle = seen_cycle(request, cycle_id)
    seen = Candidate.objects.looked_after_by(request.user).filter(cycle=cycle)
    category, state = request.GET.get("category", ""), request.GET.get("state", "")
    counts = Counter(seen.order_by().values_list("state", flat=True))
    rows = _filtered(seen, category, state).select_related("enterprise", "category")
    page = Paginator(_by_points(rows, cycle), _PAGE).get_page(request.GET.get("page"))
    facts = candidates.rows_of(cycle, [one.enterprise_id for one in page])
    context = {
        "cycle": cycle,
        "tabs": tabs(cycle, "candidates"),
        "page": page,
        "rows": [_row(one, facts.get(one.enterprise_id)) for one in page],
        "chips": _chips(request, counts, state),
        "categories": _with_room(cycle),
        "category": category,
        "counts": counts,
        "is_national": nationwide(request.user, Permission.WORK_AWARDS),
        "is_frozen": cycle.runs.filter(is_frozen=True).exists(),
        "works": request.user.has_permission(Permission.WORK_AWARDS),
    }
    return render(request, f"{FOLDER}/candidates.html", context)


def _filtered(seen: QuerySet[Candidate], category: str, state: str) -> QuerySet[Candidate]:
    if state in CandidateState.values:
        seen = seen.filter(state=state)
    try:
        return seen.filter(category=uuid.UUID(category)) if category else seen
    except ValueError:
        return seen


def _by_points(rows: QuerySet[Candidate], cycle: AwardCycle) -> QuerySet[Candidate]:
    """The computed order; who has no row of the frozen run comes last."""
    frozen = EligibilityRow.objects.filter(run__cycle=cycle, run__is_frozen=True, enterprise=OuterRef("enterprise"))
    ranked = rows.annotate(computed=Subquery(frozen.values("points")[:1]))
    return ranked.order_by(F("computed").desc(nulls_last=True), "id")


def _row(one: Candidate, facts: EligibilityRow | None) -> dict[str, Any]:
    url = presenting.facts_url(facts)
    return {"one": one, "tag": presenting.candidate_tag(one), "facts": facts, "facts_url": url}


def _chips(request: HttpRequest, counts: Counter, state: str) -> list[dict[str, Any]]:
    def chip(key: str, word: str, count: int) -> dict[str, Any]:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop("state", None)
        if key:
            query["state"] = key
        return {"word": word, "count": count, "url": f"?{query.urlencode()}", "current": key == state}

    named = [chip(one.value, str(one.label).capitalize(), counts[one.value]) for one in CandidateState]
    return [chip("", _("All"), sum(counts.values())), *named]


def _with_room(cycle: AwardCycle) -> list[AwardCategory]:
    """Categories with how many stand on each of their lists."""
    pairs = Counter(cycle.candidates.order_by().values_list("category_id", "state"))
    known = cycle.candidates.exclude(state=CandidateState.NOMINATED).values("enterprise")
    free = EligibilityRow.objects.filter(run__cycle=cycle, run__is_frozen=True, eligible=True).exclude(
        enterprise__in=known
    )
    to_take = set(free.order_by().values_list("category_id", flat=True).distinct())
    found = list(cycle.categories.all())
    for one in found:
        one.on_short = pairs[one.pk, "short_list"]
        one.on_long = pairs[one.pk, "long_list"] + one.on_short
        one.is_full = one.on_long >= cycle.long_list_size
        one.nobody_left = one.pk not in to_take
    return found


@require_POST
@require_permission(Permission.WORK_AWARDS)
def fill(request: HttpRequest, cycle_id: uuid.UUID, category_id: uuid.UUID) -> HttpResponse:
    """The best of the computed list onto a category's long list."""
    cycle = seen_cycle(request, cycle_id)
    category = get_object_or_404(cycle.categories, pk=category_id)
    try:
        n = candidates.fill_long_list(category, by=request.user)
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        text = ngettext("%(n)s enterprise put on the long list.", "%(n)s enterprises put on the long list.", n)
        messages.success(request, text % {"n": n})
    return redirect("award_lists:candidates", cycle.pk)


@require_safe
@require_permission(Permission.WORK_AWARDS)
def search(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """An enterprise to nominate: by its number or its name, with the answer whether it can be."""
    cycle = seen_cycle(request, cycle_id)
    form = SearchForm(request.GET if "q" in request.GET else None)
    found = _found(request, cycle, form.cleaned_data["q"]) if form.is_bound and form.is_valid() else []
    context = {
        "cycle": cycle,
        "tabs": tabs(cycle, "candidates"),
        "form": form,
        "found": found,
        "searched": form.is_bound,
    }
    return render(request, f"{FOLDER}/search.html", context)


def _found(request: HttpRequest, cycle: AwardCycle, text: str) -> list[dict[str, Any]]:
    frozen = EligibilityRow.objects.visible_to(request.user).filter(run__cycle=cycle, run__is_frozen=True)
    key = search_key(text)
    named = Q(enterprise__key_km__startswith=key) | Q(enterprise__key_latin__startswith=key) if key else Q(pk=None)
    hits = frozen.filter(Q(enterprise__nssf_number=text) | named).select_related("enterprise", "category", "run")
    hits = hits.order_by("-eligible", "-points", "id")[:_FOUND]
    return [{"row": row, "why": why} for row, why in candidates.why_not_each(cycle, hits)]


@ASK
@require_permission(Permission.WORK_AWARDS)
def nominate(request: HttpRequest, cycle_id: uuid.UUID, eligibility_id: uuid.UUID) -> HttpResponse:
    """An office nominates an eligible enterprise, and says why."""
    cycle = seen_cycle(request, cycle_id)
    rows = EligibilityRow.objects.visible_to(request.user).select_related("enterprise", "category", "run")
    row = get_object_or_404(rows, pk=eligibility_id, run__cycle=cycle, run__is_frozen=True)
    form = NominateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"cycle": cycle, "enterprise": row.enterprise, "by": request.user}
        try:
            made = candidates.nominate(source=CandidateSource.OFFICE, **given)
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Nominated."))
            return redirect("award_lists:candidate", cycle.pk, made.pk)
    context = {
        "cycle": cycle,
        "tabs": tabs(cycle, "candidates"),
        "row": row,
        "form": form,
        "facts": presenting.facts_of(row),
        "facts_url": presenting.facts_url(row),
        "why_not": "" if form.is_bound else candidates.why_not(cycle, row.enterprise),
    }
    return render(request, f"{FOLDER}/nominate.html", context, status=422 if form.errors else 200)


@require_safe
@require_permission(Permission.READ_AWARDS)
def candidate(request: HttpRequest, cycle_id: uuid.UUID, candidate_id: uuid.UUID) -> HttpResponse:
    """One candidate: the facts behind its points, its marks once scoring is over, what may be done."""
    return candidate_page(request, seen_candidate(request, cycle_id, candidate_id))


def candidate_page(request: HttpRequest, one: Candidate, status: int = 200, **forms: Any) -> HttpResponse:
    note_reading(one.enterprise, by=request.user, screen="award.candidate")
    row = candidates.row_of(one.cycle, one.enterprise)
    over = one.cycle.state in scoring.OVER
    works = request.user.has_permission(Permission.WORK_AWARDS)
    context = {
        "cycle": one.cycle,
        "tabs": tabs(one.cycle, "candidates"),
        "one": one,
        "tag_of": presenting.candidate_tag(one),
        "row": row,
        "facts": presenting.facts_of(row) if row else [],
        "facts_url": presenting.facts_url(row),
        "ranked": ranked_of(one.cycle, one) if over else None,
        "is_over": over,
        "ties": list(one.conflicts.select_related("juror__user")),
        "awards": list(one.awards.all()),
        "may_move": works and one.cycle.state == CycleState.OPEN and nationwide(request.user, Permission.WORK_AWARDS),
        "may_note": works,
        "events": presenting.candidate_events(one),
        "reason_form": ReasonForm(),
        "note_form": NoteForm(),
    } | forms
    return render(request, f"{FOLDER}/candidate.html", context, status=status)


@require_POST
@require_permission(Permission.WORK_AWARDS)
def move(request: HttpRequest, cycle_id: uuid.UUID, candidate_id: uuid.UUID) -> HttpResponse:
    """Onto a list, off it with a reason, or back; the button says which."""
    one = seen_candidate(request, cycle_id, candidate_id)
    name = request.POST.get("act", "")
    back = ("award_lists:candidate", one.cycle_id, one.pk)
    if name == "set_aside":
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return candidate_page(request, one, 422, reason_form=form)
        reason = form.cleaned_data["reason"]
        return act(request, lambda: candidates.set_aside(one, by=request.user, reason=reason), _("Set aside."), *back)
    acts = {"long_list": candidates.long_list, "short_list": candidates.short_list, "take_back": candidates.take_back}
    if name not in acts:
        return redirect(*back)
    return act(request, lambda: acts[name](one, by=request.user), _("Done. The list is changed."), *back)


@require_POST
@require_permission(Permission.WORK_AWARDS)
def note(request: HttpRequest, cycle_id: uuid.UUID, candidate_id: uuid.UUID) -> HttpResponse:
    """A note on one candidate; it stays."""
    one, form = seen_candidate(request, cycle_id, candidate_id), NoteForm(request.POST)
    if not form.is_valid():
        return candidate_page(request, one, 422, note_form=form)
    given = form.cleaned_data | {"cycle": one.cycle, "candidate": one, "by": request.user}
    back = ("award_lists:candidate", one.cycle_id, one.pk)
    return act(request, lambda: deliberating.note(**given), _("Note kept."), *back)


@ASK
@require_permission(Permission.WORK_AWARDS)
def jurors_page(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """Who scores and who votes; call another person."""
    cycle = seen_cycle(request, cycle_id)
    people = jurors.callable_users(cycle)
    form = CallForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        called = {"cycle": cycle, "by": request.user} | form.cleaned_data
        return act(request, lambda: jurors.call(**called), _("Called."), "award_lists:jurors", cycle.pk)
    called = list(cycle.jurors.select_related("user").order_by("ended_at", "called_at", "id"))
    active = [one for one in called if one.ended_at is None]
    context = {
        "cycle": cycle,
        "tabs": tabs(cycle, "jurors"),
        "jurors": called,
        "scoring": sum(one.scores for one in active),
        "voting": sum(one.votes for one in active),
        "form": form,
        "nobody": not people.exists(),
        "may_call": cycle.state in ("drafted", "open", "scored") and nationwide(request.user, Permission.WORK_AWARDS),
    }
    return render(request, f"{FOLDER}/jurors.html", context, status=422 if form.errors else 200)


@require_POST
@require_permission(Permission.WORK_AWARDS)
def end_juror(request: HttpRequest, cycle_id: uuid.UUID, juror_id: uuid.UUID) -> HttpResponse:
    cycle = seen_cycle(request, cycle_id)
    one = get_object_or_404(Juror.objects.filter(cycle=cycle), pk=juror_id)
    if cycle.state in scoring.OVER:
        done = _("The call is ended. Marks given before scoring was closed still count.")
    else:
        done = _("The call is ended. Marks of this person count no more.")
    return act(request, lambda: jurors.end(one, by=request.user), done, "award_lists:jurors", cycle.pk)
