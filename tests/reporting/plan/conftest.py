"""Two who keep the plan, one who only reads it, and the plan that comes with the portal."""

import pytest
from django.test import Client

from reporting.models import Plan
from reporting.seeds import plan as seeds
from tests.factories import reporting as made


@pytest.fixture
def plan(db) -> Plan:
    return Plan.objects.get(code=seeds.CODE)


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def analyst(db) -> Client:
    return _signed_in(made.analyst())


@pytest.fixture
def approver(db) -> Client:
    return _signed_in(made.approver())


@pytest.fixture
def reader(db) -> Client:
    return _signed_in(made.council())


@pytest.fixture
def contact(db) -> Client:
    return _signed_in(made.contact())
