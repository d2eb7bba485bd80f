"""The stand-in is held to the table of behaviour, in both dialects; so is a real server when its address is given.

CAMDX_BEHAVIOUR_URL points at a real server, CAMDX_BEHAVIOUR_CLIENT and CAMDX_BEHAVIOUR_ECHO name our subsystem there
and a service that returns the body of a POST and describes each other request; CAMDX_TLS_CERTIFICATE, CAMDX_TLS_KEY and
CAMDX_TLS_PINNED are used when set. What needs the stand-in's inside is then skipped.
"""

import datetime
import os
import ssl
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import trustme

from nssf_portal.doubles.http import Double, Reply, Request
from nssf_portal.doubles.sample_registries import EVERYTHING, OPENAPI
from nssf_portal.doubles.security_server import SecurityServerDouble, Service
from nssf_portal.exchange.faults import ExchangeUnavailable
from nssf_portal.exchange.identifiers import ClientId, ServiceId
from nssf_portal.exchange.wire import Call, Endpoint, send, tls_context
from tests.exchange import behaviour
from tests.exchange.behaviour import CONSUMER, HANDSHAKES, META, PROVIDED, echo
from tests.exchange.meeting import CLIENT, ECHO, PROVIDER, Case, Met

REAL = os.environ.get("CAMDX_BEHAVIOUR_URL", "").rstrip("/")
DIALECTS = ["real"] if REAL else ["7.4", "7.8"]
stand_in_only = pytest.mark.skipif(bool(REAL), reason="needs the stand-in's inside")
NEVER = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)


class Target(Double):
    """A service behind the server, over the wire."""

    def answer(self, request: Request) -> Reply:
        return echo(request)


@dataclass(frozen=True)
class Pki:
    """Authorities and leaf certificates of both hops; `files` are what our settings would name."""

    server: ssl.SSLContext
    door: ssl.SSLContext
    to_door: dict[str, ssl.SSLContext]
    files: dict[str, str]


