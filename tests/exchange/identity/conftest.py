"""The stand-ins of the identity port, each on a port of its own; breakers live in the process."""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from nssf_portal.doubles.camdigikey import CamDigiKeyDouble
from nssf_portal.doubles.oidc import OpenIdDouble
from nssf_portal.doubles.people import IDENTITIES
from nssf_portal.exchange.identity import purposes


@pytest.fixture
def client() -> Client:
    """The callbacks lie outside the language prefix: a browser that reads English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def chantha():
    return IDENTITIES[0]


@pytest.fixture(autouse=True)
def fresh_breakers(settings) -> None:
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    settings.CACHES = {"default": memory}


@pytest.fixture
def sidecar(settings) -> Iterator[CamDigiKeyDouble]:
    with CamDigiKeyDouble("http://testserver/callback/camdigikey/") as double:
        settings.CAMDIGIKEY_SIDECAR_URL = double.url
        yield double


@pytest.fixture
def server(settings) -> Iterator[OpenIdDouble]:
    with OpenIdDouble() as double:
        settings.OIDC_SERVER_URL = double.url
        settings.OIDC_CLIENT_ID, settings.OIDC_SECRET = double.client_id, double.secret
        settings.OIDC_NAME = "Sample server"
        yield double


@pytest.fixture
def asked(monkeypatch) -> list:
    """A purpose of a made-up app above: keeps whom it was given, and for what."""
    from django.http import HttpResponse

    from nssf_portal.exchange.identity.flow import subject_of

    monkeypatch.setattr(purposes, "_purposes", dict(purposes._purposes))
    given: list = []

    def handler(request, person):
        given.append((subject_of(request), person))
        return HttpResponse("taken over")

    purposes.register_purpose("trial", handler)
    return given
