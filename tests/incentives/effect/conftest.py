"""Enterprises whose staff grow on days we choose."""

import uuid
from datetime import date, datetime, time

import pytest
from django.core.cache import cache
from django.utils import timezone

from enterprises.models import Enterprise
from incentives.models import IncentiveRequest, Programme
from registration.models import Employment, Member
from tests.factories import incentives as made
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory

TODAY = date(2026, 11, 20)
REACHED = date(2026, 3, 10)  # before: 28 February; after six months: 30 September; earlier: 31 August 2025
EARLY, BETWEEN, LATE = date(2024, 5, 1), date(2025, 12, 1), date(2026, 6, 1)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def staff(enterprise: Enterprise, *days: date, ended: date | None = None, member: Member | None = None, **fields):
    """One worker for each day, entered on it."""
    place = enterprise.establishments.get(is_head_office=True)
    return Employment.objects.bulk_create(
        Employment(
            member=member or MemberFactory(),
            enterprise=enterprise,
            establishment=place,
            commune_code=enterprise.commune_code,
            wage=816_000,
            started_on=day,
            entered_at=at(fields.get("entered", day)),
            ended_on=ended,
            end_reason="resigned" if ended else None,
            channel=fields.get("channel", "web"),
        )
        for day in days
    )


def enterprise(*days: date, **fields) -> Enterprise:
    made_now = EnterpriseFactory(**{"sector": "C"} | fields)
    staff(made_now, *days)
    return made_now


def taken(of: Programme, by: Enterprise, on: date = REACHED) -> IncentiveRequest:
    return made.sent(by, of, state="taken_up", taken_up_on=on, granted_by=_chief(), proposed_by=_chief("first"))


_PEOPLE: dict = {}


def _chief(which: str = "second"):
    from tests.factories.accounts import UserFactory

    if which not in _PEOPLE:
        _PEOPLE[which] = UserFactory(email=f"{which}-{uuid.uuid4().hex[:8]}@example.test")
    return _PEOPLE[which]


@pytest.fixture(autouse=True)
def afresh():
    _PEOPLE.clear()
    cache.clear()
    yield
    cache.clear()
