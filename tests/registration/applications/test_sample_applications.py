"""The demonstration's desk has something of everything, and a second run adds nothing."""

import pytest

from nssf_portal.work.models import WorkItem
from registration.models import Application, ApplicationCandidate, EmploymentConfirmation
from registration.sample import applications
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory
from tests.factories.registration import number_block

pytestmark = pytest.mark.django_db


def test_every_state_an_officer_meets_once(clerk):
    number_block()
    employer = EnterpriseFactory(nssf_number="100002")
    representative_of(employer)
    MemberFactory(family_name_km="ហេង", given_name_km="តារា")
    for _time in range(2):
        applications.load(employer=employer, clerk=clerk)
    states = sorted(Application.objects.values_list("state", flat=True))
    assert states == ["refusal_proposed", "returned", "submitted", "submitted", "submitted", "submitted"]
    assert sorted(WorkItem.objects.values_list("state", flat=True)) == [
        *("asked", "proposed", "waiting", "waiting", "waiting")
    ]
    assert EmploymentConfirmation.objects.get(contact="ask").enterprise == employer
    assert ApplicationCandidate.objects.exists()
