"""The coordination log: a problem, who was asked, what was done, what was decided, who does it by when (section 6)."""

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.references import new_reference
from reporting.enums import Body, CoordinationState
from reporting.models import CoordinationItem, Plan, ProgressEntry
from reporting.periods import Period
from reporting.workflow import COORDINATION

PREFIX = "COO"


def _lock(item: CoordinationItem, by: User) -> CoordinationItem:
    if not by.has_permission(Permission.REVIEW_PROGRESS):
        raise PermissionDenied
    return CoordinationItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


@transaction.atomic
def raise_item(
    *, by: User, submission_id: uuid.UUID, plan: Plan, institution: Institution, problem: str,
    entry: ProgressEntry | None = None, **fields: Any,
) -> CoordinationItem:  # fmt: skip
    """A problem between institutions; the same submission again is the same item. Effects: the item."""
    if not by.has_permission(Permission.REVIEW_PROGRESS):
        raise PermissionDenied
    if known := CoordinationItem.objects.filter(submission_id=submission_id).first():
        return known
    period = entry.call.period if entry else Period.quarter_of(timezone.localdate()).code
    with acting(by=by, action="coordination.raise"):
        return CoordinationItem.objects.create(
            submission_id=submission_id, reference=new_reference(PREFIX), plan=plan, institution=institution,
            problem=problem.strip(), entry=entry, period=period, raised_by=by, **fields,
        )  # fmt: skip


@transaction.atomic
def intervene(item: CoordinationItem, *, by: User, intervention: str) -> CoordinationItem:
    """What the General Secretariat does about it, while it is open. Effects: the text; earlier ones stay in history."""
    locked = _lock(item, by)
    if locked.state not in (CoordinationState.OPEN, CoordinationState.DECIDED):
        raise Refused(_("It is closed. Open it again to go on."), locked, "intervene")
    locked.intervention = intervention.strip()
    with acting(by=by, action="coordination.intervene"):
        locked.save(update_fields=["intervention"])
    return locked


@transaction.atomic
def decide(
    item: CoordinationItem, *, by: User, body: Body, decision: str, decided_on: date, owner: Institution, due_on: date
) -> CoordinationItem:
    """What the Executive Committee or the Council decided, and who does it by when. Effects: state and these."""
    locked = _lock(item, by)
    if decided_on > timezone.localdate():
        raise Refused(_("This day has not come yet."), locked, "decide")
    if due_on < decided_on:
        raise Refused(_("It is due before it was decided."), locked, "decide")
    given = {"body": body, "decision": decision.strip(), "decided_on": decided_on, "owner": owner, "due_on": due_on}
    with acting(by=by, action="coordination.decide"):
        return COORDINATION.move(locked, "decide", **given)


@transaction.atomic
def finish(item: CoordinationItem, *, by: User, done_on: date, note: str) -> CoordinationItem:
    """It is done. Effects: state, day, what was done."""
    locked = _lock(item, by)
    if done_on > timezone.localdate():
        raise Refused(_("This day has not come yet."), locked, "finish")
    with acting(by=by, action="coordination.finish"):
        return COORDINATION.move(locked, "finish", done_on=done_on, done_note=note.strip())


@transaction.atomic
def drop(item: CoordinationItem, *, by: User, why: str) -> CoordinationItem:
    """Given up, with the reason. Effects: state, reason."""
    locked = _lock(item, by)
    if not why.strip():
        raise Refused(_("Write why."), locked, "drop")
    with acting(by=by, action="coordination.drop"):
        return COORDINATION.move(locked, "drop", done_note=why.strip())


@transaction.atomic
def reopen(item: CoordinationItem, *, by: User) -> CoordinationItem:
    """Not over after all: it opens the next report again. Effects: state; the day it was done is taken away."""
    locked = _lock(item, by)
    with acting(by=by, action="coordination.reopen"):
        return COORDINATION.move(locked, "reopen", done_on=None)
