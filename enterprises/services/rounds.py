"""Rounds of requests (plan 4.1): enterprises from before the exchange are asked by letter and SMS to confirm data.

The code stands on the letter only: here it is kept as a keyed digest, and as ciphertext until the letter is made."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from enterprises.enums import EnterpriseKind, EnterpriseState, RequestState
from enterprises.models import ConfirmationRequest, ConfirmationRound, Enterprise
from enterprises.workflow import CONFIRMATION_REQUEST
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import vault
from nssf_portal.identifiers.crypto import blind_index, encrypt
from nssf_portal.ids import uuid7
from nssf_portal.jobs.models import Job
from nssf_portal.jobs.services import Running, enqueue
from nssf_portal.law.book import value_or
from nssf_portal.references import ALPHABET, new_reference

PREPARE = "rounds.prepare"
TELL = "rounds.tell"
_BLOCK = 250
_SIGNS = 8
_SLIPS = str.maketrans("ILOU", "110V")
WAITING = (RequestState.SENT, RequestState.OPENED)


@dataclass(frozen=True)
class Preview:
    """How many enterprises a round would ask, how many of them by SMS too, and how many are left for another."""

    asked: int
    with_phone: int
    left: int


def default_before() -> date:
    """The launch of online registration, when the exchange began."""
    return date.fromisoformat(str(value_or("reregistration.registered_before", "2020-06-15")))


def default_answer_by() -> date:
    return timezone.localdate() + timedelta(days=int(value_or("reregistration.answer_days", 30)))


def candidates(place_code: str, registered_before: date) -> QuerySet[Enterprise]:
    """Registered before that day in the place; who is asked now, or confirmed lately, is left in peace."""
    lately = timezone.now() - timedelta(days=int(value_or("reregistration.again_after", 365)))
    asked = ConfirmationRequest.objects.filter(enterprise=OuterRef("pk"))
    busy = asked.filter(Q(state__in=["ready", "sent", "opened"]) | Q(state="confirmed", answered_at__gte=lately))
    found = Enterprise.objects.filter(
        state__in=[EnterpriseState.REGISTERED, EnterpriseState.SUSPENDED], registered_on__lt=registered_before
    ).exclude(kind=EnterpriseKind.HOUSEHOLD)
    if place_code:
        found = found.filter(commune_code__startswith=place_code)
    return found.exclude(Exists(busy)).order_by("pk")


def preview(place_code: str, registered_before: date) -> Preview:
    counted = candidates(place_code, registered_before).aggregate(
        all=Count("pk"), phones=Count("pk", filter=~Q(phone=""))
    )
    most = _most()
    return Preview(min(counted["all"], most), min(counted["phones"], most), max(counted["all"] - most, 0))


def _most() -> int:
    return int(value_or("reregistration.round_most", 1_000))


@transaction.atomic
def make_round(
    *, name: str, place_code: str, registered_before: date, answer_by: date, by: User, submission_id: uuid.UUID
) -> ConfirmationRound:
    """The same submission is the same round.

    Effects: the round, its requests (many: by the job), the job that makes the letters."""
    with acting(by=by, action="round.make"):
        made, created = ConfirmationRound.objects.get_or_create(
            submission_id=submission_id,
            defaults={
                "reference": new_reference("RND", letters=6),
                "name": name,
                "place_code": place_code,
                "registered_before": registered_before,
                "answer_by": answer_by,
                "by": by,
            },
        )
        if created:
            if preview(place_code, registered_before).asked <= int(value_or("reregistration.at_once", 500)):
                fill(made)
            _ask_for_letters(made, by)
    return made


def _ask_for_letters(made: ConfirmationRound, by: User) -> None:
    enqueue(kind=PREPARE, subject_id=made.pk, dedup_key=f"{PREPARE}:{made.pk}:{uuid7()}", by=by)


@transaction.atomic
def ask_again_for_letters(made: ConfirmationRound, *, by: User) -> bool:
    """After the job gave up; False when letters are there, are being made, or nobody is to be asked."""
    locked = ConfirmationRound.objects.select_for_update().get(pk=made.pk)
    waiting = locked.requests.exclude(code_cipher=None).exists() or not locked.requests.exists()
    if locked.letters_id or is_preparing(locked) or not waiting:
        return False
    with acting(by=by, action="round.letters", round=str(made.pk)):
        _ask_for_letters(locked, by)
    return True


def fill(made: ConfirmationRound) -> int:
    """Requests for whoever is to be asked, up to the most a round holds; once more changes nothing."""
    there = made.requests.count()
    while there < _most():
        block = list(candidates(made.place_code, made.registered_before)[: min(_BLOCK, _most() - there)])
        if not block or not _ask(made, block):
            break
        there = made.requests.count()
    ConfirmationRound.objects.filter(pk=made.pk).update(size=there)
    made.size = there
    return there


def _ask(made: ConfirmationRound, block: list[Enterprise]) -> int:
    """In one statement; an enterprise that another round asked meanwhile is passed over."""
    requests = [_request(made, enterprise) for enterprise in block]
    before = made.requests.count()
    ConfirmationRequest.objects.bulk_create(requests, ignore_conflicts=True)
    return made.requests.count() - before


def _request(made: ConfirmationRound, enterprise: Enterprise) -> ConfirmationRequest:
    request = ConfirmationRequest(
        id=uuid7(), round=made, enterprise=enterprise, reference=new_reference("CNF", letters=8)
    )
    return _with_new_code(request)


def _with_new_code(request: ConfirmationRequest) -> ConfirmationRequest:
    code = "".join(secrets.choice(ALPHABET) for _sign in range(_SIGNS))
    request.code_digest = digest(request.pk, code)
    request.code_cipher = encrypt(code.encode(), request.pk.bytes)
    return request


def digest(request_id: uuid.UUID, code: str) -> str:
    """Keyed, so that nobody who sees the table can try codes."""
    return blind_index("confirmation", f"{request_id}:{code}").hex


def tidy_code(typed: str) -> str:
    """As it stands on the letter, however it was typed."""
    return "".join(sign for sign in typed.upper().translate(_SLIPS) if sign in ALPHABET)


def prepare_job(running: Running) -> None:
    """The job `rounds.prepare`: the requests that are still missing, block by block, then the letters."""
    from enterprises.services import letters

    made = ConfirmationRound.objects.get(pk=running.job.subject_id)
    if made.sent_at is None and not made.requests.filter(code_cipher=None).exists():
        with transaction.atomic():
            fill(made)
            running.advance(0, made.size)
    letters.make(made, running)


@transaction.atomic
def send(made: ConfirmationRound, *, by: User) -> int:
    """The letters are posted: from now on answers are awaited, and those with a telephone get an SMS too (by a job)."""
    with acting(by=by, action="round.send", round=str(made.pk)):
        now = timezone.now()
        locked = ConfirmationRound.objects.select_for_update().get(pk=made.pk)
        if locked.letters_id is None:
            return 0
        sent = CONFIRMATION_REQUEST.transition_many(locked.requests.all(), "send", sent_at=now)
        if locked.sent_at is None:
            ConfirmationRound.objects.filter(pk=made.pk).update(sent_at=now)
            enqueue(kind=TELL, subject_id=made.pk, dedup_key=f"{TELL}:{made.pk}:first", by=by)
    return sent


@transaction.atomic
def resend(made: ConfirmationRound, *, by: User) -> int:
    """New letters with new codes, and an SMS, for those who have not answered; the old codes are void."""
    with acting(by=by, action="round.resend", round=str(made.pk)):
        locked = ConfirmationRound.objects.select_for_update().get(pk=made.pk)
        rows = list(locked.requests.filter(state__in=WAITING).select_for_update(of=("self",)))
        if locked.letters_id is None or not rows:
            return 0  # the new letters are being made, or nobody is left to ask
        _drop_letters(locked)
        ConfirmationRequest.objects.bulk_update(
            [_with_new_code(row) for row in rows], ["code_digest", "code_cipher"], batch_size=_BLOCK
        )
        _ask_for_letters(locked, by)
        enqueue(kind=TELL, subject_id=made.pk, dedup_key=f"{TELL}:{made.pk}:{timezone.localdate()}", by=by)
    return len(rows)


@transaction.atomic
def cancel(made: ConfirmationRound, *, by: User) -> int:
    """Nobody is asked any more; answers that came stay."""
    with acting(by=by, action="round.cancel", round=str(made.pk)):
        locked = ConfirmationRound.objects.select_for_update().get(pk=made.pk)
        gone = CONFIRMATION_REQUEST.transition_many(locked.requests.all(), "cancel", code_cipher=None)
        _drop_letters(locked)
    return gone


@transaction.atomic
def expire_due(today: date | None = None) -> int:
    """After the last day: who did not answer is told apart, and the letters with their codes are not kept."""
    over = ConfirmationRound.objects.filter(answer_by__lt=today or timezone.localdate())
    with acting(by=None, action="round.expire"):
        late = ConfirmationRequest.objects.filter(round__in=over)
        expired = CONFIRMATION_REQUEST.transition_many(late, "expire", code_cipher=None)
        CONFIRMATION_REQUEST.transition_many(late.filter(state="ready"), "cancel", code_cipher=None)
        for made in over.exclude(letters=None).select_for_update(of=("self",)):
            _drop_letters(made)
    return expired


def _drop_letters(made: ConfirmationRound) -> None:
    upload = made.letters
    if upload is None:
        return
    ConfirmationRound.objects.filter(pk=made.pk).update(letters=None)
    made.letters = None
    stored = upload.stored
    upload.delete()
    transaction.on_commit(lambda: vault.drop(stored))


def progress(made: ConfirmationRound) -> dict[str, int]:
    """How many requests are in each state."""
    counted = made.requests.order_by().values_list("state").annotate(count=Count("pk"))
    return dict.fromkeys(RequestState.values, 0) | dict(counted)


def is_preparing(made: ConfirmationRound) -> bool:
    open_ones = Job.objects.filter(kind=PREPARE, subject_id=made.pk)
    return open_ones.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).exists()


def open_for(enterprise: Enterprise) -> QuerySet[ConfirmationRequest]:
    """What the enterprise is asked and has not answered."""
    waiting: Any = ConfirmationRequest.objects.filter(enterprise=enterprise, state__in=WAITING)
    return waiting.select_related("round")
