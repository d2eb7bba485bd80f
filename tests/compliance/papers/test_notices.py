"""Notices: a power for each kind, a clock, the right of reply, and reminders only to who still has to answer."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from compliance.models import CaseEntry, Notice, NoticeReply, Power
from compliance.services import issuing, notices
from compliance.services.refusing import Refused
from compliance.workflow import NOTICE
from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.notifications.models import Message
from nssf_portal.workflow import NotPossible
from tests.factories import compliance as made
from tests.factories.enterprises import representative_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def powers(book):
    for act in ("issue_reminder", "issue_warning", "issue_hearing"):
        made.power(act)


def issue(case, **fields):
    given = {"kind": "warning", "text": "Register them", "by": case.opened_by, "submission_id": uuid.uuid4()} | fields
    return notices.issue(case=case, **given)


def owner_of(case, role="owner"):
    return representative_of(case.enterprise, role)


def test_a_notice_is_made_once_and_served_with_a_clock(powers):
    case = made.case_file()
    owner = owner_of(case)
    submission = uuid.uuid4()
    notice = issue(case, submission_id=submission)
    assert issue(case, submission_id=submission) == notice
    assert notice.paper_km and notice.paper_en and "Prakas 168/22" in notice.legal_source
    assert not Notice.objects.visible_to(owner).exists()
    notices.serve(notice, how="hand", by=case.opened_by)
    notice.refresh_from_db()
    assert notice.state == "served" and notice.due_on >= timezone.localdate() + timedelta(days=10)
    assert Notice.objects.visible_to(owner).get() == notice
    message = Message.objects.get(recipient_user=owner)
    assert message.template == "compliance.notice" and message.parameters == {"number": notice.number}
    with pytest.raises(NotPossible):
        notices.serve(notice, how="hand", by=case.opened_by)
    assert list(CaseEntry.objects.values_list("act", flat=True).order_by("id")) == ["notice_issued", "notice_served"]


def test_no_power_no_notice(book):
    Power.objects.all().delete()
    with pytest.raises(PermissionDenied):
        issue(made.case_file())


def test_an_inspector_of_another_province_issues_nothing(powers):
    with pytest.raises(PermissionDenied):
        issue(made.case_file(), by=made.inspector("08"))


@pytest.mark.parametrize("fields", [{"text": " "}, {"kind": "hearing"}])
def test_a_notice_says_what_to_do_and_a_hearing_when_and_where(powers, fields):
    with pytest.raises(Refused):
        issue(made.case_file(), **fields)


def test_a_draft_is_not_served_until_the_law_book_is_confirmed():
    made.power("issue_warning")
    case = made.case_file()
    notice = issue(case)
    assert notice.is_draft and notice.paper_km is None
    with pytest.raises(Refused, match="days to answer a notice"):
        notices.serve(notice, how="hand", by=case.opened_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        now = timezone.now()
        NOTICE.transition(notice, "serve", served_at=now, served_by=case.opened_by, due_on=timezone.localdate())
    made.confirm_law()
    notices.serve(notice, how="hand", by=case.opened_by)
    notice.refresh_from_db()
    assert notice.state == "served" and not notice.is_draft and notice.paper_km


def test_the_employer_answers_with_a_paper_once(powers):
    notice = made.served()
    owner, submission = owner_of(notice.case), uuid.uuid4()
    for _again in range(2):
        paper = SimpleUploadedFile("list.pdf", PDF)
        notices.answer(notice, text="Done", by=owner, submission_id=submission, files=[paper])
    reply = NoticeReply.objects.get()
    assert reply.documents.count() == 1 and not reply.on_behalf and not reply.is_late
    notice.refresh_from_db()
    assert notice.state == "answered"
    notices.answer(notice, text="One thing more", by=owner, submission_id=uuid.uuid4())
    assert notice.replies.count() == 2


def test_a_late_answer_is_an_answer_and_marked(powers):
    notice = made.served()
    Notice.objects.filter(pk=notice.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert notices.expire_due() == 1 and notices.expire_due() == 0
    reply = notices.answer(notice, text="Sorry", by=owner_of(notice.case), submission_id=uuid.uuid4())
    assert reply.is_late
    notice.refresh_from_db()
    assert notice.state == "answered"


def test_an_officer_takes_an_answer_down():
    notice = made.served()
    reply = notices.answer(notice, text="By telephone", by=notice.case.opened_by, submission_id=uuid.uuid4())
    assert reply.on_behalf


def test_who_may_not_answer():
    notice = made.served()
    for stranger in (owner_of(notice.case, "staff_clerk"), made.inspector("08"), owner_of(made.case_file())):
        with pytest.raises(PermissionDenied):
            notices.answer(notice, text="x", by=stranger, submission_id=uuid.uuid4())


def soon(case=None, **fields):
    notice = made.served(case, **fields)
    Notice.objects.filter(pk=notice.pk).update(due_on=timezone.localdate() + timedelta(days=2))
    owner_of(notice.case)
    return notice


def test_reminders_reach_only_who_still_has_to_answer():
    """Never who answered, whose case is closed, or who put everything right; and only once."""
    waiting = soon()
    answered = soon()
    NOTICE.transition(answered, "answer", answered_at=timezone.now())
    closed = soon()
    type(closed.case).objects.filter(pk=closed.case_id).update(
        state="closed", closed_at=timezone.now(), closed_by=closed.case.opened_by, outcome="complied"
    )
    cured = soon()
    made.finding(cured.case, state="cured", cured_at=timezone.now(), cured_by=cured.case.opened_by)
    far = made.served()
    owner_of(far.case)
    assert notices.remind() == 1
    assert notices.remind() == 0
    told = Message.objects.filter(template="compliance.notice_soon")
    assert [message.parameters["number"] for message in told] == [waiting.number]


def test_one_thing_left_open_is_still_reminded():
    notice = soon()
    made.finding(notice.case, state="cured", cured_at=timezone.now(), cured_by=notice.case.opened_by)
    made.finding(notice.case)
    assert notices.remind() == 1


def test_papers_that_could_not_be_set_follow(monkeypatch):
    """A fine and a notice stand without their papers; the night makes them, once."""
    monkeypatch.setattr(issuing, "is_available", lambda: True)
    fine, notice = made.confirmed_fine(), made.served()
    assert issuing.catch_up() == 2 and issuing.catch_up() == 0
    for row in (fine, notice):
        row.refresh_from_db()
        assert row.paper_km.language == "km" and row.paper_en.language == "en"


def test_without_the_libraries_the_notice_stands(powers, monkeypatch):
    def missing(*given):
        raise PdfUnavailable

    monkeypatch.setattr(issuing, "typeset", missing)
    assert issue(made.case_file()).paper_km is None


def test_a_legal_reference_nobody_confirmed_says_so_on_paper(book):
    case = made.case_file()
    finding, notice = made.finding(case), made.notice(case)

    def paper() -> str:
        return render_to_string("pdf/notice.html", issuing.notice_context(notice, "en") | {"language": "en"})

    with translation.override("en"):
        assert "(to be confirmed)" not in paper()
        type(finding.violation).objects.update(confirmed=False)
        assert "(to be confirmed)" in paper()
