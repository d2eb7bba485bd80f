"""Where the map, the scoreboard and the rounds of requests show themselves."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises import figures
from enterprises.services import asking, rounds
from enterprises.services.confirming import WORK_KIND
from nssf_portal.accounts.permissions import Permission
from nssf_portal.jobs.services import register_handler
from nssf_portal.notifications import recipients
from nssf_portal.ui import slots
from nssf_portal.work.kinds import Kind, register_kind

WRONG_LETTER = Kind(WORK_KIND, gettext_lazy("A letter that is wrong"), "rounds:request", "sla.reregistration")


def nav_units(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    """For who reads counts; officers find the map among the pages about registries."""
    if request.user.has_permission(Permission.READ_REGISTRY):
        return None
    url = reverse("units:map")
    return slots.NavItem(_("Units"), url, active=request.path.startswith(url))


def _may_read(request: HttpRequest) -> bool:
    return any(request.user.has_permission(one) for one in (Permission.READ_COUNTS, Permission.READ_REGISTRY))


def tab_map(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    url, board = reverse("units:map"), reverse("units:sources")
    active = request.path.startswith(url) and not request.path.startswith(board)
    return slots.NavItem(_("Map of units"), url, active=active) if _may_read(request) else None


def tab_sources(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    url = reverse("units:sources")
    return slots.NavItem(_("Sources"), url, active=request.path.startswith(url)) if _may_read(request) else None


def tab_rounds(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    url = reverse("rounds:home")
    return slots.NavItem(_("Requests to confirm"), url, active=request.path.startswith(url))


def register_all() -> None:
    from enterprises.views.confirm import confirm_tasks

    slots.register("nav", nav_units, order=82, permission=Permission.READ_COUNTS)
    slots.register("registry.tabs", tab_rounds, order=30, permission=Permission.READ_REGISTRY)
    slots.register("registry.tabs", tab_map, order=40)
    slots.register("registry.tabs", tab_sources, order=50)
    register_handler(figures.JOB, figures.refresh_job)
    slots.register("employer.now", confirm_tasks, order=5)
    register_handler(rounds.PREPARE, rounds.prepare_job)
    register_handler(rounds.TELL, asking.tell_job)
    register_kind(WRONG_LETTER)
    asking.register_messages()
    recipients.register(asking.ADDRESS, asking.address_of)
