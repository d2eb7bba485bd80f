"""Checklists in versions: a draft is copied from what is asked today; published, it never changes.

A case keeps the version that it began with: publishing makes a new row and touches no case."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import Checklist, ChecklistQuestion
from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting

_COPIED = (
    "code", "text_km", "text_en", "section_km", "section_en", "order", "violation_id", "proven_by",
)  # fmt: skip


def published(kind: str) -> Checklist | None:
    """What is asked today in this kind of inspection."""
    return Checklist.objects.filter(kind=kind, published_at__isnull=False).order_by("-version").first()


@transaction.atomic
def draft(*, kind: str, by: User) -> Checklist:
    """The next version with today's questions; there is one draft of each kind at a time."""
    versions = list(Checklist.objects.select_for_update(of=("self",)).filter(kind=kind).order_by("-version"))
    if versions and versions[0].published_at is None:
        return versions[0]
    with acting(by=by, action="checklist.draft"):
        made = Checklist.objects.create(
            kind=kind,
            version=versions[0].version + 1 if versions else 1,
            source=versions[0].source if versions else "",
        )
        _copy(versions[0], made) if versions else None
    return made


def _copy(old: Checklist, new: Checklist) -> None:
    ChecklistQuestion.objects.bulk_create(
        ChecklistQuestion(checklist=new, **{name: getattr(question, name) for name in _COPIED})
        for question in old.questions.all()
    )


def _open(checklist_id: object) -> Checklist:
    """The draft, locked; a published version is refused."""
    locked = Checklist.objects.select_for_update(of=("self",)).get(pk=checklist_id)
    if locked.published_at:
        raise Refused(_("A published version never changes. Begin the next version."), locked)
    return locked


@transaction.atomic
def add(checklist: Checklist, *, by: User, **fields: Any) -> ChecklistQuestion:
    """A question at the end."""
    draft_ = _open(checklist.pk)
    last = draft_.questions.order_by("-order").first()
    with acting(by=by, action="checklist.add"):
        return ChecklistQuestion.objects.create(
            checklist=draft_, code=_free_code(draft_), order=last.order + 1 if last else 1, **fields
        )


def _free_code(checklist: Checklist) -> str:
    """Answers of all versions are compared by the code: a removed question's code is not used again."""
    used = set(ChecklistQuestion.objects.filter(checklist__kind=checklist.kind).values_list("code", flat=True))
    return next(code for code in (f"q{number}" for number in range(1, len(used) + 2)) if code not in used)


@transaction.atomic
def change(question: ChecklistQuestion, *, by: User, **fields: Any) -> ChecklistQuestion:
    """Other words, another violation, another proof."""
    _open(question.checklist_id)
    for name, value in fields.items():
        setattr(question, name, value)
    with acting(by=by, action="checklist.change"):
        question.save(update_fields=list(fields))
    return question


@transaction.atomic
def shift(question: ChecklistQuestion, *, up: bool, by: User) -> None:
    """One place up or down; at the end of the list nothing happens."""
    draft_ = _open(question.checklist_id)
    rows = list(draft_.questions.all())
    at = next(index for index, row in enumerate(rows) if row.pk == question.pk)
    other = at - 1 if up else at + 1
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
        _number(rows, by)


@transaction.atomic
def remove(question: ChecklistQuestion, *, by: User) -> None:
    """Out of the draft; earlier versions keep it."""
    _open(question.checklist_id)
    with acting(by=by, action="checklist.remove"):
        question.delete()


def _number(rows: list[ChecklistQuestion], by: User) -> None:
    for order, row in enumerate(rows, start=1):
        row.order = order
    with acting(by=by, action="checklist.order"):
        ChecklistQuestion.objects.bulk_update(rows, ["order"])


@transaction.atomic
def publish(checklist: Checklist, *, by: User) -> Checklist:
    """Cases that begin from now on ask this."""
    draft_ = _open(checklist.pk)
    if not draft_.questions.exists():
        raise Refused(_("A checklist without questions cannot be published."), draft_)
    draft_.published_at, draft_.published_by = timezone.now(), by
    with acting(by=by, action="checklist.publish"):
        draft_.save(update_fields=["published_at", "published_by"])
    return draft_
