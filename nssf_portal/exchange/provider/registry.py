"""Which services the Fund offers over CamDX; each app registers its own in `AppConfig.ready()`."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nssf_portal.exchange.identifiers import may_be_issued
from nssf_portal.exchange.provider.shapes import Record, Schema

if TYPE_CHECKING:
    from nssf_portal.exchange.provider.models import PartnerClient


@dataclass(frozen=True, slots=True)
class Message:
    """A message that may be answered: who asks, what was said, and which extra fields the grant opens."""

    client: "PartnerClient"
    xroad_id: uuid.UUID
    exchange_id: int
    """The number its line in the exchange log will have."""
    body: Mapping[str, Any]
    fields: frozenset[str] = frozenset()


Handler = Callable[[Message], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Service:
    """One X-Road service: its code is the last part of the service id and of its address."""

    code: str
    handler: Handler
    title: str
    about: str
    takes: Record
    gives: Schema
    fields: Mapping[str, str] = field(default_factory=dict)
    """What a grant may open beyond the least: name of the field and what it says."""
    example: Mapping[str, Any] = field(default_factory=dict)


_services: dict[str, Service] = {}


def register_service(
    code: str,
    handler: Handler,
    *,
    title: str,
    about: str,
    takes: Record,
    gives: Schema,
    fields: Mapping[str, str] | None = None,
    example: Mapping[str, Any] | None = None,
) -> None:
    """Offer a service at /exchange/<code>; it runs inside a transaction and must be quick (services time out at 60 s).

    `handler` gives what JSON can say; it may raise Refused. A message is handed to it once, whatever is sent again."""
    if not may_be_issued(code):
        raise ValueError(f"{code!r} cannot be part of an X-Road identifier")
    _services[code] = Service(code, handler, title, about, takes, gives, fields or {}, example or {})


def services() -> list[Service]:
    """All that are offered, by code."""
    return [_services[code] for code in sorted(_services)]


def service(code: str) -> Service | None:
    return _services.get(code)
