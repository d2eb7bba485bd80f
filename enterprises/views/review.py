"""Records that may be a known enterprise: the queue, side by side, the verdict, and what was decided."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enterprises import reasons, reviewing, side_by_side
from enterprises.enums import MatchState, Verdict, Verification, Way
from enterprises.history import events_of_record
from enterprises.models import MatchCandidate, MatchDecision, RegistryRecord
from enterprises.review_forms import DecidedForm, QueueForm, VerdictForm
from enterprises.services import matching
from enterprises.services.taking_back import take_back
from enterprises.verification import FieldState, states_of
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.reading import note_reading


@require_safe
@require_permission(Permission.READ_REGISTRY)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a person in the officer's places."""
    form = QueueForm(request.GET, user=request.user)
    waiting = reviewing.queue(request.user, form.chosen())
    page = reviewing.page_of(waiting.select_related("source"), request.GET.get("page"))
    context = {
        "form": form,
        "filtered": bool(form.chosen()),
        "query": form.address,
        "page": page,
        "rows": reviewing.with_best(page.rows),
        "may_decide": request.user.has_permission(Permission.DECIDE_REGISTRY),
    }
    return render(request, "enterprises/review/queue.html", context)


@require_safe
@require_permission(Permission.READ_REGISTRY)
def review(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """One record beside each unit it may be; decided ones have a page of their own."""
    found = _record(request.user, record_id)
    if found.match_state != MatchState.POSSIBLE:
        return redirect("matching:record", found.pk)
    note_reading(found, by=request.user, screen="registry.review")
    form = QueueForm(request.GET, user=request.user)
    waiting = reviewing.queue(request.user, form.chosen())
    return render(request, "enterprises/review/review.html", _review_context(request, found, form, waiting))


def _review_context(request: HttpRequest, found: RegistryRecord, form: QueueForm, waiting: Any) -> dict[str, Any]:
    candidates = reviewing.candidates_of(found)
    chosen = _chosen(candidates, request.GET.get("unit", ""))
    seen = reviewing.units_shown(request.user, [one.enterprise for one in candidates])
    last = _last_decision(request.user)
    return {
        "record": found,
        "candidates": [(one, one is chosen) for one in candidates],
        "chosen": chosen,
        "previous_unit": _beside(candidates, chosen, -1),
        "next_unit": _beside(candidates, chosen, +1),
        "visible": bool(chosen) and chosen.enterprise_id in seen,
        "lines": side_by_side.compare(found, chosen.enterprise, whole=chosen.enterprise_id in seen) if chosen else [],
        "doubts": _doubts(chosen) if chosen else [],
        "reasons": reasons.in_words(chosen.reasons) if chosen else [],
        "lessons": reasons.lessons(chosen.reasons) if chosen else [],
        "last": last,
        "last_lessons": reasons.lessons(last.reasons) if last else [],
        "next": reviewing.next_in(waiting, found),
        "query": form.address,
        "verdict_form": VerdictForm(),
        "may_decide": _may_decide(request.user, found),
        "events": events_of_record(found),
    }


def _doubts(chosen: MatchCandidate) -> list[FieldState]:
    """Where the register itself is in dispute or old: a difference there says less."""
    doubtful = (Verification.CONFLICTING, Verification.STALE)
    return [state for state in states_of(chosen.enterprise) if state.state in doubtful]


def _chosen(candidates: list[MatchCandidate], wanted: str) -> MatchCandidate | None:
    return next((one for one in candidates if str(one.enterprise_id) == wanted), candidates[0] if candidates else None)


def _beside(candidates: list[MatchCandidate], chosen: MatchCandidate | None, step: int) -> uuid.UUID | None:
    at = candidates.index(chosen) + step if chosen else -1
    return candidates[at].enterprise_id if 0 <= at < len(candidates) else None


def _last_decision(user: User) -> MatchDecision | None:
    """The officer's own last one, to be undone while it is remembered."""
    own = MatchDecision.objects.visible_to(user).standing().filter(by=user)
    return own.select_related("record", "enterprise").order_by("-pk").first()


@require_POST
@require_permission(Permission.DECIDE_REGISTRY)
def decide(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Same, not the same, or later; then the next record of the same queue."""
    found = _record(request.user, record_id)
    if not _may_decide(request.user, found):
        raise PermissionDenied
    filters = QueueForm(request.GET, user=request.user)
    form = VerdictForm(request.POST)
    candidate = _asked_about(found, form)
    if candidate is None:
        return _already(request, found, filters)
    onward = reviewing.next_in(reviewing.queue(request.user, filters.chosen()), found)
    verdict = form.cleaned_data["verdict"]
    try:
        matching.decide(
            record=found,
            enterprise=candidate.enterprise,
            verdict=verdict,
            by=request.user,
            why=form.cleaned_data["why"],
        )
    except matching.DecisionRefused:
        return _already(request, found, filters)
    messages.success(request, _told(verdict))
    if verdict == Verdict.NOT_SAME and _still_waits(found):
        onward = found.pk  # another unit is left to compare it with
    return _onward(onward, filters)


@require_POST
@require_permission(Permission.DECIDE_REGISTRY)
def apart(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """A record that was linked to the wrong enterprise is taken away from it; no run links the two again."""
    found = _record(request.user, record_id)
    if not _may_decide(request.user, found):
        raise PermissionDenied
    linked = found.enterprise if found.match_state == MatchState.MATCHED and found.source.way != Way.OWN else None
    why = request.POST.get("why", "").strip()[:300]
    if linked is None:
        messages.warning(request, _("The comparison changed meanwhile. Look again."))
    elif not why:
        messages.error(request, _("Say why it is another enterprise."))
    else:
        matching.decide(record=found, enterprise=linked, verdict=Verdict.NOT_SAME, by=request.user, why=why)
        messages.success(request, _told(Verdict.NOT_SAME))
    return redirect("matching:record", found.pk)


def _asked_about(found: RegistryRecord, form: VerdictForm) -> MatchCandidate | None:
    """The candidate the page showed; None when somebody was faster or the page is old."""
    if found.match_state != MatchState.POSSIBLE or not form.is_valid():
        return None
    return next((c for c in reviewing.candidates_of(found) if c.enterprise_id == form.cleaned_data["unit"]), None)


def _still_waits(found: RegistryRecord) -> bool:
    found.refresh_from_db(fields=["match_state"])
    return found.match_state == MatchState.POSSIBLE and bool(reviewing.candidates_of(found))


def _told(verdict: str) -> str:
    return {
        Verdict.SAME: _("Saved: the same enterprise. The record is linked."),
        Verdict.NOT_SAME: _("Saved: not the same. These two will not be compared again."),
        Verdict.LATER: _("Put off: the record waits at the end of the queue."),
    }[Verdict(verdict)]


def _already(request: HttpRequest, found: RegistryRecord, filters: QueueForm) -> HttpResponse:
    """Who was faster, in words; the page then shows what is true."""
    last = found.decisions.standing().exclude(verdict=Verdict.LATER).select_related("by").order_by("-pk").first()
    if last:
        messages.warning(request, _("This was already decided by %(name)s.") % {"name": last.by})
    else:
        messages.warning(request, _("The comparison changed meanwhile. Look again."))
    return redirect(reverse("matching:review", args=[found.pk]) + filters.address)


def _onward(record_id: uuid.UUID | None, filters: QueueForm) -> HttpResponse:
    url = reverse("matching:review", args=[record_id]) if record_id else reverse("matching:queue")
    return redirect(url + filters.address)


@require_safe
@require_permission(Permission.READ_REGISTRY)
def decided(request: HttpRequest) -> HttpResponse:
    """What was decided, newest first; any of it can be undone."""
    form = DecidedForm(request.GET)
    chosen = form.chosen()
    found = reviewing.decided(request.user, mine=chosen.get("who") == "me", verdict=chosen.get("verdict", ""))
    page = reviewing.page_of(found, request.GET.get("page"))
    context = {
        "form": form,
        "filtered": bool(chosen),
        "query": form.address,
        "page": page,
        "seen": reviewing.units_shown(request.user, [one.enterprise for one in page.rows]),
        "may_decide": request.user.has_permission(Permission.DECIDE_REGISTRY),
    }
    return render(request, "enterprises/review/decided.html", context)


@require_POST
@require_permission(Permission.DECIDE_REGISTRY)
def undo(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """The record waits again as if nobody had decided."""
    found = get_object_or_404(
        MatchDecision.objects.visible_to(request.user).select_related("record", "undone_by"), pk=decision_id
    )
    if not _may_decide(request.user, found.record):
        raise PermissionDenied
    if not take_back(found, by=request.user):
        messages.warning(request, _("This decision was undone already."))
        return redirect("matching:decided")
    found.record.refresh_from_db()
    if found.record.match_state == MatchState.POSSIBLE:
        messages.success(request, _("Undone. The record waits again."))
        return redirect("matching:review", found.record_id)
    messages.success(request, _("Undone. The record is compared again at the next run."))
    return redirect("matching:record", found.record_id)


def _record(user: User, record_id: uuid.UUID) -> RegistryRecord:
    live = RegistryRecord.objects.visible_to(user).live()
    return get_object_or_404(live.select_related("source", "batch", "enterprise"), pk=record_id)


def _may_decide(user: User, record: RegistryRecord) -> bool:
    """To decide needs the permission where the record lies, not somewhere else."""
    places = in_places(user, Permission.DECIDE_REGISTRY, "commune_code")
    return RegistryRecord.objects.filter(places, pk=record.pk).exists()
