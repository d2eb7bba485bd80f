"""How a security server behaves on the wire, as a table; run it against a real one to prove the stand-in faithful.

CAMDX_BEHAVIOUR_URL points at a real server, CAMDX_BEHAVIOUR_CLIENT and CAMDX_BEHAVIOUR_ECHO name our subsystem there
and a service that returns the body of a POST and describes each other request; cases that need the stand-in's inside
are then skipped.
"""

import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from nssf_portal.doubles.http import Reply, Request
from nssf_portal.doubles.sample_registries import EVERYTHING, OPENAPI
from nssf_portal.doubles.security_server import SecurityServerDouble, Service, request_hash

REAL = os.environ.get("CAMDX_BEHAVIOUR_URL", "")
CLIENT = os.environ.get("CAMDX_BEHAVIOUR_CLIENT", "CAMBODIA/GOV/NSSF-DEV/PORTAL")
ECHO = os.environ.get("CAMDX_BEHAVIOUR_ECHO", "CAMBODIA/GOV/TEST-1/SUB/echo")
PROVIDER = ECHO.rpartition("/")[0]
stand_in_only = pytest.mark.skipif(bool(REAL), reason="needs the stand-in's inside")


def echo(request: Request) -> Reply:
    if request.path.startswith("/redirect"):
        return Reply(302, [("Location", "http://elsewhere.invalid/")])
    if request.path.startswith("/teapot"):
        return Reply.json({"message": "its own error"}, 418)
    if request.path.startswith("/forged"):
        return Reply(200, [("X-Road-Client", "A/B/C/FORGED"), ("X-Road-Error", "forged"), ("Server", "secret/1.0")])
    if request.method == "POST":
        return Reply(200, [("Content-Type", request.header("Content-Type") or "text/plain")], request.body)
    return Reply.json({"method": request.method, "target": request.target, "headers": dict(request.headers)})


def services() -> list[Service]:
    everything, some = {CLIENT: EVERYTHING}, {CLIENT: [("GET", "/open/*"), ("POST", "/")]}
    return [
        Service(ECHO, echo, rights=everything, endpoints=[("GET", "/"), ("POST", "/")]),
        Service(f"{PROVIDER}/some", echo, rights=some),
        Service(f"{PROVIDER}/closed", echo),
        Service(f"{PROVIDER}/disabled", echo, rights=everything, enabled=False),
        Service(f"{PROVIDER}/described", echo, rights=everything, openapi=OPENAPI, endpoints=[("POST", "/")]),
        Service(f"{PROVIDER}/away", "http://127.0.0.1:9", rights=everything),
        Service("CAMBODIA/GOV/TEST-1/sub/system/odd".replace("sub/system", "sub%system"), echo, rights=everything),
        Service("CAMBODIA/GOV/ក្រសួង/UNDER_SCORE/CP1_API", echo, rights=everything),
    ]


@pytest.fixture(params=["7.4", "7.8"] if not REAL else ["real"])
def server(request) -> Iterator[SecurityServerDouble]:
    with SecurityServerDouble(services(), clients=[CLIENT, "CAMBODIA/GOV/NSSF-DEV"], dialect=request.param) as double:
        yield double


@pytest.fixture
def base(server) -> str:
    return REAL.rstrip("/") or server.url


def ask(base: str, target: str, method: str = "GET", client: str | None = CLIENT, **more) -> httpx.Response:
    headers = dict(more.pop("headers", {}))
    if client is not None:
        headers["X-Road-Client"] = client
    return httpx.request(method, base + target, headers=headers, trust_env=False, timeout=30, **more)


def fault_of(answer: httpx.Response) -> str:
    return answer.headers.get("X-Road-Error", "").lower().replace("_", "")


@dataclass(frozen=True)
class Case:
    """One row of the table: what is asked, and the status and fault that come back ("" = the service's own answer)."""

    name: str
    target: str
    status: int
    fault: str = ""
    method: str = "GET"
    client: str | None = CLIENT
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    inside: bool = False
    """Needs a service only the stand-in has."""