def _serving(own: trustme.CA, lets_in: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.issue_cert("127.0.0.1", not_after=NEVER).configure_cert(context)
    lets_in.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def _calling(shows: trustme.CA | None, trusts: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    trusts.configure_trust(context)
    if shows:
        shows.issue_cert("security-server.internal", not_after=NEVER).configure_cert(context)
    return context


@pytest.fixture(scope="module")
def pki(tmp_path_factory) -> Pki:
    folder: Path = tmp_path_factory.mktemp("pki")
    server, ours, door, stranger = (trustme.CA() for _turn in range(4))
    files = {"": ""}
    for name, authority in (("ours", ours), ("stranger", stranger)):
        leaf = authority.issue_cert("portal.internal", not_after=NEVER)
        files[name], files[f"{name}.key"] = str(folder / f"{name}.pem"), str(folder / f"{name}.key")
        leaf.cert_chain_pems[0].write_to_path(files[name])
        leaf.private_key_pem.write_to_path(files[f"{name}.key"])
    for name, authority in (("pin.server", server), ("pin.stranger", stranger)):
        files[name] = str(folder / name)
        authority.cert_pem.write_to_path(files[name])
    to_door = {
        "ours": _calling(server, door),
        "without-certificate": _calling(None, door),
        "wrong-certificate": _calling(stranger, door),
        "not-pinned": _calling(server, stranger),
        "not-theirs": _calling(server, door),
    }
    return Pki(_serving(server, ours), _serving(door, server), to_door, files)


@pytest.fixture(scope="module")
def door(pki) -> Iterator[Target]:
    """Our own provider's door: it lets in nobody but the security server."""
    with Target(context=pki.door) as double:
        yield double


def services(door: Target, pki: Pki) -> list[Service]:
    everything, some = {CLIENT: EVERYTHING}, {CLIENT: [("GET", "/open/*"), ("POST", "/")]}
    return [
        Service(ECHO, echo, rights=everything, endpoints=[("GET", "/"), ("POST", "/")]),
        Service(f"{PROVIDER}/some", echo, rights=some),
        Service(f"{PROVIDER}/closed", echo),
        Service(f"{PROVIDER}/disabled", echo, rights=everything, enabled=False),
        Service(f"{PROVIDER}/described", echo, rights=everything, openapi=OPENAPI, endpoints=[("POST", "/")]),
        Service(f"{PROVIDER}/away", "http://127.0.0.1:9", rights=everything),
        Service("CAMBODIA/GOV/TEST-1/sub%system/odd", echo, rights=everything),
        Service("CAMBODIA/GOV/TEST-1/sub/system/odd", echo, rights=everything),
        Service("CAMBODIA/GOV/ក្រសួង/UNDER_SCORE/CP1_API", echo, rights=everything),
        *(
            Service(f"{PROVIDER}/{name}", door.url, rights={} if name == "not-theirs" else everything, context=context)
            for name, context in pki.to_door.items()
        ),
    ]


@pytest.fixture(scope="module", params=DIALECTS)
def server(request, door, pki) -> Iterator[SecurityServerDouble]:
    clients = [CLIENT, "CAMBODIA/GOV/NSSF-DEV"]
    with SecurityServerDouble(services(door, pki), clients=clients, dialect=request.param) as double:
        yield double


def ask(server: SecurityServerDouble, case: Case) -> httpx.Response:
    headers = [*((name, value) for name, value in case.headers.items()), *(("X-Road-Client", c) for c in case.clients)]
    with httpx.Client(verify=_real_context(), trust_env=False, timeout=60) as http:
        return http.request(case.method, (REAL or server.url) + case.target, headers=headers, content=case.content)


def _real_context() -> ssl.SSLContext | bool:
    names = ("CAMDX_TLS_CERTIFICATE", "CAMDX_TLS_KEY", "CAMDX_TLS_PINNED")
    return tls_context(Endpoint(REAL, *(os.environ.get(name, "") for name in names))) if REAL else True


def fault_of(answer: httpx.Response) -> str:
    return answer.headers.get("X-Road-Error", "").lower().replace("_", "")


@pytest.mark.parametrize("case", [*CONSUMER, *META, *PROVIDED], ids=lambda case: case.name)
def test_the_table(server, door, case):
    if REAL and case.inside:
        pytest.skip("needs a service or a state only the stand-in has")
    del door.seen[:]
    server.set(**case.knobs)
    try:
        answer = ask(server, case)
    finally:
        server.set()
    assert (answer.status_code, fault_of(answer)) == (case.status, case.fault)
    met = Met(answer, None if REAL else server, door)
    for also in case.also:
        assert (REAL and also.inside) or also.holds(met), also.words


@stand_in_only
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("one", HANDSHAKES, ids=lambda one: one.name)
def test_certificates_between_us_and_our_security_server(pki, door, one, dialect, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    }
    names = pki.files
    pinned = names[f"pin.{one.pinned}"] if one.pinned else ""
    with SecurityServerDouble(services(door, pki), clients=[CLIENT], dialect=dialect, context=pki.server) as double:
        endpoint = Endpoint(double.url, names[one.shown], names[f"{one.shown}.key"] if one.shown else "", pinned)
        result = send(Call("GET", ServiceId.parse(ECHO), timeout=10), ClientId.parse(CLIENT), endpoint)
        assert (result.error is None) is one.answered
        assert bool(double.seen) is one.answered
    if not one.answered:
        assert isinstance(result.error, ExchangeUnavailable) and result.status is None


def test_two_equal_requests_have_different_hashes(server):
    case = Case("again", f"/r1/{ECHO}", 200, headers={"X-Road-Id": behaviour.OURS})
    assert len({ask(server, case).headers["X-Road-Request-Hash"] for _turn in range(2)}) == 2


@stand_in_only
def test_the_hash_of_a_message_written_down_by_hand():
    import base64
    import hashlib

    from nssf_portal.doubles.security_server import request_hash

    plain = Request("GET", "/r1/A/B/C/D/e?q=1", [("X-Road-Client", "A/B/C/D"), ("Host", "x")], b"")
    head = b"GET\r\n/r1/A/B/C/D/e?q=1\r\nX-Road-Client:A/B/C/D\r\nx-road-request-id:r\r\n"
    assert request_hash(plain, [], "r") == base64.b64encode(hashlib.sha512(head).digest()).decode()


def test_there_are_at_least_forty_cases_with_names_of_their_own():
    names = [case.name for cases in behaviour.TABLES.values() for case in cases] + [one.name for one in HANDSHAKES]
    assert len(names) == len(set(names)) >= 40


@stand_in_only
def test_the_page_of_the_documentation_is_this_table():
    assert behaviour.PAGE.read_text(encoding="utf-8") == behaviour.page(), "python -m tests.exchange.behaviour"
