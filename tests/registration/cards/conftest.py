"""An installation with a key file of its own, so that keys are made, rotated and lost without harm."""

import json
from datetime import date

import pytest
from django.core.cache import cache

from nssf_portal.identifiers.keys import key_ring
from registration.cards import services
from tests.factories.accounts import UserFactory
from tests.factories.members import MemberFactory


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    """A copy: what was encrypted with the usual keys still opens."""
    key_ring()
    data = json.loads(settings.KEYS_FILE.read_text())
    settings.KEYS_FILE = tmp_path / "keys.json"
    settings.KEYS_FILE.write_text(json.dumps(data | {"cards": {}}))
    key_ring.cache_clear()
    cache.clear()
    yield
    key_ring.cache_clear()


@pytest.fixture
def clerk(db):
    return UserFactory(grant=("clerk", "12"))


@pytest.fixture
def member(db):
    return MemberFactory(
        family_name_km="ហេង", given_name_km="ដារ៉ា", sex="M", born_on=date(1994, 4, 3), member_number="1023448719"
    )


@pytest.fixture
def card(member, clerk):
    return services.issue(member, by=clerk)
