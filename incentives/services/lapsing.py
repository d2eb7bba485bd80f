"""Requests that nobody answers, and consents that are over: looked at every day; run twice it does nothing more."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from incentives.enums import RequestState
from incentives.models import IncentiveRequest
from incentives.models.programme import IncentiveRequestQuerySet
from incentives.services import request_messages as telling
from incentives.workflow import REQUEST
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or

LAPSE_DAYS = "incentive.lapse_days"


@dataclass(frozen=True)
class Swept:
    """How many were reminded of, and how many lapsed."""

    reminded: int
    lapsed: int


def run(today: date | None = None) -> Swept:
    """Lapse what is over, then remind of what is late; each request in its own transaction."""
    today = today or timezone.localdate()
    lapsed = sum(_lapse(pk, today) for pk in _over(today).order_by("pk").values_list("pk", flat=True))
    late = _unanswered(today).select_related("institution", "enterprise").order_by("pk")
    reminded = sum(_remind(request) for request in late)
    return Swept(reminded, lapsed)


def lapse_on(request: IncentiveRequest) -> date:
    """The day after which the request is over by itself, unless the institution answers before."""
    if request.answer_by is None or request.answers.exists():
        return request.consent_until
    return min(request.answer_by + timedelta(days=_days()), request.consent_until)


def _days() -> int:
    return int(value_or(LAPSE_DAYS, 30))


def _open() -> IncentiveRequestQuerySet:
    return IncentiveRequest.objects.filter(state=RequestState.GRANTED)


def _over(today: date) -> IncentiveRequestQuerySet:
    """The consent is over, or nobody answered for so long after the last day."""
    silent = Q(answers__isnull=True, answer_by__lt=today - timedelta(days=_days()))
    return _open().filter(Q(consent_until__lt=today) | Q(consent_ended_at__isnull=False) | silent)


def _unanswered(today: date) -> IncentiveRequestQuerySet:
    return _open().filter(answers__isnull=True, answer_by__lt=today)


@transaction.atomic
def _lapse(pk: object, today: date) -> bool:
    """Looked at again under the lock: an answer may have come in the meantime."""
    request = IncentiveRequest.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=pk)
    if not _over(today).filter(pk=pk).exists():
        return False
    with acting(by=None, action="incentive.lapse"):
        REQUEST.move(request, "lapse")
    telling.tell_employer(request, telling.LAPSED)
    return True


def _remind(request: IncentiveRequest) -> bool:
    """Once for each person of the institution; the message's own key sees to that."""
    telling.tell_institution(request, telling.LATE)
    return True
