"""What the hotline's pages say: first letters of a name, how far a record is, what comes next."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nssf_portal.khmer.dates import format_date
from nssf_portal.law import clock
from nssf_portal.law.book import value_or
from nssf_portal.work.queue import Clock, clock_of
from registration.enums import ApplicationState, MemberState, WaitsFor
from registration.models import Application, Member
from registration.models.member import PersonName

HIDDEN = "••••"


@dataclass(frozen=True)
class Status:
    """What an agent may say to a caller who is known: no number, no address, no employer."""

    reference: str
    what: str
    state: str
    meaning: str
    next: str
    expected: date | None = None


def masked_name(person: PersonName) -> str:
    """First letters only: enough to ask "is it you?", too little to write down."""
    parts = (person.family_name_latin, person.given_name_latin)
    if not any(parts):
        parts = (person.family_name_km, person.given_name_km)
    return " ".join(f"{_first(part)}{HIDDEN}" for part in parts if part)


def _first(part: str) -> str:
    """The first letter; in Khmer the consonant, without the signs around it."""
    return next((sign for sign in part if unicodedata.category(sign).startswith("L")), "")


def statuses(subject: Application | Member) -> list[Status]:
    """The record and what is open about it, newest first."""
    if isinstance(subject, Application):
        return [_of_application(subject)]
    asked = Application.objects.filter(member=subject) | Application.objects.filter(corrects=subject)
    open_ones = [one for one in asked.select_related("work_item").order_by("-created_at")[:5] if not one.is_decided]
    return [_of_member(subject), *(_of_application(one) for one in open_ones)]


def _of_member(member: Member) -> Status:
    meaning = {MemberState.ACTIVE: "ok", MemberState.PENDING: "waits"}.get(MemberState(member.state), "none")
    what = _("Member since %(day)s, %(group)s") % {
        "day": _day(member.registered_on), "group": member.get_group_display(),
    }  # fmt: skip
    if member.state == MemberState.PENDING:
        said = _("Come to any office with an identity document: it is compared face to face, then the card is given.")
    elif member.state == MemberState.ACTIVE:
        said = _("Nothing is owed. The card is on the member's own page, or printed at any office.")
    else:
        said = _("Ask at an office; the officers there see why.")
    return Status("", what, member.get_state_display(), meaning, said)


def _of_application(application: Application) -> Status:
    expected = application.work_item.due_on if application.work_item and application.work_item.is_open else None
    return Status(
        reference=application.reference,
        what=application.get_path_display(),
        state=application.get_state_display(),
        meaning=_MEANINGS.get(application.state, "progress"),
        next=_next(application),
        expected=expected,
    )


_MEANINGS = {
    ApplicationState.DRAFT: "waits",
    ApplicationState.RETURNED: "waits",
    ApplicationState.APPROVED: "ok",
    ApplicationState.REFUSED: "wrong",
    ApplicationState.WITHDRAWN: "none",
}


def _next(application: Application) -> str:
    if application.state == ApplicationState.SUBMITTED and application.waits_for:
        until = {"day": _day(application.waits_until)}
        if application.waits_for == WaitsFor.EMPLOYER:
            return _("We wait for the employer's answer until %(day)s. After that an officer looks.") % until
        return (
            _("We wait for the informal economy certificate until %(day)s. Give its number when it is there.") % until
        )
    if application.state == ApplicationState.REFUSED and application.decided_at:
        days = int(value_or("application.review_period", 30))
        last = clock.add_days(timezone.localdate(application.decided_at), days, working=False)
        return _("A review can be asked for until %(day)s: on the portal, at an office, or now with you.") % {
            "day": _day(last)
        }
    return _words_of(application.state)


def _words_of(state: str) -> str:
    looks = _("An officer looks at it. A message comes when it is decided.")
    words = {
        ApplicationState.DRAFT: _("Not sent yet: go on with the phone number and a code, or fill it in together now."),
        ApplicationState.SUBMITTED: looks,
        ApplicationState.IN_REVIEW: looks,
        ApplicationState.REFUSAL_PROPOSED: looks,
        ApplicationState.RETURNED: _("We need an answer: the link in the message shows which. You can help with it."),
        ApplicationState.APPROVED: _("Registered. The number is on the member's own page and on the card."),
        ApplicationState.REFUSED: _("Refused. The message says why."),
        ApplicationState.WITHDRAWN: _("Taken back. A new one can be begun at any time."),
    }
    return words[ApplicationState(state)]


def _day(day: date | None) -> str:
    return format_date(day, get_language() or "km") if day else ""


@dataclass(frozen=True)
class Waiting:
    """A record with a promised day, as a list shows it."""

    row: Any
    clock: Clock


def with_item_clocks(rows: Any) -> Iterator[Waiting]:
    """Of records that have a work item."""
    today = timezone.localdate()
    for row in rows:
        yield Waiting(row, clock_of(row.work_item, today))


def with_clocks(rows: Any) -> Iterator[Waiting]:
    """Of records that keep their promised day themselves, out of the clerks' queue."""
    today = timezone.localdate()
    for row in rows:
        yield Waiting(row, clock_until(row.due_on, timezone.localdate(row.received_at), today))


def clock_until(due_on: date, since: date, today: date) -> Clock:
    """The same words and colours as the queue's, without a work item."""
    left, total = clock.working_days_between(today, due_on), clock.working_days_between(since, due_on)
    if due_on < today:
        return Clock(_("Late"), 1, "red")
    words = _("Due today") if left == 0 else _("Due on %(day)s") % {"day": _day(due_on)}
    share = min(max(1 - left / total, 0.05), 1) if total > 0 else 1
    return Clock(words, share, "gold" if left <= 2 else "teal")
