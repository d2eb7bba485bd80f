"""Every field name a registry uses, in one place. All are PROVISIONAL: no registry has published its contract yet."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

# our name -> the registry's name
_COMMON = {
    "name_km": "company_name_kh",
    "name_latin": "company_name_en",
    "tin": "tin",
    "moc_number": "moc_id",
    "commune_code": "commune_code",
    "address": "address",
    "phone": "phone",
    "activity": "main_activity",
    "declared_workers": "number_of_employees",
    "opened_on": "opening_date",
    "as_of": "updated_at",
    "owner": "owner",
    "directors": "directors",
}
ENTRY_FIELDS: Mapping[str, Mapping[str, str]] = {
    "obr": _COMMON | {"source_key": "registration_no"},
    "gdt": _COMMON | {"source_key": "tin", "name_km": "taxpayer_name_kh", "name_latin": "taxpayer_name_en"},
    "moc": _COMMON | {"source_key": "moc_id"},
}
PERSON_FIELDS = {
    "family_name_km": "last_name_kh",
    "given_name_km": "first_name_kh",
    "family_name_latin": "last_name_en",
    "given_name_latin": "first_name_en",
    "id_number": "id_number",
}
ENTRIES_KEY = "enterprises"
REQUEST_FIELDS = {"tin": "tin", "moc_number": "moc_id"}

# The Ministry of Interior's check (published by CamDX as open KYC): our name -> the service's name.
KYC_FIELDS = {
    "id_number": "idNumber",
    "given_name_km": "firstNameKh",
    "family_name_km": "lastNameKh",
    "given_name_latin": "firstNameEn",
    "family_name_latin": "lastNameEn",
    "sex": "gender",
    "born_on": "dob",
}
# The informal economy's certificates, by number.
CERTIFICATE_REQUEST = "certificate_number"
CERTIFICATE_KEY = "certificate"
CERTIFICATE_FIELDS = {
    "number": "certificate_number",
    "family_name_km": "last_name_kh",
    "given_name_km": "first_name_kh",
    "family_name_latin": "last_name_en",
    "given_name_latin": "first_name_en",
    "id_number": "id_number",
    "sector_code": "sector_code",
    "occupation_code": "occupation_code",
    "valid_from": "issued_date",
    "valid_to": "expired_date",
    "as_of": "updated_at",
}


def entry_fields(source: str) -> Mapping[str, str]:
    """Give a source's mapping; a source added later starts from the common names."""
    return ENTRY_FIELDS.get(source, _COMMON | {"source_key": "id"})


MOST_COUNTED = 10_000_000


def as_text(value: Any) -> str:
    """What a partner wrote, without what no database or reader could hold; a list or an object is no text."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    return str(value).encode(errors="ignore").decode().replace("\0", "").strip()


def as_date(value: Any) -> date | None:
    try:
        return date.fromisoformat(as_text(value)[:10])
    except ValueError:
        return None


def as_count(value: Any) -> int | None:
    text = as_text(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= MOST_COUNTED else None


READERS: Mapping[str, Callable[[Any], Any]] = {
    "declared_workers": as_count,
    "opened_on": as_date,
    "as_of": as_date,
    "valid_from": as_date,
    "valid_to": as_date,
}
