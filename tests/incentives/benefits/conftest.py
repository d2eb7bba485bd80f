"""An enterprise that others know better than the Fund, its owner, and a programme for small ones."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.factories import incentives as make
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registry import RecordFactory


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def enterprise():
    return EnterpriseFactory(name_latin="Lotus Bakery", sector="C")


@pytest.fixture
def owner(enterprise):
    return representative_of(enterprise)


@pytest.fixture
def loan():
    """Registered, small, and nobody missing."""
    made = make.programme("a-loan", name_en="A small loan", order=1)
    make.condition(made, "registered")
    make.condition(made, "size", one_of=["micro", "small"])
    make.condition(made, "missing_staff", maximum=0)
    return made


@pytest.fixture
def said():
    """Others say that the enterprise has so many workers; the Fund knows none of them."""

    def say(enterprise, workers: int):
        return RecordFactory(
            enterprise=enterprise,
            declared_workers=workers,
            match_state="matched",
            as_of=timezone.localdate() - timedelta(days=30),
        )

    return say


@pytest.fixture
def asking(enterprise, owner, loan, today):
    """The ordinary arguments of `ask`."""

    def given(**other):
        return {
            "enterprise": enterprise,
            "programme": loan,
            "by": owner,
            "submission_id": uuid.uuid4(),
            "amount": 20_000_000,
            "note": "An oven",
            "consent_until": today + timedelta(days=60),
            "contact_name": "Sok Dara",
            "contact_phone": "+85512345678",
        } | other

    return given


@pytest.fixture
def costs_the_same(client):
    """A page asks as often with many rows as with few."""

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(path).status_code == 200
        return len(context)

    def check(path: str, add_more) -> None:
        asked(path)
        before = asked(path)
        add_more()
        assert asked(path) <= before

    return check


@pytest.fixture
def english():
    with translation.override("en"):
        yield
