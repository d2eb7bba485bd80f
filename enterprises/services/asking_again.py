"""When a registry was too slow for a page: the same question in the background, with all the time a service may take.

The page never waits for it. What comes later is there when the person or the officer opens the claim again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from enterprises.enums import ClaimPath, ClaimState, LookUpState
from enterprises.models import Claim
from enterprises.services import claims, looking_up
from nssf_portal.accounts.models import User
from nssf_portal.exchange.registries import find_enterprise
from nssf_portal.exchange.wire import PATIENT_SECONDS
from nssf_portal.jobs.models import Job
from nssf_portal.jobs.services import Running, enqueue

KIND = "claim.ask_again"
PAUSES = (0, 60, 300, 1800, 3600, 7200)
"""Seconds before each try: a partner that is away for an afternoon is still asked when it is back."""
_SENT = (ClaimState.SUBMITTED, ClaimState.IN_REVIEW)


def later(claim: Claim, *, by: User) -> None:
    """Put the question on record; at once for the first time, then with growing pauses."""
    if is_open(claim):
        return
    number = Job.objects.filter(subject_id=claim.pk, kind=KIND).count()
    _enqueue(claim, number, 0, by)


def is_open(claim: Claim) -> bool:
    """Whether we are still asking for this claim."""
    return Job.objects.filter(subject_id=claim.pk, kind=KIND, state__in=["queued", "running"]).exists()


def ask_again(running: Running) -> None:
    """The job: ask every registry patiently, keep what they say, or come back after a pause."""
    claim = Claim.objects.select_related("user").get(pk=running.job.subject_id)
    if not _still_wanted(claim):
        return
    answer = find_enterprise(**asked_for(claim), by=claim.user, timeout=PATIENT_SECONDS)
    if answer.unavailable:
        _try_later(running, claim)
        return
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).select_related("user").get(pk=claim.pk)
        if _still_wanted(locked) and asked_for(locked) == asked_for(claim):
            found = looking_up.keep_answer(answer, **asked_for(locked), by=locked.user)
            claims.take_answer(locked, found, by=locked.user)


def asked_for(claim: Claim) -> dict[str, str]:
    """The number of the way this claim took."""
    by_tin = claim.path == ClaimPath.TIN
    return {"tin": claim.tin if by_tin else "", "moc_number": "" if by_tin else claim.moc_number}


def _still_wanted(claim: Claim) -> bool:
    """Our own register may know the number; the registries' word is what proves who its owner is."""
    waits = claim.look_up_state in (LookUpState.UNAVAILABLE, LookUpState.FOUND) and claim.asks_registries
    return waits and not claim.records.exists() and (claim.can_be_edited or claim.state in _SENT) and _has_number(claim)


def _has_number(claim: Claim) -> bool:
    return any(asked_for(claim).values())


def _try_later(running: Running, claim: Claim) -> None:
    """A new job after a pause: silence of a partner is no failure of ours, and this one is done."""
    tries, number = _place(running.job.dedup_key)
    if tries + 1 < len(PAUSES):
        _enqueue(claim, number, tries + 1, claim.user)


def _enqueue(claim: Claim, number: int, tries: int, by: User) -> None:
    with transaction.atomic():
        job = enqueue(kind=KIND, subject_id=claim.pk, dedup_key=f"{KIND}:{claim.pk}:{number}:{tries}", by=by)
        if PAUSES[tries]:
            job.not_before = timezone.now() + timedelta(seconds=PAUSES[tries])
            job.save(update_fields=["not_before"])


def _place(key: str) -> tuple[int, int]:
    *_rest, number, tries = key.split(":")
    return int(tries), int(number)
