"""Pages of notices and fines: for inspectors, chiefs and the employer; nobody else."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from compliance.models import Adjustment, Fine, Notice, NoticeReply, Power
from compliance.services import adjustments
from compliance.wiring import employer as employer_wiring
from compliance.wiring import papers as papers_wiring
from nssf_portal.audit.models import ReadLog
from tests.factories import compliance as made
from tests.factories.enterprises import representative_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
ACTS = ("issue_reminder", "issue_warning", "issue_hearing", "propose_fine", "confirm_fine", "refer_to_court")


@pytest.fixture
def powers(book):
    Power.objects.all().delete()
    for act in ACTS:
        made.power(act)


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(name, args=args), data)


def minuted(by=None):
    """A case with minutes, an expired warning and an open finding."""
    case = made.case_file(by=by, minuted_at=timezone.now(), state="minuted")
    yesterday = timezone.localdate() - timedelta(days=1)
    notice = made.served(case)
    Notice.objects.filter(pk=notice.pk).update(due_on=yesterday, state="expired", expired_at=timezone.now())
    return case, made.finding(case)


def test_the_list_shows_ones_own_places_and_what_is_late_first(client, django_assert_max_num_queries):
    fine = made.confirmed_fine()
    later = made.confirmed_fine()
    Fine.objects.filter(pk=fine.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    made.served()
    user = made.inspector()
    client.force_login(user)
    client.get(reverse("papers:home"))
    with django_assert_max_num_queries(40):
        text = client.get(reverse("papers:home")).content.decode()
    assert text.index(fine.number.replace("-", "-")) < text.index(later.number)
    other = page(client, made.inspector("08"), "papers:home").content.decode()
    assert fine.number not in other
    assert page(client, user, "papers:home", show="served").status_code == 200


def test_the_list_asks_as_often_for_many_as_for_few(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made.confirmed_fine()
    client.force_login(made.inspector())
    client.get(reverse("papers:home"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("papers:home"))
    for _more in range(3):
        made.confirmed_fine()
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("papers:home"))
    assert len(many) <= len(few) + 1  # the law book may be read anew


def test_a_notice_from_the_form_to_the_answer(client, powers):
    case = made.case_file()
    user = case.opened_by
    assert page(client, user, "papers:notice_new", case.pk).status_code == 200
    empty = send(client, user, "papers:notice_new", case.pk, kind="hearing", text="Come", submission_id=uuid.uuid4())
    assert empty.status_code == 422
    sent = send(client, user, "papers:notice_new", case.pk, kind="warning", text="Do", submission_id=uuid.uuid4())
    notice = Notice.objects.get()
    assert sent.url.endswith(f"{notice.pk}/")
    assert page(client, user, "papers:notice", notice.pk).status_code == 200
    send(client, user, "papers:notice_serve", notice.pk, how="hand")
    again = send(client, user, "papers:notice_serve", notice.pk, how="hand")
    assert again.status_code == 302
    assert client.get(reverse("papers:notice_paper_km", args=[notice.pk]))["Content-Type"] == "application/pdf"
    assert client.get(reverse("papers:notice_serve", args=[notice.pk])).status_code == 405
    send(client, user, "papers:notice_answer", notice.pk, text="They came", submission_id=uuid.uuid4())
    assert NoticeReply.objects.get().on_behalf
    assert page(client, user, "papers:notice", notice.pk).status_code == 200


def test_without_a_power_there_is_a_recommendation_only(client, book):
    Power.objects.all().delete()
    case = made.case_file()
    text = page(client, case.opened_by, "papers:notice_new", case.pk).content.decode()
    assert "<textarea" not in text
    sent = send(client, case.opened_by, "papers:notice_new", case.pk, kind="warning", text="x")
    assert sent.status_code == 422 and not Notice.objects.exists()


def test_a_fine_from_the_finding_to_the_court(client, powers):
    case, finding = minuted()
    user, chief = case.opened_by, made.chief()
    assert "80,000" in page(client, user, "papers:fine_new", finding.pk).content.decode().replace(".", ",")
    wrong = {"workers": 3, "multiplier": 31, "reason": "x", "submission_id": uuid.uuid4()}
    assert send(client, user, "papers:fine_new", finding.pk, **wrong).status_code == 422
    send(client, user, "papers:fine_new", finding.pk, **(wrong | {"multiplier": 10}))
    fine = Fine.objects.get()
    assert page(client, user, "papers:fine", fine.pk).status_code == 200
    assert send(client, user, "papers:fine_confirm", fine.pk).status_code == 403
    assert page(client, chief, "papers:fine", fine.pk).status_code == 200
    send(client, chief, "papers:fine_confirm", fine.pk)
    fine.refresh_from_db()
    assert fine.state == "confirmed"
    assert page(client, user, "papers:fine_new", finding.pk).status_code == 200
    Fine.objects.filter(pk=fine.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert send(client, chief, "papers:fine_refer", fine.pk, court="").status_code == 422
    send(client, chief, "papers:fine_refer", fine.pk, court="Court of First Instance")
    for name in ("papers:fine_paper_km", "papers:fine_paper_en", "papers:court_paper_km", "papers:court_paper_en"):
        assert page(client, chief, name, fine.pk)["Content-Type"] == "application/pdf"
    assert page(client, chief, "papers:fine", fine.pk).status_code == 200


def test_a_finding_without_warning_says_why_no_fine(client, powers):
    finding = made.finding(made.case_file(minuted_at=timezone.now(), state="minuted"))
    text = page(client, finding.case.opened_by, "papers:fine_new", finding.pk).content.decode()
    assert 'name="multiplier"' not in text


def test_sent_back_with_a_reason(client, powers):
    _case, finding = minuted()
    fine, chief = made.fine(finding.case, finding=finding), made.chief()
    assert send(client, chief, "papers:fine_decline", fine.pk, reason="").status_code == 422
    send(client, chief, "papers:fine_decline", fine.pk, reason="two are registered")
    fine.refresh_from_db()
    assert fine.state == "declined"


def test_relief_on_the_pages(client, powers):
    fine, chief = made.confirmed_fine(), made.chief()
    given = {"legal_ground": "Plan 1.3", "reason": "flood", "submission_id": uuid.uuid4()}
    assert send(client, fine.case.opened_by, "papers:fine_relieve", fine.pk, reason="x").status_code == 422
    send(client, fine.case.opened_by, "papers:fine_relieve", fine.pk, **given)
    asked = Adjustment.objects.get()
    assert fine.number in page(client, chief, "papers:home").content.decode()
    assert page(client, chief, "papers:fine", fine.pk).status_code == 200
    send(client, chief, "papers:adjustment_decide", asked.pk, act="grant")
    fine.refresh_from_db()
    assert fine.state == "relieved"
    send(client, chief, "papers:adjustment_decide", asked.pk, act="revoke", reason="not there")
    fine.refresh_from_db()
    assert fine.state == "confirmed"


def test_nothing_of_another_province_is_reached(client, powers):
    fine, notice = made.confirmed_fine(), made.served()
    stranger = made.chief("08")
    for name, of in (
        ("papers:fine", fine),
        ("papers:fine_paper_km", fine),
        ("papers:court_paper_km", fine),
        ("papers:fine_new", fine.finding),
        ("papers:notice", notice),
        ("papers:notice_paper_en", notice),
        ("papers:notice_answer", notice),
        ("papers:notice_new", notice.case),
    ):
        assert page(client, stranger, name, of.pk).status_code == 404, name
    assert send(client, stranger, "papers:fine_confirm", fine.pk).status_code == 404


def test_the_employer_reads_answers_and_attaches(client):
    notice = made.served()
    enterprise = notice.case.enterprise
    owner = representative_of(enterprise)
    assert notice.number in page(client, owner, "employer_notices:home", enterprise.pk).content.decode()
    assert page(client, owner, "employer_notices:notice", enterprise.pk, notice.pk).status_code == 200
    where = ("employer_notices:answer", enterprise.pk, notice.pk)
    assert page(client, owner, *where).status_code == 200
    given = {"text": "We registered them", "submission_id": uuid.uuid4()}
    broken = send(client, owner, *where, **given, file1=SimpleUploadedFile("a.exe", b"MZ"))
    assert broken.status_code == 422 and not NoticeReply.objects.exists()
    send(client, owner, *where, **given, file1=SimpleUploadedFile("a.pdf", PDF))
    send(client, owner, *where, **given, file1=SimpleUploadedFile("a.pdf", PDF))
    reply = NoticeReply.objects.get()
    shown = page(client, owner, "employer_notices:notice", enterprise.pk, notice.pk).content.decode()
    assert "a.pdf" in shown and notice.case.opened_by.name not in shown
    for number, status in ((1, 200), (2, 404)):
        file = page(client, owner, "employer_notices:reply_file", enterprise.pk, reply.pk, number)
        assert file.status_code == status
    assert page(client, notice.case.opened_by, "papers:reply_file", reply.pk, 1).status_code == 200
    assert ReadLog.objects.filter(screen="papers.reply", subject_id=notice.case_id).exists()


def test_a_staff_clerk_reads_but_does_not_answer(client):
    notice = made.served()
    enterprise = notice.case.enterprise
    clerk = representative_of(enterprise, "staff_clerk")
    text = page(client, clerk, "employer_notices:notice", enterprise.pk, notice.pk).content.decode()
    assert reverse("employer_notices:answer", args=[enterprise.pk, notice.pk]) not in text
    assert page(client, clerk, "employer_notices:answer", enterprise.pk, notice.pk).status_code == 403


def test_the_employer_sees_no_proposal_and_how_to_pay_a_decision(client):
    proposed = made.fine()
    owner = representative_of(proposed.case.enterprise)
    enterprise = proposed.case.enterprise
    assert page(client, owner, "employer_notices:fine", enterprise.pk, proposed.pk).status_code == 404
    fine = made.confirmed_fine()
    boss = representative_of(fine.case.enterprise)
    text = page(client, boss, "employer_notices:fine", fine.case.enterprise.pk, fine.pk).content.decode()
    assert fine.number.replace(" ", "") in text and fine.proposed_by.name not in text
    Fine.objects.filter(pk=fine.pk).update(state="part_paid", paid=5)
    assert page(client, boss, "employer_notices:fine", fine.case.enterprise.pk, fine.pk).status_code == 200


def test_a_stranger_finds_nothing(client):
    notice, stranger = made.served(), representative_of(made.case_file().enterprise)
    enterprise = notice.case.enterprise
    for name, *more in (("home",), ("notice", notice.pk), ("answer", notice.pk)):
        assert page(client, stranger, f"employer_notices:{name}", enterprise.pk, *more).status_code == 404
    own = stranger and made.Enterprise.objects.represented_by(stranger).get()
    assert page(client, stranger, "employer_notices:notice", own.pk, notice.pk).status_code == 404


def test_minutes_without_a_paper_are_no_download(client):
    minutes = made.minutes()
    owner = representative_of(minutes.case.enterprise)
    where = ("employer_notices:minutes_paper_km", minutes.case.enterprise.pk, minutes.pk)
    assert page(client, owner, *where).status_code == 404
    assert minutes.number in page(client, owner, "employer_notices:home", minutes.case.enterprise.pk).content.decode()


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_what_now_on_the_employers_home(client):
    fine = made.confirmed_fine()
    notice = made.served(fine.case)
    owner = representative_of(fine.case.enterprise)
    tasks = employer_wiring.papers_now(request_of(owner), fine.case.enterprise)
    assert [task.due_on for task in tasks] == [notice.due_on, fine.due_on]
    assert page(client, owner, "enterprises:employer_home").status_code == 200


def test_the_case_page_offers_what_the_law_gives(powers):
    case, finding = minuted()
    context = papers_wiring.case_panel(request_of(case.opened_by), case).context
    assert context["may_issue"] and context["findings"][0]["url"].endswith(f"{finding.pk}/")
    assert papers_wiring.notice_action(request_of(case.opened_by), case)
    Power.objects.all().delete()
    context = papers_wiring.case_panel(request_of(case.opened_by), case).context
    assert not context["may_issue"] and "recommend" in context["findings"][0]["url"]
    assert papers_wiring.notice_action(request_of(case.opened_by), case) is None
    guest = papers_wiring.case_panel(request_of(made.inspector("08")), case).context
    assert guest["findings"] == [] and not guest["may_issue"]


def test_relief_of_months_has_a_page_where_the_second_person_decides(client):
    enterprise = made.confirmed_fine().case.enterprise
    asked = adjustments.adjust(
        enterprise=enterprise,
        kind="late_accepted",
        legal_ground="Prakas (invented)",
        reason="flood",
        by=made.inspector(),
        submission_id=uuid.uuid4(),
        from_month=date(2026, 9, 1),
        to_month=date(2026, 10, 1),
    )
    chief = made.chief()
    assert reverse("papers:adjustment", args=[asked.pk]) in page(client, chief, "papers:home").content.decode()
    assert page(client, chief, "papers:adjustment", asked.pk).status_code == 200
    assert page(client, made.chief("08"), "papers:adjustment", asked.pk).status_code == 404
    send(client, chief, "papers:adjustment_decide", asked.pk, act="grant")
    asked.refresh_from_db()
    assert asked.state == "granted"
    assert page(client, chief, "papers:adjustment", asked.pk).status_code == 200
