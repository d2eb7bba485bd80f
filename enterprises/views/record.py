"""What institutions say: records looked up, and one record with all that is known beside it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from enterprises import reasons, reviewing
from enterprises.enums import MatchState, Way
from enterprises.history import events_of_record
from enterprises.models import RegistryRecord
from enterprises.provenance import LABELS, column_of, shown
from enterprises.review_forms import RecordsForm
from enterprises.verification import limits, states_of
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading

TAGS = {
    MatchState.WAITING: "none",
    MatchState.MATCHED: "ok",
    MatchState.POSSIBLE: "waits",
    MatchState.UNMATCHED: "progress",
}


@require_safe
@require_permission(Permission.READ_REGISTRY)
def records(request: HttpRequest) -> HttpResponse:
    """Records of the officer's places, newest first."""
    form = RecordsForm(request.GET, user=request.user)
    chosen = form.chosen()
    found = reviewing.looked_up(request.user, chosen.get("q", ""), chosen)
    page = reviewing.page_of(found, request.GET.get("page"))
    context = {
        "form": form,
        "filtered": bool(chosen),
        "query": form.address,
        "page": page,
        "rows": [(one, TAGS[MatchState(one.match_state)]) for one in page.rows],
        "seen": reviewing.units_shown(request.user, [one.enterprise for one in page.rows]),
    }
    return render(request, "enterprises/review/records.html", context)


@require_safe
@require_permission(Permission.READ_REGISTRY)
def record(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """One source's word; beside it what the others say of the same unit, when it lies in the officer's places."""
    visible = RegistryRecord.objects.visible_to(request.user).select_related("source", "batch", "enterprise")
    found = get_object_or_404(visible, pk=record_id)
    note_reading(found, by=request.user, screen="registry.record")
    seen = found.enterprise_id in reviewing.units_shown(request.user, [found.enterprise])
    context = {
        "record": found,
        "tag": TAGS[MatchState(found.match_state)],
        "unit_seen": seen,
        "states": states_of(found.enterprise) if seen and found.enterprise else [],
        "values": _values(found),
        "is_stale": bool(found.as_of and found.as_of < limits().record_before),
        "reasons": reasons.in_words(found.match_reasons),
        "may_part": _may_part(request.user, found),
        "may_settle": request.user.has_permission(Permission.DECIDE_REGISTRY),
        "may_load": request.user.has_permission(Permission.LOAD_REGISTRY),
        "events": events_of_record(found),
    }
    return render(request, "enterprises/review/record.html", context)


def _may_part(user: User, found: RegistryRecord) -> bool:
    """What was linked by comparing may be taken apart; our own word on an enterprise not."""
    compared = found.match_state == MatchState.MATCHED and found.source.way != Way.OWN and not found.withdrawn_at
    return compared and user.has_permission(Permission.DECIDE_REGISTRY)


def _values(found: RegistryRecord) -> list[tuple[str, str]]:
    pairs = [(str(label), shown(name, getattr(found, column_of(name)))) for name, label in LABELS.items()]
    return [(label, text) for label, text in pairs if text]
