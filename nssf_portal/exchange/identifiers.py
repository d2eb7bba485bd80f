"""X-Road identifiers: each part is UTF-8 percent-encoded by itself, `/` separates parts (X-Road REST protocol 4.8)."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote

# The newest text allows no underscore, yet CamDX's own samples have it: accepted here, never part of an id we invent.
_ALLOWED = re.compile(r"[A-Za-z0-9'()+,\-.=?_]+\Z")
_UNRESERVED = "'()+,-.="


class IdentifierError(ValueError):
    """The text is not an X-Road identifier."""


def encode_part(part: str) -> str:
    """Percent-encode one part; `?` and `/` inside a part never reach the wire bare."""
    return quote(part, safe=_UNRESERVED)


def split_parts(text: str, counts: tuple[int, ...]) -> tuple[str, ...]:
    """Cut and decode an identifier, refusing a wrong number of parts and empty ones."""
    parts = tuple(unquote(part, errors="strict") for part in text.strip().split("/"))
    if len(parts) not in counts or not all(parts):
        raise IdentifierError(f"expected {' or '.join(map(str, counts))} parts")
    return parts


def may_be_issued(text: str) -> bool:
    """Say whether we may put a part of this text into an id of our own (no underscore)."""
    return bool(_ALLOWED.match(text)) and "_" not in text


@dataclass(frozen=True, slots=True)
class ClientId:
    """Who calls: instance/class/member[/subsystem]."""

    instance: str
    member_class: str
    member_code: str
    subsystem: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls(*split_parts(text, (3, 4)))

    def parts(self) -> tuple[str, ...]:
        known = (self.instance, self.member_class, self.member_code, self.subsystem)
        return known if self.subsystem else known[:3]

    def __str__(self) -> str:
        return "/".join(map(encode_part, self.parts()))


@dataclass(frozen=True, slots=True)
class ServiceId:
    """What is called: always five parts, because the server refuses a service without a subsystem."""

    instance: str
    member_class: str
    member_code: str
    subsystem: str
    service_code: str

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls(*split_parts(text, (5,)))

    @property
    def provider(self) -> ClientId:
        return ClientId(self.instance, self.member_class, self.member_code, self.subsystem)

    def parts(self) -> tuple[str, ...]:
        return (*self.provider.parts(), self.service_code)

    def __str__(self) -> str:
        return "/".join(map(encode_part, self.parts()))
