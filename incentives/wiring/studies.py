"""Where studies of incentives show themselves: one entry of the menu, and beside the analyst's other studies."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots

_ROOMS = ("incentive_studies", "effect")


def nav(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    """Questions, live tables and effect; the priority groups have their own entry."""
    match = request.resolver_match
    active = bool(match and match.app_name in _ROOMS)
    return slots.NavItem(_("Studies of incentives"), reverse("incentive_studies:home"), active=active)


def tab(_request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    """On the pages of priority groups and family packages."""
    return slots.NavItem(_("Questions under study"), reverse("incentive_studies:home"))


def register() -> None:
    """Called when the app is ready."""
    slots.register("nav", nav, order=84, permission=Permission.STUDY)
    slots.register("studies.tabs", tab, order=10, permission=Permission.STUDY)
