"""A CamDX security server's outside, as an information system meets it: X-Road REST 7.4 or 7.8.

It does what the real one does on the wire (identifiers, headers, hashes, rights, faults);
it signs and encrypts nothing.
"""

import base64
import hashlib
import re
import ssl
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import parse_qs, quote, unquote
from xml.sax.saxutils import escape

import httpx

from nssf_portal.doubles.http import Double, Headers, Knobs, Reply, Request

# Headers that belong to one hop; neither request nor answer carries them over (X-Road REST protocol, skip list).
SKIPPED = frozenset(
    "connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding "
    "upgrade host user-agent server expect content-length".split()
)
OWN_RESPONSE_HEADERS = frozenset(
    "x-road-client x-road-service x-road-id x-road-request-id x-road-request-hash x-road-error".split()
)
METHODS = frozenset("DELETE GET HEAD OPTIONS PATCH POST PUT TRACE".split())
METASERVICES = ("listMethods", "allowedMethods", "getOpenAPI")
Target = str | Callable[[Request], Reply]


@dataclass
class Service:
    """A service behind the server: `rights` maps a client id to the (method, path pattern) pairs it may use."""

    id: str
    target: Target
    rights: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    endpoints: list[tuple[str, str]] = field(default_factory=list)
    openapi: str = ""
    enabled: bool = True
    context: ssl.SSLContext | None = None
    """For a target over https: what we trust there and, where it asks for one, the certificate we show."""

    @property
    def provider(self) -> str:
        return self.id.rpartition("/")[0]

    @property
    def code(self) -> str:
        return self.id.rpartition("/")[2]

    def grants(self, client: str, method: str, path: str) -> bool:
        pairs = self.rights.get(client, [])
        return any(allowed in ("*", method) and fnmatchcase(path, pattern) for allowed, pattern in pairs)


@dataclass(frozen=True)
class Ids:
    """The ids of one passage: the message's, which a client may choose, and the request's, always the server's own."""

    message: str
    request: str

    def told(self, headers: Headers) -> Headers:
        """What the service is told: it reads both ids, whoever chose them."""
        own = ("x-road-id", "x-road-request-id")
        kept = [(name, value) for name, value in headers if name.lower() not in own]
        return [*kept, ("X-Road-Id", self.message), ("X-Road-Request-Id", self.request)]


class Fault(Exception):
    """A fault in the 7.4 spelling; the server writes it in its own dialect."""

    def __init__(self, type: str, message: str) -> None:  # noqa: A002  (the protocol's own word)
        super().__init__(message)
        self.type = type
        self.message = message


class SecurityServerDouble(Double):
    """Listens like our own security server; services are in this process or at a URL."""

    def __init__(
        self,
        services: Iterable[Service] = (),
        *,
        clients: Iterable[str] = (),
        dialect: str = "7.4",
        port: int = 0,
        context: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(port, context)
        self.services = {service.id: service for service in services}
        self.clients = set(clients)
        self.dialect = dialect
        self.handled: list[str] = []
        """The X-Road-Id of each request that reached its service: shows what was really done, and how often."""

    def answer_with(self, request: Request, knobs: Knobs) -> Reply:
        try:
            if knobs.fault:
                raise Fault(knobs.fault, "as asked")
            return super().answer_with(request, knobs)
        except Fault as fault:
            return self.fault_reply(fault, request)

    def answer(self, request: Request) -> Reply:
        if request.path == "/listClients":
            return self.list_clients()
        service_id, path = parse_target(request.path)
        client = self.client_of(request)
        if request.method not in METHODS:
            raise Fault("Server.ClientProxy.BadRequest", f"Method {request.method} is not supported")
        ids = Ids(request.header("X-Road-Id") or str(uuid.uuid4()), str(uuid.uuid4()))
        if service_id.rpartition("/")[2] in METASERVICES:
            reply = self.metaservice(service_id, client, request)
        else:
            reply = self.forward(service_id, path, client, request, ids)
        return self.sealed(reply, service_id, client, request, ids)

    def client_of(self, request: Request) -> str:
        header = request.header("X-Road-Client")
        if header is None:
            raise Fault("Server.ClientProxy.BadRequest", "Missing X-Road-Client header")
        parts = [unquote(part) for part in header.strip().split("/")]
        if len(parts) not in (3, 4) or not all(parts):
            raise Fault("Client.InvalidClientIdentifier", "X-Road-Client is not an identifier")
        client = "/".join(parts)
        if client not in self.clients:
            raise Fault("Server.ClientProxy.UnknownMember", f"Client '{client}' not found")
        return client

    def forward(self, service_id: str, path: str, client: str, request: Request, ids: "Ids") -> Reply:
        service = self.service(service_id)
        if not service.grants(client, request.method, path):
            raise Fault("Server.ServerProxy.AccessDenied", f"Request is not allowed: {service_id}")
        if not service.enabled:
            raise Fault("Server.ServerProxy.ServiceDisabled", f"Service {service_id} is disabled")
        headers = ids.told(outgoing(request))
        passed = Request(request.method, with_query(path, request.query), headers, request.body)
        with self.lock:
            self.handled.append(ids.message)
        return passed_on(service.target, passed, service.context)

    def service(self, service_id: str) -> Service:
        if service_id in self.services:
            return self.services[service_id]
        provider = service_id.rpartition("/")[0]
        if any(service.provider == provider for service in self.services.values()):
            raise Fault("Server.ServerProxy.UnknownService", f"Unknown service: {service_id}")
        raise Fault("Server.ClientProxy.UnknownMember", f"Could not find addresses for service provider: {provider}")

    def metaservice(self, service_id: str, client: str, request: Request) -> Reply:
        provider, _slash, code = service_id.rpartition("/")
        offered = [service for service in self.services.values() if service.provider == provider]
        if not offered:
            raise Fault("Server.ClientProxy.UnknownMember", f"Unknown provider: {provider}")
        if request.method != "GET":
            raise Fault("Server.ServerProxy.ServiceFailed.BadRequest", "Metaservices are asked with GET")
        if code == "getOpenAPI":
            return self.openapi(offered, request)
        chosen = [service for service in offered if code == "listMethods" or service.rights.get(client)]
        return Reply.json({"service": [described(service) for service in chosen]})

    def openapi(self, offered: list[Service], request: Request) -> Reply:
        code = parse_qs(request.query).get("serviceCode", [""])[0]
        for service in offered:
            if service.code == code and service.openapi:
                return Reply(200, [("Content-Type", "application/json")], service.openapi.encode())
        raise Fault("Server.ServerProxy.UnknownService", f"No description of service '{code}'")

    def list_clients(self) -> Reply:
        keys = ("xroad_instance", "member_class", "member_code", "subsystem_code")
        known = sorted(self.clients | {service.provider for service in self.services.values()})
        members = [{"id": dict(zip(keys, name.split("/"), strict=False)), "name": name} for name in known]
        return Reply.json({"member": members})

    def sealed(self, reply: Reply, service_id: str, client: str, request: Request, ids: "Ids") -> Reply:
        """Put the server's own headers on an answer; what the service set under these names is overwritten."""
        kept = [(name, value) for name, value in reply.headers if name.lower() not in SKIPPED | OWN_RESPONSE_HEADERS]
        own = [
            ("X-Road-Client", encoded(client)),
            ("X-Road-Service", encoded(service_id)),
            ("X-Road-Id", ids.message),
            ("X-Road-Request-Id", ids.request),
            ("X-Road-Request-Hash", request_hash(request, [("X-Road-Id", ids.message)], ids.request)),
        ]
        return Reply(reply.status, kept + own, reply.body)

    def fault_reply(self, fault: Fault, request: Request) -> Reply:
        """Write a fault as the protocol says: 500 for what a server did, 400 for what the client did."""
        status = 500 if fault.type.lower().startswith("server.") else 400
        fault_type = in_dialect(fault.type, self.dialect)
        detail = str(uuid.uuid4())
        if "xml" in (request.header("Accept") or ""):
            values = (("type", fault_type), ("message", fault.message), ("detail", detail))
            inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values)
            body = f'<?xml version="1.0" encoding="UTF-8"?><error>{inner}</error>'.encode()
            return Reply(status, [("Content-Type", "application/xml"), ("X-Road-Error", fault_type)], body)
        data = {"type": fault_type, "message": fault.message, "detail": detail}
        return Reply.json(data, status, [("X-Road-Error", fault_type)])


