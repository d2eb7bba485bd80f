"""An employer: its staff at a stop, or a registration day at its own place."""

import uuid
from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Enterprise
from enterprises.perms import can_manage_staff
from nssf_portal.workflow import NotPossible
from registration.enums import BookingState
from registration.forms_stops import AskDayForm, StaffForm, submission_of
from registration.models import StopBooking, UnitStop
from registration.presenting import stops as presenting
from registration.services import stop_bookings
from registration.services import stops as services

FOLDER = "registration/stops"
_MOST = 20


def _own(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    return get_object_or_404(Enterprise.objects.represented_by(request.user), pk=enterprise_id)


@require_safe
def home(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """What was booked and asked for, stops near by, a day at one's own place."""
    enterprise = _own(request, enterprise_id)
    near = UnitStop.objects.public().filter(ends_at__gt=timezone.now(), commune_code__startswith=_province(enterprise))
    context = {
        "enterprise": enterprise,
        "mine": _mine(enterprise),
        "near": [presenting.row(one) for one in near.select_related("unit").order_by("starts_at", "id")[:_MOST]],
    }
    return render(request, f"{FOLDER}/employer_home.html", context)


def _province(enterprise: Enterprise) -> str:
    return enterprise.commune_code[:2]


def _mine(enterprise: Enterprise) -> list[dict[str, Any]]:
    """One line for each stop: how many come, how far it is, the way out."""
    bookings = StopBooking.objects.filter(enterprise=enterprise).select_related("stop").order_by("-slot_at", "id")
    by_stop: dict[uuid.UUID, list[StopBooking]] = defaultdict(list)
    for booking in bookings[:500]:
        by_stop[booking.stop_id].append(booking)
    return [_line(rows) for rows in list(by_stop.values())[:_MOST]]


def _line(rows: list[StopBooking]) -> dict[str, Any]:
    stop, alive = rows[0].stop, [row for row in rows if row.state != BookingState.CANCELLED]
    own_day = stop.enterprise_id == rows[0].enterprise_id
    return {
        "row": presenting.row(stop),
        "people": sum(row.people for row in alive or rows),
        "from": min(row.slot_at for row in alive or rows),
        "own_day": own_day,
        "words": presenting.for_employer(stop, alive=bool(alive), own_day=own_day),
        "may_cancel": any(row.state == BookingState.BOOKED for row in rows) and stop.ends_at > timezone.now(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """How many, which day, where: an officer answers."""
    enterprise = _own(request, enterprise_id)
    _must_act(request, enterprise)
    form = AskDayForm(request.POST or None, initial={"venue": enterprise.address[:200]})
    if request.method == "POST" and form.is_valid() and _asked(request, enterprise, form):
        messages.success(request, _("Asked. An officer looks at it and answers; you are told."))
        return redirect("employer_stops:home", enterprise.pk)
    context = {
        "enterprise": enterprise,
        "form": form,
        "most": services.most_of_a_day(),
        "confirmed": services.day_is_confirmed(),
    }
    return render(request, f"{FOLDER}/employer_ask.html", context, status=422 if form.errors else 200)


def _must_act(request: HttpRequest, enterprise: Enterprise) -> None:
    if not can_manage_staff(request.user, enterprise):
        raise PermissionDenied


def _asked(request: HttpRequest, enterprise: Enterprise, form: AskDayForm) -> UnitStop | None:
    data = form.cleaned_data
    try:
        return services.ask_day(
            enterprise=enterprise,
            venue=data["venue"],
            starts_at=form.starts_at,
            people=data["people"],
            submission_id=data["submission_id"],
            by=request.user,
        )
    except NotPossible as why:
        form.add_error(None, str(why))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, enterprise_id: uuid.UUID, stop_id: uuid.UUID) -> HttpResponse:
    """Some of the staff come to a stop that everybody may come to."""
    enterprise = _own(request, enterprise_id)
    _must_act(request, enterprise)
    stop = get_object_or_404(UnitStop.objects.public(), pk=stop_id)
    free = services.free_slots(stop)
    form = StaffForm(request.POST or None, free=free)
    if request.method == "POST" and ((form.is_valid() and _booked(stop, enterprise, form)) or _before(request, stop)):
        messages.success(request, _("Booked. Each brings an identity document."))
        return redirect("employer_stops:home", enterprise.pk)
    context = {"enterprise": enterprise, "form": form, "stop": stop, "row": presenting.row(stop), "free": free}
    return render(request, f"{FOLDER}/employer_book.html", context, status=422 if form.errors else 200)


def _before(request: HttpRequest, stop: UnitStop) -> bool:
    """A double click that took the last places."""
    sent = submission_of(request.POST)
    return bool(sent) and StopBooking.objects.filter(submission_id=sent, stop=stop).exists()


def _booked(stop: UnitStop, enterprise: Enterprise, form: StaffForm) -> bool:
    data = form.cleaned_data
    try:
        stop_bookings.book_staff(
            stop=stop,
            enterprise=enterprise,
            slot_at=form.slot_at,
            people=data["people"],
            submission_id=data["submission_id"],
        )
    except NotPossible as why:
        form.add_error("people", str(why))
        return False
    return True


@require_POST
def cancel(request: HttpRequest, enterprise_id: uuid.UUID, stop_id: uuid.UUID) -> HttpResponse:
    """All that the employer booked there."""
    enterprise = _own(request, enterprise_id)
    _must_act(request, enterprise)
    mine = StopBooking.objects.filter(enterprise=enterprise).values("stop_id")
    stop = get_object_or_404(UnitStop.objects.filter(pk__in=mine), pk=stop_id)
    if stop_bookings.cancel_staff(stop, enterprise, by=request.user):
        messages.success(request, _("Taken back. Nobody waits for you."))
    else:
        messages.warning(request, _("There is nothing left to take back."))
    return redirect("employer_stops:home", enterprise.pk)
