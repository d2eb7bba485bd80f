"""Planners: the list of stops, a new one, one stop with its team and what came of it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.workflow import NotPossible
from registration.enums import StopState
from registration.forms_stops import PlanForm, ReasonForm, TeamForm
from registration.models import UnitStop
from registration.models.unit import ASKED
from registration.presenting import stops as presenting
from registration.services import stop_work
from registration.services import stops as services
from registration.workflow import STOP

FOLDER = "registration/stops"
_PAGE = 25
S = StopState


def _parts() -> dict[str, tuple[Any, Q]]:
    """The parts of the list: words and rule."""
    today = timezone.localdate()
    coming = Q(state__in=(S.PLANNED, S.ANNOUNCED))
    return {
        "asked": (gettext_lazy("Asked by employers"), ASKED),
        "today": (gettext_lazy("Today"), Q(starts_at__date=today) & ~Q(state=S.CANCELLED)),
        "coming": (gettext_lazy("Coming"), coming & Q(starts_at__date__gte=today) & ~ASKED),
        "late": (gettext_lazy("Never opened"), coming & Q(starts_at__date__lt=today)),
        "over": (gettext_lazy("Over"), Q(state__in=(S.CLOSED, S.OPEN), starts_at__date__lt=today)),
        "cancelled": (gettext_lazy("Cancelled"), Q(state=S.CANCELLED)),
    }


@require_safe
@require_permission(Permission.WORK_STOPS)
def stops(request: HttpRequest) -> HttpResponse:
    """Stops of one's places and of one's teams, by what they wait for."""
    seen, parts = UnitStop.objects.visible_to(request.user), _parts()
    counts = seen.order_by().aggregate(**{key: Count("pk", filter=rule) for key, (_w, rule) in parts.items()})
    shown = request.GET.get("show", "")
    if shown not in parts:
        shown = next((key for key in ("today", "asked", "coming") if counts[key]), "coming")
    order = ("starts_at", "id") if shown in ("asked", "today", "coming") else ("-starts_at", "id")
    rows = seen.filter(parts[shown][1]).select_related("unit", "enterprise").order_by(*order)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [presenting.row(one) for one in page.object_list],
        "chips": [(key, word, counts[key], key == shown) for key, (word, _rule) in parts.items()],
        "plans": request.user.has_permission(Permission.PLAN_STOPS),
        "asked": counts["asked"],
    }
    return render(request, f"{FOLDER}/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PLAN_STOPS)
def new(request: HttpRequest) -> HttpResponse:
    """One dense page; a suggested route fills in the commune."""
    commune = request.GET.get("commune", "")
    initial = {"commune_code": commune} if commune.isdigit() and len(commune) == 6 else {}
    form = PlanForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.plan(by=request.user, **form.values())
        except services.Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Planned. Choose the team, then announce it."))
            return redirect("outreach_stops:stop", made.pk)
    return render(request, f"{FOLDER}/new.html", {"form": form}, status=422 if form.errors else 200)


def stop_of(request: HttpRequest, stop_id: uuid.UUID) -> UnitStop:
    """One that the user may see, else 404."""
    people = ("unit", "enterprise", "planned_by", "cancelled_by")
    return get_object_or_404(UnitStop.objects.visible_to(request.user).select_related(*people), pk=stop_id)


def _plans(request: HttpRequest, stop: UnitStop) -> bool:
    return services.may_plan(request.user, stop.commune_code)


@require_safe
@require_permission(Permission.WORK_STOPS)
def stop_page(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    """Facts, next step, team, times, what came of it."""
    return _page(request, stop_of(request, stop_id))


def _page(
    request: HttpRequest, stop: UnitStop, *, reason: ReasonForm | None = None, team_form: TeamForm | None = None
) -> HttpResponse:
    plans = _plans(request, stop)
    going = stop.state in (S.PLANNED, S.ANNOUNCED, S.OPEN)
    context = {
        "stop": stop,
        "row": presenting.row(stop),
        "next_step": presenting.next_step(stop),
        "events": presenting.events(stop),
        "figures": stop_work.figures_of(stop),
        "slots": services.slots_of(stop) if going else [],
        "people": list(services.team_of(stop)),
        "plans": plans,
        "going": going,
        "acts": _acts(stop, plans),
        "may_cancel": plans and STOP.allows(stop, "cancel"),
        "reason": reason or ReasonForm(),
        "team_form": (team_form or TeamForm(stop=stop)) if plans and going else None,
        "status_url": request.build_absolute_uri(reverse("stops:stop", args=[stop.pk])) if stop.is_public else "",
    }
    wrong = (reason and reason.errors) or (team_form and team_form.errors)
    return render(request, f"{FOLDER}/stop.html", context, status=422 if wrong else 200)


def _acts(stop: UnitStop, plans: bool) -> list[tuple[str, str]]:
    """What can be done now, the most likely first: planners announce, the team opens and closes."""
    today = timezone.localdate(stop.starts_at) == timezone.localdate()
    words = {
        "announce": (plans and stop.ends_at > timezone.now(), _("Announce it")),
        "open": (today and stop.state == S.ANNOUNCED, _("Open the stop")),
        "close": (True, _("Close the stop")),
        "reopen": (today, _("Open it again")),
    }
    return [(act, word) for act, (may, word) in words.items() if may and STOP.allows(stop, act)]


_MOVES: dict[str, tuple[Callable[..., UnitStop], Any]] = {
    "announce": (services.announce, gettext_lazy("Announced. People can book a time now.")),
    "open": (services.open_stop, gettext_lazy("Open. You can register people now.")),
    "close": (services.close, gettext_lazy("Closed. Who did not come is marked so.")),
    "reopen": (services.reopen, gettext_lazy("Open again.")),
}


@require_POST
@require_permission(Permission.WORK_STOPS)
def move(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    """Announce (planners), open, close, open again (the team too)."""
    stop, act = stop_of(request, stop_id), request.POST.get("act", "")
    if act not in _MOVES:
        return redirect("outreach_stops:stop", stop.pk)
    if act == "announce" and not _plans(request, stop):
        raise PermissionDenied
    function, done = _MOVES[act]
    try:
        function(stop, by=request.user)
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, str(done))
    return redirect("outreach_stops:day" if act in ("open", "reopen") else "outreach_stops:stop", stop.pk)


def _planned_here(request: HttpRequest, stop_id: uuid.UUID) -> UnitStop:
    stop = stop_of(request, stop_id)
    if not _plans(request, stop):
        raise PermissionDenied
    return stop


@require_POST
@require_permission(Permission.PLAN_STOPS)
def cancel(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    stop, form = _planned_here(request, stop_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, stop, reason=form)
    try:
        services.cancel(stop, reason=form.cleaned_data["reason"], by=request.user)
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Cancelled. Whoever booked is told."))
    return redirect("outreach_stops:stop", stop.pk)


@require_POST
@require_permission(Permission.PLAN_STOPS)
def team(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    """Who works there: they see the stop from now on."""
    stop = _planned_here(request, stop_id)
    form = TeamForm(request.POST, stop=stop)
    if not form.is_valid():
        return _page(request, stop, team_form=form)
    services.join(stop, list(form.cleaned_data["users"]))
    return redirect("outreach_stops:stop", stop.pk)


@require_POST
@require_permission(Permission.PLAN_STOPS)
def leave(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    stop = _planned_here(request, stop_id)
    user_id = request.POST.get("user", "")
    if any(str(one.user_id) == user_id for one in services.team_of(stop)):
        services.leave(stop, user_id)
    return redirect("outreach_stops:stop", stop.pk)