def parse_target(path: str) -> tuple[str, str]:
    """Cut /r1/ and five parts; each part is decoded by itself, the service's own path stays as it came."""
    pieces = path.split("/")
    if len(pieces) < 7 or pieces[0] or pieces[1] != "r1" or not all(pieces[2:7]):
        raise Fault("Server.ClientProxy.BadRequest", "Invalid request URI")
    return "/".join(unquote(piece) for piece in pieces[2:7]), "/" + "/".join(pieces[7:])


def encoded(identifier: str) -> str:
    """Percent-encode each part, as identifiers travel in headers."""
    return quote(identifier, safe="/'()+,-.=")


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def outgoing(request: Request) -> Headers:
    return [(name, value) for name, value in request.headers if name.lower() not in SKIPPED]


def passed_on(target: Target, request: Request, context: ssl.SSLContext | None = None) -> Reply:
    """Hand a request to its service; redirects come back as they are."""
    if callable(target):
        return target(request)
    try:
        with httpx.Client(verify=context or True, trust_env=False, follow_redirects=False, timeout=30) as http:
            url = target.rstrip("/") + request.target
            found = http.request(request.method, url, headers=request.headers, content=request.body)
    except httpx.HTTPError as error:
        raise Fault("Server.ServerProxy.ServiceFailed.NetworkError", type(error).__name__) from error
    return Reply(found.status_code, list(found.headers.items()), found.content)


def request_hash(request: Request, added: Headers, request_id: str) -> str:
    """Compute X-Road-Request-Hash: SHA-512 over the message head, and over both hashes when there is a body."""
    headers = outgoing(request)
    headers += [pair for pair in added if request.header(pair[0]) is None] + [("x-road-request-id", request_id)]
    lines = [request.method, request.target, *(f"{name}:{value}" for name, value in headers)]
    digest = hashlib.sha512("".join(f"{line}\r\n" for line in lines).encode()).digest()
    if request.body:
        digest = hashlib.sha512(digest + hashlib.sha512(request.body).digest()).digest()
    return base64.b64encode(digest).decode()


def in_dialect(fault_type: str, dialect: str) -> str:
    """Spell a fault as the version does: CamelCase up to 7.7, families in small letters and snake_case from 7.8."""
    if dialect != "7.8":
        return fault_type
    *families, code = fault_type.split(".")
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", code).lower()
    return ".".join([*(family.lower() for family in families), snake])


def described(service: Service) -> dict[str, Any]:
    """Describe a service as the metaservices do."""
    keys = ("xroad_instance", "member_class", "member_code", "subsystem_code", "service_code")
    return {
        "object_type": "SERVICE",
        "service_type": "OPENAPI" if service.openapi else "REST",
        **dict(zip(keys, service.id.split("/"), strict=True)),
        "endpoint_list": [{"method": method, "path": path} for method, path in service.endpoints],
    }
