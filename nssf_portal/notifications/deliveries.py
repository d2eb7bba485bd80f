"""Whether a message arrived: the gateway is asked after a while, less and less often, and not for ever."""

import time
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from nssf_portal.notifications.gateways import TELLING, named
from nssf_portal.notifications.models import Message, MessageState

FIRST = timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(days=1)
AT_ONCE = 200
ARRIVED = {"delivered": MessageState.DELIVERED, "errored": MessageState.UNDELIVERED}
FINAL = frozenset({*ARRIVED, "redacted"})


def first_question(gateway: str, provider_id: str, now: datetime) -> datetime | None:
    """When to ask about a message just handed over; never where nobody can tell."""
    return now + FIRST if provider_id and gateway in TELLING else None


def ask_what_is_due(seconds: float) -> int:
    """Ask about messages until the time is up; say how many are settled."""
    until = time.monotonic() + seconds
    settled = 0
    for message in Message.objects.to_ask_about(timezone.now())[:AT_ONCE]:
        if time.monotonic() > until:
            break
        settled += _ask(message)
    return settled


def _ask(message: Message) -> bool:
    said = named(message.gateway).status(message.provider_id) if message.gateway in TELLING else "redacted"
    state = ARRIVED.get(said, MessageState.SENT)
    values: dict[str, Any] = {"state": state, "ask_at": None if said in FINAL else _next(message, timezone.now())}
    if state == MessageState.UNDELIVERED:
        values["failure"] = "errored"
    Message.objects.filter(pk=message.pk, state=MessageState.SENT).update(**values)
    return said in FINAL


def _next(message: Message, now: datetime) -> datetime | None:
    """Wait as long again as it has been on its way; after a day let it be."""
    way = now - (message.sent_at or now)
    return None if way > GIVE_UP_AFTER else now + max(way, FIRST)
