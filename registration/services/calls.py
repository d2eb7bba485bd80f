"""A caller and one record: which facts are asked, how often they may be wrong, and for how long they open it."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.law.book import value_or
from nssf_portal.references import normalise
from registration.enums import Channel, Precision
from registration.enums_service import Fact
from registration.models import Application, Call, CallAttempt, Member

_ORDER = (Fact.BORN_ON, Fact.LAST_FOUR, Fact.COMMUNE, Fact.PHONE_END)


class CallClosed(Exception):
    """Too many wrong answers about this record in the last hour, whoever took the calls."""


def find(number: str) -> Application | Member | None:
    """By a whole reference or a whole member number; never by a name. A merged number leads to who stayed."""
    if reference := normalise(number):
        return Application.objects.filter(reference=reference).first()
    digits = "".join(to_latin_digits(number).split())
    member = Member.objects.filter(member_number=digits).select_related("merged_into").first()
    return (member.merged_into or member) if member else None


@transaction.atomic
def start(subject: Application | Member, *, by: User, submission_id: uuid.UUID, channel: str = Channel.HOTLINE) -> Call:
    """Nothing is opened yet: the call only says which facts to ask. None means: come to an office with a document."""
    if not (by.has_permission(Permission.ANSWER_CALLS) or by.has_permission(Permission.DECIDE_WORK)):
        raise PermissionDenied
    if known := Call.objects.filter(submission_id=submission_id, agent=by).first():
        return known
    about = {"application": subject} if isinstance(subject, Application) else {"member": subject}
    facts = [fact for fact in _ORDER if _known(subject, fact)][: _wanted()]
    with acting(by=by, action="call.start"):
        return Call.objects.create(
            agent=by,
            channel=channel,
            submission_id=submission_id,
            facts=facts if len(facts) == _wanted() else [],
            **about,
        )


@transaction.atomic
def verify(call: Call, *, said: Mapping[str, Any], by: User) -> bool:
    """Whether all the facts are right; which of them is wrong is not said. Wrong ones are counted for the record.

    Raises CallClosed when there were too many; a lock on the record keeps two calls at once from sharing a count."""
    subject = subject_of(call)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [str(subject.pk)])
    if is_closed(call):
        raise CallClosed
    right = bool(call.facts) and all(_is_right(subject, fact, said.get(fact)) for fact in call.facts)
    CallAttempt.objects.create(call=call, subject_id=subject.pk, right=right)
    if right:
        with acting(by=by, action="call.verify"):
            call.verified_at = timezone.now()
            call.save(update_fields=["verified_at"])
    return right


def is_closed(call: Call) -> bool:
    since = timezone.now() - timedelta(hours=1)
    wrong = CallAttempt.objects.filter(subject_id=subject_of(call).pk, right=False, at__gt=since)
    return wrong.count() >= int(value_or("hotline.attempts", 3))


def is_open(call: Call) -> bool:
    """Verified a short time ago, and not ended."""
    minutes = int(value_or("hotline.verified.minutes", 30))
    until = call.verified_at + timedelta(minutes=minutes) if call.verified_at else None
    return until is not None and call.ended_at is None and timezone.now() < until


def subject_of(call: Call) -> Application | Member:
    subject = call.application or call.member
    assert subject is not None  # noqa: S101  the database says that there is exactly one
    return subject


def note_look(call: Call) -> None:
    """Each look at the masked status stands in the read log of the record."""
    note_reading(subject_of(call), by=call.agent, screen=f"desk.call.{call.channel}")


def end(call: Call, *, by: User) -> None:
    if call.ended_at is None:
        with acting(by=by, action="call.end"):
            call.ended_at = timezone.now()
            call.save(update_fields=["ended_at"])


@transaction.atomic
def set_language(call: Call, *, language: str, by: User) -> None:
    """In which language the person is told things from now on."""
    if not is_open(call):
        raise PermissionDenied
    subject = subject_of(call)
    with acting(by=by, action="call.language"):
        subject.language = language
        subject.save(update_fields=["language"])


def _wanted() -> int:
    return int(value_or("hotline.facts", 3))


def _known(subject: Application | Member, fact: str) -> bool:
    if fact == Fact.BORN_ON:
        return subject.born_on is not None
    if fact == Fact.COMMUNE:
        return len(subject.commune_code) == 6
    return bool(_ends(subject, phones=fact == Fact.PHONE_END))


def _is_right(subject: Application | Member, fact: str, said: Any) -> bool:
    if not said:
        return False
    if fact == Fact.BORN_ON:
        return _is_born(subject, said)
    if fact == Fact.COMMUNE:
        return bool(said == subject.commune_code)
    return str(said).upper() in _ends(subject, phones=fact == Fact.PHONE_END)


def _is_born(subject: Application | Member, said: Any) -> bool:
    """As exactly as the Fund knows it: many people know only their year."""
    parts = {Precision.YEAR: 1, Precision.MONTH: 2}.get(Precision(subject.born_precision), 3)
    known = subject.born_on
    return (known.year, known.month, known.day)[:parts] == (said.year, said.month, said.day)[:parts]


def _ends(subject: Application | Member, *, phones: bool) -> set[str]:
    if isinstance(subject, Application):
        numbers = subject.numbers.all()
    else:
        numbers = subject.identifiers.filter(superseded_at__isnull=True, disputed=False)
    numbers = numbers.exclude(kind=Identifier.Kind.EQUITY_CARD)
    chosen = numbers.filter(kind=Identifier.Kind.PHONE) if phones else numbers.exclude(kind=Identifier.Kind.PHONE)
    return {end.upper() for end in chosen.values_list("last_four", flat=True)}
