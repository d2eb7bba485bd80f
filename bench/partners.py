"""Partners that fail: how long the page of a look-up takes, and how often a message was worked through.

The stand-in of the security server hangs for 70 seconds, resets the line after the work, or answers garbage."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.test import Client, override_settings

from bench.measuring import Figure, timed
from nssf_portal.accounts.models import User
from nssf_portal.doubles.http import Reply
from nssf_portal.doubles.sample_registries import OBR, sample_security_server
from nssf_portal.doubles.security_server import SecurityServerDouble
from nssf_portal.exchange.client import SecurityServer
from nssf_portal.exchange.faults import ExchangeError
from nssf_portal.exchange.identifiers import ServiceId

TIN = "K007-075006691"
WAYS = {
    "hangs for 70 s": {"delay": 70},
    "resets after the work": {"drop": True},
    "answers half a document": {"truncate": True},
    "answers a web page": {"content_type": "text/html"},
    "refuses": {"fault": "Server.ServerProxy.ServiceFailed.NetworkError"},
}


def measure() -> list[Figure]:
    """For each way to fail: the slowest of six pages, first contact included; then one message of the other kind."""
    return [_pages(name, knobs) for name, knobs in WAYS.items()] + [_once(name, knobs) for name, knobs in WAYS.items()]


def _pages(name: str, knobs: dict) -> Figure:
    with _partner(knobs) as _double:
        seconds = [_page() for _turn in range(6)]
    told = ", ".join(f"{one:.2f}" for one in seconds)
    return Figure("X", f"a partner {name}: slowest page, s", max(seconds), "<= 1", max(seconds) <= 1, told)


def _page() -> float:
    user = User.objects.create(email=f"{uuid.uuid4().hex}@bench.invalid", name="Bench")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    begun = client.post("/en/employer/register/", {"path": "tin", "submission_id": str(uuid.uuid4())})
    return timed(lambda: client.post(begun.headers["Location"], {"number": TIN}))


def _once(name: str, knobs: dict) -> Figure:
    """A message that may be sent once only, five times over: never more than once each at the partner."""
    with _partner(knobs) as double:
        double.services[OBR].target = lambda request: Reply.json({"ok": True})
        for _turn in range(5):
            try:
                SecurityServer(double.url).post(ServiceId.parse(OBR), body={"x": 1})
            except ExchangeError:
                continue
        ids = [request.header("X-Road-Id") for request in double.seen if request.path.startswith("/r1/")]
    most = max((ids.count(one) for one in ids), default=0)
    return Figure("X", f"a partner {name}: times one message was sent", most, "<= 1", most <= 1)


@contextmanager
def _partner(knobs: dict) -> Iterator[SecurityServerDouble]:
    cache.clear()
    with sample_security_server() as double, override_settings(CAMDX_SECURITY_SERVER_URL=double.url):
        double.set(**knobs)
        yield double
