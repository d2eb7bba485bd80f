"""Deltas for the core system, fetched and acknowledged; blocks of numbers, and the request for another one."""

import csv
import io
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents.services import respond_bytes
from nssf_portal.ids import uuid7
from nssf_portal.jobs.services import enqueue
from nssf_portal.workflow import NotPossible
from registration.core import blocks, delivering, taking
from registration.core.enums import DeltaState, Direction
from registration.core.wiring import EXPORT
from registration.forms.core import ReasonForm
from registration.models import CoreDelta
from registration.views.core import FOLDER

_SHOWN = 50
TAGS = {
    DeltaState.MADE: "waits",
    DeltaState.DELIVERED: "progress",
    DeltaState.ACKNOWLEDGED: "ok",
    DeltaState.TAKING: "progress",
    DeltaState.TAKEN: "ok",
}


def _national(request: HttpRequest) -> None:
    """Files of the whole country are for who reconciles the whole country."""
    if request.user.place_prefixes(Permission.RECONCILE) != [""]:
        raise PermissionDenied


@require_safe
@require_permission(Permission.RECONCILE)
def deltas(request: HttpRequest) -> HttpResponse:
    """Both directions, newest first."""
    _national(request)
    visible = CoreDelta.objects.visible_to(request.user)
    context = {
        direction.value: [(one, TAGS[DeltaState(one.state)]) for one in visible.filter(direction=direction)[:_SHOWN]]
        for direction in Direction
    }
    context = {"outgoing": context[Direction.OUT.value], "incoming": context[Direction.IN.value]}
    return render(request, f"{FOLDER}/deltas.html", context)


@require_POST
@require_permission(Permission.RECONCILE)
def make(request: HttpRequest) -> HttpResponse:
    """Now, and not only at night; pressing twice in a minute makes once."""
    _national(request)
    enqueue(kind=EXPORT, subject_id=uuid7(), dedup_key=f"{EXPORT}:{timezone.now():%Y%m%d%H%M}", by=request.user)
    messages.success(request, _("The next delta is being made. It stands here in a moment."))
    return redirect("core:deltas")


@require_safe
@require_permission(Permission.RECONCILE)
def delta(request: HttpRequest, delta_id: uuid.UUID) -> HttpResponse:
    found = _delta(request, delta_id)
    problems = [(problem, taking.message(problem.code)) for problem in found.problems.all()[:500]]
    context = {"delta": found, "tag": TAGS[DeltaState(found.state)], "problems": problems, "form": ReasonForm()}
    return render(request, f"{FOLDER}/delta.html", context)


@never_cache
@require_POST
@require_permission(Permission.RECONCILE)
def fetch(request: HttpRequest, delta_id: uuid.UUID) -> HttpResponse:
    """The file in clear, with a reason, for carrying it over."""
    found, form = _outgoing(request, delta_id), ReasonForm(request.POST)
    if not form.is_valid():
        context = {"delta": found, "tag": TAGS[DeltaState(found.state)], "problems": [], "form": form}
        return render(request, f"{FOLDER}/delta.html", context, status=422)
    try:
        content = delivering.deliver(delta=found, reason=form.cleaned_data["reason"], by=request.user)
    except NotPossible as late:
        messages.warning(request, str(late))
        return redirect("core:delta", found.pk)
    return respond_bytes(content, delivering.file_name(found), "application/x-ndjson")


@require_POST
@require_permission(Permission.RECONCILE)
def acknowledged(request: HttpRequest, delta_id: uuid.UUID) -> HttpResponse:
    found = _outgoing(request, delta_id)
    try:
        delivering.acknowledge(delta=found, by=request.user)
        messages.success(request, _("Noted: the core system has taken this delta over."))
    except NotPossible as late:
        messages.warning(request, str(late))
    return redirect("core:delta", found.pk)


def _delta(request: HttpRequest, delta_id: uuid.UUID) -> CoreDelta:
    visible = CoreDelta.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("made_by", "delivered_to", "acknowledged_by"), pk=delta_id)


def _outgoing(request: HttpRequest, delta_id: uuid.UUID) -> CoreDelta:
    found = _delta(request, delta_id)
    if found.direction != Direction.OUT:
        raise Http404
    return found


def _may_see_blocks(request: HttpRequest) -> None:
    if not any(map(request.user.has_permission, (Permission.RECONCILE, Permission.MANAGE_EXCHANGE))):
        raise PermissionDenied


@require_safe
def blocks_page(request: HttpRequest) -> HttpResponse:
    """Each block: used, left, and how long the numbers last at the present pace."""
    _may_see_blocks(request)
    context = {
        "supplies": blocks.supplies(),
        "may_enter": request.user.has_permission(Permission.MANAGE_EXCHANGE),
        "may_reconcile": request.user.has_permission(Permission.RECONCILE),
    }
    return render(request, f"{FOLDER}/blocks.html", context)


@require_safe
def block_request(request: HttpRequest) -> HttpResponse:
    """A letter to the keepers of the core system, to be printed, or the same as a line of CSV."""
    _may_see_blocks(request)
    wanted = next((one for one in blocks.supplies() if one.kind == request.GET.get("kind")), None)
    if wanted is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return respond_bytes(_line(wanted).encode("utf-8-sig"), f"block-request-{wanted.kind}.csv", "text/csv")
    return render(request, f"{FOLDER}/block_request.html", {"supply": wanted, "today": timezone.localdate()})


def _line(wanted: blocks.Supply) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["asked_on", "kind", "numbers_wanted", "numbers_left", "given_out", "in_days", "lasts_days"])
    writer.writerow([timezone.localdate(), wanted.kind, wanted.wanted, wanted.left, wanted.pace, wanted.pace_days,
                     "" if wanted.days is None else wanted.days])  # fmt: skip
    return text.getvalue()
