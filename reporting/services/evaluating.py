"""The final evaluation of a plan (its section 6): effectiveness, efficiency, sustainability; written, then approved."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from reporting.enums import EvaluationState
from reporting.models import Evaluation, Plan
from reporting.workflow import EVALUATION


def write(plan: Plan, *, submission_id: uuid.UUID, by: User, **fields: Any) -> Evaluation:
    """A question of the evaluation and what is found so far. Effects: one evaluation being written."""
    with acting(by=by, action="evaluation.write"):
        given = {"plan": plan, "written_by": by, **fields}
        return Evaluation.objects.get_or_create(submission_id=submission_id, defaults=given)[0]


@transaction.atomic
def rewrite(evaluation: Evaluation, *, by: User, **fields: Any) -> Evaluation:
    """Other words while it is being written; whoever writes last does not approve. Effects: the words, by and when."""
    locked = _locked(evaluation)
    if locked.state != EvaluationState.DRAFTED:
        raise Refused(_("It is approved. Open it again before it is changed."), locked, "write")
    given = {**fields, "written_by": by, "written_at": timezone.now()}
    for name, value in given.items():
        setattr(locked, name, value)
    with acting(by=by, action="evaluation.write"):
        locked.save(update_fields=list(given))
    return locked


def why_not_approve(evaluation: Evaluation, user: User) -> str:
    """In words, or '' when this person may approve it."""
    if evaluation.state != EvaluationState.DRAFTED:
        return _("It is approved already.")
    if evaluation.written_by_id == user.pk:
        return _("You wrote it. Somebody else approves it.")
    if not (evaluation.finding_km.strip() and evaluation.finding_en.strip()):
        return _("The finding is wanted in Khmer and in English before it is approved.")
    return ""


@transaction.atomic
def approve(evaluation: Evaluation, *, by: User) -> Evaluation:
    """The second person's act. Effects: approved, by whom and when."""
    locked = _locked(evaluation)
    if why := why_not_approve(locked, by):
        raise Refused(why, locked, "approve")
    with acting(by=by, action="evaluation.approve"):
        return EVALUATION.move(locked, "approve", approved_at=timezone.now(), approved_by=by)


@transaction.atomic
def reopen(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Something was learnt that changes it. Effects: being written again, approved by nobody."""
    with acting(by=by, action="evaluation.reopen"):
        return EVALUATION.move(_locked(evaluation), "reopen", approved_at=None, approved_by=None)


def _locked(evaluation: Evaluation) -> Evaluation:
    return Evaluation.objects.select_for_update().get(pk=evaluation.pk)
