"""What a line of the table of behaviour is made of: what is asked, and what must hold of what comes back."""

import base64
import hashlib
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from nssf_portal.doubles.http import Double, Request
from nssf_portal.doubles.security_server import SKIPPED, SecurityServerDouble

CLIENT = os.environ.get("CAMDX_BEHAVIOUR_CLIENT", "CAMBODIA/GOV/NSSF-DEV/PORTAL")
ECHO = os.environ.get("CAMDX_BEHAVIOUR_ECHO", "CAMBODIA/GOV/TEST-1/SUB/echo")
PROVIDER = ECHO.rpartition("/")[0]


@dataclass(frozen=True)
class Met:
    """One passage: what came back, and what the stand-in and its target met on the way."""

    answer: httpx.Response
    server: SecurityServerDouble | None = None
    target: Double | None = None

    @property
    def told(self) -> Any:
        """What the service says it was asked."""
        return self.answer.json()

    def told_header(self, name: str) -> str | None:
        return {key.lower(): value for key, value in self.told["headers"].items()}.get(name)


@dataclass(frozen=True)
class Also:
    """One more thing that must hold, in words for the page; `inside` needs the stand-in's inside."""

    words: str
    holds: Callable[[Met], bool]
    inside: bool = False


@dataclass(frozen=True)
class Case:
    """One line: what is asked, and the status and fault that come back ("" = the service's own answer)."""

    name: str
    target: str
    status: int
    fault: str = ""
    method: str = "GET"
    clients: tuple[str, ...] = (CLIENT,)
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    knobs: dict[str, Any] = field(default_factory=dict)
    also: tuple[Also, ...] = ()
    inside: bool = False
    """Needs a service or a state that only the stand-in has."""


def told(words: str, holds: Callable[[Met], bool]) -> Also:
    return Also(words, holds)


def asked_for(target: str) -> Also:
    return Also(f"the service is asked for `{target}`", lambda met: met.told["target"] == target)


def _uuid(text: str) -> bool:
    return str(uuid.UUID(text)) == text.lower()


def _hash(met: Met) -> bool:
    """X-Road-Request-Hash as the protocol computes it, from what the server received and the ids it gave."""
    request = met.server.seen[-1]
    lines = [f"{name}:{value}" for name, value in request.headers if name.lower() not in SKIPPED]
    if request.header("X-Road-Id") is None:
        lines.append(f"X-Road-Id:{met.answer.headers['X-Road-Id']}")
    lines.append(f"x-road-request-id:{met.answer.headers['X-Road-Request-Id']}")
    head = "\r\n".join([request.method, request.target, *lines]) + "\r\n"
    digest = hashlib.sha512(head.encode()).digest()
    if request.body:
        digest = hashlib.sha512(digest + hashlib.sha512(request.body).digest()).digest()
    return met.answer.headers["X-Road-Request-Hash"] == base64.b64encode(digest).decode()


def _fault_body(met: Met) -> bool:
    body = met.answer.json()
    return set(body) == {"type", "message", "detail"} and body["type"] == met.answer.headers["X-Road-Error"]


def is_xml(met: Met) -> bool:
    return "xml" in met.answer.headers["Content-Type"] and "<type>" in met.answer.text


def spelled_as_its_version(met: Met) -> bool:
    spelled = {"7.4": "Server.ServerProxy.AccessDenied", "7.8": "server.serverproxy.access_denied"}
    return met.answer.headers["X-Road-Error"] == spelled[met.server.dialect]


def codes(met: Met) -> dict[str, str]:
    return {row["service_code"]: row["service_type"] for row in met.answer.json()["service"]}


FIVE = told(
    "the answer carries X-Road-Client, -Service, -Id, -Request-Id and -Request-Hash",
    lambda met: (
        (met.answer.headers["X-Road-Client"], met.answer.headers["X-Road-Service"]) == (CLIENT, ECHO)
        and _uuid(met.answer.headers["X-Road-Id"])
        and _uuid(met.answer.headers["X-Road-Request-Id"])
        and len(met.answer.headers["X-Road-Request-Hash"]) == 88
    ),
)
HASH = Also("the hash is the protocol's formula", _hash, inside=True)
SAME_BODY = told("the body comes back as it was sent", lambda met: met.answer.content == met.answer.request.content)
FAULT_BODY = told("the body is {type, message, detail}", _fault_body)
NO_HOPS = told(
    "headers of the hop are taken away",
    lambda met: not SKIPPED - {"connection"} & {name.lower() for name in met.told["headers"]} - {"host", "user-agent"},
)


def at_target(words: str, holds: Callable[[Request], bool]) -> Also:
    return Also(words, lambda met: holds(met.target.seen[-1]), inside=True)


@dataclass(frozen=True)
class Handshake:
    """One line of the table of certificates, between us and our security server."""

    name: str
    shown: str
    """The certificate we show: ours, a stranger's, or none."""
    pinned: str
    """The one we pin: the server's, or another."""
    answered: bool
