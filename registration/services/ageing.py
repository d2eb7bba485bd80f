"""Children and orphans are dependants until an age in the law book, the disabled and chronically ill without end.

Sub-Decree 280 (28 August 2023). It is announced before, and ends by itself; a few statements for any number."""

import calendar
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from nssf_portal.notifications.models import Channel, Message
from nssf_portal.notifications.services import ring
from registration.enums import MemberGroup, MemberState, Precision, Relation
from registration.models import Dependency, Employment, Member
from registration.workflow import MEMBER

TEMPLATE = "member.dependant_ages"
GROWING_UP = (Relation.CHILD, Relation.ORPHAN, Relation.GRANDCHILD)
_DUE = """
SELECT d.id FROM registration_dependency d JOIN registration_member m ON m.id = d.dependant_id
WHERE d.until IS NULL AND NOT d.is_disabled AND d.relation = ANY(%s)
  AND CASE m.born_precision
    WHEN 'year' THEN make_date(EXTRACT(YEAR FROM m.born_on)::int, 12, 31)
    WHEN 'month' THEN (date_trunc('month', m.born_on) + interval '1 month' - interval '1 day')::date
    ELSE m.born_on END + make_interval(years => %s) <= %s
"""


def last_day(dependency: Dependency, years: int | None = None) -> date | None:
    """The day on which the dependant comes of age (`years`, else the law's); None for those who do not age out.

    Of whom only the year or the month is known nothing is taken before that year or month is over."""
    if dependency.is_disabled or dependency.relation not in GROWING_UP:
        return None
    born = _born_at_the_latest(dependency.dependant)
    year = born.year + (age() if years is None else years)
    return date(year, born.month, min(born.day, calendar.monthrange(year, born.month)[1]))


def _born_at_the_latest(member: Member) -> date:
    born = member.born_on
    if member.born_precision == Precision.YEAR:
        return date(born.year, 12, 31)
    if member.born_precision == Precision.MONTH:
        return date(born.year, born.month, calendar.monthrange(born.year, born.month)[1])
    return born


def age() -> int:
    return int(value_or("member.dependant_child_age", 18))


@transaction.atomic
def announce(today: date | None = None) -> int:
    """Tell each sponsor once, some months before: by SMS, and in the portal to who signs in. How many dependants."""
    today = today or timezone.localdate()
    horizon = _months_later(today, int(value_or("dependant.notice_before", 3)))
    due = Dependency.objects.filter(pk__in=_due(horizon), ageing_told_at__isnull=True)
    found = list(due.select_for_update(of=("self",)).select_related("dependant", "sponsor__user"))
    with acting(by=None, action="dependency.announce_age"):
        Dependency.objects.filter(pk__in=[one.pk for one in found]).update(ageing_told_at=timezone.now())
    years = age()
    messages = [message for one in found for message in _messages(one, years)]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    ring()
    return len(found)


@transaction.atomic
def end_those_of_age(today: date | None = None) -> int:
    """End what came to its age; a dependant who depends on nobody else and works nowhere ends as a member too."""
    today = today or timezone.localdate()
    due = Dependency.objects.filter(pk__in=_due(today))
    people = list(due.values_list("dependant_id", flat=True))
    with acting(by=None, action="dependency.came_of_age"):
        ended = due.update(until=today, end_reason="came_of_age")
        alone = Member.objects.filter(pk__in=people, group=MemberGroup.DEPENDANT, state__in=_open_states())
        still = Dependency.objects.filter(dependant__in=people, until__isnull=True).values("dependant")
        MEMBER.transition_many(alone.exclude(pk__in=still).exclude(pk__in=_working(people)), "end", ended_on=today)
    return ended


def _due(on: date) -> list:
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [[str(relation) for relation in GROWING_UP], age(), on])
        return [row[0] for row in cursor.fetchall()]


def _open_states() -> list[str]:
    return [MemberState.PENDING, MemberState.ACTIVE, MemberState.SUSPENDED]


def _working(people: list) -> QuerySet:
    return Employment.objects.current().filter(member__in=people).values("member")


def _messages(one: Dependency, years: int) -> list[Message]:
    """The year of the end is in the key: should the age in the law change, it is said anew."""
    key = f"{TEMPLATE}:{one.pk}:{last_day(one, years):%Y%m%d}"
    common = {"event": TEMPLATE, "template": TEMPLATE, "language": one.sponsor.language}
    told = [Message(channel=Channel.SMS, recipient_member=one.sponsor_id, dedup_key=f"{key}:sms", **common)]
    if one.sponsor.user_id:
        user = one.sponsor.user
        told.append(Message(channel=Channel.PORTAL, recipient_user=user, dedup_key=f"{key}:portal", **common))
    return told


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
