"""What an institution may tell the Fund over CamDX about requests that were sent to it, and ask of them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation

from enterprises.exchange_services import KEYS, now
from incentives.enums import AnswerChannel, AnswerKind, RequestState, Size
from incentives.models import IncentiveRequest
from incentives.models.programme import IncentiveRequestQuerySet
from incentives.services.answering import Said, WrongAnswer, answer
from incentives.sharing import SharedRequest, shared
from nssf_portal.exchange.provider.problems import Refused
from nssf_portal.exchange.provider.registry import Message, register_service
from nssf_portal.exchange.provider.shapes import Count, Day, Record, Rows, Schema, Text
from nssf_portal.law.book import value_or
from nssf_portal.references import normalise

_REFERENCE = "The reference of the request, as the Fund wrote it (INC-26-...)."
_ANSWER = Record(
    parts=(
        Text(name="reference", about=_REFERENCE, required=True, most=20, example="INC-26-0000000-0"),
        Text(name="answer", about="What you say.", required=True, choices=tuple(AnswerKind.values)),
        Day(name="on", about="The day of the answer, or the day it was taken up.", required=True),
        Count(name="amount", about="Riel: offered, or taken up.", most=10**15),
        Text(name="interest", about="Interest a year, of 100.", pattern=r"[0-9]{1,3}(\.[0-9]{1,2})?", most=6),
        Count(name="months", about="Term in months.", most=600),
        Text(name="reason", about="Why it is refused; the enterprise reads it. No names of people.", most=500),
    ),
    about="One answer to one request.",
)
ANSWERS_TAKES = Record(parts=(Rows(name="answers", of=_ANSWER, limit=KEYS),))
ANSWERS_GIVES: Schema = {
    "type": "object",
    "required": ["received_at", "answers"],
    "properties": {
        "received_at": {"type": "string", "format": "date-time"},
        "answers": {
            "type": "array",
            "description": "In the order of the message.",
            "items": {
                "type": "object",
                "required": ["reference", "result"],
                "properties": {
                    "reference": {"type": "string"},
                    "result": {"type": "string", "enum": ["taken", "known", "refused"]},
                    "problems": {"type": "array", "items": {"type": "object"}},
                },
            },
        },
    },
}

REQUESTS_TAKES = Record(
    parts=(Text(name="state", about="Only those in this state.", choices=("granted", "taken_up", "declined")),),
)
REQUESTS_GIVES: Schema = {
    "type": "object",
    "required": ["as_of", "requests"],
    "properties": {
        "as_of": {"type": "string", "format": "date-time"},
        "requests": {
            "type": "array",
            "description": "Sent to you, while the enterprise's consent holds; the newest first.",
            "items": {
                "type": "object",
                "properties": {
                    "reference": {"type": "string"},
                    "state": {"type": "string"},
                    "enterprise_km": {"type": "string"},
                    "enterprise_latin": {"type": "string"},
                    "programme": {"type": "string"},
                    "amount": {"type": "integer", "nullable": True, "description": "Riel"},
                    "standing": {"type": "string"},
                    "standing_on": {"type": "string", "format": "date"},
                    "size": {"type": "string", "enum": ["", *Size.values]},
                    "contact_name": {"type": "string"},
                    "contact_phone": {"type": "string"},
                    "purpose": {"type": "string"},
                    "consent_until": {"type": "string", "format": "date"},
                    "answer_by": {"type": "string", "format": "date", "nullable": True},
                },
            },
        },
    },
}


def incentive_answers(message: Message) -> dict[str, Any]:
    """Each answer by itself, through the same door as the screen; the message's id makes a repetition harmless."""
    rows = _rows_of(message)
    with translation.override("en"):
        answers = [_answered(rows, row, f"{message.xroad_id}:{at}") for at, row in enumerate(message.body["answers"])]
    return {"received_at": now(), "answers": answers}


def _rows_of(message: Message) -> IncentiveRequestQuerySet:
    """What the partner's institution may see now; a partner without an institution has no requests."""
    institution = message.client.institution_id
    if institution is None:
        raise Refused(403, "not-granted")
    return IncentiveRequest.objects.shared_with([institution])


def _answered(rows: IncentiveRequestQuerySet, row: Mapping[str, Any], submission_id: str) -> dict[str, Any]:
    told = {"reference": row["reference"]}
    try:
        taken = answer(
            rows,
            normalise(row["reference"]),
            said=_said(row),
            channel=AnswerChannel.EXCHANGE,
            submission_id=submission_id,
        )
    except WrongAnswer as refused:
        problems = [{"field": one.field, "code": one.code, "detail": one.text} for one in refused.found]
        return told | {"result": "refused", "problems": problems}
    return told | {"result": "taken" if taken.is_new else "known"}


def _said(row: Mapping[str, Any]) -> Said:
    interest = row.get("interest")
    return Said(
        kind=row["answer"],
        happened_on=row["on"],
        amount=row.get("amount"),
        interest=Decimal(interest).quantize(Decimal("0.01")) if interest else None,
        months=row.get("months"),
        reason=row.get("reason", ""),
    )


def incentive_requests(message: Message) -> dict[str, Any]:
    """What the screen shows, field for field, and no more."""
    rows = _rows_of(message).order_by("-granted_at", "pk")
    states = [message.body["state"]] if message.body.get("state") else list(RequestState.values)
    found = shared(rows.filter(state__in=states)[: int(value_or(KEYS, 100))])
    return {"as_of": now(), "requests": [told_of(one) for one in found]}


def told_of(one: SharedRequest) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "state": one.state,
        "enterprise_km": one.enterprise_km,
        "enterprise_latin": one.enterprise_latin,
        "programme": one.programme_en,
        "amount": one.amount,
        "standing": one.standing,
        "standing_on": _day(one.standing_on),
        "size": one.size,
        "contact_name": one.contact_name,
        "contact_phone": one.contact_phone,
        "purpose": one.purpose,
        "consent_until": _day(one.consent_until),
        "answer_by": _day(one.answer_by),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def register() -> None:
    """Called when the app is ready."""
    register_service(
        "incentive-answers",
        incentive_answers,
        title="An institution answers requests of enterprises",
        about="Accepted, terms offered, refused with a reason, or taken up; each row is taken or refused by itself.",
        takes=ANSWERS_TAKES,
        gives=ANSWERS_GIVES,
        example={"answers": [{"reference": "INC-26-0000000-0", "answer": "accepted", "on": "2026-11-20"}]},
    )
    register_service(
        "incentive-requests",
        incentive_requests,
        title="Which requests were sent to us?",
        about="Name, programme, amount, standing with its day and the size band; no persons, no wages.",
        takes=REQUESTS_TAKES,
        gives=REQUESTS_GIVES,
        example={"state": "granted"},
    )