E = f"/r1/{ECHO}"
BAD_REQUEST, UNKNOWN_MEMBER = "server.clientproxy.badrequest", "server.clientproxy.unknownmember"
DENIED = "server.serverproxy.accessdenied"
TABLE = [
    Case("a get", E, 200),
    Case("a post", E, 200, method="POST", content=b"{}"),
    Case("a put", E, 200, method="PUT", content=b"{}"),
    Case("a patch", E, 200, method="PATCH", content=b"{}"),
    Case("a delete", E, 200, method="DELETE"),
    Case("a head", E, 200, method="HEAD"),
    Case("options", E, 200, method="OPTIONS"),
    Case("an unknown method", E, 500, BAD_REQUEST, method="BREW", inside=True),
    Case("a path below the service", f"{E}/a/b", 200),
    Case("a trailing slash", f"{E}/", 200),
    Case("no client", E, 500, BAD_REQUEST, client=None),
    Case("a client of three parts", E, 500, DENIED, client="CAMBODIA/GOV/NSSF-DEV", inside=True),
    Case("a client of two parts", E, 400, "client.invalidclientidentifier", client="CAMBODIA/GOV"),
    Case("a client of five parts", E, 400, "client.invalidclientidentifier", client=f"{CLIENT}/more"),
    Case("a client with an empty part", E, 400, "client.invalidclientidentifier", client="CAMBODIA//NSSF-DEV/PORTAL"),
    Case("a client nobody registered", E, 500, UNKNOWN_MEMBER, client="CAMBODIA/GOV/NOBODY/NONE"),
    Case("a service of four parts", "/r1/CAMBODIA/GOV/TEST-1/echo", 500, BAD_REQUEST),
    Case("a service with an empty part", "/r1/CAMBODIA/GOV//SUB/echo", 500, BAD_REQUEST),
    Case("only the prefix", "/r1/", 500, BAD_REQUEST),
    Case("another version", "/r2/CAMBODIA/GOV/TEST-1/SUB/echo", 500, BAD_REQUEST),
    Case("an unknown provider", "/r1/CAMBODIA/GOV/NOBODY/SUB/echo", 500, UNKNOWN_MEMBER),
    Case("an unknown service", f"/r1/{PROVIDER}/nothing", 500, "server.serverproxy.unknownservice"),
    Case("no right at all", f"/r1/{PROVIDER}/closed", 500, DENIED, inside=True),
    Case("a right to this endpoint", f"/r1/{PROVIDER}/some/open/1", 200, inside=True),
    Case("no right to another path", f"/r1/{PROVIDER}/some/shut", 500, DENIED, inside=True),
    Case("no right to another method", f"/r1/{PROVIDER}/some/open/1", 500, DENIED, method="PATCH", inside=True),
    Case("disabled", f"/r1/{PROVIDER}/disabled", 500, "server.serverproxy.servicedisabled", inside=True),
    Case("service away", f"/r1/{PROVIDER}/away", 500, "server.serverproxy.servicefailed.networkerror", inside=True),
    Case("the service's own error", f"{E}/teapot", 418, inside=True),
    Case("a redirect, passed on", f"{E}/redirect", 302, inside=True),
    Case("an encoded sign in a part", "/r1/CAMBODIA/GOV/TEST-1/sub%25system/odd", 200, inside=True),
    Case(
        "khmer and underscores in parts",
        "/r1/CAMBODIA/GOV/%E1%9E%80%E1%9F%92%E1%9E%9A%E1%9E%9F%E1%9E%BD%E1%9E%84/UNDER_SCORE/CP1_API",
        200,
        inside=True,
    ),
    Case("what may be called", f"/r1/{PROVIDER}/allowedMethods", 200),
    Case("what there is", f"/r1/{PROVIDER}/listMethods", 200),
    Case("a description", f"/r1/{PROVIDER}/getOpenAPI?serviceCode=described", 200, inside=True),
    Case("no description", f"/r1/{PROVIDER}/getOpenAPI?serviceCode=echo", 500, "server.serverproxy.unknownservice"),
    Case("metaservices of nobody", "/r1/CAMBODIA/GOV/NOBODY/SUB/listMethods", 500, UNKNOWN_MEMBER),
    Case("the members", "/listClients", 200, client=None),
]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_status_and_fault(base, case):
    if REAL and case.inside:
        pytest.skip("needs a service only the stand-in has")
    answer = ask(base, case.target, case.method, case.client, content=case.content, headers=case.headers)
    assert (answer.status_code, fault_of(answer)) == (case.status, case.fault)


def test_an_answer_carries_the_five_headers(base):
    answer = ask(base, E)
    assert answer.headers["X-Road-Client"] == CLIENT and answer.headers["X-Road-Service"] == ECHO
    assert uuid.UUID(answer.headers["X-Road-Id"]) and uuid.UUID(answer.headers["X-Road-Request-Id"])
    assert len(answer.headers["X-Road-Request-Hash"]) == 88


