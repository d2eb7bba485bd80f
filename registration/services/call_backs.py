"""Call me back: asked by anybody, promised by the law book's clock, done by whoever takes the next one."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from nssf_portal.work import services as work
from registration.enums import Channel
from registration.models import CallBack
from registration.workflow_service import CALL_BACK

KIND = "call_back"
DONE, NOT_REACHED, CANCEL = "done", "not_reached", "cancel"


@transaction.atomic
def ask(
    *,
    phone: str,
    topic: str,
    best_time: str,
    language: str,
    submission_id: uuid.UUID,
    channel: str = Channel.WEB,
    by: User | None = None,
) -> CallBack:
    """A call we owe somebody; the same submission is the same call. The work item's label names no person."""
    if known := CallBack.objects.filter(submission_id=submission_id).first():
        return known
    with acting(by=by, action="call_back.ask"):
        made = CallBack(
            submission_id=submission_id,
            topic=topic,
            best_time=best_time,
            language=language,
            channel=channel,
            opened_by=by,
        )
        made.seal(phone)
        made.work_item = work.open_item(
            kind=KIND, subject_id=made.pk, label=made.get_topic_display(), place_code="", channel=channel, by=by
        )
        made.save(force_insert=True)
    return made


def claim(call_back: CallBack, *, by: User) -> None:
    """One calls, not two: raises NotPossible when a colleague was faster."""
    _may_call(by)
    work.claim(call_back.work_item, by=by)


@transaction.atomic
def tried(call_back: CallBack, *, outcome: str, note: str, by: User) -> CallBack:
    """What came of the call. After the law book's number of calls nobody answered, we stop calling.

    Raises NotPossible when it is over already or in a colleague's hands."""
    _may_call(by)
    locked = CallBack.objects.select_for_update(of=("self",)).select_related("work_item").get(pk=call_back.pk)
    now = {"attempts": locked.attempts + 1, "last_tried_at": timezone.now(), "note": note[:500]}
    with acting(by=by, action=f"call_back.{outcome}"):
        if outcome == NOT_REACHED and locked.attempts + 1 < _most():
            return _again(locked, now, by)
        move = {DONE: "done", NOT_REACHED: "give_up", CANCEL: "cancel"}[outcome]
        CALL_BACK.move(locked, move, **(now if outcome != CANCEL else {"note": note[:500]}))
        work.finish(locked.work_item, decision=outcome, reason=note, by=by)
    return locked


def _again(locked: CallBack, now: dict, by: User) -> CallBack:
    """Back to the queue: another agent may try at another time of the day."""
    for name, value in now.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(now))
    if locked.work_item.claimed_by_id:
        work.release(locked.work_item, by=by)
    return locked


def _most() -> int:
    return int(value_or("call_back.tries", 3))


def _may_call(by: User) -> None:
    if not (by.has_permission(Permission.ANSWER_CALLS) or by.has_permission(Permission.DECIDE_WORK)):
        raise PermissionDenied
