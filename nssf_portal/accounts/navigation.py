"""Where administrators begin: the menu, and what their own page says."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots


def administration_item(request: HttpRequest, _obj: object) -> slots.NavItem:
    url = reverse("admin:index")
    return slots.NavItem(_("Administration"), url, active=request.path.startswith(url))


def start_item(request: HttpRequest, _obj: object) -> slots.NavItem:
    url = reverse("accounts:home")
    return slots.NavItem(_("Start"), url, active=request.path == url)


def administration_panel(_request: HttpRequest, _user: User) -> slots.Panel:
    return slots.Panel("accounts/administration.html", {})


def register() -> None:
    """Called when the app is ready."""
    slots.register("nav", start_item, order=-50, permission=Permission.MANAGE_PEOPLE)
    slots.register("nav", administration_item, order=90, permission=Permission.MANAGE_PEOPLE)
    slots.register("accounts.start", administration_panel, order=10, permission=Permission.MANAGE_PEOPLE)
