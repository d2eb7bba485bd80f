"""From the chair to the card: a registration begun on the spot, and the activity where it was begun."""

from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from enterprises.models import Claim, Enterprise
from nssf_portal.law.book import value_or
from outreach.enums import ActivityState
from outreach.models import Activity, StartedClaim, StartedEnterprise, StartedHere
from registration.enums import Channel
from registration.models import Application
from registration.views.register.arrival import come_by

_HERE = "outreach.here"  # in the session: the activity, and when the phone was there
_NOT_HERE = (ActivityState.PROPOSED, ActivityState.DECLINED, ActivityState.CANCELLED)


@transaction.atomic
def start_here(
    activity: Activity,
    application: Application | None = None,
    enterprise: Enterprise | None = None,
    claim: Claim | None = None,
) -> bool:
    """Writes down that an application or an enterprise's registration was begun at this activity; whether it was new.

    The first activity stays: asking again, or somewhere else, changes nothing."""
    if activity.state in _NOT_HERE:
        return False
    new = False
    if application is not None:
        new |= StartedHere.objects.get_or_create(application=application, defaults={"activity": activity})[1]
    if enterprise is not None:
        new |= StartedEnterprise.objects.get_or_create(enterprise=enterprise, defaults={"activity": activity})[1]
    if claim is not None:
        new |= StartedClaim.objects.get_or_create(claim=claim, defaults={"activity": activity})[1]
    return new


def remember(request: HttpRequest, activity: Activity) -> None:
    """What is begun from this phone in the next hours is of this activity, and came on site."""
    request.session[_HERE] = [str(activity.pk), timezone.now().isoformat()]
    come_by(request, Channel.ON_SITE)


def begin_at_door(request: HttpRequest, activity: Activity) -> HttpResponse:
    """On to registration's own journey, with the activity remembered."""
    remember(request, activity)
    return redirect("register:start")


def begin_enterprise_at_door(request: HttpRequest, activity: Activity) -> HttpResponse:
    """On to the way in of enterprises, with the activity remembered; signing in on the way does not forget it."""
    remember(request, activity)
    return redirect("enterprises:start")


def remembered(request: HttpRequest) -> Activity | None:
    """The activity at which this phone is, as long as a person would still be sitting there."""
    pk, said = request.session.get(_HERE) or ("", "")
    hours = int(value_or("outreach.begin_hours", 12))
    if not said or timezone.now() - datetime.fromisoformat(said) > timedelta(hours=hours):
        return None
    return Activity.objects.filter(pk=pk).first()


def begun(request: HttpRequest, application: Application) -> None:
    """Slot `register.begun`: an application made by a phone that came from the door."""
    if (activity := remembered(request)) and application.channel == Channel.ON_SITE:
        start_here(activity, application=application)


def claim_begun(request: HttpRequest, claim: Claim) -> None:
    """Slot `claim.begun`: an enterprise's request made by a phone that came from the door."""
    if activity := remembered(request):
        start_here(activity, claim=claim)


def channel_of(claim: Claim) -> str | None:
    """Slot `claim.channel`: an enterprise that began at an activity came on site."""
    return Channel.ON_SITE if StartedClaim.objects.filter(claim=claim).exists() else None
