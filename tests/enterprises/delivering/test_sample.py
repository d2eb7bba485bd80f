"""The demonstration's deliveries: through the same doors, found there the second time."""

import pytest

from enterprises.models import RegistryBatch, RegistryRecord
from enterprises.sample import deliveries
from nssf_portal.accounts.models import Institution, RoleGrant
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_each_state_has_something_to_look_at_and_a_second_run_adds_nothing():
    officer, contact = UserFactory(grant=("clerk", "HQ")), UserFactory()
    RoleGrant.objects.create(
        user=contact, role="institution_contact", institution=Institution.objects.get(code="MISTI")
    )
    for _turn in range(2):
        deliveries.load(officer=officer, contact=contact)
    states = dict(RegistryBatch.objects.values_list("source__code", "state"))
    assert states == {"obr": "done", "one_window": "done", "misti": "done", "mlvt": "ready"}
    assert RegistryRecord.objects.live().count() == 2500 + 120 + 45
    assert RegistryBatch.objects.get(source__code="mlvt").refused == 6
    assert not RegistryRecord.objects.filter(source__code="one_window", commune_code="").exists()
