"""How somebody came to this journey when not alone at home: what is above registration says it before sending them on.

Slot `register.begun`: `(request, application)` is called once an application was begun in this browser."""

from django.http import HttpRequest
from django.utils import timezone

from nssf_portal.ui import slots
from registration.enums import Channel
from registration.models import Application

BEGUN = "register.begun"
_CAME = "register.came"


def come_by(request: HttpRequest, channel: str) -> None:
    """Applications begun in this browser today came by this channel; tomorrow the same phone is at home again."""
    request.session[_CAME] = [str(channel), timezone.localdate().isoformat()]


def channel_of(request: HttpRequest) -> str:
    """The channel of an application that is begun now."""
    channel, day = request.session.get(_CAME) or ("", "")
    return channel if channel in Channel.values and day == timezone.localdate().isoformat() else Channel.WEB


def begun(request: HttpRequest, application: Application) -> None:
    """Tells whoever sent the person here."""
    for _told in slots.items(BEGUN, request, application):
        pass
