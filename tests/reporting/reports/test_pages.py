"""The pages of reports: analysts ask, edit and correct; a second person reviews and publishes; others read editions."""

import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from nssf_portal.jobs import services as jobs
from reporting.models import Report
from reporting.services import reports
from tests.factories import reporting
from tests.factories.accounts import UserFactory
from tests.reporting.reports.conftest import computed


@pytest.fixture
def desk(client, analyst):
    client.force_login(analyst)
    return client


def url(name, report=None):
    with translation.override("en"):
        return reverse(f"reporting_reports:{name}", args=[report.pk] if report else [])


def test_an_analyst_asks_for_a_report_and_sees_how_far_it_is(desk, few, people):
    page = desk.get(url("home"))
    assert "No report yet" in page.content.decode()
    given = {"period": "2026Q3", "submission_id": str(uuid.uuid4())}
    assert desk.post(url("ask"), given).status_code == 302
    assert desk.post(url("ask"), given).status_code == 302
    report = Report.objects.get()
    page = desk.get(url("report", report)).content.decode()
    assert "The figures are being computed" in page and "data-refresh" in page
    computed(report)
    page = desk.get(url("report", report)).content.decode()
    assert "New members" in page and "not computed, because: the institution has not entered it" in page


def test_asking_for_no_period_is_answered_on_the_page(desk, db):
    reporting.plan()
    assert desk.post(url("ask"), {"period": "2031Q1", "submission_id": str(uuid.uuid4())}).status_code == 422


def test_a_failure_says_what_it_was_and_can_be_tried_again(desk, few, people):
    report = reporting.report("2026Q3", "failed", failure="disk_full new_members")
    page = desk.get(url("report", report)).content.decode()
    assert "The disk of the server is full." in page and "Try again" in page
    assert desk.post(url("compute", report)).status_code == 302
    report.refresh_from_db()
    assert report.state == "computing" and reports.is_busy(report)


def test_a_section_is_edited_in_both_languages(desk, draft):
    address = url("text", draft) + "?section=summary"
    page = desk.get(address)
    form = page.context["form"]
    given = {"text_km": "សង្ខេប", "text_en": "In short", "seen": form["seen"].value() or ""}
    assert desk.post(address, given).status_code == 302
    page = desk.get(url("report", draft)).content.decode()
    assert "In short" in page and "សង្ខេប" in page
    assert desk.post(address, given | {"text_en": "Mine"}, follow=True).status_code == 200
    assert draft.sections.get(key="summary").text_en == "In short"
    assert desk.get(url("text", draft) + "?section=nothing").status_code == 404


def test_the_second_person_reviews_sends_back_and_publishes(client, draft, paper, approver):
    client.force_login(approver)
    assert "I have reviewed it" in client.get(url("report", draft)).content.decode()
    client.post(url("review", draft))
    assert client.post(url("send_back", draft), {"why": ""}).status_code == 422
    client.post(url("send_back", draft), {"why": "No summary"})
    assert "No summary" in client.get(url("report", draft)).content.decode()
    client.post(url("review", draft))
    client.post(url("publish", draft))
    assert "The files are being made" in client.get(url("report", draft)).content.decode()
    jobs.run(reports.job_of(draft, reports.PUBLISH).pk)
    assert "Published on" in client.get(url("report", draft)).content.decode()
    answer = client.get(url("file", draft) + "?kind=pdf_en")
    assert answer.content == b"%PDF published en" and "edition-1-en.pdf" in answer["Content-Disposition"]


def test_the_first_person_cannot_review(desk, draft):
    assert desk.post(url("review", draft)).status_code == 403
    assert desk.post(url("publish", draft)).status_code == 403


def test_a_new_edition_shows_what_differs(desk, published, make_member, analyst):
    assert desk.post(url("correct", published), {"why_km": "", "why_en": ""}).status_code == 422
    make_member("2026-09", sex="M")
    given = {"why_km": "យឺត", "why_en": "Late list", "submission_id": str(uuid.uuid4())}
    desk.post(url("correct", published), given)
    made = computed(Report.objects.get(corrects=published))
    page = desk.get(url("report", made)).content.decode()
    assert "Late list" in page and "What this edition says otherwise" in page
    assert "New members" in desk.get(url("changes", made)).content.decode()
    assert desk.get(url("changes", published)).status_code == 404
    desk.post(url("discard", made))
    assert made.reference in desk.get(url("home") + "?show=discarded").content.decode()


def test_the_council_reads_what_is_published_only(client, published, draft):
    client.force_login(reporting.council())
    page = client.get(url("report", published)).content.decode()
    assert "Published on" in page and "Make a new edition" not in page
    other = reporting.report("2026Q2", "draft")
    assert client.get(url("report", other)).status_code == 404
    assert client.get(url("file", other) + "?kind=json").status_code == 404
    assert other.reference not in client.get(url("home")).content.decode()
    assert client.get(url("file", published) + "?kind=exe").status_code == 404


def test_a_stranger_gets_nothing(client, draft):
    client.force_login(UserFactory())
    assert client.get(url("home")).status_code == 403
    assert client.get(url("report", draft)).status_code == 403


def test_acts_are_posts(desk, draft):
    for name in ("compute", "review", "send_back", "publish", "discard"):
        assert desk.get(url(name, draft)).status_code == 405


def test_the_list_asks_the_same_number_of_questions_for_more_reports(desk, django_assert_max_num_queries):
    for period in ("2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1"):
        reporting.report(period)
    with django_assert_max_num_queries(14):
        desk.get(url("home"))
