"""A real security server stand-in for each test, on a port of its own."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from nssf_portal.doubles.sample_registries import sample_security_server
from nssf_portal.doubles.security_server import SecurityServerDouble


@pytest.fixture
def fresh_breakers() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def camdx(settings, fresh_breakers) -> Iterator[SecurityServerDouble]:
    with sample_security_server() as double:
        settings.CAMDX_SECURITY_SERVER_URL = double.url
        yield double
