"""Where the plan shows itself: for who answers for a row; whoever reads counts comes by the page of progress."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots


def nav(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    """Contacts look up what their rows say."""
    if not request.user.is_authenticated or request.user.has_permission(Permission.READ_COUNTS):
        return None
    url = reverse("reporting_plan:home")
    return slots.NavItem(_("The plan"), url, active=request.path.startswith(url))


def register() -> None:
    """Called when the app is ready."""
    slots.register("nav", nav, order=86, permission=Permission.ENTER_PROGRESS)
