"""Granted emergency relief is applied, shortened or taken back by durable jobs, a block of enterprises at a time.

Each block is one transaction that looks at the state first: killed in between, the job goes on with what is left, and
a relief that was taken back meanwhile is applied no further."""

import uuid
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import QuerySet

from compliance.enums import AdjustmentState
from compliance.services import reliefs
from incentives import interventions_sql as sql
from incentives.enums import InterventionState, LineState
from incentives.models import Intervention, InterventionLine
from incentives.workflow import INTERVENTION_LINE
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.jobs.models import Job
from nssf_portal.jobs.services import Running, enqueue, register_handler

APPLY, END, REVERSE = "emergency.apply", "emergency.end", "emergency.reverse"
GRANTED, ENDED, REVOKED = (
    "incentives.emergency_granted",
    "incentives.emergency_ended",
    "incentives.emergency_taken_back",
)
BLOCK = 500
S = InterventionState


def ask(kind: str, intervention: Intervention, by: User) -> Job:
    """One job of a kind for an emergency relief, whoever asks how often."""
    return enqueue(kind=kind, subject_id=intervention.pk, dedup_key=f"{kind}:{intervention.pk}", by=by)


def job_of(intervention: Intervention) -> Job | None:
    """The newest piece of work on it."""
    found = Job.objects.filter(subject_id=intervention.pk, kind__in=(APPLY, END, REVERSE))
    return found.order_by("-created_at", "-pk").first()


def left_to_apply(one: Intervention) -> QuerySet[InterventionLine]:
    return one.lines.filter(state=LineState.SELECTED)


def left_to_end(one: Intervention) -> QuerySet[InterventionLine]:
    """What still stands beyond the last month; relief that was taken back from one enterprise alone stays so."""
    standing = {"adjustment__state": AdjustmentState.GRANTED, "adjustment__to_month__gt": one.last_month}
    return one.lines.filter(state=LineState.APPLIED, **standing)


def left_to_reverse(one: Intervention) -> QuerySet[InterventionLine]:
    return one.lines.filter(state=LineState.APPLIED)


def _apply(one: Intervention, lines: list[InterventionLine]) -> None:
    enterprises = [line.enterprise_id for line in lines]
    made = reliefs.adjust_many(
        enterprises=enterprises,
        kind=one.effect,
        legal_ground=one.legal_ground,
        reason=one.reason,
        from_month=one.from_month,
        to_month=one.to_month,
        proposed_by=one.proposed_by,
        granted_by=one.granted_by,
        of=one.pk,
        proposed_at=one.proposed_at,
    )
    with acting(by=one.granted_by, action="intervention.apply"):
        _write(sql.APPLY, one, enterprises=list(made), adjustments=list(made.values()))
    reliefs.tell_many(enterprises, GRANTED, event=str(one.pk), number=one.reference)


def _end(one: Intervention, lines: list[InterventionLine]) -> None:
    olds = [line.adjustment_id for line in lines]
    made = reliefs.end_many(olds, last_month=one.last_month, by=one.ended_by, reason=one.ended_reason)
    _write(sql.SHORTEN, one, olds=list(made), news=list(made.values()))
    _tell(one, lines, ENDED)


def _reverse(one: Intervention, lines: list[InterventionLine]) -> None:
    reliefs.revoke_many([line.adjustment_id for line in lines], by=one.revoked_by, reason=one.ended_reason)
    rows = InterventionLine.objects.filter(pk__in=[line.pk for line in lines])
    INTERVENTION_LINE.transition_many(rows, "reverse")
    _tell(one, lines, REVOKED)


def _tell(one: Intervention, lines: list[InterventionLine], template: str) -> None:
    reliefs.tell_many([line.enterprise_id for line in lines], template, event=str(one.pk), number=one.reference)


def _write(statement: str, one: Intervention, **values: list[uuid.UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"intervention": one.pk, **values})


Left = Callable[[Intervention], QuerySet[InterventionLine]]
Act = Callable[[Intervention, list[InterventionLine]], None]


def _job(state: InterventionState, left: Left, act: Act) -> Callable[[Running], None]:
    """A handler that takes block after block while the relief is in the state that asks for it."""

    def handler(running: Running) -> None:
        while _block(running, state, left, act):
            pass

    return handler


def _block(running: Running, state: InterventionState, left: Left, act: Act) -> bool:
    """The next block, all of it or nothing; False when nothing is left or the state says stop."""
    with transaction.atomic():
        one = Intervention.objects.select_for_update(of=("self",)).get(pk=running.job.subject_id)
        if one.state != state:
            return False
        lines = list(left(one).select_for_update(of=("self",)).order_by("pk")[:BLOCK])
        if not lines:
            return False
        act(one, lines)
        done = (running.job.done or 0) + len(lines)
        running.advance(done, done + left(one).count())
    return True


def register() -> None:
    """Called when the app is ready."""
    register_handler(APPLY, _job(S.GRANTED, left_to_apply, _apply))
    register_handler(END, _job(S.ENDED, left_to_end, _end))
    register_handler(REVERSE, _job(S.REVOKED, left_to_reverse, _reverse))
