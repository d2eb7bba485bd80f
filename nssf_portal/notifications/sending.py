"""The sender: takes one due row at a time, so that a crash leaves at most one message in doubt."""

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Func, JSONField
from django.utils import timezone

from nssf_portal.notifications.deliveries import first_question
from nssf_portal.notifications.delivery import SendInDoubt, SendLater, SendRefused, send_email
from nssf_portal.notifications.gateways import SmsRoute
from nssf_portal.notifications.models import Channel, Message, MessageState
from nssf_portal.notifications.quiet import move_to_morning, must_wait, opening_after
from nssf_portal.notifications.recipients import address_of, language_of
from nssf_portal.notifications.telegram import Telegram, notice
from nssf_portal.notifications.templates import Rendered, UnknownTemplate, render, segments

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
STUCK_AFTER = timedelta(minutes=10)
WITHOUT_CODE = Func(F("parameters"), template="%(expressions)s - 'code'::text", output_field=JSONField())
"""A code that proves somebody is kept no longer than it takes to send it (or to give up)."""


@dataclass(frozen=True)
class Handed:
    """Who took a message, under which number, and as how many parts."""

    gateway: str = ""
    provider_id: str = ""
    segments: int = 0


class Sender:
    """One run: a gateway that asks for a pause is left alone for the rest of it."""

    def __init__(self) -> None:
        self.paused: set[str] = set()
        self.counts = {"sent": 0, "later": 0, "failed": 0, "unknown": 0}
        self._sms: SmsRoute | None = None

    def run(self, seconds: float) -> bool:
        """Send what is due until the time is up; say whether something may be left."""
        self.counts["unknown"] += doubt_the_stuck()
        self.counts["sent"] += show_in_portal()
        move_to_morning(timezone.now())
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            message = claim(self.paused)
            if message is None:
                return False
            self.send(message)
        return True

    def send(self, message: Message) -> None:
        """Send one claimed message and write down how it went."""
        try:
            handed = self.hand_over(message)
        except SendLater as later:
            self.paused |= {message.channel} if later.whole_channel else set()
            self.count(postpone(message, later))
        except SendRefused as refused:
            settle(message, MessageState.FAILED, failure=str(refused))
            self.count("failed")
        except SendInDoubt as doubt:
            settle(message, MessageState.UNKNOWN, failure=str(doubt))
            self.count("unknown")
        else:
            now = timezone.now()
            ask_at = first_question(handed.gateway, handed.provider_id, now)
            settle(message, MessageState.SENT, sent_at=now, ask_at=ask_at, **vars(handed))
            self.count("sent")

    def hand_over(self, message: Message) -> Handed:
        address, text = prepare(message)
        if message.channel == Channel.EMAIL:
            send_email(address, text.subject, text.body)
            return Handed()
        if message.channel == Channel.TELEGRAM:
            return Handed(Telegram.name, Telegram().send(address, text.body, message.template))
        self._sms = self._sms or SmsRoute()
        return Handed(*self._sms.send(address, text.body, message.template), segments(text.body))

    def count(self, outcome: str) -> None:
        self.counts[outcome] += 1


def prepare(message: Message) -> tuple[str, Rendered]:
    """Find the address and write the text; nothing has left the house yet."""
    try:
        address, text = address_of(message), written(message)
    except UnknownTemplate as error:
        raise SendLater("no-template", whole_channel=False) from error
    except Exception as error:
        # Everything: one app's broken text must not hold up everybody else's messages. Only the kind of error is
        # logged, as its words may quote a person's data.
        logger.error("message template %s cannot be prepared: %s", message.template, type(error).__name__)
        raise SendRefused(f"broken-{type(error).__name__}"[:60]) from error
    if not address:
        raise SendRefused("no-address")
    return address, text


def written(message: Message) -> Rendered:
    """The text in the language its reader chose; on Telegram only that there is one."""
    language = language_of(message)
    text = render(message, language)
    return Rendered(text.subject, notice(message, language)) if message.channel == Channel.TELEGRAM else text


def claim(paused: set[str]) -> Message | None:
    """Take the next due row; `sending` is committed before anything leaves the house."""
    now = timezone.now()
    with transaction.atomic(durable=True):
        due = Message.objects.due(now).exclude(channel__in={Channel.PORTAL, *paused})
        due = due.exclude(must_wait()) if opening_after(now) else due
        message = due.select_for_update(skip_locked=True).first()
        if message is not None:
            values = {"state": MessageState.SENDING, "sending_since": now, "attempts": F("attempts") + 1}
            Message.objects.filter(pk=message.pk).update(**values)
            message.attempts += 1
    return message


def settle(message: Message, state: object, **values: object) -> None:
    """Close a claimed row; one that a sweeper has doubted meanwhile may still be marked sent."""
    open_states = [MessageState.SENDING, MessageState.UNKNOWN]
    if state != MessageState.PENDING:
        values["parameters"] = WITHOUT_CODE
    Message.objects.filter(pk=message.pk, state__in=open_states).update(state=state, **values)


def postpone(message: Message, later: SendLater) -> str:
    """Put a row back with growing pauses; give up after some hours, unless the gateway only asked us to slow down."""
    if message.attempts >= MAX_ATTEMPTS and later.reason != "http-429":
        settle(message, MessageState.FAILED, failure=later.reason)
        return "failed"
    pause = later.seconds or min(15 * 2**message.attempts, 3600)
    settle(message, MessageState.PENDING, not_before=timezone.now() + timedelta(seconds=pause), failure=later.reason)
    return "later"


def show_in_portal() -> int:
    """Messages in the portal are sent by being there."""
    now = timezone.now()
    due = Message.objects.due(now).filter(channel=Channel.PORTAL).order_by()
    return due.update(state=MessageState.SENT, sent_at=now)


def doubt_the_stuck() -> int:
    """A row whose sender died is never sent blindly again: a person looks at it."""
    stuck = Message.objects.stuck_since(timezone.now() - STUCK_AFTER)
    return stuck.update(state=MessageState.UNKNOWN, failure="sender-died", parameters=WITHOUT_CODE)
