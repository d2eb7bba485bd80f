"""The demonstration's worker has a record; loading twice makes one."""

import pytest

from registration.models import Card, Dependency, Employment, Member
from registration.sample import own_record
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registration import number_block

pytestmark = pytest.mark.django_db


def test_the_demonstrations_worker_has_one_record():
    number_block()
    EnterpriseFactory(nssf_number="100002")
    worker = UserFactory(phone="+85510000012", phone_verified=True)
    first = own_record.load(worker, employer_number="100002")
    assert own_record.load(worker, employer_number="100002") == first
    counts = [model.objects.count() for model in (Member, Employment, Dependency, Card)]
    assert counts == [2, 1, 1, 1]
