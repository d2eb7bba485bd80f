"""The demonstration's nights: compared but one, with a few differences, two of them explained."""

import pytest

from registration.models import Reconciliation, ReconciliationDifference
from registration.sample import core
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.registration import number_block

pytestmark = pytest.mark.django_db


def test_some_nights_with_something_to_explain():
    block, clerk = number_block(), UserFactory(grant=("senior_clerk", "HQ"))
    EnterpriseFactory()
    for _n in range(130):
        MemberFactory(sex="F")
    core.load(clerk=clerk, unused_number=block.last)
    core.load(clerk=clerk, unused_number=block.last)
    assert Reconciliation.objects.count() == 5
    newest = Reconciliation.objects.first()
    assert (newest.only_core, newest.numbered_by_both, newest.only_here) == (1, 1, 2)
    assert newest.differing >= 2
    assert ReconciliationDifference.objects.filter(reconciliation=newest, state="explained").count() == 2