def test_the_message_id_we_give_is_kept(base):
    ours = str(uuid.uuid4())
    assert ask(base, E, headers={"X-Road-Id": ours}).headers["X-Road-Id"] == ours


def test_two_equal_requests_have_different_hashes(base):
    hashes = {ask(base, E, headers={"X-Road-Id": "a"}).headers["X-Road-Request-Hash"] for _turn in range(2)}
    assert len(hashes) == 2


def test_a_body_comes_back_as_it_was_sent(base):
    body = '{"ឈ្មោះ": "សុខ"}'.encode()
    answer = ask(base, E, "POST", content=body, headers={"Content-Type": "application/json"})
    assert answer.content == body and answer.headers["Content-Type"].startswith("application/json")


def test_thirteen_megabytes_pass(base):
    body = os.urandom(13 * 1024 * 1024)
    assert ask(base, E, "POST", content=body).content == body


@pytest.mark.parametrize(("accept", "kind"), [("application/xml", "xml"), ("text/xml", "xml"), ("*/*", "json")])
def test_a_fault_is_written_as_asked(base, accept, kind):
    answer = ask(base, E, client=None, headers={"Accept": accept})
    assert kind in answer.headers["Content-Type"]
    if kind == "json":
        assert set(answer.json()) == {"type", "message", "detail"} and uuid.UUID(answer.json()["detail"])
    else:
        assert answer.text.count("<type>") == 1


@stand_in_only
def test_the_two_dialects_spell_one_fault(server):
    spelled = ask(server.url, f"/r1/{PROVIDER}/closed").headers["X-Road-Error"]
    expected = {"7.4": "Server.ServerProxy.AccessDenied", "7.8": "server.serverproxy.access_denied"}
    assert spelled == expected[server.dialect]


@stand_in_only
def test_the_service_sees_path_query_and_our_headers_but_not_the_hops(server):
    target = f"{E}/a%3Bb/?x=1&y=%20"
    seen = ask(server.url, target, headers={"Authorization": "Bearer t", "TE": "trailers"}).json()
    names = {name.lower() for name in seen["headers"]}
    assert seen["target"] == "/a%3Bb/?x=1&y=%20"
    assert {"x-road-client", "authorization"} <= names
    assert not names & {"host", "user-agent", "te", "connection", "content-length"}


@stand_in_only
def test_an_empty_path_is_the_root(server):
    assert ask(server.url, E).json()["target"] == "/"


@stand_in_only
def test_what_a_service_writes_under_the_servers_names_is_overwritten(server):
    answer = ask(server.url, f"{E}/forged")
    assert answer.headers.get_list("X-Road-Client") == [CLIENT]
    assert "X-Road-Error" not in answer.headers and "Server" not in answer.headers


@stand_in_only
def test_of_two_clients_the_last_wins(server):
    headers = [("X-Road-Client", "A/B/C/D"), ("X-Road-Client", CLIENT)]
    assert httpx.get(server.url + E, headers=headers, trust_env=False).status_code == 200


@stand_in_only
def test_the_hash_is_the_protocols_formula():
    plain = Request("GET", "/r1/A/B/C/D/e?q=1", [("X-Road-Client", "A/B/C/D"), ("Host", "x")], b"")
    with_body = Request("POST", plain.target, plain.headers, b"{}")
    import base64
    import hashlib

    head = b"%s /r1/A/B/C/D/e?q=1 X-Road-Client:A/B/C/D x-road-request-id:r "
    first = hashlib.sha512((head % b"GET").replace(b" ", b"\r\n")).digest()
    second = hashlib.sha512((head % b"POST").replace(b" ", b"\r\n")).digest()
    both = hashlib.sha512(second + hashlib.sha512(b"{}").digest()).digest()
    assert request_hash(plain, [], "r") == base64.b64encode(first).decode()
    assert request_hash(with_body, [], "r") == base64.b64encode(both).decode()


@stand_in_only
def test_metaservices_tell_rights_and_kind(server):
    def codes(name: str) -> dict[str, str]:
        rows = ask(server.url, f"/r1/{PROVIDER}/{name}").json()["service"]
        return {row["service_code"]: row["service_type"] for row in rows}

    assert codes("listMethods")["described"] == "OPENAPI" and codes("listMethods")["closed"] == "REST"
    assert "closed" not in codes("allowedMethods")
    described = ask(server.url, f"/r1/{PROVIDER}/getOpenAPI?serviceCode=described")
    assert json.loads(described.text)["openapi"] == "3.0.3"
