"""Whether an institution said in time how its row goes: late is late, never a zero."""

from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone

from nssf_portal.law.book import value_or
from reporting.enums import EntryState
from reporting.models import ProgressEntry

S = EntryState
OWED = (S.CALLED, S.DRAFTED, S.RETURNED)


def first_sent(entries: list[ProgressEntry]) -> dict[Any, datetime]:
    """When each was first sent: who sent in time and was asked to mend it is not late; what was taken back was not
    sent. One question for all."""
    events = apps.get_model("reporting", "ProgressEntryEvent").objects
    history = events.filter(pgh_obj_id__in=[one.pk for one in entries]).order_by("pgh_id")
    found: dict[Any, datetime] = {}
    for key, at in history.values_list("pgh_obj_id", "submitted_at"):
        if at is None:
            found.pop(key, None)
        else:
            found.setdefault(key, at)
    return found


def due_of(entry: ProgressEntry) -> date:
    """The call's day; a returned one has some days from its return (law book)."""
    if entry.state != S.RETURNED or entry.returned_at is None:
        return entry.call.due_on
    again = timezone.localdate(entry.returned_at) + timedelta(days=int(value_or("progress.again_days", 7)))
    return max(entry.call.due_on, again)


def is_late(entry: ProgressEntry, sent: datetime | None = None, on: date | None = None) -> bool:
    """Owed past its day, or first sent after it."""
    if entry.state in OWED:
        return (on or timezone.localdate()) > due_of(entry)
    sent = sent or entry.submitted_at
    return sent is not None and timezone.localdate(sent) > entry.call.due_on
