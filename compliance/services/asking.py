"""The commune is asked about a unit: does it exist, is it open, where. It sees no staff, no reason, no informant.

The link's secret is kept only as a keyed digest; silence proves nothing, and who has a part in the unit proves nothing
either."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from compliance import perms
from compliance.enums import Entry, QuestionState
from compliance.models import CaseEntry, CaseFile, TargetLine, UnitQuestion
from compliance.services import entries, telling_partners
from compliance.services.refusing import Refused
from compliance.workflow import QUESTION
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.crypto import blind_index
from nssf_portal.law.clock import deadline
from nssf_portal.notifications.tokens import message_for_token

_DISTRICT = 4  # signs of a district's code: a province has nobody to ask
_COPIED = ("exists", "is_open", "where", "interest", "note")


@dataclass(frozen=True)
class Asked:
    """The question, the link's secret (shown once, to whoever asked), and how many were told by SMS."""

    question: UnitQuestion
    token: str = ""
    told: int = 0


def may_ask(user: User, enterprise: Enterprise) -> bool:
    serves = perms.serves(user, Permission.WORK_CASES, enterprise.commune_code)
    return serves and not perms.is_tied(user, enterprise)


@transaction.atomic
def ask(
    enterprise: Enterprise,
    by: User,
    case: CaseFile | None = None,
    line: TargetLine | None = None,
    *,
    submission_id: uuid.UUID | None = None,
) -> Asked:
    """One open question a unit: asked again, it is the one that is there.

    Effects: the question, an SMS to the place's authority, a line in the case's timeline."""
    if not may_ask(by, enterprise):
        raise PermissionDenied
    if len(enterprise.commune_code) < _DISTRICT:
        raise Refused(_("The unit's commune or district is not known, so nobody can be asked."), enterprise, "ask")
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if there := UnitQuestion.objects.asked().filter(enterprise=enterprise).first():
        return Asked(there)
    token = secrets.token_urlsafe(24)
    with acting(by=by, action="unit.ask"):
        question = UnitQuestion.objects.create(
            submission_id=submission_id or uuid.uuid4(),
            enterprise=enterprise,
            case=case,
            line=line,
            commune_code=enterprise.commune_code,
            token_digest=_digest(token),
            asked_by=by,
            due_on=deadline("unit_question.days", timezone.localdate()),
        )
    _note(question, Entry.ASKED, by)
    return Asked(question, token, telling_partners.unit_asked(question))


@transaction.atomic
def new_link(question: UnitQuestion, *, by: User) -> str:
    """Another secret; the link shown before stops working."""
    if not may_ask(by, question.enterprise):
        raise PermissionDenied
    locked = UnitQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if locked.state != QuestionState.ASKED:
        raise Refused(_("This question is no longer open."), locked, "link")
    token = secrets.token_urlsafe(24)
    with acting(by=by, action="unit.new_link"):
        locked.token_digest = _digest(token)
        locked.save(update_fields=["token_digest"])
    return token


def link(token: str) -> str:
    """The whole address, on the Khmer page: who holds it may answer, once."""
    with translation.override("km"):
        path = reverse("cooperation:unit", args=[token])
    return settings.PUBLIC_URL.rstrip("/") + path


def held(token: str) -> UnitQuestion | None:
    """The open question behind a link, shown by us or sent by SMS; wrong, used and late links all give None."""
    open_now = UnitQuestion.objects.asked().filter(due_on__gte=timezone.localdate()).select_related("enterprise")
    if found := open_now.filter(token_digest=_digest(token)).first():
        return found
    message = message_for_token(token)
    if message is None or message.event != telling_partners.UNIT_EVENT:
        return None
    return open_now.filter(pk=message.parameters.get("question")).first()


@transaction.atomic
def answer(question: UnitQuestion, *, by: User | None, **said: object) -> UnitQuestion:
    """Once, by whoever held the link or by the place's authority, who may also answer late. The link ends here."""
    if by is not None and not may_answer(by, question):
        raise PermissionDenied
    with acting(by=by, action="unit.answer"):
        answered = QUESTION.transition(
            question, "answer", answered_at=timezone.now(), answered_by=by, token_digest=None, **_only_known(said)
        )
    _note(answered, Entry.TOLD, by)
    return answered


@transaction.atomic
def correct(question: UnitQuestion, *, by: User, **said: object) -> UnitQuestion:
    """The place's authority puts an answer right; the first one stays in the history."""
    if not may_answer(by, question):
        raise PermissionDenied
    locked = UnitQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if locked.state != QuestionState.ANSWERED:
        raise Refused(_("There is no answer yet that could be corrected."), locked, "correct")
    with acting(by=by, action="unit.correct"):
        for name, value in _only_known(said).items():
            setattr(locked, name, value)
        locked.answered_by = by
        locked.save(update_fields=[*_only_known(said), "answered_by"])
    _note(locked, Entry.TOLD, by)
    return locked


def may_answer(user: User, question: UnitQuestion) -> bool:
    """The authority of the place, never of a unit of its own."""
    serves = perms.serves(user, Permission.ANSWER_UNITS, question.commune_code)
    return serves and not perms.is_tied(user, question.enterprise)


def void(question: UnitQuestion, *, by: User) -> UnitQuestion:
    """No longer needed; the place's list and the link forget it."""
    if not may_ask(by, question.enterprise):
        raise PermissionDenied
    with acting(by=by, action="unit.void"):
        return QUESTION.transition(question, "void", token_digest=None)


@transaction.atomic
def expire_due(on: date | None = None) -> int:
    """Nobody answered in time: that is said, and proves nothing about the unit."""
    late = UnitQuestion.objects.asked().filter(due_on__lt=on or timezone.localdate())
    cases = list(late.filter(case__isnull=False).values_list("case", "commune_code"))
    CaseEntry.objects.bulk_create(
        CaseEntry(case_id=case, act=Entry.EXPIRED, reference=commune) for case, commune in cases
    )
    with acting(by=None, action="unit.expire"):
        return QUESTION.transition_many(late, "expire", token_digest=None)


def evidence(case: CaseFile) -> QuerySet[UnitQuestion]:
    """The answers a decision may rest on: given, and by somebody without a part in the unit."""
    return case.questions.filter(state=QuestionState.ANSWERED, interest=False)


def says_gone(case: CaseFile) -> bool:
    """Whether the commune said, without a part in it, that there is no such unit. Silence never says so."""
    return evidence(case).filter(exists="no").exists()


def _digest(token: str) -> uuid.UUID:
    return blind_index("unit_question", token)


def _only_known(said: dict[str, object]) -> dict[str, object]:
    return {name: said[name] for name in _COPIED if name in said}


def _note(question: UnitQuestion, act: str, by: User | None) -> None:
    if question.case:
        entries.note(question.case, act, by=by, reference=question.commune_code)
