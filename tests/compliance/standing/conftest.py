from datetime import date, datetime, time

import pytest
from django.test import Client
from django.utils import timezone

from compliance.models import Declaration
from enterprises.models import Enterprise
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from registration.models import Employment
from tests.factories import compliance as made
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory

ON = date(2026, 4, 25)  # January to March were due, April is not


def at(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def declared(enterprise: Enterprise, month: date, filed: date, amount: int = 0, **fields):
    """A month declared on that day; with an amount, of staff. What stood before is superseded."""
    Declaration.objects.current().filter(enterprise=enterprise, month=month).update(superseded_at=at(filed))
    parts = {"occupational_risk": 0, "health_care": 0, "pension_employer": 0, "pension_worker": 0}
    if amount:
        fields |= {"kind": "staff", "workers": 1, "wages": 816_000}
        parts["health_care"] = amount
    return made.declaration(enterprise, month, filed_at=at(filed), **parts | fields)


def hired(enterprise: Enterprise, started: date, entered: date, ended: date | None = None, **fields) -> Employment:
    given = {"channel": "web", "wage": 816_000, "commune_code": enterprise.commune_code} | fields
    return Employment.objects.create(
        member=MemberFactory(),
        enterprise=enterprise,
        establishment=enterprise.establishments.get(is_head_office=True),
        started_on=started,
        ended_on=ended,
        end_reason="resigned" if ended else None,
        entered_at=at(entered),
        **given,
    )


def sound(**fields) -> Enterprise:
    """Registered in time, everything declared and paid in time, up to 25 April 2026."""
    given = {"opened_on": date(2026, 1, 2), "registered_on": date(2026, 1, 10)} | fields
    enterprise = EnterpriseFactory(**given)
    for month in (1, 2, 3):
        declared(enterprise, date(2026, month, 1), date(2026, month + 1, 5), 1_000)
        paid = date(2026, month + 1, 6)
        made.payment(enterprise, 1_000, date(2026, month, 1), paid, received_at=at(paid))
    return enterprise


@pytest.fixture
def confirmed(db):
    """The law book as it is once everything was confirmed."""
    LawValue.objects.update(confirmed=True)
    book.forget()
    yield
    book.forget()


@pytest.fixture(autouse=True)
def law_as_it_is():
    yield
    book.forget()
