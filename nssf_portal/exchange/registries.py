"""The registries' port: what OBR, the tax department and the Ministry of Commerce know of an enterprise."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from nssf_portal.exchange import contracts
from nssf_portal.exchange.client import SecurityServer
from nssf_portal.exchange.conf import DEMO_REGISTRIES
from nssf_portal.exchange.faults import ExchangeUnavailable
from nssf_portal.exchange.identifiers import ServiceId
from nssf_portal.exchange.models import RegistryService
from nssf_portal.exchange.wire import PATIENT_SECONDS, Call, Result
from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.digits import to_latin_digits


@dataclass(frozen=True, slots=True)
class Person:
    """An owner or a director as a registry names them."""

    family_name_km: str
    given_name_km: str
    family_name_latin: str
    given_name_latin: str
    id_number: str
    role: str


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """What one registry says of one enterprise, with where and when it was said."""

    source: str
    source_key: str
    name_km: str
    name_latin: str
    tin: str
    moc_number: str
    commune_code: str
    address: str
    phone: str
    activity: str
    declared_workers: int | None
    opened_on: date | None
    as_of: date | None
    owner: Person | None
    directors: tuple[Person, ...]
    received_at: datetime
    exchange_id: uuid.UUID
    """The X-Road message id: it names our log row and the security server's."""

    @property
    def people(self) -> tuple[Person, ...]:
        """Give everybody the registry names as owner or director."""
        return (self.owner, *self.directors) if self.owner else self.directors


@dataclass(frozen=True, slots=True)
class RegistryAnswer:
    """All answers together. Silence is never "not found": `unavailable` says that somebody could not be asked."""

    entries: tuple[RegistryEntry, ...] = ()
    asked: tuple[str, ...] = ()
    silent: tuple[str, ...] = field(default=())

    @property
    def found(self) -> bool:
        return bool(self.entries)

    @property
    def not_found(self) -> bool:
        """Every registry answered and none knows the number."""
        return not self.entries and not self.silent and bool(self.asked)

    @property
    def unavailable(self) -> bool:
        """Nobody knows the number, but not everybody could be asked."""
        return not self.entries and not self.not_found

    @property
    def state(self) -> str:
        return "found" if self.found else "not_found" if self.not_found else "unavailable"


def clean_number(text: str) -> str:
    """Bring a TIN or MoC number as typed (Khmer digits, spaces, small letters) to the registries' form."""
    return to_latin_digits(clean(text)).replace(" ", "").upper()


def registry_services() -> dict[str, ServiceId]:
    """Give the registries in use; in demo mode, the stand-ins' unless the table says otherwise."""
    rows = {row.source: row.service for row in RegistryService.objects.in_use()}
    if not rows and settings.DEMO:
        rows = DEMO_REGISTRIES
    return {source: ServiceId.parse(service) for source, service in rows.items()}


def find_enterprise(
    *, tin: str | None = None, moc_number: str | None = None, by: Any, timeout: float | None = None
) -> RegistryAnswer:
    """Ask every registry at once for the enterprise with this TIN or MoC number; never raises for a dead partner."""
    question = {"tin": clean_number(tin or ""), "moc_number": clean_number(moc_number or "")}
    body = {contracts.REQUEST_FIELDS[name]: value for name, value in question.items() if value}
    if not body:
        raise ValueError("a TIN or a MoC number is needed")
    services = registry_services()
    if not services:
        return RegistryAnswer()
    calls = [_question(service, body, by, timeout) for service in services.values()]
    return _gather(tuple(services), SecurityServer().call_all(calls))


def _question(service: ServiceId, body: Mapping[str, str], by: Any, timeout: float | None) -> Call:
    """A question by POST, so that no number stands in a URL; it may be asked again."""
    kind: dict[str, Any] = {
        "idempotent": True,
        "subject_kind": "enterprise-lookup",
        "patient": timeout == PATIENT_SECONDS,
    }
    return Call("POST", service, body=body, user=by, timeout=timeout, **kind)


def _gather(sources: tuple[str, ...], results: list[Result]) -> RegistryAnswer:
    entries: list[RegistryEntry] = []
    silent: list[str] = []
    for source, result in zip(sources, results, strict=True):
        try:
            entries += _entries(source, result)
        except ExchangeUnavailable:
            silent.append(source)
    return RegistryAnswer(tuple(entries), sources, tuple(silent))


def _entries(source: str, result: Result) -> list[RegistryEntry]:
    """Read one registry's answer; whatever is not the agreed shape counts as silence."""
    if result.error is not None or result.status not in (200, 404):
        raise ExchangeUnavailable("no-answer")
    if result.status == 404:
        _ = result.json  # a proxy's page that says 404 knows nothing of enterprises
        return []
    rows = result.json.get(contracts.ENTRIES_KEY) if isinstance(result.json, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ExchangeUnavailable("unknown-shape")
    return [_entry(source, row, result) for row in rows]


def _entry(source: str, row: Mapping[str, Any], result: Result) -> RegistryEntry:
    values: dict[str, Any] = {
        ours: contracts.READERS.get(ours, contracts.as_text)(row.get(theirs))
        for ours, theirs in contracts.entry_fields(source).items()
        if ours not in ("owner", "directors")
    }
    owner, directors = _people(source, row)
    evidence = {"received_at": timezone.now(), "exchange_id": result.evidence.xroad_id}
    return RegistryEntry(source=source, owner=owner, directors=directors, **values, **evidence)


def _people(source: str, row: Mapping[str, Any]) -> tuple[Person | None, tuple[Person, ...]]:
    names = contracts.entry_fields(source)
    owner, directors = row.get(names["owner"]), row.get(names["directors"])
    listed = directors if isinstance(directors, list) else []
    return (
        _person(owner, "owner") if isinstance(owner, dict) else None,
        tuple(_person(item, "director") for item in listed if isinstance(item, dict)),
    )


def _person(data: Mapping[str, Any], role: str) -> Person:
    found = {ours: contracts.as_text(data.get(theirs)) for ours, theirs in contracts.PERSON_FIELDS.items()}
    return Person(**found, role=role)
