"""Signing up for a public event, looking at it again, and cancelling: without an account, by a reference."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.services.refusing import Refused
from nssf_portal.law.limits import client_address, within_limit
from outreach import public_calendar
from outreach.forms_events import FindForm, SignUpForm
from outreach.models import Activity, SignUp
from outreach.services import signing_up
from outreach.views.events import FOLDER, found

_MINE = "event_sign_up"


def _within(request: HttpRequest, form: Form, code: str, who: str = "", *, default: int) -> bool:
    """Counts one more; past the limit the page says when to come back, and keeps what was typed."""
    if within_limit(code, who or client_address(request), default=default, closed=True):
        return True
    form.add_error(None, _("This was done too often in this hour. Try again in an hour, or call us."))
    return False


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Why it cannot be any more stands on the event's own page."""
    activity = found(activity_id)
    if request.method != "POST" and signing_up.why_not(activity):
        return redirect("events:event", activity_id=activity.pk)
    form = SignUpForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid() and (row := _kept(request, activity, form)):
        request.session[_MINE] = str(row.pk)
        return redirect("events:mine")
    context = {
        "form": form,
        "activity": activity,
        "entry": public_calendar.of_activity(activity, 0),
        "left": signing_up.places_left(activity),
        "back_url": reverse("events:event", args=[activity.pk]),
    }
    return render(request, f"{FOLDER}/sign_up.html", context)


def _kept(request: HttpRequest, activity: Activity, form: SignUpForm) -> SignUp | None:
    coming = form.coming()
    if not _within(request, form, "sign_up.per_address", default=120):
        return None
    if coming.phone and not _within(request, form, "sign_up.per_phone", coming.phone, default=5):
        return None
    try:
        return signing_up.sign_up(activity, submission_id=form.cleaned_data["submission_id"], coming=coming)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


@login_not_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The sign-up just made, or found by its reference; in this browser only."""
    row = _mine(request)
    if row is None:
        return redirect("events:find")
    context = {"sign_up": row, "entry": public_calendar.of_activity(row.activity, 0)}
    return render(request, f"{FOLDER}/mine.html", context)


def _mine(request: HttpRequest) -> SignUp | None:
    kept = request.session.get(_MINE)
    return SignUp.objects.select_related("activity__type").filter(pk=kept).first() if kept else None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """References can't be guessed in numbers: tries are counted."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _within(request, form, "sign_up.tries", default=30):
        if row := signing_up.find(form.cleaned_data["reference"]):
            request.session[_MINE] = str(row.pk)
            return redirect("events:mine")
        form.add_error("reference", _("We know no sign-up with this reference. Look at it once more, or call us."))
    context = {"form": form, "back_url": reverse("events:list")}
    return render(request, f"{FOLDER}/find.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """What is cancelled already stays so; the page says what is now."""
    if row := _mine(request):
        try:
            signing_up.cancel(row)
        except Refused:
            return redirect("events:mine")  # the event ended meanwhile: the page says so and has no button
    return redirect("events:mine")
