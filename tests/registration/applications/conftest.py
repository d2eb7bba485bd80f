import pytest

from tests.factories.accounts import UserFactory
from tests.factories.applications import identity_says


@pytest.fixture
def clerk(db):
    return UserFactory(grant=("clerk", "12"), name="Kim Sokha")


@pytest.fixture
def senior(db):
    return UserFactory(grant=("senior_clerk", "12"), name="Prak Bopha")


@pytest.fixture
def identity(monkeypatch):
    """The Ministry of Interior knows everybody; `identity("unavailable")` changes its answer."""
    identity_says(monkeypatch)
    return lambda *answer: identity_says(monkeypatch, *answer)
