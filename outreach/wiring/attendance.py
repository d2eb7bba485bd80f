"""Where attendance shows itself: a card on the activity's page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from outreach.counting import People
from outreach.models import Activity
from outreach.sections import SLOT, Section


def register() -> None:
    """Called when the app is ready."""
    from outreach import attendance_tasks  # noqa: F401  the clock's task must be known to the worker

    slots.register(SLOT, section, order=10)


def section(request: HttpRequest, activity: Activity) -> Section | None:
    """How many came, each way of counting as itself; officers go on to the desk, a partner sees the numbers."""
    from outreach import counting
    from outreach.scope import may
    from outreach.services import attending

    people = counting.people(activity)
    reads = may(request.user, Permission.READ_OUTREACH, activity.place_code)
    if not people.total and not reads:
        return None
    links = [(_("Desk, heads and the code at the door"), _desk(activity))] if reads else []
    lines = _lines(people) if people.total else [attending.why_not(activity) or _("Nobody is counted yet.")]
    return Section(_("Who came"), lines, links)


def _lines(people: People) -> list[str]:
    total, by_how = people.total, people.by_how
    said = ngettext("%(n)s person", "%(n)s people", total) % {"n": total}
    sexes = _("women %(women)s, men %(men)s, not stated %(rest)s")
    ways = _("telephones at the door %(door)s, lines at the desk %(desk)s, heads %(heads)s")
    return [
        f"{said}: " + sexes % {"women": people.women, "men": people.men, "rest": people.not_stated},
        ways % by_how,
    ]


def _desk(activity: Activity) -> str:
    return reverse("outreach_attendance:desk", args=[activity.pk])
