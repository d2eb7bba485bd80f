"""Reminders to those who owe, and to nobody else: some days before, then every so many days (law book)."""

from collections import defaultdict
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from reporting.lateness import due_of
from reporting.models import Plan, ProgressCall, ProgressEntry
from reporting.services import entry_messages

_MOST = 3  # calls that are still asked for; older ones are read in reports as late


def run(now: datetime | None = None) -> int:
    """Whoever owes and was not reminded lately; a second run says nothing twice. How many institutions."""
    moment = now or timezone.now()
    running = Plan.objects.filter(ends_on__gte=timezone.localdate(moment).replace(month=1, day=1))
    calls = ProgressCall.objects.filter(plan__in=running).order_by("-period")[:_MOST]
    return sum(_remind(call, moment, only_due=True) for call in calls)


def remind(call: ProgressCall, *, by: User) -> int:
    """Now, by hand: everybody who owes, once a day. How many institutions, of those that have a contact."""
    if not by.has_permission(Permission.REVIEW_PROGRESS):
        raise PermissionDenied
    return _remind(call, timezone.now(), only_due=False, by=by)


@transaction.atomic
def _remind(call: ProgressCall, now: datetime, *, only_due: bool, by: User | None = None) -> int:
    rows = ProgressEntry.objects.owed().filter(call=call).select_for_update(of=("self",), skip_locked=True)
    owed: dict[int, list[ProgressEntry]] = defaultdict(list)
    for entry in rows.select_related("call"):
        owed[entry.institution_id].append(entry)
    today = timezone.localdate(now)
    told = [own for own in owed.values() if _is_time(own, today, only_due)]
    with acting(by=by, action="progress.remind"):
        for own in list(told):
            if not entry_messages.reminded(call, own[0].institution_id, today.isoformat()):
                told.remove(own)  # nobody answers for it here: to be invited, not reminded
                continue
            ids = [entry.pk for entry in own]
            ProgressEntry.objects.filter(pk__in=ids).update(reminded_at=now, reminders=F("reminders") + 1)
    return len(told)


def _is_time(own: list[ProgressEntry], today: date, only_due: bool) -> bool:
    last = max((timezone.localdate(one.reminded_at) for one in own if one.reminded_at), default=None)
    if not only_due:
        return last != today
    before = int(value_or("progress.reminder_before_days", 3))
    if (min(due_of(one) for one in own) - today).days > before:
        return False
    return last is None or (today - last).days >= int(value_or("progress.reminder_every_days", 7))
