"""What the rosters show on the employer's home page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.models import Enterprise
from enterprises.now import Task
from nssf_portal.ui import slots
from registration.enums import RosterState
from registration.models import EmploymentConfirmation, Roster
from registration.presenting.words import plural_of

_MOST = 3
_COUNTED_TO = 100


def register() -> None:
    slots.register("employer.now", rosters_now, order=20)
    slots.register("employer.now", confirmations_now, order=10)


def rosters_now(request: HttpRequest, enterprise: Enterprise) -> list[Task]:
    """Lists that wait for the employer: to confirm, to repair, or with columns to name."""
    waiting = Roster.objects.visible_to(request.user).filter(
        enterprise=enterprise, state__in=[RosterState.READY, RosterState.MAPPING], upload__isnull=False
    )
    return [task for roster in waiting[:_MOST] for task in _tasks(roster)]


def confirmations_now(request: HttpRequest, enterprise: Enterprise) -> list[Task]:
    """Workers who named this employer and wait for its answer, with the day until which it is awaited."""
    asked = EmploymentConfirmation.objects.visible_to(request.user).asked().filter(enterprise=enterprise)
    due = list(asked.order_by("due_on").values_list("due_on", flat=True)[:_COUNTED_TO])
    if not due:
        return []
    title = plural_of(ngettext("Answer for %(n)s worker", "Answer for %(n)s workers", len(due)), len(due))
    text = _("They named you as their employer. One tap, no letter.")
    url, late = reverse("registration:confirmations", args=[enterprise.pk]), due[0] < timezone.localdate()
    return [Task(title, text, url, _("Answer"), due_on=due[0], due_state="late" if late else "")]


def _tasks(roster: Roster) -> Iterator[Task]:
    """Who is ready is registered first; the rows to repair are a thing of their own, by the same list."""
    url, named = reverse("registration:roster", args=[roster.enterprise_id, roster.pk]), roster.reference
    if roster.state == RosterState.MAPPING:
        yield Task(_("Name the columns of %(list)s") % {"list": named}, _("We check it then."), url, _("Name columns"))
        return
    if roster.accepted:
        title = plural_of(ngettext("Register %(n)s person", "Register %(n)s people", roster.accepted), roster.accepted)
        yield Task(title, _("List %(list)s is checked.") % {"list": named}, url, _("See the result"))
    if roster.repair:
        title = plural_of(ngettext("Repair %(n)s row", "Repair %(n)s rows", roster.repair), roster.repair)
        text = _("In list %(list)s. These people are not registered yet.") % {"list": named}
        yield Task(title, text, f"{url}#groups", _("Repair"))
