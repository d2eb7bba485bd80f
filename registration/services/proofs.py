"""Showing that one is the member a message was about: two facts, few attempts, counted where no restart forgets."""

import datetime

from django.db import models, transaction
from django.utils import timezone

from nssf_portal.identifiers.models import Identifier
from nssf_portal.law.book import value_or
from registration.enums import Precision
from registration.models import Member, MemberIdentifier, MemberProof

CLOSED_FOR = datetime.timedelta(hours=1)


class ProofClosed(Exception):
    """Too many wrong attempts in the last hour."""


@transaction.atomic
def prove(*, member: Member, born_on: datetime.date, last_four: str) -> bool:
    """Whether both facts are right; which of them is wrong is not said. Raises ProofClosed after three wrong ones."""
    MemberProof.objects.get_or_create(member=member)
    tried, now = MemberProof.objects.select_for_update().get(member=member), timezone.now()
    if tried.closed_until and tried.closed_until > now:
        raise ProofClosed
    right = is_born(member, born_on) and _ends_so(member, last_four)
    tried.failed = 0 if right else (0 if tried.closed_until else tried.failed) + 1
    tried.closed_until = now + CLOSED_FOR if tried.failed >= _most() else None
    tried.proved_at = now if right else tried.proved_at
    tried.save()
    return right


def is_closed(member: Member) -> bool:
    return MemberProof.objects.filter(member=member, closed_until__gt=timezone.now()).exists()


def can_be_proved(member: Member) -> bool:
    """Nobody can name the end of a number we don't have."""
    return _documents(member).exists()


def _most() -> int:
    return int(value_or("member.proof.attempts", 3))


def is_born(member: Member, born_on: datetime.date) -> bool:
    """Whether the date is right, as exactly as the Fund knows it: many people know only their year."""
    parts = {Precision.YEAR: 1, Precision.MONTH: 2}.get(Precision(member.born_precision), 3)
    known, said = member.born_on, born_on
    return (known.year, known.month, known.day)[:parts] == (said.year, said.month, said.day)[:parts]


def _ends_so(member: Member, last_four: str) -> bool:
    return last_four.upper() in {end.upper() for end in _documents(member).values_list("last_four", flat=True)}


def _documents(member: Member) -> models.QuerySet[MemberIdentifier]:
    known = member.identifiers.filter(superseded_at__isnull=True, disputed=False)
    return known.exclude(kind=Identifier.Kind.PHONE)
