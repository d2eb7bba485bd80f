"""One reminder to who signed up, some days before (law book): day, time and the reference; no name, no title."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from nssf_portal.law.book import value_or
from nssf_portal.notifications import recipients, templates
from nssf_portal.notifications.models import Channel, Message
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Facts, Template
from outreach.enums import ActivityState
from outreach.models import SignUp
from outreach.services.signing_up import ADDRESS, alive, phone_of
from outreach.services.telling import channel_to

CODE = "outreach.event_reminder"


@transaction.atomic
def run(now: datetime | None = None) -> int:
    """Remind of what begins before the law book's day is over; a second run says nothing twice."""
    moment = now or timezone.now()
    told: set[tuple[UUID, UUID]] = set()
    written = 0
    for row in due(moment).select_for_update(of=("self",), skip_locked=True):
        who = (row.activity_id, row.phone_blind or row.user_id or row.pk)
        written += who not in told and _tell(row)
        told.add(who)
        row.reminded_at = moment
        row.save(update_fields=["reminded_at"])
    return written


def due(now: datetime) -> QuerySet[SignUp]:
    """Not reminded yet, not cancelled, of something announced that begins in the days to come."""
    days = int(value_or("outreach.reminder_days", 1))
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    begins = {"activity__starts_at__gt": now, "activity__starts_at__lt": midnight + timedelta(days=days + 1)}
    reachable = Q(phone__isnull=False) | Q(user__isnull=False)
    rows = alive().filter(reachable, reminded_at__isnull=True, activity__state=ActivityState.ANNOUNCED, **begins)
    return rows.select_related("activity", "user").order_by("activity_id", "id")


def _tell(row: SignUp) -> bool:
    begins = timezone.localtime(row.activity.starts_at)
    who: dict[str, Any] = {"address_ref": f"{ADDRESS}:{row.pk}"} if row.phone else {"recipient_user": row.user}
    sent = enqueue(
        event=CODE,
        template=CODE,
        channel=channel_to(row),
        language=row.language,
        parameters={"number": row.reference, "day": f"{begins:%d/%m/%Y}", "time": f"{begins:%H:%M}"},
        dedup_key=f"{CODE}:{row.pk}",
        **who,
    )
    return sent is not None


def number_of(message: Message) -> str | None:
    """Where a message to a sign-up goes; nobody once the number was removed."""
    row = SignUp.objects.filter(pk=message.recipient_ref).first()
    return phone_of(row) or None if row and message.channel == Channel.SMS else None


def _km(facts: Facts) -> str:
    return (
        f"ប.ស.ស.៖ សូមរំលឹក៖ ព្រឹត្តិការណ៍របស់អ្នក ថ្ងៃ {facts['day']} ម៉ោង {facts['time']}។ "
        f"លេខយោង {facts['number']}។ មើល ឬបោះបង់៖ {facts.link}"
    )


def _en(facts: Facts) -> str:
    return (
        f"NSSF: a reminder of your event on {facts['day']} at {facts['time']}. "
        f"Reference {facts['number']}. See or cancel: {facts.link}"
    )


def register() -> None:
    """Called when the app is ready; a second call changes nothing."""
    recipients.register(ADDRESS, number_of)
    templates.register(_TEMPLATE)


_TEMPLATE = Template(
    CODE,
    km=_km,
    en=_en,
    subject_km="រំលឹកអំពីព្រឹត្តិការណ៍",
    subject_en="Reminder of your event",
    link_path="/events/mine/",
)
