"""The pages about registries in the menu, and deliveries among their tabs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.views.registry.scope import READERS
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots


def _may_read(request: HttpRequest) -> bool:
    return request.user.is_authenticated and any(request.user.has_permission(one) for one in READERS)


def _has_own_entry(user: User) -> bool:
    """Inspectors come here by the word Enterprises in their own menu."""
    return user.has_permission(Permission.READ_CASES) and not user.has_permission(Permission.LOAD_REGISTRY)


def nav(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    if not _may_read(request) or _has_own_entry(request.user):
        return None
    url = reverse("registry:home")
    return slots.NavItem(_("Registries"), url, active=request.path.startswith(url))


def tab(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    if not _may_read(request):
        return None
    match = request.resolver_match
    active = bool(match and match.app_name == "registry")
    return slots.NavItem(_("Deliveries"), reverse("registry:home"), active=active)


def home_of(_request: HttpRequest, user: User) -> str | None:
    """An institution's contact has one place here."""
    return None if user.has_permission(Permission.READ_WORK) else reverse("registry:home")


def register_all() -> None:
    slots.register("nav", nav, order=60)
    slots.register("registry.tabs", tab, order=10)
    slots.register("accounts.home", home_of, order=50, permission=Permission.SEND_REGISTRY)
