"""What the staff shows on pages of the lower floors: the menu, the enterprise's page, the employer's list of duties."""

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.models import Enterprise
from enterprises.now import Task
from enterprises.perms import can_manage_staff
from enterprises.slots import represents_any
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from registration.enums import RosterState, RowState
from registration.models import ExportRequest, RosterRow
from registration.staff_list import CURRENT, LEFT, capped, in_tab, staff_of

_COUNTED_TO = 1_000


def nav_item(request: HttpRequest, _obj: object = None) -> slots.NavItem | None:
    """The staff in the menu of who represents an enterprise: of the one on the page, else of the first."""
    if not represents_any(request.user):
        return None
    own = list(
        Enterprise.objects.represented_by(request.user).order_by("name_latin", "id").values_list("pk", flat=True)
    )
    match = resolve(request.path_info)
    wanted = str(match.kwargs.get("enterprise_id") or request.GET.get("enterprise") or "")
    chosen = next((pk for pk in own if str(pk) == wanted), own[0])
    here = match.app_name == "registration" and "enterprise_id" in match.kwargs
    return slots.NavItem(_("Staff"), reverse("registration:staff", args=[chosen]), active=here)


def enterprise_panel(request: HttpRequest, enterprise: Enterprise) -> slots.Panel | None:
    """How many work there now and how many left."""
    staff = staff_of(enterprise, request.user)
    context = {
        "enterprise": enterprise,
        "current": capped(in_tab(staff, CURRENT)),
        "left": capped(in_tab(staff, LEFT)),
        "may_act": can_manage_staff(request.user, enterprise),
    }
    return slots.Panel("registration/employer/staff_panel.html", context)


def waiting_people(request: HttpRequest, enterprise: Enterprise) -> list[Task]:
    """People an officer compares: not the employer's to do, but good to know of."""
    waiting = RosterRow.objects.filter(roster__enterprise=enterprise, state=RowState.REVIEW)
    number = waiting.exclude(roster__state=RosterState.CANCELLED).order_by()[:_COUNTED_TO].count()
    if not number:
        return []
    title = ngettext("An officer compares %(n)s person", "An officer compares %(n)s people", number) % {"n": number}
    text = _("They may be known to the Fund already. There is nothing for you to do; nobody is lost.")
    return [Task(title, text, reverse("registration:roster_list", args=[enterprise.pk]), _("See the lists"))]


def exports_panel(request: HttpRequest, _obj: object = None) -> slots.Panel:
    """For the security officer: who asked for a staff list as a file, how long, why."""
    asked = ExportRequest.objects.reviewed_by(request.user).select_related("requested_by", "confirmed_by")
    return slots.Panel("registration/clerk/exports_panel.html", {"exports": asked.order_by("-id")[:20]})


def register() -> None:
    """Called when the app is ready."""
    slots.register("nav", nav_item, order=20)
    slots.register("enterprise.page", enterprise_panel, order=10)
    slots.register("employer.home", enterprise_panel, order=10)
    slots.register("employer.now", waiting_people, order=80)
    slots.register("security.panels", exports_panel, permission=Permission.REVIEW_ACCESS)
