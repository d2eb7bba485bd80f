"""The bank of questions: written, confirmed with its source, retired. What somebody answered is never changed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from outreach.models import QuizAnswer, QuizChoice, QuizQuestion, TeamAnswer

FEWEST, MOST = 2, 4  # answers to choose from: what fits on a telephone


@dataclass(frozen=True)
class Choice:
    """One possible answer, in both languages."""

    km: str
    en: str
    is_right: bool = False


def may_write(user: User) -> bool:
    return user.has_permission(Permission.EDIT_LIBRARY)


def may_confirm(user: User) -> bool:
    """The second person of outreach has read the source."""
    return user.has_permission(Permission.VERIFY_OUTREACH)


def was_answered(question: QuizQuestion) -> bool:
    """Somebody answered it, at an activity or in a competition."""
    answers = QuizAnswer.objects.filter(question=question)
    return answers.exists() or TeamAnswer.objects.filter(asked__question=question).exists()


@transaction.atomic
def add(*, by: User, submission_id: uuid.UUID, choices: Sequence[Choice], **fields: Any) -> QuizQuestion:
    """A new question, to be confirmed; the same submission is the same question. Effects: question, choices."""
    _require(may_write(by))
    _checked(choices)
    if known := QuizQuestion.objects.filter(pk=submission_id).first():
        return known
    with acting(by=by, action="question.add"):
        question = QuizQuestion.objects.create(pk=submission_id, **fields)
        _write(question, choices)
    return question


@transaction.atomic
def change(question: QuizQuestion, *, by: User, choices: Sequence[Choice], **fields: Any) -> QuizQuestion:
    """Other words, as long as nobody answered; it has to be confirmed again. Effects: question, choices."""
    _require(may_write(by))
    _checked(choices)
    locked = _lock(question)
    if was_answered(locked):
        raise Refused(_("People have answered it: it stays as it is. Retire it and write another."), locked, "change")
    for name, value in {**fields, "confirmed": False}.items():
        setattr(locked, name, value)
    with acting(by=by, action="question.change"):
        locked.save(update_fields=[*fields, "confirmed"])
        locked.choices.all().delete()
        _write(locked, choices)
    return locked


@transaction.atomic
def confirm(question: QuizQuestion, *, source: str, by: User) -> QuizQuestion:
    """The text was read and says what the right answer says. Effects: confirmed, its source."""
    _require(may_confirm(by))
    locked = _lock(question)
    locked.confirmed, locked.source = True, source
    with acting(by=by, action="question.confirm"):
        locked.save(update_fields=["confirmed", "source"])
    return locked


@transaction.atomic
def retire(question: QuizQuestion, *, by: User) -> QuizQuestion:
    """It is not proposed or chosen any more; where it is asked already, it stays. Effects: its last day."""
    _require(may_write(by))
    locked = _lock(question)
    if locked.retired_on is None:
        locked.retired_on = timezone.localdate()
        with acting(by=by, action="question.retire"):
            locked.save(update_fields=["retired_on"])
    return locked


@transaction.atomic
def ask_again(question: QuizQuestion, *, by: User) -> QuizQuestion:
    """A retired question comes back as it was. Effects: no last day."""
    _require(may_write(by))
    locked = _lock(question)
    locked.retired_on = None
    with acting(by=by, action="question.ask_again"):
        locked.save(update_fields=["retired_on"])
    return locked


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _checked(choices: Sequence[Choice]) -> None:
    if not FEWEST <= len(choices) <= MOST or sum(choice.is_right for choice in choices) != 1:
        raise Refused(_("Write two to four answers; exactly one is right."))


def _lock(question: QuizQuestion) -> QuizQuestion:
    return QuizQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)


def _write(question: QuizQuestion, choices: Sequence[Choice]) -> None:
    QuizChoice.objects.bulk_create(
        QuizChoice(question=question, text_km=one.km, text_en=one.en, is_right=one.is_right, order=order)
        for order, one in enumerate(choices)
    )
