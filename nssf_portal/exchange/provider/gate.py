"""What is known of a message before anything is done for it, and whether it may be answered at all."""

import hashlib
import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from nssf_portal.exchange.identifiers import ClientId
from nssf_portal.exchange.provider import registry
from nssf_portal.exchange.provider.models import PartnerClient, PartnerGrant
from nssf_portal.exchange.provider.problems import Problem, Refused
from nssf_portal.law.book import value_or
from nssf_portal.law.limits import within_limit

NOBODY = uuid.UUID(int=0)
CALLS, SIZE = "exchange.provider.calls", "exchange.provider.size"


@dataclass(frozen=True)
class Heard:
    """A message as it came; nothing in it is believed yet."""

    request: HttpRequest
    code: str
    started: float = field(default_factory=time.monotonic)

    def header(self, name: str) -> str:
        return self.request.headers.get(name, "").strip()

    @cached_property
    def xroad_id(self) -> uuid.UUID:
        """The message's id; NOBODY when none was given or it is no UUID."""
        try:
            return uuid.UUID(self.header("X-Road-Id"))
        except ValueError:
            return NOBODY

    @cached_property
    def client(self) -> str:
        """The caller as we write it; '' when the header is no identifier. Only believed behind the door."""
        try:
            found = str(ClientId.parse(self.header("X-Road-Client")))
        except ValueError:  # too many parts, or bytes that are no text
            return ""
        return found if len(found) <= 300 else ""

    @cached_property
    def body(self) -> bytes:
        """The body, '' when it is more than can be taken in."""
        try:
            return self.request.body
        except (RequestDataTooBig, UnreadablePostError):
            return b""

    @cached_property
    def is_too_big(self) -> bool:
        try:
            size = len(self.request.body)
        except RequestDataTooBig:
            return True
        except UnreadablePostError:
            return False
        return size > int(value_or(SIZE, 1)) * 1024 * 1024

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    @property
    def duration_ms(self) -> int:
        return round((time.monotonic() - self.started) * 1000)


@dataclass(frozen=True)
class Admitted:
    """A message that may be answered: by which service, for whom, with which fields, and what it says."""

    service: registry.Service
    client: PartnerClient
    grant: PartnerGrant
    body: Mapping[str, Any]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.grant.fields) & frozenset(self.service.fields)


def admit(heard: Heard) -> Admitted:
    """Raises Refused; who may not ask learns nothing of what a body should look like."""
    if heard.request.method != "POST":
        raise Refused(405, "wrong-method")
    if heard.xroad_id == NOBODY:
        raise Refused(400, "no-message-id")
    client = _client(heard)
    service = registry.service(heard.code)
    if service is None:
        raise Refused(404, "unknown-service")
    grant = PartnerGrant.objects.in_force().filter(client=client, service=service.code).order_by("-since").first()
    if grant is None:
        raise Refused(403, "not-granted")
    if not within_limit(CALLS, client.client, default=3600):
        raise Refused(429, "too-often")
    return Admitted(service, client, grant, _said(heard, service))


def _client(heard: Heard) -> PartnerClient:
    if not heard.client:
        raise Refused(400, "no-client")
    client = PartnerClient.objects.filter(client=heard.client, active=True).first()
    if client is None:
        raise Refused(403, "unknown-client")
    return client


def _said(heard: Heard, service: registry.Service) -> Mapping[str, Any]:
    """Read the body; all that is wrong with it is said at once."""
    if heard.is_too_big:
        raise Refused(400, "too-big")
    if heard.request.content_type != "application/json":
        raise Refused(400, "wrong-type")
    try:
        given = json.loads(heard.body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(400, "not-json") from None
    problems: list[Problem] = []
    found = service.takes.read(given, "", problems)
    if problems:
        raise Refused(400, "wrong-body", problems)
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are not JSON
