"""Writing to the outbox, inside the transaction of whatever is told."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from nssf_portal.ids import uuid7
from nssf_portal.notifications.models import Message, MessageQuerySet, MessageState
from nssf_portal.notifications.preferences import chosen_channel
from nssf_portal.notifications.templates import urgent_codes

# References, codes and dates only: a name or a sentence has spaces or Khmer letters and is refused.
_CODE = re.compile(r"[A-Za-z0-9._:/+-]{1,64}\Z")


def enqueue(
    *,
    event: str,
    template: str,
    channel: str,
    recipient_user: Any = None,
    recipient_member: UUID | None = None,
    address_ref: str = "",
    language: str = "",
    parameters: Mapping[str, Any] | None = None,
    dedup_key: str = "",
    not_before: datetime | None = None,
) -> Message | None:
    """Put one message in the outbox; None when this was said to this person already (same `dedup_key`).

    Who signs in may have chosen other ways than `channel`; a code comes the way it was asked for."""
    check_parameters(parameters or {})
    key = dedup_key or default_key(event, template, channel, recipient_user, recipient_member, address_ref)
    if recipient_user is not None and not address_ref and template not in urgent_codes():
        channel = chosen_channel(recipient_user, channel)
    message = Message(
        id=uuid7(),
        event=event,
        template=template,
        channel=channel,
        recipient_user=recipient_user,
        recipient_member=recipient_member,
        address_ref=address_ref,
        language=language or getattr(recipient_user, "language", "km"),
        parameters=dict(parameters or {}),
        dedup_key=key,
        not_before=not_before or timezone.now(),
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    ring()
    return Message.objects.filter(pk=message.pk).first()


def default_key(event: str, template: str, channel: str, user: Any, member: UUID | None, address_ref: str) -> str:
    """Name one message by what happened, to whom, and how it is told."""
    who = address_ref or member or getattr(user, "pk", "")
    return f"{event}:{template}:{channel}:{who}"


def check_parameters(parameters: Mapping[str, Any]) -> None:
    """Refuse anything that could be a person's data: the outbox is read by more people than the registers."""
    for name, value in parameters.items():
        if not isinstance(value, int) and not (isinstance(value, str) and _CODE.match(value)):
            raise ValueError(f"parameter {name!r} of a message must be a short code or a number")


def send_again(messages: MessageQuerySet) -> int:
    """Put failed or doubtful messages back, once a person has decided that a second copy does no harm."""
    stopped = messages.filter(state__in=[MessageState.FAILED, MessageState.UNKNOWN])
    count = stopped.update(state=MessageState.PENDING, not_before=timezone.now(), attempts=0, failure="")
    ring()
    return count


def ring() -> None:
    """Wake the sender when this transaction is committed; also call it after filling the outbox by SQL."""
    transaction.on_commit(_ring_now)


def _ring_now() -> None:
    from nssf_portal.notifications.tasks import send_due

    try:
        send_due.delay()
    except OperationalError:
        return  # the broker is away: beat rings every few seconds anyway, and the rows are safe
