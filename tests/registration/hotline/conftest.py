import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db):
    """The limits of an hour are counted in the cache."""
    cache.clear()
