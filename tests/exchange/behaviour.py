"""The table of how a security server behaves on the wire: each line asks once and says what must come back.

`python -m tests.exchange.behaviour` writes it down as docs/xroad_behaviour.md. The stand-in is held to it in both
dialects; a real server is, when its address is given (test_security_server_behaviour.py)."""

import json
import os
from pathlib import Path

from nssf_portal.doubles.http import Reply, Request
from tests.exchange.meeting import (
    CLIENT,
    ECHO,
    FAULT_BODY,
    FIVE,
    HASH,
    NO_HOPS,
    PROVIDER,
    SAME_BODY,
    Also,
    Case,
    Handshake,
    asked_for,
    at_target,
    codes,
    is_xml,
    spelled_as_its_version,
    told,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "xroad_behaviour.md"
BIG = os.urandom(13 * 1024 * 1024)
OURS = "5c9f5f4e-6d1c-4c2e-9f0e-1b2f3a4d5e6f"
E, P = f"/r1/{ECHO}", f"/r1/{PROVIDER}"
BAD_REQUEST, UNKNOWN_MEMBER = "server.clientproxy.badrequest", "server.clientproxy.unknownmember"
DENIED, BAD_CLIENT = "server.serverproxy.accessdenied", "client.invalidclientidentifier"
UNKNOWN_SERVICE, NETWORK = "server.serverproxy.unknownservice", "server.serverproxy.servicefailed.networkerror"
KHMER = "%E1%9E%80%E1%9F%92%E1%9E%9A%E1%9E%9F%E1%9E%BD%E1%9E%84"

CONSUMER = [
    Case("a get", E, 200, also=(FIVE, HASH, asked_for("/"))),
    Case("a post", E, 200, method="POST", content='{"ឈ្មោះ": "សុខ"}'.encode(), also=(SAME_BODY, HASH)),
    Case("a put", E, 200, method="PUT", content=b"{}"),
    Case("a patch", E, 200, method="PATCH", content=b"{}"),
    Case("a delete", E, 200, method="DELETE"),
    Case("a head", E, 200, method="HEAD"),
    Case("options", E, 200, method="OPTIONS"),
    Case("an unknown method", E, 500, BAD_REQUEST, method="BREW", inside=True),
    Case("thirteen megabytes", E, 200, method="POST", content=BIG, also=(SAME_BODY,)),
    Case("an empty path is the root", E, 200, also=(asked_for("/"),)),
    Case("a trailing slash", f"{E}/", 200, also=(asked_for("/"),)),
    Case("a path below the service", f"{E}/a/b", 200, also=(asked_for("/a/b"),)),
    Case("an encoded sign in the path stays", f"{E}/path%3B/", 200, also=(asked_for("/path%3B/"),)),
    Case("an encoded slash in the path stays", f"{E}/a%2Fb", 200, also=(asked_for("/a%2Fb"),)),
    Case("the query is untouched", f"{E}/?x=1&y=%20&x=2", 200, also=(asked_for("/?x=1&y=%20&x=2"),)),
    Case("a query without a path", f"{E}?q=%E1%9E%80", 200, also=(asked_for("/?q=%E1%9E%80"),)),
    # Headers
    Case(
        "our message id is kept",
        E,
        200,
        headers={"X-Road-Id": OURS},
        also=(told("X-Road-Id is ours", lambda met: met.answer.headers["X-Road-Id"] == OURS), HASH),
    ),
    Case("without one the server makes it", E, 200, also=(FIVE,)),
    Case(
        "headers of ours go along",
        E,
        200,
        headers={"Authorization": "Bearer t", "Idempotency-Key": "k", "X-Road-UserId": "KH1", "X-Road-Issue": "APP-1"},
        also=(
            told("Authorization arrives", lambda met: met.told_header("authorization") == "Bearer t"),
            told("Idempotency-Key arrives", lambda met: met.told_header("idempotency-key") == "k"),
            told("X-Road-UserId arrives", lambda met: met.told_header("x-road-userid") == "KH1"),
            told("X-Road-Issue arrives", lambda met: met.told_header("x-road-issue") == "APP-1"),
        ),
    ),
    Case("headers of the hop do not", E, 200, headers={"TE": "trailers", "Expect": "x"}, also=(NO_HOPS,)),
    Case(
        "the content type goes along",
        E,
        200,
        method="POST",
        content=b"<a/>",
        headers={"Content-Type": "text/xml"},
        also=(told("it is text/xml", lambda met: met.answer.headers["Content-Type"].startswith("text/xml")),),
    ),
    Case(
        "what a service writes under the server's names is overwritten",
        f"{E}/forged",
        200,
        inside=True,
        also=(
            told("one X-Road-Client, ours", lambda met: met.answer.headers.get_list("X-Road-Client") == [CLIENT]),
            told("no X-Road-Error of the service's", lambda met: "X-Road-Error" not in met.answer.headers),
            told("no Server", lambda met: "Server" not in met.answer.headers),
        ),
    ),
    Case(
        "a redirect is passed on, not followed",
        f"{E}/redirect",
        302,
        inside=True,
        also=(told("Location is kept", lambda met: met.answer.headers["Location"] == "http://elsewhere.invalid/"),),
    ),
    Case("the service's own error is its own", f"{E}/teapot", 418, inside=True, also=(FIVE,)),
    # Who asks
    Case("no client", E, 500, BAD_REQUEST, clients=(), also=(FAULT_BODY,)),
    Case("of two clients the last wins", E, 200, clients=("A/B/C/D", CLIENT)),
    Case("of two clients the last wins, also when it is nobody", E, 500, UNKNOWN_MEMBER, clients=(CLIENT, "A/B/C/D")),
    Case("a client of three parts", E, 500, DENIED, clients=("CAMBODIA/GOV/NSSF-DEV",), inside=True),
    Case("a client of two parts", E, 400, BAD_CLIENT, clients=("CAMBODIA/GOV",), also=(FAULT_BODY,)),
    Case("a client of five parts", E, 400, BAD_CLIENT, clients=(f"{CLIENT}/more",)),
    Case("a client with an empty part", E, 400, BAD_CLIENT, clients=("CAMBODIA//NSSF-DEV/PORTAL",)),
    Case("a client with an encoded part", E, 200, clients=(CLIENT.replace("-", "%2D"),)),
    Case("a client nobody registered", E, 500, UNKNOWN_MEMBER, clients=("CAMBODIA/GOV/NOBODY/NONE",)),
    # What is asked
    Case("a service of four parts", "/r1/CAMBODIA/GOV/TEST-1/echo", 500, BAD_REQUEST),
    Case("six parts are five and a path", f"{E}/sixth", 200, also=(asked_for("/sixth"),)),
    Case("a service with an empty part", "/r1/CAMBODIA/GOV//SUB/echo", 500, BAD_REQUEST),
    Case("only the prefix", "/r1/", 500, BAD_REQUEST),
    Case("another version", "/r2/CAMBODIA/GOV/TEST-1/SUB/echo", 500, BAD_REQUEST),
    Case("an encoded sign in a part", "/r1/CAMBODIA/GOV/TEST-1/sub%25system/odd", 200, inside=True),
    Case("an encoded slash in a part", "/r1/CAMBODIA/GOV/TEST-1/sub%2Fsystem/odd", 200, inside=True),
    Case("khmer and underscores in parts", f"/r1/CAMBODIA/GOV/{KHMER}/UNDER_SCORE/CP1_API", 200, inside=True),
    Case("an unknown provider", "/r1/CAMBODIA/GOV/NOBODY/SUB/echo", 500, UNKNOWN_MEMBER, also=(FAULT_BODY,)),
    Case("an unknown service", f"{P}/nothing", 500, UNKNOWN_SERVICE),
    # Rights and states
    Case(
        "no right at all: 500, not 403",
        f"{P}/closed",
        500,
        DENIED,
        inside=True,
        also=(Also("spelled as its version does", spelled_as_its_version, inside=True),),
    ),
    Case("a right to this endpoint", f"{P}/some/open/1", 200, inside=True),
    Case("no right to another path", f"{P}/some/shut", 500, DENIED, inside=True),
    Case("no right to another method (patch)", f"{P}/some/open/1", 500, DENIED, method="PATCH", inside=True),
    Case("a disabled service", f"{P}/disabled", 500, "server.serverproxy.servicedisabled", inside=True),
    Case("a service that is away: the tail says why", f"{P}/away", 500, NETWORK, inside=True),
    *(
        Case(name, E, 500, fault.lower().replace("_", ""), knobs={"fault": fault}, inside=True)
        for name, fault in (
            ("maintenance", "Server.ServerProxy.MaintenanceMode"),
            ("outdated configuration at ours", "Server.ClientProxy.OutdatedGlobalConf"),
            ("outdated configuration at theirs", "Server.ServerProxy.OutdatedGlobalConf"),
            ("the servers do not reach each other", "Server.ClientProxy.NetworkError"),
            ("the servers do not trust each other", "Server.ClientProxy.SslAuthenticationFailed"),
            ("the message log is full", "Server.ServerProxy.LoggingFailed"),
            ("no time stamps", "Server.ClientProxy.TimestampingFailed"),
            ("a database of theirs is away", "Server.ServerProxy.DatabaseError"),
            ("the service's line broke", "Server.ServerProxy.ServiceFailed.IOError"),
            ("not a rest service", "Server.ServerProxy.ServiceType"),
        )
    ),
    # How a fault is written
    Case(
        "a fault for xml readers",
        E,
        500,
        BAD_REQUEST,
        clients=(),
        headers={"Accept": "application/xml"},
        also=(told("it is xml", is_xml),),
    ),
    Case(
        "a fault for text/xml",
        E,
        500,
        BAD_REQUEST,
        clients=(),
        headers={"Accept": "text/xml"},
        also=(told("it is xml", is_xml),),
    ),
    Case("a fault for anybody", E, 500, BAD_REQUEST, clients=(), headers={"Accept": "*/*"}, also=(FAULT_BODY,)),
]
META = [
    Case(
        "what we may call",
        f"{P}/allowedMethods",
        200,
        also=(Also("nothing that is closed to us", lambda met: "closed" not in codes(met), inside=True),),
    ),
    Case(
        "what there is",
        f"{P}/listMethods",
        200,
        also=(
            Also(
                "described ones are OPENAPI, others REST",
                lambda met: (codes(met)["described"], codes(met)["closed"]) == ("OPENAPI", "REST"),
                inside=True,
            ),
        ),
    ),
    Case(
        "a description",
        f"{P}/getOpenAPI?serviceCode=described",
        200,
        inside=True,
        also=(told("it is OpenAPI 3.0.3", lambda met: json.loads(met.answer.text)["openapi"] == "3.0.3"),),
    ),
    Case("no description", f"{P}/getOpenAPI?serviceCode=echo", 500, UNKNOWN_SERVICE),
    Case("metaservices of nobody", "/r1/CAMBODIA/GOV/NOBODY/SUB/listMethods", 500, UNKNOWN_MEMBER),
    Case("metaservices for nobody", f"{P}/listMethods", 500, BAD_REQUEST, clients=()),
    Case(
        "the members",
        "/listClients",
        200,
        clients=(),
        also=(told("a list of members", lambda met: bool(met.answer.json()["member"])),),
    ),
]
PROVIDED = [
    Case(
        "a partner's get reaches our service over mutual tls",
        f"{P}/ours/a?b=1",
        200,
        inside=True,
        also=(at_target("path and query as they were", lambda seen: seen.target == "/a?b=1"), HASH),
    ),
    Case(
        "a partner's post with its body",
        f"{P}/ours",
        200,
        method="POST",
        content=b'{"tin": "x"}',
        inside=True,
        also=(SAME_BODY, at_target("it came once", lambda seen: seen.body == b'{"tin": "x"}')),
    ),
    Case(
        "we learn who asks, and the message's number",
        f"{P}/ours",
        200,
        headers={"X-Road-Id": OURS},
        inside=True,
        also=(
            at_target("X-Road-Client", lambda seen: seen.header("X-Road-Client") == CLIENT),
            at_target("X-Road-Id", lambda seen: seen.header("X-Road-Id") == OURS),
        ),
    ),
    Case("our own error passes as ours", f"{P}/ours/teapot", 418, inside=True),
    Case("our redirect passes unfollowed", f"{P}/ours/redirect", 302, inside=True),
    Case(
        "what we write under the server's names is overwritten",
        f"{P}/ours/forged",
        200,
        inside=True,
        also=(
            told(
                "X-Road-Client is the partner's", lambda met: met.answer.headers.get_list("X-Road-Client") == [CLIENT]
            ),
        ),
    ),
    Case(
        "without the server's certificate our door stays shut",
        f"{P}/without-certificate",
        500,
        NETWORK,
        inside=True,
        also=(Also("nothing arrived", lambda met: not met.target.seen, inside=True),),
    ),
    Case(
        "with a stranger's certificate too",
        f"{P}/wrong-certificate",
        500,
        NETWORK,
        inside=True,
        also=(Also("nothing arrived", lambda met: not met.target.seen, inside=True),),
    ),
    Case(
        "a door the server did not pin is not talked to",
        f"{P}/not-pinned",
        500,
        NETWORK,
        inside=True,
        also=(Also("nothing arrived", lambda met: not met.target.seen, inside=True),),
    ),
    Case(
        "a partner without the right does not reach us",
        f"{P}/not-theirs",
        500,
        DENIED,
        inside=True,
        also=(Also("nothing arrived", lambda met: not met.target.seen, inside=True),),
    ),
]
HANDSHAKES = [
    Handshake("both certificates are right", "ours", "server", True),
    Handshake("we show no certificate", "", "server", False),
    Handshake("we show a stranger's certificate", "stranger", "server", False),
    Handshake("the server's certificate is not the pinned one", "ours", "stranger", False),
    Handshake("nothing is pinned: a certificate of no authority is not trusted", "ours", "", False),
]
TABLES = {
    "Asking a partner": CONSUMER,
    "Metaservices": META,
    "Being asked by a partner": PROVIDED,
}


def echo(request: Request) -> Reply:
    """A service that says what it was asked, and misbehaves where its path says so."""
    if request.path.startswith("/redirect"):
        return Reply(302, [("Location", "http://elsewhere.invalid/")])
    if request.path.startswith("/teapot"):
        return Reply.json({"message": "its own error"}, 418)
    if request.path.startswith("/forged"):
        return Reply(200, [("X-Road-Client", "A/B/C/FORGED"), ("X-Road-Error", "forged"), ("Server", "secret/1.0")])
    if request.method == "POST":
        return Reply(200, [("Content-Type", request.header("Content-Type") or "text/plain")], request.body)
    return Reply.json({"method": request.method, "target": request.target, "headers": dict(request.headers)})


def page() -> str:
    """Write the tables as a page of the documentation."""
    count = sum(map(len, TABLES.values())) + len(HANDSHAKES)
    lines = [
        "# How a security server behaves",
        "",
        f"{count} cases, each asked in the dialect of X-Road 7.4 and of 7.8 (`tests/exchange/behaviour.py`; this page",
        "is written by `python -m tests.exchange.behaviour`). Against a real server: docs/operations.md, CamDX.",
        "Faults are shown as we compare them: small letters, no underscore. ⌂ = needs the stand-in's inside.",
    ]
    for title, cases in TABLES.items():
        lines += ["", f"## {title}", "", "| case | asked | answer | fault | and |", "|---|---|---|---|---|"]
        lines += [_line(case) for case in cases]
    lines += ["", "## Certificates between us and our security server", ""]
    lines += ["| case | answer |", "|---|---|"]
    lines += [f"| {one.name} | {'yes' if one.answered else 'refused before any message'} |" for one in HANDSHAKES]
    return "\n".join(lines) + "\n"


def _line(case: Case) -> str:
    asked = f"`{case.method} {case.target}`" + ("".join(f" `{k}: {v}`" for k, v in case.headers.items()))
    who = "" if case.clients == (CLIENT,) else " as " + (", then ".join(f"`{c}`" for c in case.clients) or "nobody")
    also = "; ".join(one.words for one in case.also)
    mark = " ⌂" if case.inside else ""
    return f"| {case.name}{mark} | {asked}{who} | {case.status} | {case.fault and f'`{case.fault}`'} | {also} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
