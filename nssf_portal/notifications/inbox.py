"""What a person reads in the portal: each message in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import UnknownTemplate, own_link, render


@dataclass(frozen=True)
class Row:
    id: UUID
    subject: str
    body: str
    link: str
    at: datetime
    is_read: bool


@dataclass(frozen=True)
class Counted:
    all: int
    unread: int


def rows(messages: Iterable[Message]) -> list[Row]:
    """Messages as the list shows them; templates/notifications/messages.html lays them out."""
    return [_row(message) for message in messages]


def count(user: Any) -> Counted:
    """How many messages somebody has, and how many unread, by one query."""
    found = Message.objects.visible_to(user).aggregate(
        all=Count("id"), unread=Count("id", filter=Q(read_at__isnull=True))
    )
    return Counted(**found)


def _row(message: Message) -> Row:
    subject, body = _text(message)
    return Row(message.id, subject, body, own_link(message), message.created_at, message.read_at is not None)


def _text(message: Message) -> tuple[str, str]:
    try:
        text = render(message, get_language())
    except UnknownTemplate:
        return _("A message from us"), ""
    return text.subject or _("A message from us"), text.body
