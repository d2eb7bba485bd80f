"""Reminders, warnings and invitations to a hearing; each can be answered, late too, and nobody is asked twice."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import perms, powers
from compliance.basis import Basis
from compliance.enums import Act, CaseState, Entry, FindingState, NoticeKind, NoticeState, ServedBy
from compliance.models import CaseFile, Finding, Notice, NoticeReply, ReplyDocument
from compliance.services import entries, issuing, locking, telling
from compliance.services.refusing import Refused
from compliance.workflow import NOTICE
from enterprises.perms import can_manage_enterprise
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.law import clock
from nssf_portal.law.book import value_or
from nssf_portal.references import new_reference

REPLY, REMIND = "notice.reply", "notice.remind_before"
POWERS = {
    NoticeKind.REMINDER: Act.ISSUE_REMINDER,
    NoticeKind.WARNING: Act.ISSUE_WARNING,
    NoticeKind.HEARING: Act.ISSUE_HEARING,
}


def rests_on(kind: str, by: User) -> Basis:
    """What a notice of this kind rests on today: the days to answer and the power."""
    basis = Basis(timezone.localdate())
    basis.law(REPLY)
    if power := powers.power_for(by, POWERS[NoticeKind(kind)]):
        basis.power(power)
    return basis


@transaction.atomic
def issue(
    *,
    case: CaseFile,
    kind: str,
    text: str,
    by: User,
    submission_id: uuid.UUID,
    legal_source: str = "",
    hearing_at: datetime | None = None,
    hearing_where: str = "",
) -> Notice:
    """A numbered notice, not served yet; the same submission is the same notice. Needs the power of its kind.

    Effects: the notice, its papers in both languages unless it is a draft, an entry of the case."""
    locked = locking.lock(case)
    if known := Notice.objects.filter(submission_id=submission_id, issued_by=by).first():
        return known
    perms.require_work(by, case)
    locking.require_open(locked, "issue")
    power = powers.require(by, POWERS[NoticeKind(kind)])
    _can_issue(case, kind, text, hearing_at, hearing_where)
    source = legal_source.strip() or " ".join(filter(None, (str(power.text), power.article)))
    with acting(by=by, action="notice.issue"):
        notice = Notice.objects.create(
            submission_id=submission_id,
            case=case,
            number=new_reference("NTC", letters=6),
            kind=kind,
            text=text.strip()[:4000],
            legal_source=source[:300],
            is_draft=rests_on(kind, by).is_draft,
            hearing_at=hearing_at,
            hearing_where=hearing_where.strip()[:250],
            issued_by=by,
        )
        if not notice.is_draft:
            issuing.notice_papers(notice, by=by)
        entries.note(case, Entry.NOTICE_ISSUED, by=by, text=notice.kind, reference=notice.number)
    return notice


def _can_issue(case: CaseFile, kind: str, text: str, hearing_at: datetime | None, where: str) -> None:
    if not text.strip():
        raise Refused(_("Write what the employer is to do."), case, "issue")
    if kind == NoticeKind.HEARING and not (hearing_at and where.strip()):
        raise Refused(_("Say when and where the hearing is."), case, "issue")
    if hearing_at and hearing_at <= timezone.now():
        raise Refused(_("The hearing lies in the past."), case, "issue")


@transaction.atomic
def serve(notice: Notice, *, how: str, by: User) -> Notice:
    """Handed to the employer: the clock runs from today. A draft is refused with what is missing.

    Effects: state, the last day to answer, the papers, an entry, messages to the representatives."""
    notice = _lock(notice)
    perms.require_work(by, notice.case)
    powers.require(by, POWERS[NoticeKind(notice.kind)])
    if notice.state == NoticeState.ISSUED:
        _may_be_served(notice, by)
    due_on = clock.deadline(REPLY, timezone.localdate())
    with acting(by=by, action="notice.serve"):
        NOTICE.move(
            notice, "serve", served_at=timezone.now(), served_by=by, served_how=ServedBy(how).value, due_on=due_on
        )
        issuing.notice_papers(notice, by=by)
        entries.note(notice.case, Entry.NOTICE_SERVED, by=by, text=notice.kind, reference=notice.number)
    telling.notice_served(notice)
    return notice


def _may_be_served(notice: Notice, by: User) -> None:
    """Not in a closed case; and a draft becomes final once what it rests on is confirmed."""
    locking.require_open(notice.case, "serve")
    rests_on(notice.kind, by).require_confirmed()
    if notice.is_draft:
        notice.is_draft = False
        notice.save(update_fields=["is_draft"])


def can_answer(notice: Notice, user: User) -> bool:
    """The employer's owner or manager; the right of reply does not end with the clock."""
    return notice.state != NoticeState.ISSUED and can_manage_enterprise(user, notice.case.enterprise)


