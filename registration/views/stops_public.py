"""Stops for everybody, without an account and without script: find one, book a time, cancel it."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.law.enums import Applicant
from nssf_portal.law.limits import client_address, within_limit
from nssf_portal.places.names import province_names
from nssf_portal.workflow import NotPossible
from registration.enums import BookingState, StopState
from registration.forms_stops import BookForm, ReferenceForm
from registration.models import StopBooking, UnitStop
from registration.presenting import stops as presenting
from registration.services import points, stop_bookings
from registration.services import stops as services

FOLDER = "registration/stops"
_BOOKED = "stop_booked"
_PAGE = 20


def _coming() -> Any:
    """What is still to come, and what stays open beyond its hour."""
    return UnitStop.objects.public().filter(Q(ends_at__gt=timezone.now()) | Q(state=StopState.OPEN))


@login_not_required
@require_safe
def stops(request: HttpRequest) -> HttpResponse:
    """What comes, soonest first; by province when one is chosen."""
    names, province = province_names(), request.GET.get("province", "")
    with_stops = sorted({code[:2] for code in _coming().order_by().values_list("commune_code", flat=True)})
    found = _coming().filter(commune_code__startswith=province) if province in names else _coming()
    page = Paginator(found.select_related("unit").order_by("starts_at", "id"), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [presenting.row(one) for one in page.object_list],
        "provinces": [(code, names.get(code, code)) for code in with_stops],
        "province": province,
    }
    return render(request, f"{FOLDER}/public_list.html", context)


def _stop(stop_id: uuid.UUID) -> UnitStop:
    return get_object_or_404(UnitStop.objects.public().select_related("unit"), pk=stop_id)


@login_not_required
@require_safe
def stop(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    """One stop: where, when, which times are free, what to bring."""
    found = _stop(stop_id)
    context = {
        "stop": found,
        "row": presenting.row(found),
        "free": services.free_slots(found),
        "far": _far(found),
        "over": found.ends_at <= timezone.now() and found.state != StopState.OPEN,
        "bring": points.what_to_bring(Applicant.WORKER),
    }
    return render(request, f"{FOLDER}/public_stop.html", context)


def _far(found: UnitStop) -> date | None:
    """The day on which booking begins, while it lies ahead."""
    begins = services.booking_begins(found)
    return begins if begins > timezone.localdate() else None


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    """A time, a phone number, done."""
    found = _stop(stop_id)
    free = services.free_slots(found)
    initial = {"language": get_language() or "km", "at": request.GET.get("at", "")}
    form = BookForm(request.POST or None, free=free, initial=initial)
    if request.method == "POST":
        if form.is_valid() and (made := _booked(request, found, form)):
            request.session[_BOOKED] = str(made.pk)
            return redirect("stops:booked")
        if made := _before(request, found):  # a double click on the last place
            request.session[_BOOKED] = str(made.pk)
            return redirect("stops:booked")
    context = {"form": form, "stop": found, "row": presenting.row(found), "free": free, "far": _far(found)}
    status = 429 if getattr(form, "too_many", False) else 422 if form.errors else 200
    return render(request, f"{FOLDER}/public_book.html", context, status=status)


def _before(request: HttpRequest, found: UnitStop) -> StopBooking | None:
    from registration.forms_stops import submission_of

    sent = submission_of(request.POST)
    return StopBooking.objects.filter(submission_id=sent, stop=found).first() if sent else None


def _booked(request: HttpRequest, found: UnitStop, form: BookForm) -> StopBooking | None:
    data = form.cleaned_data
    if not _within(request, form) or not _within(request, form, data["phone"]):
        return None
    names = ("people", "name", "phone", "language", "submission_id")
    try:
        return stop_bookings.book(stop=found, slot_at=form.slot_at, **{name: data[name] for name in names})
    except NotPossible as why:
        form.add_error("at", str(why))
        return None


def _within(request: HttpRequest, form: Any, phone: str = "") -> bool:
    """Counts one more; past the limit the page says when to come back, and keeps what was typed."""
    code = "stop.booking_per_phone" if phone else "stop.booking_per_address"
    if within_limit(code, phone or client_address(request), default=3 if phone else 30, closed=True):
        return True
    form.add_error(None, _("This was done too often in this hour. Try again in an hour, or call us."))
    form.too_many = True
    return False


@login_not_required
@never_cache
@require_safe
def booked(request: HttpRequest) -> HttpResponse:
    """The number of the booking, when and where, what to bring; shown in the browser that booked."""
    key = request.session.get(_BOOKED)
    found = StopBooking.objects.select_related("stop").filter(pk=key).first() if key else None
    if found is None:
        return redirect("stops:public")
    context = {"booking": found, "row": presenting.row(found.stop), "bring": points.what_to_bring(Applicant.WORKER)}
    return render(request, f"{FOLDER}/public_booked.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_booking(request: HttpRequest) -> HttpResponse:
    """By its number: when and where, and cancelling. No name and no phone is shown."""
    form = ReferenceForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid() and _within(request, form):
        found = stop_bookings.find(form.cleaned_data["reference"])
        if found is None:
            form.add_error("reference", _("We know no booking with this number. Look at the message once more."))
        elif request.POST.get("act") == "cancel":
            return _cancelled(request, found)
    context = {"form": form, "booking": found}
    if found:
        context |= {"row": presenting.row(found.stop), "open": found.state == BookingState.BOOKED}
        context["tag"] = presenting.booking_tag(found)
    status = 429 if getattr(form, "too_many", False) else 422 if form.errors else 200
    return render(request, f"{FOLDER}/public_booking.html", context, status=status)


def _cancelled(request: HttpRequest, found: StopBooking) -> HttpResponse:
    try:
        stop_bookings.cancel_booking(found)
    except NotPossible:
        messages.warning(request, _("This booking cannot be cancelled any more."))
    else:
        messages.success(request, _("Your booking is cancelled. Somebody else can have the time."))
    return redirect("stops:public")
