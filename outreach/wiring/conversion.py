"""Where conversion shows itself: registration tells of what was begun, a card on the activity's page, the night."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from outreach.enums import ActivityState
from outreach.models import Activity
from outreach.sections import SLOT, Section

_TOOK_PLACE = (ActivityState.HELD, ActivityState.REPORTED, ActivityState.VERIFIED)


def register() -> None:
    """Called when the app is ready."""
    from enterprises.services.claims import CHANNEL, STARTED
    from outreach import conversion_tasks  # noqa: F401  the clock's task must be known to the worker
    from outreach.services.beginning import begun, channel_of, claim_begun
    from registration.views.register.arrival import BEGUN

    slots.register(BEGUN, begun)
    slots.register(STARTED, claim_begun)
    slots.register(CHANNEL, channel_of)
    slots.register(SLOT, section, order=60)


def section(request: HttpRequest, activity: Activity) -> Section | None:
    """What became of those who came, for officers of the place; partners see their own counts elsewhere."""
    from outreach.scope import may

    if activity.state not in _TOOK_PLACE or not may(request.user, Permission.READ_OUTREACH, activity.place_code):
        return None
    links = [(_("From the chair to the card"), reverse("outreach_effect:activity", args=[activity.pk]))]
    return Section(_("What it brought"), _lines(activity), links)


def _lines(activity: Activity) -> list[str]:
    from outreach import funnel

    row = funnel.of_activity(activity)
    begun = ngettext(
        "%(n)s registration was begun on the spot.", "%(n)s registrations were begun on the spot.", row.begun
    )
    if activity.state != ActivityState.VERIFIED:
        return [begun % {"n": row.begun}, _("Registrations are given to it once it is verified.")]
    given = ngettext("%(n)s registration is given to it.", "%(n)s registrations are given to it.", row.registered)
    return [begun % {"n": row.begun}, given % {"n": row.registered}]
