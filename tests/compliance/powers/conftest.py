import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def costs_the_same(client):
    """A page asks as often with many rows as with few."""

    def asked(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert client.get(path).status_code == 200
        return len(context)

    def check(path: str, add_more) -> None:
        asked(path)
        before = asked(path)
        add_more()
        assert asked(path) <= before

    return check
