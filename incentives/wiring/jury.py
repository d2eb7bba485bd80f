"""Where the jury shows itself: the menu of who may judge."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots


def nav_item(request: HttpRequest, _obj: object = None) -> slots.NavItem:
    match = request.resolver_match
    return slots.NavItem(_("Jury"), reverse("jury:home"), active=bool(match and match.app_name == "jury"))


def register() -> None:
    """Called when the app is ready."""
    slots.register("nav", nav_item, order=31, permission=Permission.JUDGE_AWARDS)
