"""All data of one member as a file the member takes along: readable by people (HTML, CSV) and by machines (JSON)."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from nssf_portal.notifications.models import GONE_OUT, Message
from nssf_portal.places.names import name_of
from registration.enums import Channel, OwnAct
from registration.models import (
    Application,
    Card,
    Consent,
    Dependency,
    Employment,
    Member,
    PaidMonth,
)
from registration.services import access as accesses
from registration.services.access import Access
from registration.services.readings import readings_of

_MESSAGES = 1000
Row = dict[str, Any]


def take_out(access: Access) -> bytes:
    """A ZIP with everything of this member and of nobody else, numbers in clear; the taking is logged."""
    data = data_of(access.member)
    accesses.note(access, OwnAct.TAKEN)
    return _zip(data)


def data_of(member: Member) -> dict[str, list[Row]]:
    """Table by table; each row has plain words and dates."""
    return {
        "record": [_record(member)],
        "numbers": [_number(number) for number in member.identifiers.order_by("added_at", "id")],
        "employments": [_employment(spell) for spell in _spells(member)],
        "dependants": [_dependency(one) for one in _dependencies(member)],
        "applications": [_application(one) for one in _applications(member)],
        "consents": [_consent(one) for one in Consent.objects.filter(member=member)],
        "cards": [_card(one) for one in Card.objects.filter(member=member)],
        "paid_months": [_paid(one) for one in PaidMonth.objects.filter(member=member)],
        "messages": [_message(one) for one in _messages(member)],
        "readings": [_reading(one) for one in readings_of(member)],
    }


def _zip(data: dict[str, list[Row]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", json.dumps(data, ensure_ascii=False, indent=1, default=str))
        archive.writestr("my-data.html", _page(data))
        for name, rows in data.items():
            if rows:
                archive.writestr(f"{name}.csv", _csv(rows))
    return buffer.getvalue()


def _page(data: dict[str, list[Row]]) -> str:
    tables = [
        (name, list(rows[0]) if rows else [], [list(row.values()) for row in rows]) for name, rows in data.items()
    ]
    return render_to_string("registration/me/take_out.html", {"tables": tables, "at": timezone.now()})


def _csv(rows: Iterable[Row]) -> str:
    """With a mark that spreadsheets need to read Khmer; a leading sign that they would compute is put in quotes."""
    rows, out = list(rows), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows[0])
    writer.writerows([[_plain(value) for value in row.values()] for row in rows])
    return "\ufeff" + out.getvalue()


def _plain(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not text[1:].isdigit() else text


def _record(member: Member) -> Row:
    return {
        "member_number": member.member_number,
        "name_km": member.full_name_km,
        "name_latin": member.full_name_latin,
        "sex": member.get_sex_display(),
        "born_on": member.born_on,
        "born_known_to_the": member.get_born_precision_display(),
        "nationality": member.nationality,
        "group": member.get_group_display(),
        "state": member.get_state_display(),
        "lives_in": name_of(member.commune_code) if member.commune_code else "",
        "registered_on": member.registered_on,
        "registered_by": member.get_channel_display(),
        "ended_on": member.ended_on,
        "language": member.language,
    }


def _number(number: Any) -> Row:
    return {
        "kind": number.get_kind_display(),
        "number": number.reveal(),
        "since": timezone.localtime(number.added_at).date(),
        "until": timezone.localtime(number.superseded_at).date() if number.superseded_at else None,
        "to_be_proved": number.disputed,
    }


def _spells(member: Member) -> Iterable[Employment]:
    return member.employments.select_related("enterprise").order_by("started_on", "id")


def _employment(spell: Employment) -> Row:
    return {
        "employer": spell.enterprise.name,
        "employer_number": spell.enterprise.nssf_number,
        "position": spell.occupation,
        "started_on": spell.started_on,
        "ended_on": spell.ended_on,
        "end_reason": spell.get_end_reason_display() if spell.end_reason else "",
        "wage": spell.wage,
        "currency": spell.wage_currency,
    }


def _dependencies(member: Member) -> Iterable[Dependency]:
    found = Dependency.objects.filter(sponsor=member) | Dependency.objects.filter(dependant=member)
    return found.select_related("dependant", "sponsor")


def _dependency(one: Dependency) -> Row:
    return {
        "dependant": one.dependant.full_name,
        "depends_on": one.sponsor.full_name,
        "relation": one.get_relation_display(),
        "since": one.since,
        "until": one.until,
    }


def _applications(member: Member) -> Iterable[Application]:
    found = Application.objects.filter(corrects=member) | Application.objects.filter(member=member)
    return found.order_by("created_at", "id").distinct()


def _application(one: Application) -> Row:
    return {
        "reference": one.reference,
        "kind": one.get_kind_display(),
        "what": one.correction or one.path,
        "state": one.get_state_display(),
        "sent": one.submitted_at,
        "decided": one.decided_at,
        "your_words": one.statement,
        "channel": Channel(one.channel).label,
    }


def _consent(one: Consent) -> Row:
    return {"purpose": one.purpose, "given": one.given, "version": one.version, "said_at": one.said_at}


def _card(one: Card) -> Row:
    return {
        "card": one.version,
        "state": one.get_state_display(),
        "issued": one.issued_at,
        "valid_until": one.expires_on,
    }


def _paid(one: PaidMonth) -> Row:
    return {"month": f"{one.month:%Y-%m}", "amount": one.amount, "paid_on": one.paid_on, "receipt": one.reference}


def _messages(member: Member) -> Iterable[Message]:
    found = Message.objects.filter(recipient_member=member.pk, state__in=GONE_OUT)
    if member.user_id:
        found = found | Message.objects.filter(recipient_user_id=member.user_id, state__in=GONE_OUT)
    return found.order_by("-created_at")[:_MESSAGES]


def _message(one: Message) -> Row:
    return {"about": one.event, "by": one.get_channel_display(), "sent": one.sent_at, "state": one.get_state_display()}


def _reading(one: Any) -> Row:
    return {"at": one.at, "who": str(one.who), "what_for": str(one.purpose), "whole_numbers": one.revealed}
