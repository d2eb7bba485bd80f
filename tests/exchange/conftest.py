"""A real security server stand-in for each test, on a port of its own."""

import uuid
from collections.abc import Iterator

import pytest

from nssf_portal.doubles.sample_registries import sample_security_server
from nssf_portal.doubles.security_server import SecurityServerDouble


@pytest.fixture
def fresh_breakers(settings) -> None:
    """Breakers of its own for each test, in this process: tests beside it empty and kill the shared Valkey."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    settings.CACHES = {"default": memory}


@pytest.fixture
def camdx(settings, fresh_breakers) -> Iterator[SecurityServerDouble]:
    with sample_security_server() as double:
        settings.CAMDX_SECURITY_SERVER_URL = double.url
        yield double
