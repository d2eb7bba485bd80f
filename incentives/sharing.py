"""What an institution is shown of a request: the whole list stands here, and nothing else is read for it.

The columns are named one by one, so that a new field of an enterprise is not shown because somebody added it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from compliance.enums import StandingState
from compliance.standing import standing_on
from compliance.standing.facts import gather
from compliance.standing.rules import Rules
from enterprises.models import Enterprise
from incentives.enums import RequestState, Size
from incentives.models import IncentiveRequest
from incentives.models.programme import IncentiveRequestQuerySet
from incentives.sizes import size_of

STANDING_TAGS = {
    StandingState.GOOD: "ok",
    StandingState.OWING: "wrong",
    StandingState.UNKNOWN: "unknown",
    StandingState.NOT_REGISTERED: "none",
}
STATE_TAGS = {
    RequestState.PROPOSED: "waits",
    RequestState.GRANTED: "progress",
    RequestState.REFUSED: "none",
    RequestState.WITHDRAWN: "none",
    RequestState.DECLINED: "wrong",
    RequestState.TAKEN_UP: "ok",
    RequestState.LAPSED: "none",
    RequestState.REVOKED: "wrong",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """Standing, its day and the size band, as they go to the institution."""

    standing: str
    on: date
    size: str

    @property
    def tag(self) -> tuple[str, str]:
        return STANDING_TAGS[StandingState(self.standing)], str(StandingState(self.standing).label)

    @property
    def size_label(self) -> str:
        return str(Size(self.size).label) if self.size else ""


def stand_of(enterprise: Enterprise, on: date | None = None) -> Stand:
    """Computed from what was recorded by the end of the day; today's is what is frozen when a request is sent."""
    day = on or timezone.localdate()
    facts = gather([enterprise.pk], Rules(day)).get(enterprise.pk)
    return Stand(str(standing_on(enterprise, day).state), day, size_of(facts.staff if facts else None))


@dataclass(frozen=True, slots=True)
class SharedRequest:
    """All that a bank or another institution learns of a request: no persons, no wages, no other numbers."""

    id: UUID
    reference: str
    state: str
    enterprise_km: str
    enterprise_latin: str
    programme_km: str
    programme_en: str
    programme_kind: str
    amount: int | None
    standing: str
    standing_on: date
    size: str
    contact_name: str
    contact_phone: str
    purpose: str
    consent_until: date
    sent_at: datetime
    answer_by: date | None

    @property
    def enterprise(self) -> str:
        """In the reader's language when there is one, else the other."""
        first, second = self.enterprise_km, self.enterprise_latin
        return (second or first) if get_language() == "en" else (first or second)

    @property
    def programme(self) -> str:
        return self.programme_en if get_language() == "en" else self.programme_km

    @property
    def stand(self) -> Stand:
        return Stand(self.standing, self.standing_on, self.size)

    @property
    def tag(self) -> tuple[str, str]:
        return STATE_TAGS[RequestState(self.state)], str(RequestState(self.state).label)

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.GRANTED

    @property
    def is_late(self) -> bool:
        return self.is_open and self.answer_by is not None and self.answer_by < timezone.localdate()


COLUMNS: dict[str, str] = {
    "id": "pk",
    "reference": "reference",
    "state": "state",
    "enterprise_km": "enterprise__name_km",
    "enterprise_latin": "enterprise__name_latin",
    "programme_km": "programme__name_km",
    "programme_en": "programme__name_en",
    "programme_kind": "programme__kind",
    "amount": "amount",
    "standing": "shared_standing",
    "standing_on": "shared_on",
    "size": "shared_size",
    "contact_name": "contact_name",
    "contact_phone": "contact_phone",
    "purpose": "consent_purpose",
    "consent_until": "consent_until",
    "sent_at": "granted_at",
    "answer_by": "answer_by",
}
"""Where each part of SharedRequest comes from; the database is asked for these columns only."""


def columns_of(rows: IncentiveRequestQuerySet) -> QuerySet[IncentiveRequest, Any]:
    """Only what may be shown is selected; the caller says which rows (`sent_to`, `shared_with`)."""
    return rows.values_list(*COLUMNS.values())


def shared(rows: IncentiveRequestQuerySet) -> Iterator[SharedRequest]:
    for row in columns_of(rows):
        yield SharedRequest(*row)


def shared_one(rows: IncentiveRequestQuerySet, pk: UUID) -> SharedRequest | None:
    """The one request if it is among the rows that may be seen."""
    return next(shared(rows.filter(pk=pk)), None)


def preview(request: IncentiveRequest) -> Stand:
    """Before it is sent: what would go today. Afterwards: what went."""
    if request.shared_on:
        return Stand(request.shared_standing, request.shared_on, request.shared_size)
    return stand_of(request.enterprise)
