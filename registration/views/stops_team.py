"""The team at its stop: who comes, who is next, registering, cards."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.services import UploadRefused
from nssf_portal.identifiers.models import BlockExhausted
from nssf_portal.law.limits import within_limit
from nssf_portal.workflow import NotPossible
from registration.enums import ApplicantPath, StopState
from registration.forms.counter import CounterForm
from registration.forms_stops import CardForm, WalkInForm
from registration.models import Application, CardHandover, StopBooking, UnitStop
from registration.presenting import stops as presenting
from registration.presenting.service import masked_name
from registration.services import stop_bookings, stop_work
from registration.views.stops import stop_of

FOLDER = "registration/stops"
_SHOWN = 50


@require_safe
@require_permission(Permission.WORK_STOPS)
def day(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    """The day sheet: times, who booked, who came, who is next."""
    return _day(request, stop_of(request, stop_id), WalkInForm())


def _day(request: HttpRequest, stop: UnitStop, form: WalkInForm, status: int = 200) -> HttpResponse:
    rows = stop_work.day_sheet(stop)
    note_reading(stop, by=request.user, screen="stop.day")
    context = {
        "stop": stop,
        "row": presenting.row(stop),
        "rows": [(one, presenting.booking_tag(one)) for one in rows],
        "next": stop_work.next_of(rows),
        "figures": stop_work.figures_of(stop),
        "form": form,
        "is_open": stop.state == StopState.OPEN,
        "takes_in": request.user.has_permission(Permission.TAKE_IN),
        "next_step": presenting.next_step(stop),
    }
    return render(request, f"{FOLDER}/day.html", context, status=status)


@require_POST
@require_permission(Permission.WORK_STOPS)
def came(request: HttpRequest, booking_id: uuid.UUID) -> HttpResponse:
    """They are here. An employer that only sees its own booking has no permission for this."""
    seen = StopBooking.objects.filter(stop__in=UnitStop.objects.visible_to(request.user)).select_related("stop")
    found = get_object_or_404(seen, pk=booking_id)
    try:
        stop_bookings.came(found)
    except NotPossible as why:
        messages.error(request, str(why))
    return redirect("outreach_stops:day", found.stop_id)


@require_POST
@require_permission(Permission.WORK_STOPS)
def walk_in(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    stop, form = stop_of(request, stop_id), WalkInForm(request.POST)
    if not form.is_valid():
        return _day(request, stop, form, 422)
    try:
        stop_bookings.walk_in(stop, **form.cleaned_data)
    except NotPossible as why:
        messages.error(request, str(why))
    return redirect("outreach_stops:day", stop.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.TAKE_IN)
def register(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    """The counter's own form; the channel is the stop's, and the stop is written down beside the application."""
    stop, path = stop_of(request, stop_id), _path(request)
    if stop.state != StopState.OPEN:
        messages.error(request, _("The stop is not open. Open it first."))
        return redirect("outreach_stops:day", stop.pk)
    if request.method != "POST":
        return _form_page(request, stop, _form(request, stop, path))
    form = _form(request, stop, path, request.POST, request.FILES)
    if not within_limit("counter.limit", str(request.user.pk), default=240):
        form.add_error(None, _("This was done too often in this hour. Try again in an hour, or call us."))
    made = _taken_in(request, stop, form) if form.is_valid() else None
    return redirect("desk_hotline:counter_done", made.pk) if made else _form_page(request, stop, form)


def _path(request: HttpRequest) -> str:
    asked = request.POST.get("path") or request.GET.get("path", "")
    return asked if asked in ApplicantPath.values else ApplicantPath.EMPLOYEE


def _form(request: HttpRequest, stop: UnitStop, path: str, *given: Any) -> CounterForm:
    form = CounterForm(*given, user=request.user, path=path, initial={"commune_code": stop.commune_code})
    del form.fields["channel"]
    if stop.enterprise and "enterprise" in form.fields:
        form.initial["enterprise"] = stop.enterprise.nssf_number or ""
    return form


def _taken_in(request: HttpRequest, stop: UnitStop, form: CounterForm) -> Application | None:
    data = form.cleaned_data
    try:
        return stop_work.take_in_at(
            stop,
            by=request.user,
            path=form.path,
            language=data["language"],
            values=form.values(),
            numbers=form.numbers(),
            consents=form.consents(),
            submission_id=data["submission_id"],
            document=(data["document_kind"], data["document"]) if data.get("document") else None,
        )
    except UploadRefused as told:
        form.add_error("document", told)
    except BlockExhausted:
        form.add_error(None, _("There is no member number left today. Try again later: nothing typed is lost."))
    except NotPossible as why:
        form.add_error(None, str(why))
    return None


def _form_page(request: HttpRequest, stop: UnitStop, form: CounterForm) -> HttpResponse:
    ways = [(str(way), way.label, str(way) == form.path, n) for n, way in enumerate(ApplicantPath, start=1)]
    context = {"form": form, "ways": ways, "stop": stop}
    return render(request, f"{FOLDER}/register.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.WORK_STOPS)
def cards(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    """Scan, hand over, next; the list shows the last of them without whole numbers."""
    stop, form = stop_of(request, stop_id), CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _handed(request, stop, form):
        return redirect("outreach_stops:cards", stop.pk)
    given = CardHandover.objects.filter(stop=stop).select_related("card__member", "handed_by")
    context = {
        "stop": stop,
        "form": form,
        "given": [(one, masked_name(one.card.member)) for one in given.order_by("-handed_at")[:_SHOWN]],
        "count": given.count(),
        "is_open": stop.state == StopState.OPEN,
    }
    return render(request, f"{FOLDER}/cards.html", context, status=422 if form.errors else 200)


def _handed(request: HttpRequest, stop: UnitStop, form: CardForm) -> bool:
    """Numbers are tried here: tries are counted."""
    if not within_limit("lookup.person.limit", str(request.user.pk)):
        form.add_error(None, _("You have looked for many people in this hour. Go on in the next one."))
        return False
    try:
        given, fresh = stop_work.hand_over(stop, form.cleaned_data["text"], by=request.user)
    except NotPossible as why:
        form.add_error("text", str(why))
        return False
    if fresh:
        note_reading(given.card.member, by=request.user, screen="stop.cards")
        messages.success(request, _("Handed over to %(name)s.") % {"name": masked_name(given.card.member)})
    else:
        messages.warning(request, _("This card was handed over before."))
    return True
