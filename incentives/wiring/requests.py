"""Where requests for incentives show themselves: the menu, the messages, the clock's task."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots

_CAP = 1_000


def capped(count: int) -> int | str | None:
    """Nothing for none, and no more than a thousand is ever counted."""
    return f"{_CAP}+" if count >= _CAP else count or None


def is_here(request: HttpRequest, *apps: str) -> bool:
    match = request.resolver_match
    return bool(match and match.app_name in apps)


def waiting(user: User) -> int:
    """Requests of the person's places that wait to be sent."""
    from incentives.models import IncentiveRequest

    rows = IncentiveRequest.objects.looked_after_by(user).filter(state="proposed")
    return rows.order_by()[:_CAP].count()


def requests_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    url, count = reverse("requests:list"), capped(waiting(request.user))
    return slots.NavItem(_("Requests"), url, active=is_here(request, "requests"), count=count)


def register() -> None:
    """Called when the app is ready."""
    from incentives import request_tasks  # noqa: F401  the clock's task must be known to the worker
    from incentives.services import request_messages

    request_messages.register_all()
    slots.register("nav", requests_item, order=31, permission=Permission.READ_INCENTIVES)
