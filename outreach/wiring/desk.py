"""Where outreach begins: the officers' first page and menu, and where partners belong."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots


def is_here(request: HttpRequest, *apps: str) -> bool:
    match = request.resolver_match
    return bool(match and match.app_name in apps)


def desk_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    return slots.NavItem(_("Outreach"), reverse("outreach:desk"), active=is_here(request, "outreach"))


def activities_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    active = is_here(request, "outreach_activities")
    return slots.NavItem(_("Activities"), reverse("outreach_activities:list"), active=active)


def home_of_officer(_request: HttpRequest, user: User) -> str | None:
    """Who has a queue or cases begins there."""
    if user.has_permission(Permission.READ_WORK) or user.has_permission(Permission.READ_CASES):
        return None
    return reverse("outreach:desk")


def home_of_ministry(_request: HttpRequest, _user: User) -> str | None:
    from outreach.desk import page_of

    return page_of("outreach_schools:list") or None


def register() -> None:
    """Called when the app is ready."""
    slots.register("nav", desk_item, order=34, permission=Permission.READ_OUTREACH)
    slots.register("nav", activities_item, order=35, permission=Permission.READ_OUTREACH)
    slots.register("accounts.home", home_of_officer, order=45, permission=Permission.READ_OUTREACH)
    slots.register("accounts.home", home_of_ministry, order=46, permission=Permission.REPORT_SCHOOLS)
