"""The menu's way to one's messages, for people who have any."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.notifications import inbox
from nssf_portal.ui import slots


def messages_item(request: HttpRequest, _obj: object) -> slots.NavItem | None:
    """Unread ones are counted; who never got one sees nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    counted = inbox.count(user)
    if not counted.all:
        return None
    url = reverse("notifications:inbox")
    return slots.NavItem(_("Messages"), url, active=request.path.startswith(url), count=counted.unread or None)


def register() -> None:
    """Called when the app is ready."""
    slots.register("nav", messages_item, order=80)
