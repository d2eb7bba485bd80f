import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.factories import outreach
from tests.factories.accounts import UserFactory
from tests.factories.applications import identity_says
from tests.factories.registration import number_block


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db):
    cache.clear()


@pytest.fixture
def officer():
    return outreach.officer()


@pytest.fixture
def stop():
    """Next week, from eight to noon, six people every half hour."""
    start = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0) + timezone.timedelta(days=7)
    return outreach.stop(starts_at=start, ends_at=start + timezone.timedelta(hours=4))


@pytest.fixture
def clerk(monkeypatch):
    identity_says(monkeypatch)
    number_block()
    return UserFactory(grant=("clerk", "12"))


@pytest.fixture
def today(clerk):
    """A stop that is open now, with the clerk on its team."""
    now = timezone.now()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    made = outreach.stop(
        starts_at=max(midnight, now - timezone.timedelta(minutes=5)),
        ends_at=now + timezone.timedelta(hours=3),
        state="open",
        opened_at=now,
    )
    made.team.create(user=clerk)
    return made