@transaction.atomic
def answer(
    notice: Notice, *, text: str, by: User, submission_id: uuid.UUID, files: Iterable[UploadedFile] = ()
) -> NoticeReply:
    """The employer's words, or as an officer takes them down; the same submission is the same answer.

    Effects: the reply, its documents, the state of the notice, an entry of the case."""
    notice = _lock(notice)
    if known := NoticeReply.objects.filter(submission_id=submission_id, given_by=by).first():
        return known
    on_behalf = _speaks(notice, by)
    if not text.strip():
        raise Refused(_("Write your answer."), notice, "answer")
    with acting(by=by, action="notice.answer"):
        given = NoticeReply.objects.create(
            submission_id=submission_id,
            notice=notice,
            text=text.strip()[:4000],
            given_by=by,
            on_behalf=on_behalf,
            is_late=bool(notice.due_on and timezone.localdate() > notice.due_on),
        )
        _attach(given, files, by)
        if NOTICE.allows(notice, "answer"):
            NOTICE.move(notice, "answer", answered_at=given.given_at)
        entries.note(notice.case, Entry.ANSWERED, by=by, reference=notice.number)
    return given


def _speaks(notice: Notice, by: User) -> bool:
    """Whether an officer takes the answer down; PermissionDenied for who may do neither."""
    if notice.state == NoticeState.ISSUED:
        raise Refused(_("This notice was not served yet."), notice, "answer")
    if can_answer(notice, by):
        return False
    if perms.may_work(by, notice.case):
        return True
    raise PermissionDenied


def _attach(reply: NoticeReply, files: Iterable[UploadedFile], by: User) -> None:
    for number, file in enumerate(files):
        upload = documents.take_in(
            file, kind="notice_reply", by=by, submission_id=uuid.uuid5(reply.submission_id, str(number))
        )
        ReplyDocument.objects.create(reply=reply, upload=upload)


def expire_due() -> int:
    """Notices whose last day has passed without an answer. Effects: state, an entry each."""
    late = Notice.objects.unanswered().filter(due_on__lt=timezone.localdate()).order_by("pk")
    return sum(_expire(pk) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _expire(pk: uuid.UUID) -> int:
    notice = (
        Notice.objects.select_for_update(of=("self",), skip_locked=True).select_related("case").filter(pk=pk).first()
    )
    if notice is None or notice.state != NoticeState.SERVED:
        return 0
    with acting(by=None, action="notice.expire"):
        NOTICE.move(notice, "expire", expired_at=timezone.now())
        entries.note(notice.case, Entry.EXPIRED, by=None, reference=notice.number)
    return 1


@transaction.atomic
def remind() -> int:
    """Once, some days before the last day; never who answered, whose case is closed, or who put everything right."""
    today = timezone.localdate()
    until = today + timedelta(days=value_or(REMIND, 3))
    rows = Notice.objects.select_for_update(of=("self",), skip_locked=True).select_related("case__enterprise")
    due = rows.unanswered().filter(reminded_at=None, due_on__range=(today, until)).exclude(case__state=CaseState.CLOSED)
    waiting = [notice for notice in due.order_by("pk") if not all_cured(notice.case)]
    for notice in waiting:
        notice.reminded_at = timezone.now()
        with acting(by=None, action="notice.remind"):
            notice.save(update_fields=["reminded_at"])
        telling.notice_reminder(notice)
    return len(waiting)


def all_cured(case: CaseFile) -> bool:
    """Something was found and nothing of it is open any more."""
    states: Sequence[str] = list(Finding.objects.filter(case=case).values_list("state", flat=True))
    return bool(states) and FindingState.OPEN not in states


def _lock(notice: Notice) -> Notice:
    return Notice.objects.select_for_update(of=("self",)).select_related("case__enterprise").get(pk=notice.pk)
