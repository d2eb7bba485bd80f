"""Two questions after a decision, a card or a visit: by tap or on the telephone, anonymous.

The link holds what is counted (sex, province, channel), encrypted, and a number of its own by which it is good once.
That number is kept apart from the answer, which has neither a person nor a time."""

import base64
import json
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction
from django.db.models import Avg, Count, Q
from django.utils import timezone

from nssf_portal.identifiers.crypto import blind_index, decrypt, encrypt
from registration.enums import Channel, SurveyOccasion
from registration.models import SurveyAnswer, SurveyUsed

_ABOUT = b"survey"


@dataclass(frozen=True)
class Ticket:
    """What a link says of who got it: enough to count, too little to know."""

    number: uuid.UUID
    occasion: str
    sex: str
    province: str
    channel: str


def link_for(*, occasion: str, subject_id: object, sex: str = "", province: str = "", channel: str = "web") -> str:
    """The token of the page /register/opinion/<token>: made without a row, the same subject is asked once."""
    facts = {
        "n": str(blind_index("survey", f"{occasion}:{subject_id}")),
        "o": str(SurveyOccasion(occasion)),
        "s": sex,
        "p": province[:2],
        "c": str(Channel(channel)),
    }
    return base64.urlsafe_b64encode(encrypt(json.dumps(facts).encode(), _ABOUT)).decode().rstrip("=")


def ticket_of(token: str) -> Ticket | None:
    """None when nobody here made the token."""
    try:
        blob = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        facts = json.loads(decrypt(blob, _ABOUT))
        return Ticket(uuid.UUID(facts["n"]), facts["o"], facts["s"], facts["p"], facts["c"])
    except (ValueError, KeyError, IndexError, InvalidTag):
        return None


def is_used(ticket: Ticket) -> bool:
    return SurveyUsed.objects.filter(pk=ticket.number).exists()


def answer(ticket: Ticket, *, satisfied: int | None, easy: bool | None) -> bool:
    """Keep the two answers; False when this link was used already. Nothing said is nothing kept."""
    if satisfied is None and easy is None:
        return False
    try:
        with transaction.atomic():
            SurveyUsed.objects.create(digest=ticket.number)
            _keep(ticket.occasion, satisfied, easy, ticket.sex, ticket.province, ticket.channel)
    except IntegrityError:
        return False
    return True


def answer_by_hotline(
    *, submission_id: uuid.UUID, occasion: str, satisfied: int | None, easy: bool | None, sex: str = "",
    province: str = "",
) -> bool:  # fmt: skip
    """What a caller answers, typed in by the agent; nobody is named here either. False when it was sent before."""
    ticket = Ticket(submission_id, SurveyOccasion(occasion), sex, province, Channel.HOTLINE)
    return answer(ticket, satisfied=satisfied, easy=easy)


def results(*, since: date, until: date, by: str = "occasion") -> list[dict[str, Any]]:
    """For the progress reports: how many answered, how satisfied, how many found it easy; by occasion, sex, place,
    channel or month."""
    if by not in ("occasion", "sex", "province_code", "channel", "month"):
        raise ValueError(by)
    found = SurveyAnswer.objects.filter(month__gte=since.replace(day=1), month__lte=until).order_by(by).values(by)
    counted = found.annotate(
        answers=Count("pk"),
        mean=Avg("satisfied"),
        found_easy=Count("pk", filter=Q(easy=True)),
        not_easy=Count("pk", filter=Q(easy=False)),
    )
    return list(counted)


def _keep(occasion: str, satisfied: int | None, easy: bool | None, sex: str, place: str, channel: str) -> SurveyAnswer:
    return SurveyAnswer.objects.create(
        occasion=occasion,
        satisfied=satisfied,
        easy=easy,
        sex=sex,
        province_code=place[:2],
        channel=channel,
        month=timezone.localdate().replace(day=1),
    )
