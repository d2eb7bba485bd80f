"""Every value with who says it and as of when; what several sources say stands together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from enterprises.models import Claim, RegistryRecord
from enterprises.services.looking_up import sector_name
from enterprises.services.registering import FIELDS
from nssf_portal.khmer.dates import format_date
from nssf_portal.khmer.keys import search_key
from nssf_portal.khmer.phones import display_phone
from nssf_portal.places.names import place_name

_COLUMN = {"workers": "declared_workers"}
LABELS = {
    "name_km": gettext_lazy("Name in Khmer"),
    "name_latin": gettext_lazy("Name in Latin letters"),
    "tin": gettext_lazy("TIN"),
    "moc_number": gettext_lazy("Commercial registration number"),
    "commune_code": gettext_lazy("Place"),
    "address": gettext_lazy("House and street"),
    "phone": gettext_lazy("Phone number"),
    "sector": gettext_lazy("Sector"),
    "activity": gettext_lazy("Main activity"),
    "workers": gettext_lazy("People working there"),
    "opened_on": gettext_lazy("Opened on"),
}


@dataclass(frozen=True)
class Said:
    """One source's word."""

    value: str
    source: str
    on: date


def by_trust(records: Iterable[RegistryRecord]) -> list[RegistryRecord]:
    """Whose word is shown first: the source's rank says it (a row, not a rule of ours)."""
    return sorted(records, key=lambda record: (record.source.rank, record.pk))


def column_of(name: str) -> str:
    """The column behind a label's name."""
    return _COLUMN.get(name, name)


def best_values(records: Iterable[RegistryRecord]) -> dict[str, Any]:
    """Columns of a new enterprise as the registries give them."""
    ordered = by_trust(records)
    names = (*FIELDS, "declared_workers")
    return {name: next((value for r in ordered if (value := getattr(r, name)) not in ("", None)), "") for name in names}


def initial_of(claim: Claim) -> dict[str, Any]:
    """What the data page is filled with: what was typed, else what is known and this person may see."""
    known = _known(claim)
    names = [*FIELDS, "workers"]
    return {name: getattr(claim, name) or known.get(_COLUMN.get(name, name)) for name in names}


def hints_of(claim: Claim) -> dict[str, str]:
    """Where each shown value comes from, for the data page after proof."""
    records = by_trust(_records(claim))
    found = {name: _said(records, name) for name in LABELS}
    return {name: _sentence(said) for name, said in found.items() if said}


def _known(claim: Claim) -> dict[str, Any]:
    values = best_values(_records(claim))
    if claim.enterprise:
        own = {name: getattr(claim.enterprise, name) for name in (*FIELDS, "declared_workers")}
        values |= {name: value for name, value in own.items() if value not in ("", None)}
    return values


def _records(claim: Claim) -> list[RegistryRecord]:
    found = list(claim.records.live().select_related("source").order_by("pk"))
    if claim.enterprise:
        keys = {record.pk for record in found}
        theirs = claim.enterprise.records.live().select_related("source")
        found += [record for record in theirs if record.pk not in keys]
    return found


def _sentence(said: tuple[Said, ...]) -> str:
    """Sources that agree with the first stand together; who says something else is quoted."""
    first = search_key(said[0].value)
    return " · ".join(_word(one, quoted=search_key(one.value) != first) for one in said)


def _word(said: Said, *, quoted: bool) -> str:
    facts = {"source": said.source, "date": _day(said.on), "value": said.value}
    return (_("%(source)s, %(date)s: %(value)s") if quoted else _("%(source)s, %(date)s")) % facts


def _said(records: list[RegistryRecord], name: str) -> tuple[Said, ...]:
    column = _COLUMN.get(name, name)
    return tuple(
        Said(text, record.source.name, record.as_of or timezone.localtime(record.received_at).date())
        for record in records
        if (text := shown(name, getattr(record, column)))
    )


def shown(name: str, value: Any) -> str:
    """A column's value as a person reads it."""
    if value in ("", None):
        return ""
    if name == "commune_code":
        return place_name(value)
    if name == "phone":
        return display_phone(value)
    if name == "sector":
        return sector_name(value)
    return _day(value) if isinstance(value, date) else str(value)


def _day(value: date) -> str:
    return format_date(value, get_language() or "km")
