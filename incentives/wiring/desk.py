"""Where incentives begin: the officers' first page and menu, and where jurors belong."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from incentives.wiring.requests import is_here
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots


def desk_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    return slots.NavItem(_("Incentives"), reverse("incentives:desk"), active=is_here(request, "incentives"))


def home_of_officer(_request: HttpRequest, user: User) -> str | None:
    """Who has a queue or cases begins there."""
    if user.has_permission(Permission.READ_WORK) or user.has_permission(Permission.READ_CASES):
        return None
    return reverse("incentives:desk")


def home_of_juror(_request: HttpRequest, _user: User) -> str | None:
    from incentives.desk import page_of

    return page_of("jury:home") or None


def register() -> None:
    """Called when the app is ready."""
    slots.register("nav", desk_item, order=28, permission=Permission.READ_INCENTIVES)
    slots.register("accounts.home", home_of_officer, order=44, permission=Permission.READ_INCENTIVES)
    slots.register("accounts.home", home_of_juror, order=49, permission=Permission.JUDGE_AWARDS)
