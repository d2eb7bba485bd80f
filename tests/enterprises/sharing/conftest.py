import pytest
from django.test import Client

from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registry import RecordFactory


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _offices(db):
    OfficeFactory(code="HQ")


@pytest.fixture
def analyst(db):
    return signed_in(UserFactory(grant=("analyst", "HQ")))


@pytest.fixture
def officer(db):
    """Of the province where the factory's enterprises are."""
    return UserFactory(grant=("clerk", "12"))


@pytest.fixture
def clerk(officer):
    return signed_in(officer)


@pytest.fixture
def stranger(db):
    return signed_in(UserFactory())


@pytest.fixture
def elsewhere(db):
    return signed_in(UserFactory(grant=("clerk", "17")))


def known(**more):
    """A unit the Fund has not registered, with a record that names it."""
    unit = EnterpriseFactory(state="known", nssf_number=None, registered_on=None, **more)
    RecordFactory(enterprise=unit, match_state="unmatched", commune_code=unit.commune_code, sector=unit.sector)
    return unit


def matched(**more):
    """A registered enterprise that a registry knows too."""
    unit = EnterpriseFactory(**more)
    RecordFactory(enterprise=unit, match_state="matched", matched_by="rule", commune_code=unit.commune_code)
    return unit
