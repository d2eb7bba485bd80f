"""Unpaid months of voluntary members, as far as the collection system's file tells; warned about, never punished.

Sub-Decree 280 (28 August 2023): more than six unpaid months has been treated as abandonment. The portal ends nothing
by itself: it warns at the months the law book names, once each."""

import uuid
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from nssf_portal.law import NoLawInForce
from nssf_portal.law import value as law_value
from nssf_portal.law.book import InForce, value_or
from nssf_portal.notifications.models import Channel, Message
from nssf_portal.notifications.services import ring
from registration.enums import MemberGroup
from registration.models import Member, PaidMonth

TEMPLATE = "member.unpaid"

# Only what the file can know: from the first month it holds to the last one that was due when it was written.
_UNPAID = """
SELECT m.id, m.language, m.user_id, f.first, (
    EXTRACT(YEAR FROM age(%(due)s::date, f.first)) * 12 + EXTRACT(MONTH FROM age(%(due)s::date, f.first)) + 1)::int
FROM registration_member m
CROSS JOIN LATERAL (
    SELECT GREATEST(date_trunc('month', m.registered_on)::date, %(known)s::date,
        COALESCE((SELECT (max(p.month) + interval '1 month')::date FROM registration_paidmonth p
                  WHERE p.member_id = m.id), %(known)s::date)) AS first
) f
WHERE m."group" = %(group)s AND m.state = 'active' AND m.merged_into_id IS NULL AND f.first <= %(due)s::date
  AND (%(member)s::uuid IS NULL OR m.id = %(member)s::uuid)
"""


class Unpaid(NamedTuple):
    """A member's unpaid months in a row up to now; `since` is the first of them."""

    member_id: uuid.UUID
    language: str
    user_id: uuid.UUID | None
    since: date
    months: int


def unpaid_months(member: Member, today: date | None = None) -> Unpaid | None:
    """None when nothing is unpaid, or when no payment of anybody is known yet."""
    found = _unpaid(today or timezone.localdate(), member.pk)
    return found[0] if found else None


def all_unpaid(today: date | None = None) -> list[Unpaid]:
    """Every voluntary member with unpaid months, by one statement."""
    return _unpaid(today or timezone.localdate(), None)


@transaction.atomic
def warn(today: date | None = None) -> int:
    """Warn at the months the law book names; a warning is said once for each spell. How many messages are new."""
    steps = {int(step) for step in str(value_or("self_employed.warn_months", "1 3 5")).split()}
    messages = [message for found in all_unpaid(today) if found.months in steps for message in _messages(found)]
    keys = [message.dedup_key for message in messages]
    known = set(Message.objects.filter(dedup_key__in=keys).values_list("dedup_key", flat=True))
    fresh = [message for message in messages if message.dedup_key not in known]
    Message.objects.bulk_create(fresh, ignore_conflicts=True)
    ring()
    return len(fresh)


def rule() -> InForce | None:
    """After how many unpaid months a membership has been treated as given up: with its source and since when."""
    try:
        return law_value("self_employed.abandoned_after")
    except NoLawInForce:
        return None


def is_known() -> bool:
    """Whether any payment is known: before that, no page speaks of unpaid months."""
    return PaidMonth.objects.exists()


def _unpaid(today: date, member: uuid.UUID | None) -> list[Unpaid]:
    known = PaidMonth.objects.order_by("month").values_list("month", flat=True).first()
    newest = PaidMonth.objects.order_by("-paid_on").values_list("paid_on", flat=True).first()
    if known is None or newest is None:
        return []
    facts = {"known": known, "due": _last_due(min(today, newest)), "group": MemberGroup.SELF_EMPLOYED, "member": member}
    with connection.cursor() as cursor:
        cursor.execute(_UNPAID, facts)
        return [Unpaid(*row) for row in cursor.fetchall()]


def _last_due(on: date) -> date:
    """The newest month whose day of payment, in the month after, is over."""
    back = 1 if on.day > int(value_or("self_employed.unpaid_after_day", 15)) else 2
    year, month = divmod(on.year * 12 + on.month - 1 - back, 12)
    return date(year, month + 1, 1)


def _messages(found: Unpaid) -> list[Message]:
    key = f"{TEMPLATE}:{found.member_id}:{found.since:%Y%m}:{found.months}"
    common = {"event": TEMPLATE, "template": TEMPLATE, "language": found.language}
    told = [Message(channel=Channel.SMS, recipient_member=found.member_id, dedup_key=f"{key}:sms", **common)]
    if found.user_id:
        told.append(
            Message(channel=Channel.PORTAL, recipient_user_id=found.user_id, dedup_key=f"{key}:portal", **common)
        )
    return told
