"""Three registries behind the security server: OBR, the tax department and the Ministry of Commerce.

Each speaks its own (provisional) field names and knows a little less than the one before.
"""

import csv
import functools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nssf_portal.doubles.http import Reply, Request
from nssf_portal.doubles.identity_services import INFORMAL, KYC, check_identity, find_certificate
from nssf_portal.doubles.people import SamplePerson, director_of, owner_of
from nssf_portal.doubles.security_server import SecurityServerDouble, Service

DATA = Path(__file__).with_name("data") / "enterprises.csv"
OUR_CLIENT = "CAMBODIA/GOV/NSSF-DEV/PORTAL"
OBR = "CAMBODIA/GOV/OBR-DEV/REGISTRY/enterprise-lookup"
GDT = "CAMBODIA/GOV/GDT-DEV/TAXPAYERS/enterprise-lookup"
MOC = "CAMBODIA/GOV/MOC-DEV/COMPANIES/enterprise-lookup"
EVERYTHING = [("*", "*")]
OPENAPI = json.dumps(
    {
        "openapi": "3.0.3",
        "info": {"title": "Enterprise look-up (sample)", "version": "1"},
        "paths": {"/": {"post": {"responses": {"200": {"description": "The enterprises with this number"}}}}},
    }
)


@dataclass(frozen=True, slots=True)
class SampleEnterprise:
    key: str
    name_km: str
    name_latin: str
    tin: str
    moc_number: str
    commune_code: str
    phone: str
    sector: str
    declared_workers: str
    opened_on: str
    as_of: str
    known_to_fund: str

    @property
    def address(self) -> str:
        rng = random.Random(f"address {self.tin}")  # noqa: S311  (sample data)
        return f"ផ្ទះលេខ {rng.randint(1, 480)} ផ្លូវលេខ {rng.randint(1, 600)}"


@functools.cache
def enterprises() -> tuple[SampleEnterprise, ...]:
    """Read the sample: 600 firms the Fund knows and 60 only the registries know."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(SampleEnterprise(**row) for row in csv.DictReader(file))


def only_in_registries() -> tuple[SampleEnterprise, ...]:
    return tuple(firm for firm in enterprises() if not firm.known_to_fund)


def matching(question: dict[str, Any]) -> Iterator[SampleEnterprise]:
    """Find by TIN or MoC number, as typed on a registry's own form (signs and spaces do not matter)."""
    tin, moc_number = bare(question.get("tin")), bare(question.get("moc_id"))
    for firm in enterprises():
        if (tin and bare(firm.tin) == tin) or (moc_number and bare(firm.moc_number) == moc_number):
            yield firm


def bare(value: Any) -> str:
    return "".join(sign for sign in str(value or "").upper() if sign.isalnum())


def person(who: SamplePerson) -> dict[str, str]:
    return {
        "last_name_kh": who.family_name_km,
        "first_name_kh": who.given_name_km,
        "last_name_en": who.family_name_latin,
        "first_name_en": who.given_name_latin,
        "id_number": who.id_number,
    }


def obr_row(firm: SampleEnterprise) -> dict[str, Any]:
    return {
        "registration_no": firm.key,
        "company_name_kh": firm.name_km,
        "company_name_en": firm.name_latin,
        "tin": firm.tin,
        "moc_id": firm.moc_number,
        "commune_code": firm.commune_code,
        "address": firm.address,
        "phone": firm.phone,
        "main_activity": firm.sector,
        "number_of_employees": int(firm.declared_workers),
        "opening_date": firm.opened_on or None,
        "updated_at": firm.as_of,
        "owner": person(owner_of(firm.tin)),
        "directors": [person(director_of(firm.tin))],
    }


def gdt_row(firm: SampleEnterprise) -> dict[str, Any]:
    return {
        "tin": firm.tin,
        "taxpayer_name_kh": firm.name_km,
        "taxpayer_name_en": firm.name_latin.upper(),
        "commune_code": firm.commune_code,
        "address": firm.address,
        "main_activity": firm.sector,
        "updated_at": "2026-01-31",
        "owner": person(owner_of(firm.tin)),
    }


def moc_row(firm: SampleEnterprise) -> dict[str, Any]:
    return {
        "moc_id": firm.moc_number,
        "company_name_kh": firm.name_km,
        "company_name_en": firm.name_latin,
        "tin": firm.tin,
        "opening_date": firm.opened_on or None,
        "updated_at": "2025-12-31",
        "directors": [person(director_of(firm.tin))],
    }


def obr(request: Request) -> Reply:
    return _look_up(request, obr_row)


def gdt(request: Request) -> Reply:
    return _look_up(request, gdt_row)


def moc(request: Request) -> Reply:
    return _look_up(request, moc_row)


def _look_up(request: Request, as_row: Any) -> Reply:
    try:
        question = json.loads(request.body)
    except ValueError:
        question = None
    if not isinstance(question, dict) or not (question.get("tin") or question.get("moc_id")):
        return Reply.json({"message": "tin or moc_id is needed"}, 400)
    return Reply.json({"enterprises": [as_row(firm) for firm in matching(question)]})


def sample_services() -> list[Service]:
    """Give the registries, the identity check and the certificates as services our development subsystem may use."""
    posts = [("POST", "/")]
    rights = {OUR_CLIENT: EVERYTHING}
    return [
        *(
            Service(service_id, target, rights=rights, endpoints=posts, openapi=OPENAPI)
            for service_id, target in ((OBR, obr), (GDT, gdt), (MOC, moc))
        ),
        *(
            Service(service_id, target, rights=rights, endpoints=posts)
            for service_id, target in ((KYC, check_identity), (INFORMAL, find_certificate))
        ),
    ]


def sample_security_server(**options: Any) -> SecurityServerDouble:
    """Make the security server of `make run`: our subsystem and the services behind it."""
    return SecurityServerDouble(sample_services(), clients=[OUR_CLIENT], **options)
