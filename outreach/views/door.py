"""At the door, on the own telephone: two questions on one page, then thanks, and whoever wants registers at once."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.law.limits import client_address, within_limit
from nssf_portal.places.names import place_name
from outreach import door as doors
from outreach.forms_attendance import DoorForm
from outreach.models import Activity
from outreach.services import attending, beginning

FOLDER = "outreach/door"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the code: two questions. A telephone that was counted is thanked again."""
    activity = doors.activity_at(token)
    if activity is None:
        return render(request, f"{FOLDER}/unknown.html", status=404)
    secret = request.COOKIES.get(doors.COOKIE, "") or secrets.token_urlsafe(18)
    device = doors.device_of(secret, activity)
    if attending.at_door(activity, device):
        return redirect("door:thanks", token)
    if not doors.is_open(activity):
        return _closed(request, activity)
    form = DoorForm(request.POST if request.method == "POST" else None, with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        return _come(request, activity, form, device, token)
    context = {"form": form, "activity": activity, "place": place_name(activity.place_code)}
    return _remember(
        render(request, f"{FOLDER}/door.html", context, status=422 if form.errors else 200), secret, activity
    )


def _come(request: HttpRequest, activity: Activity, form: DoorForm, device: str, token: str) -> HttpResponse:
    if not within_limit("outreach.door_per_address", client_address(request), default=1_200):
        return render(request, f"{FOLDER}/too_many.html", {}, status=429)
    try:
        attending.come_by_phone(activity, device=device, **form.cleaned_data)
    except attending.DoorClosed:
        return _closed(request, activity)
    return redirect("door:thanks", token)


def _remember(response: HttpResponse, secret: str, activity: Activity) -> HttpResponse:
    """A random value as long as the door is open: it says nothing but "the same telephone"."""
    left = doors.open_until(activity) - timezone.now() + timedelta(hours=1)
    response.set_cookie(
        doors.COOKIE,
        secret,
        max_age=max(int(left.total_seconds()), 0),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _closed(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Too early, or over: when it opens, and what one can do all the same."""
    context = {
        "activity": activity,
        "place": place_name(activity.place_code),
        "early": activity.state in attending.COUNTS and timezone.now() < doors.open_from(activity),
        "from": doors.open_from(activity),
    }
    return render(request, f"{FOLDER}/closed.html", context)


def _counted(request: HttpRequest, token: str) -> Activity | None:
    """The activity at whose open door this telephone was counted."""
    activity = doors.activity_at(token)
    secret = request.COOKIES.get(doors.COOKIE, "")
    if activity and attending.at_door(activity, doors.device_of(secret, activity)):
        return activity
    return None


@login_not_required
@never_cache
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Counted. The third question: register now? And the quiz, when one is asked."""
    activity = _counted(request, token)
    if activity is None:
        return redirect("door:door", token)
    context = {
        "activity": activity,
        "token": token,
        "place": place_name(activity.place_code),
        "quiz_url": _quiz(activity, token),
    }
    return render(request, f"{FOLDER}/thanks.html", context)


def _quiz(activity: Activity, token: str) -> str:
    """The questions of the moment, when some are asked here: before, in the first half; after, from then on."""
    if not activity.questions.exists():
        return ""
    half = activity.starts_at + (activity.ends_at - activity.starts_at) / 2
    try:
        return reverse(f"outreach_play:{'before' if timezone.now() < half else 'after'}", args=[token])
    except NoReverseMatch:
        return ""


@login_not_required
@never_cache
@require_POST
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Registration begins here and now, on registration's own way; the activity is remembered with it."""
    activity = _counted(request, token)
    return beginning.begin_at_door(request, activity) if activity else redirect("door:door", token)


@login_not_required
@never_cache
@require_POST
def begin_enterprise(request: HttpRequest, token: str) -> HttpResponse:
    """The same for an employer's enterprise, on the way in of enterprises."""
    activity = _counted(request, token)
    return beginning.begin_enterprise_at_door(request, activity) if activity else redirect("door:door", token)
