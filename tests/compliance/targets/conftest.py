"""Units with one thing to say of each, and the list that comes of them."""

from datetime import date

import pytest

from compliance.models import TargetLine, TargetReason
from compliance.services.building import build
from enterprises.models import Enterprise
from nssf_portal.accounts.models import Office
from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registry import RecordFactory

MONTH = date(2026, 12, 1)


@pytest.fixture
def office() -> Office:
    return OfficeFactory(code="12")


def known(commune: str = "120101", **fields) -> Enterprise:
    """A unit nobody has registered."""
    return EnterpriseFactory(
        state="known", nssf_number=None, registered_on=None, commune_code=commune, channel="exchange", **fields
    )


def said_of(enterprise: Enterprise, workers: int | None = None, **fields) -> None:
    """A registry names it."""
    given = {"match_state": "matched", "matched_by": "rule"} | fields
    RecordFactory(enterprise=enterprise, commune_code=enterprise.commune_code, declared_workers=workers, **given)


def listed(office: Office, capacity: int = 5, month: date = MONTH):
    return build(office=office, month=month, capacity=capacity, by=None)


def reason(enterprise: Enterprise, signal: str) -> TargetReason | None:
    return TargetReason.objects.filter(line__enterprise=enterprise, signal=signal).first()


def line(enterprise: Enterprise) -> TargetLine | None:
    return TargetLine.objects.filter(enterprise=enterprise).first()
