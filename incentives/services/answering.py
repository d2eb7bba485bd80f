"""What an institution answers, by screen, file or data exchange: one door, one set of rules, each answer once."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from incentives.enums import AnswerChannel, AnswerKind, ProgrammeKind, RequestState
from incentives.models import IncentiveRequest, PartnerAnswer
from incentives.models.programme import IncentiveRequestQuerySet
from incentives.services import request_messages as telling
from incentives.workflow import REQUEST
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents.models import Upload

MOST_RIEL = 10**15
MOST_MONTHS = 600
_MESSAGES = {
    AnswerKind.ACCEPTED: telling.ACCEPTED,
    AnswerKind.TERMS: telling.TERMS,
    AnswerKind.REFUSED: telling.DECLINED,
    AnswerKind.TAKEN_UP: telling.TAKEN_UP,
}


class Said(NamedTuple):
    """One answer as it was given."""

    kind: str
    happened_on: date | None
    amount: int | None = None
    interest: Decimal | None = None
    months: int | None = None
    reason: str = ""


class Wrong(NamedTuple):
    """What is wrong with an answer: in which field, a code for programs, a sentence for people."""

    field: str
    code: str
    text: str


class Taken(NamedTuple):
    """The kept answer, and whether it is new or was known before."""

    answer: PartnerAnswer
    is_new: bool


class WrongAnswer(Refused):
    """It cannot be taken; `found` says all that is wrong with it."""

    def __init__(self, found: list[Wrong], obj: object = None) -> None:
        super().__init__(" ".join(one.text for one in found), obj, "answer")
        self.found = found


def unknown_request() -> Wrong:
    """Said alike of what never was, what is another's, and what is no longer shown."""
    text = _("We know no request to you by this reference, or the enterprise's consent is over.")
    return Wrong("reference", "unknown-request", text)


def check(request: IncentiveRequest, said: Said) -> list[Wrong]:
    """Everything that is wrong with it at once; nothing when it can be taken."""
    found = [*_kind(said), *_day(request, said), *_sums(request, said)]
    if said.kind == AnswerKind.REFUSED and not said.reason.strip():
        found.append(Wrong("reason", "reason-missing", _("Write why: the enterprise reads it.")))
    if request.state != RequestState.GRANTED:
        label = RequestState(request.state).label
        text = _("This request takes no more answers: %(state)s.") % {"state": label}
        found.append(Wrong("reference", "closed", text))
    return found


def _kind(said: Said) -> list[Wrong]:
    if said.kind in AnswerKind.values:
        return []
    return [Wrong("answer", "unknown-answer", _("The answer is one of: accepted, terms, refused, taken_up."))]


def _day(request: IncentiveRequest, said: Said) -> list[Wrong]:
    if said.happened_on is None:
        return [Wrong("date", "date-missing", _("Write the day of the answer."))]
    if said.happened_on > timezone.localdate():
        return [Wrong("date", "date-future", _("The day of the answer lies in the future."))]
    if request.granted_at and said.happened_on < timezone.localdate(request.granted_at):
        return [Wrong("date", "date-before", _("The day of the answer lies before the request was sent."))]
    return []


def _sums(request: IncentiveRequest, said: Said) -> list[Wrong]:
    found = []
    if said.amount is not None and not 0 < said.amount < MOST_RIEL:
        found.append(Wrong("amount", "amount-range", _("Write the amount in riel, more than 0.")))
    if said.interest is not None and not 0 <= said.interest <= 100:
        found.append(Wrong("interest", "interest-range", _("Interest is a number from 0 to 100.")))
    if said.months is not None and not 0 < said.months <= MOST_MONTHS:
        found.append(Wrong("months", "months-range", _("The term is a number of months from 1 to 600.")))
    nothing = said.amount is None and said.interest is None and said.months is None
    if said.kind == AnswerKind.TERMS and nothing:
        found.append(Wrong("amount", "terms-missing", _("Write at least one term: interest, months or amount.")))
    loan = request.programme.kind == ProgrammeKind.LOAN
    if said.kind == AnswerKind.TAKEN_UP and loan and said.amount is None:
        found.append(Wrong("amount", "amount-missing", _("Write the amount that was taken up.")))
    return found


@transaction.atomic
def answer(
    rows: IncentiveRequestQuerySet,
    reference: str,
    *,
    said: Said,
    channel: AnswerChannel,
    submission_id: str,
    by: User | None = None,
    upload: Upload | None = None,
) -> Taken:
    """Take one answer to one of `rows` (what this institution may see now); said again it is the same answer.

    Raises WrongAnswer. Effects: the answer; the request's state when it is refused or taken up; messages."""
    request = _lock(rows, reference)
    if known := _known(request, said, submission_id):
        return Taken(known, False)
    if wrong := check(request, said):
        raise WrongAnswer(wrong, request)
    with acting(by=by, action="incentive.answer"):
        made = _keep(request, said, channel=channel, submission_id=submission_id, by=by, upload=upload)
        _move(request, said)
    telling.tell_employer(request, _MESSAGES[AnswerKind(said.kind)], made.pk)
    return Taken(made, True)


def problems_of(rows: IncentiveRequestQuerySet, reference: str, said: Said) -> list[Wrong]:
    """What would be wrong with it now; nothing is kept."""
    request = rows.filter(reference=reference).select_related("programme").first() if reference else None
    return check(request, said) if request else [unknown_request()]


def digest_of(reference: str, said: Said) -> str:
    """A name for what was said, for a channel that has none of its own: the same row of a file is the same answer."""
    parts = (reference, *("" if part is None else str(part) for part in said))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _lock(rows: IncentiveRequestQuerySet, reference: str) -> IncentiveRequest:
    pk = rows.filter(reference=reference).values_list("pk", flat=True).first() if reference else None
    if pk is None:
        raise WrongAnswer([unknown_request()])
    locked = IncentiveRequest.objects.select_for_update(of=("self",))
    return locked.select_related("enterprise", "programme").get(pk=pk)


def _known(request: IncentiveRequest, said: Said, submission_id: str) -> PartnerAnswer | None:
    """The same submission, or word for word what was said last, by whatever way it came."""
    if first := PartnerAnswer.objects.filter(submission_id=submission_id).first():
        if first.request_id != request.pk:
            text = _("This answer was sent for another request. Open the page again.")
            raise WrongAnswer([Wrong("reference", "used-before", text)], request)
        return first
    last = request.answers.order_by("-received_at", "-id").first()
    same = last and all(getattr(last, name) == value for name, value in said._asdict().items())
    return last if same else None


def _keep(
    request: IncentiveRequest,
    said: Said,
    *,
    channel: AnswerChannel,
    submission_id: str,
    by: User | None,
    upload: Upload | None,
) -> PartnerAnswer:
    given = said._asdict() | {"reason": said.reason.strip()[:500]}
    return PartnerAnswer.objects.create(
        request=request, channel=channel, submission_id=submission_id, received_by=by, upload=upload, **given
    )


def _move(request: IncentiveRequest, said: Said) -> None:
    """Accepted and terms keep the request open: something is still to come."""
    if said.kind == AnswerKind.REFUSED:
        REQUEST.move(request, "decline")
    elif said.kind == AnswerKind.TAKEN_UP:
        REQUEST.move(request, "take_up", taken_up_on=said.happened_on, taken_up_amount=said.amount)
