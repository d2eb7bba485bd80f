"""A unit as officers see it: every value with its state, what each source says, and settling what is in dispute."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.enums import EnterpriseState, MatchState, SettledBy
from enterprises.history import events_of
from enterprises.models import Enterprise, MatchDecision, RegistryRecord, Settlement
from enterprises.provenance import LABELS, column_of, shown
from enterprises.review_forms import SettleForm
from enterprises.services import branches
from enterprises.services.settling import SETTLED_FIELDS, settle_many
from enterprises.verification import FieldState, states_of, summary_of
from enterprises.views.record import TAGS
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.reading import note_reading

STATE_TAGS = {
    EnterpriseState.KNOWN: "progress",
    EnterpriseState.REGISTERED: "ok",
    EnterpriseState.SUSPENDED: "waits",
    EnterpriseState.CLOSED: "none",
}
_SHOWN = 20


@require_safe
def unit(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """A registered enterprise, or a unit known from registries only."""
    found = _unit(request.user, enterprise_id)
    note_reading(found, by=request.user, screen="registry.unit")
    states = states_of(found)
    context = {
        "unit": found,
        "tag": STATE_TAGS[EnterpriseState(found.state)],
        "states": states,
        "whole": summary_of(states),
        "records": _records(request.user, found),
        "establishments": list(found.establishments.all()),
        "proposed": branches.proposed(found),
        "decisions": _decisions(request.user, found),
        "settlements": _settlements(found),
        "may_settle": _may_settle(request.user, found),
        "events": events_of(found),
    }
    return render(request, "enterprises/review/unit.html", context)


def _unit(user: User, enterprise_id: uuid.UUID) -> Enterprise:
    """Outside the places 404 first; who sees the enterprise for another reason (its own people) may not look here."""
    visible = Enterprise.objects.visible_to(user).select_related("merged_into")
    found = get_object_or_404(visible, pk=enterprise_id)
    if not user.has_permission(Permission.READ_REGISTRY):
        raise PermissionDenied
    return found


def _records(user: User, found: Enterprise) -> list[tuple[RegistryRecord, str, bool]]:
    """Linked ones and those that may be it; the second word says whether the record itself may be opened."""
    linked = found.records.live().select_related("source").order_by("source__rank", "pk")
    waiting = RegistryRecord.objects.live().filter(candidates__enterprise=found, match_state=MatchState.POSSIBLE)
    rows = [*linked, *waiting.select_related("source").order_by("pk")[:_SHOWN]]
    open_to = RegistryRecord.objects.visible_to(user).filter(pk__in=[row.pk for row in rows])
    seen = set(open_to.values_list("pk", flat=True))
    return [(row, TAGS[MatchState(row.match_state)], row.pk in seen) for row in rows]


def _decisions(user: User, found: Enterprise) -> list[MatchDecision]:
    about = MatchDecision.objects.visible_to(user).filter(enterprise=found)
    return list(about.select_related("record__source", "by", "undone_by").order_by("-pk")[:_SHOWN])


def _settlements(found: Enterprise) -> list[tuple[str, str, Settlement]]:
    """Standing and superseded ones: which value, as a person reads it."""
    labels = {column_of(name): str(label) for name, label in LABELS.items()}
    rows = found.settlements.select_related("by").order_by("-pk")[:_SHOWN]
    return [(labels.get(one.field, one.field), shown(one.field, _read(one)), one) for one in rows]


def _read(settlement: Settlement) -> Any:
    """Dates are kept as text."""
    is_date = settlement.field.endswith("_on") and settlement.value
    return date.fromisoformat(settlement.value) if is_date else settlement.value


def _may_settle(user: User, found: Enterprise) -> bool:
    places = in_places(user, Permission.DECIDE_REGISTRY, "commune_code")
    return found.state != EnterpriseState.CLOSED and Enterprise.objects.filter(places, pk=found.pk).exists()


@require_POST
def add_place(request: HttpRequest, enterprise_id: uuid.UUID, record_id: uuid.UUID) -> HttpResponse:
    """A branch that a source names becomes a place of work of its enterprise."""
    found = _unit(request.user, enterprise_id)
    record = next((one for one in branches.proposed(found) if one.pk == record_id), None)
    if record is None and not found.establishments.filter(submission_id=record_id).exists():
        raise Http404
    if not _may_settle(request.user, found):
        raise PermissionDenied
    if record:
        branches.take_up(record, found, by=request.user)
    messages.success(request, _("The place of work is added."))
    return redirect("matching:unit", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, enterprise_id: uuid.UUID, field: str) -> HttpResponse:
    """Which value holds from now on, and why."""
    found = _unit(request.user, enterprise_id)
    if not _may_settle(request.user, found):
        raise PermissionDenied
    state = _state(found, field)
    form = SettleForm(request.POST or None, state=state)
    if request.method == "POST" and form.is_valid() and _named(found, form):
        _settle(request.user, found, form)
        messages.success(request, _("Settled. New deliveries will not overwrite this value."))
        return redirect("matching:unit", found.pk)
    context = {"unit": found, "state": state, "form": form}
    return render(request, "enterprises/review/settle.html", context)


def _state(found: Enterprise, field: str) -> FieldState:
    state = next((one for one in states_of(found) if one.field == field), None)
    if state is None or field not in SETTLED_FIELDS:
        raise Http404
    return state


def _named(found: Enterprise, form: SettleForm) -> bool:
    """A unit keeps a name in one script at least; only a typed value can be empty, and that the form refuses."""
    return bool(form.settled[0] not in ("", None) or form.add_error("choice", _("Choose a value.")))


def _settle(user: User, found: Enterprise, form: SettleForm) -> None:
    value, record_id = form.settled
    record: Any = RegistryRecord.objects.filter(pk=record_id).first() if record_id else None
    reason = form.cleaned_data["reason"]
    values = {form.state.field: value}
    settle_many(enterprise=found, values=values, kind=SettledBy.CLERK, by=user, reason=reason, record=record)
