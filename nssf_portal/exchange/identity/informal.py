"""Certificates of the informal economy by number over CamDX: what makes a paper copy unnecessary.

The contract is provisional (exchange.contracts): the platform has published none yet.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from nssf_portal.exchange import conf, contracts
from nssf_portal.exchange.client import SecurityServer
from nssf_portal.exchange.faults import ExchangeError, ExchangeUnavailable
from nssf_portal.exchange.registries import clean_number
from nssf_portal.exchange.wire import Call, Result
from nssf_portal.identifiers.crypto import blind_index

FOUND, NOT_FOUND, UNAVAILABLE = "found", "not_found", "unavailable"


@dataclass(frozen=True, slots=True, repr=False)
class CertificateAnswer:
    """What the platform says of one number; the holder's ID number only as last four and for comparing."""

    state: str
    number: str
    received_at: datetime
    exchange_id: uuid.UUID | None = None
    family_name_km: str = ""
    given_name_km: str = ""
    family_name_latin: str = ""
    given_name_latin: str = ""
    id_last4: str = ""
    id_blind: uuid.UUID | None = None
    sector_code: str = ""
    occupation_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    as_of: date | None = None

    def __repr__(self) -> str:
        return f"CertificateAnswer({self.state}, {self.exchange_id})"  # a log may hold it

    @property
    def found(self) -> bool:
        return self.state == FOUND

    @property
    def unavailable(self) -> bool:
        return self.state == UNAVAILABLE

    def is_valid(self, on: date | None = None) -> bool:
        """Whether it is in force that day; a certificate without dates is not."""
        on = on or timezone.localdate()
        started = self.valid_from is not None and self.valid_from <= on
        return self.found and started and (self.valid_to is None or on <= self.valid_to)

    def belongs_to(self, id_number: str) -> bool:
        """Whether the holder's ID number is this one."""
        return self.id_blind is not None and self.id_blind == _blind(clean_number(id_number))


def find_certificate(number: str, by: Any = None, *, timeout: float | None = None) -> CertificateAnswer:
    """Ask for the certificate with this number; never raises for a dead partner."""
    number = clean_number(number)
    service = conf.informal_service()
    if service is None or not number:
        return CertificateAnswer(UNAVAILABLE if number else NOT_FOUND, number, timezone.now())
    options: dict[str, Any] = {"timeout": timeout, "idempotent": True, "subject_kind": "informal-certificate"}
    call = Call("POST", service, body={contracts.CERTIFICATE_REQUEST: number}, user=by, **options)
    try:
        return _read(SecurityServer().call(call), number)
    except (ExchangeError, ImproperlyConfigured):
        return CertificateAnswer(UNAVAILABLE, number, timezone.now(), call.id)


def _read(result: Result, number: str) -> CertificateAnswer:
    if result.status == 404:
        return CertificateAnswer(NOT_FOUND, number, timezone.now(), result.evidence.xroad_id)
    data = result.json if result.status == 200 else None
    if not isinstance(data, dict) or contracts.CERTIFICATE_KEY not in data:
        raise ExchangeUnavailable("unknown-shape")
    row = data[contracts.CERTIFICATE_KEY]
    if row is None:
        return CertificateAnswer(NOT_FOUND, number, timezone.now(), result.evidence.xroad_id)
    return _found(row, number, result)


def _found(row: Any, number: str, result: Result) -> CertificateAnswer:
    values = _values(row) if isinstance(row, dict) else {}
    if clean_number(values.pop("number", "")) != number:
        raise ExchangeUnavailable("unknown-shape")
    id_number = clean_number(values.pop("id_number"))
    values |= {"id_last4": id_number[-4:], "id_blind": _blind(id_number) if id_number else None}
    return CertificateAnswer(FOUND, number, timezone.now(), result.evidence.xroad_id, **values)


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        ours: contracts.READERS.get(ours, contracts.as_text)(row.get(theirs))
        for ours, theirs in contracts.CERTIFICATE_FIELDS.items()
    }


def _blind(id_number: str) -> uuid.UUID:
    return blind_index("identity-answer", id_number)
