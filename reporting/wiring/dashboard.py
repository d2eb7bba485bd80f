"""Where dashboards show themselves: in the menu of who reads counts, leads an office or speaks for an institution."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots

_ROOMS = ("reporting_dashboard", "reporting_figures")


def _is_here(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.app_name in _ROOMS)


def progress_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    return slots.NavItem(_("Progress"), reverse("reporting_dashboard:home"), active=_is_here(request))


def office_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    """Who shares out an office's work sees how it stands; who reads counts comes there from the first page."""
    user: Any = request.user  # signed in: the slot asks for a permission
    if user.has_permission(Permission.READ_COUNTS):
        return None
    return slots.NavItem(_("My office"), reverse("reporting_dashboard:office"), active=_is_here(request))


def institution_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    user: Any = request.user  # signed in: the slot asks for a permission
    if user.has_permission(Permission.READ_COUNTS):
        return None
    return slots.NavItem(_("Our figures"), reverse("reporting_dashboard:institution"), active=_is_here(request))


def home_of(_request: HttpRequest, _user: User) -> str:
    """Who reads counts and does nothing else begins with the progress of the plan."""
    return reverse("reporting_dashboard:home")


def register() -> None:
    """Called when the app is ready."""
    slots.register("nav", progress_item, order=78, permission=Permission.READ_COUNTS)
    slots.register("nav", office_item, order=78, permission=Permission.ASSIGN_WORK)
    slots.register("nav", institution_item, order=60, permission=Permission.ENTER_PROGRESS)
    slots.register("accounts.home", home_of, order=80, permission=Permission.READ_COUNTS)
