"""A real security server stand-in for each test, on a port of its own."""

import uuid
from collections.abc import Iterator

import pytest

from nssf_portal.doubles.sample_registries import sample_security_server
from nssf_portal.doubles.security_server import SecurityServerDouble


@pytest.fixture
def fresh_breakers(settings) -> None:
    """Give each test breakers of its own, so that tests beside it (and the broker) are left alone."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture
def camdx(settings, fresh_breakers) -> Iterator[SecurityServerDouble]:
    with sample_security_server() as double:
        settings.CAMDX_SECURITY_SERVER_URL = double.url
        yield double
