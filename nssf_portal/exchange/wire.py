"""One HTTP exchange with the security server, without the database: what goes out, and what came of it."""

import hashlib
import json
import ssl
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import httpx

from nssf_portal.exchange import budget
from nssf_portal.exchange.breaker import Breaker
from nssf_portal.exchange.deadline import DeadlineTransport
from nssf_portal.exchange.faults import (
    ExchangeError,
    ExchangeFault,
    ExchangeUnavailable,
    may_have_been_done,
    read_fault,
)
from nssf_portal.exchange.identifiers import ClientId, ServiceId, encode_part

CONNECT_SECONDS = 5.0
PATIENT_SECONDS = 65.0
"""How long work in the background waits: services are allowed 60 by the partner's security server."""
PAUSE_SECONDS = 0.2
MAX_ANSWER_BYTES = 16 * 1024 * 1024
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Call:
    """One message to send; `idempotent` says a POST only asks (numbers of people and firms never go in a URL)."""

    method: str
    service: ServiceId
    path: str = ""
    query: Mapping[str, str] | None = None
    body: Any = None
    issue: str = ""
    user: Any = None
    timeout: float | None = None
    """Seconds in all, from connecting to the last byte; a page's when nothing is said."""
    patient: bool = False
    """Asked in the background: while the breaker is open, it is the one trial that goes out."""
    wants_json: bool = True
    idempotent: bool = False
    subject_kind: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def may_repeat(self) -> bool:
        return self.idempotent or self.method in SAFE_METHODS

    @property
    def seconds(self) -> float:
        return budget.seconds() if self.timeout is None else self.timeout

    def headers(self, client: ClientId) -> dict[str, str]:
        """Give the protocol's headers; exactly one X-Road-Client."""
        found = {"X-Road-Client": str(client), "X-Road-Id": str(self.id), "Accept": "application/json"}
        if self.user is not None and getattr(self.user, "pk", None):
            found["X-Road-UserId"] = f"KH{self.user.pk}"
        if self.issue:
            found["X-Road-Issue"] = self.issue
        if self.body is not None:
            found["Content-Type"] = "application/json"
        return found

    def url(self, base: str) -> str:
        path = "".join(f"/{encode_part(part)}" for part in self.path.strip("/").split("/") if part)
        return f"{base}/r1/{self.service}{path}"

    def content(self) -> bytes | None:
        return None if self.body is None else json.dumps(self.body, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What ties our row to the security servers' signed logs."""

    xroad_id: uuid.UUID
    request_id: str = ""
    request_hash: str = ""


@dataclass
class Result:
    """What came of a call: an answer of the partner's own, or `error`."""

    call: Call
    evidence: Evidence
    duration_ms: int = 0
    status: int | None = None
    headers: httpx.Headers = field(default_factory=httpx.Headers)
    body: bytes = b""
    error: ExchangeError | None = None

    @cached_property
    def json(self) -> Any:
        """Read the answer as JSON; anything else is as good as no answer."""
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip()
        if kind != "application/json" and not kind.endswith("+json"):
            raise ExchangeUnavailable("not-json")
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise ExchangeUnavailable("not-json") from None

    @property
    def in_doubt(self) -> bool:
        """Nobody knows whether a message that may be sent only once was acted on; a person must ask the partner."""
        error = self.error
        if error is None or self.call.may_repeat:
            return False
        return may_have_been_done(error.normalised) if isinstance(error, ExchangeFault) else error.in_doubt

    @property
    def body_digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest() if self.body else ""


@dataclass(frozen=True)
class Endpoint:
    """Our security server's address and, for mutual TLS, our certificate and the one we pin."""

    url: str
    certificate: str = ""
    key: str = ""
    pinned: str = ""


@lru_cache(maxsize=8)
def tls_context(endpoint: Endpoint) -> ssl.SSLContext:
    """Trust only the pinned certificate; the security server's own is not issued for a public name."""
    context = ssl.create_default_context(cafile=endpoint.pinned or None)
    if endpoint.pinned:
        context.check_hostname = False
    if endpoint.certificate:
        context.load_cert_chain(endpoint.certificate, endpoint.key or None)
    return context


def send(call: Call, client: ClientId, endpoint: Endpoint) -> Result:
    """Send one message, once more when that is safe and time is left; never raises, never touches the database."""
    if call.seconds < budget.LEAST_SECONDS:
        return Result(call, Evidence(call.id), error=ExchangeUnavailable("no-time"))
    deadline = time.monotonic() + call.seconds
    result = _send_guarded(call, client, endpoint, deadline)
    if result.error is not None and _worth_repeating(call, result.error) and _left(deadline) > 2 * PAUSE_SECONDS:
        time.sleep(PAUSE_SECONDS)
        again = _send_guarded(call, client, endpoint, deadline)
        # Left alone meanwhile, it was asked once only: then the first try says what is wrong.
        return result if _is_resting(again) else again
    return result


def _is_resting(result: Result) -> bool:
    return isinstance(result.error, ExchangeUnavailable) and result.error.reason == "resting"


def _left(deadline: float) -> float:
    return deadline - time.monotonic()


def _worth_repeating(call: Call, error: ExchangeError) -> bool:
    if isinstance(error, ExchangeFault):
        return call.may_repeat and error.retryable
    return call.may_repeat and isinstance(error, ExchangeUnavailable) and error.reason == "broken"


def _send_guarded(call: Call, client: ClientId, endpoint: Endpoint, deadline: float) -> Result:
    server, service = Breaker(endpoint.url), Breaker(str(call.service))
    if not (server.allows(patient=call.patient) and service.allows(patient=call.patient)):
        return Result(call, Evidence(call.id), error=ExchangeUnavailable("resting"))
    result = _send_once(call, client, endpoint, deadline)
    _tell(server, service, result.error)
    return result


def _tell(server: Breaker, service: Breaker, error: ExchangeError | None) -> None:
    """Blame the security server for what never reached it, the service for what took too long or broke."""
    if isinstance(error, ExchangeUnavailable) and error.reason == "no-connection":
        return server.failed()
    server.succeeded()
    if isinstance(error, ExchangeUnavailable) or (isinstance(error, ExchangeFault) and error.retryable):
        return service.failed()
    return service.succeeded()


def _send_once(call: Call, client: ClientId, endpoint: Endpoint, deadline: float) -> Result:
    started = time.monotonic()
    result = Result(call, Evidence(call.id))
    try:
        _exchange(result, client, endpoint, deadline)
    except ExchangeError as error:
        result.error = error
    except (httpx.ConnectError, httpx.ConnectTimeout):
        result.error = ExchangeUnavailable("no-connection")
    except httpx.TimeoutException:
        result.error = ExchangeUnavailable("timeout", in_doubt=not call.may_repeat)
    except httpx.HTTPError:
        result.error = ExchangeUnavailable("broken", in_doubt=not call.may_repeat)
    result.duration_ms = round((time.monotonic() - started) * 1000)
    return result


def _exchange(result: Result, client: ClientId, endpoint: Endpoint, deadline: float) -> None:
    call, left = result.call, max(_left(deadline), 0.001)
    limits = httpx.Timeout(left, connect=min(CONNECT_SECONDS, left))
    transport = DeadlineTransport(tls_context(endpoint), deadline)
    with httpx.Client(follow_redirects=False, transport=transport, timeout=limits, trust_env=False) as http:
        request: dict[str, Any] = {"params": call.query, "content": call.content(), "headers": call.headers(client)}
        with http.stream(call.method, call.url(endpoint.url), **request) as response:
            result.status, result.headers = response.status_code, response.headers
            result.evidence = _evidence(call, response.headers)
            result.body = _read(response, deadline, in_doubt=not call.may_repeat)
            result.error = read_fault(response, result.body) or _unreadable(result)


def _unreadable(result: Result) -> ExchangeUnavailable | None:
    """A page of a proxy, or half a document, under a friendly status is no answer; what it did is not known."""
    says_something = result.body and 200 <= (result.status or 0) < 300
    if not (result.call.wants_json and says_something):
        return None
    try:
        _ = result.json
    except ExchangeUnavailable as error:
        return ExchangeUnavailable(error.reason, in_doubt=not result.call.may_repeat)
    return None


def _evidence(call: Call, headers: httpx.Headers) -> Evidence:
    request_id, request_hash = headers.get("X-Road-Request-Id", ""), headers.get("X-Road-Request-Hash", "")
    return Evidence(call.id, request_id[:64], request_hash[:100])


def _read(response: httpx.Response, deadline: float, *, in_doubt: bool) -> bytes:
    """Read the whole answer; a partner that drips or floods is cut off."""
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise ExchangeUnavailable("too-big", in_doubt=in_doubt)
        if time.monotonic() > deadline:
            raise ExchangeUnavailable("timeout", in_doubt=in_doubt)
    return bytes(body)
