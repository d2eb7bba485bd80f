"""One employment as the core system knows it: begun, changed or ended."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from enterprises.models import Enterprise, Establishment
from nssf_portal.khmer.dates import parse_date
from registration.enums import Channel, EndReason
from registration.models import Employment, Member


def take_employment(member: Member, enterprise: Enterprise, row: Mapping[str, str]) -> str:
    """created, updated, unchanged, or "field:code" of what is wrong with the row."""
    began = parse_date(row.get("hired_on", ""), "dmy").value
    ended = parse_date(row.get("ended_on", ""), "dmy").value
    if began is None or (row.get("ended_on") and ended is None):
        return "hired_on:date_invalid" if began is None else "ended_on:date_invalid"
    if ended and ended < began:
        return "ended_on:ended_before_start"
    if ended and row.get("end_reason") not in EndReason.values:
        return "end_reason:reason_unknown"
    wage = _wage(row.get("wage", ""))
    if wage is None:
        return "wage:wage_invalid"
    spells = list(member.employments.filter(enterprise=enterprise).order_by("started_on"))
    found = next((one for one in spells if one.started_on == began), None)
    found = found or next((one for one in spells if one.ended_on is None), None)
    values: dict[str, Any] = {"wage": wage, "occupation": row.get("position", "")[:120]}
    if ended:
        values |= {"ended_on": ended, "end_reason": row["end_reason"]}
    return _change(found, spells, values) if found else _begin(member, enterprise, began, spells, values)


def _wage(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", "") or "0")
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < 10**12 else None


def _change(spell: Employment, spells: list[Employment], values: Mapping[str, Any]) -> str:
    """An end that stands is not taken back, and a wage of nothing says nothing."""
    said = {
        name: value
        for name, value in values.items()
        if value and getattr(spell, name) != value and not (spell.ended_on and name not in ("ended_on", "end_reason"))
    }
    if not said:
        return "unchanged"
    last: date | None = said.get("ended_on")
    if last and last < spell.started_on:
        return "ended_on:ended_before_start"
    others = [one for one in spells if one.pk != spell.pk and one.establishment_id == spell.establishment_id]
    if last and any(one.started_on <= last and (one.ended_on or last) >= spell.started_on for one in others):
        return "ended_on:spells_overlap"
    for name, value in said.items():
        setattr(spell, name, value)
    spell.save(update_fields=list(said))
    return "updated"


def _begin(
    member: Member, enterprise: Enterprise, began: date, spells: list[Employment], values: Mapping[str, Any]
) -> str:
    place = Establishment.objects.filter(enterprise=enterprise, is_head_office=True).first()
    if place is None:
        return "nssf_number:place_unknown"
    until: date | None = values.get("ended_on")
    here = [one for one in spells if one.establishment_id == place.pk]
    if any((one.ended_on is None or one.ended_on >= began) and (not until or one.started_on <= until) for one in here):
        return "hired_on:spells_overlap"
    Employment.objects.create(
        member=member,
        enterprise=enterprise,
        establishment=place,
        commune_code=place.commune_code,
        started_on=began,
        channel=Channel.CORE,
        **values,
    )
    return "created"
