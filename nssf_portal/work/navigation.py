"""Where clerks find their queue: the menu, and the page they land on after signing in."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.ui.slots import NavItem
from nssf_portal.work.kinds import all_kinds
from nssf_portal.work.queue import open_count


def queue_item(request: HttpRequest, _obj: Any) -> NavItem:
    match = request.resolver_match
    active = bool(match and (match.app_name == "desk" or _is_of_an_item(match.view_name)))
    return NavItem(_("Queue"), reverse("desk:queue"), active=active, count=open_count(request.user))


def _is_of_an_item(view_name: str) -> bool:
    """A page about something that waits, or a page behind it."""
    return any(view_name == kind.url_name or view_name.startswith(f"{kind.url_name}_") for kind in all_kinds())


def home(_request: HttpRequest, _user: Any) -> str:
    return reverse("desk:queue")
