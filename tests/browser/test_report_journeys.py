"""A quarter's report: asked for and edited by one, published by another, its fourth figure opened on a phone."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from nssf_portal.accounts.models import User
from nssf_portal.jobs import services as jobs
from reporting.models import Report, ReportFigure
from reporting.services import reports
from tests.browser.conftest import SECRET, Eye
from tests.factories import reporting
from tests.factories.members import MemberFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enter(chromium, live_server):
    """A browser for each person: language and width as they like them."""
    opened = []

    def sign_in(user: User, language: str, width: int) -> Eye:
        user.set_password(SECRET)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        context = chromium.new_context(viewport={"width": width, "height": 844}, locale=language)
        context.set_default_timeout(15_000)
        opened.append(context)
        eye = Eye(context.new_page(), live_server.url, language, width)
        eye.sign_in(user.email, SECRET)
        return eye

    yield sign_in
    for context in opened:
        context.close()


def test_a_report_from_its_request_to_the_ministers_phone(enter, settings, transactional_db):
    settings.DEMO = True
    cache.clear()
    for _number in range(6):
        MemberFactory(registered_on=date(2026, 8, 20))
    analyst = enter(reporting.analyst(), "en", 1280)
    report = _asked(analyst)
    _edited(analyst, report)
    _published(enter(reporting.approver(), "km", 1280), report)
    minister = enter(reporting.council(), "km", 390)
    minister.go(f"/reports/made/{report.pk}/page/")
    minister.look("journey_report_page")
    with minister.page.expect_navigation():
        minister.page.locator(".figures a").nth(3).click()
    minister.look("journey_report_figure_4")
    opened = minister.page.url.rstrip("/").rsplit("/", 1)[-1]
    assert ReportFigure.objects.get(pk=opened).report == report


def _asked(eye: Eye) -> Report:
    eye.go("/reports/made/")
    eye.page.select_option("[name=period]", "2026Q3")
    with eye.page.expect_navigation():
        eye.page.locator("main form.fields button").first.click()
    report = Report.objects.get()
    eye.look("journey_report_computing")
    assert jobs.run(reports.job_of(report).pk)
    eye.page.goto(eye.page.url)
    eye.look("journey_report_draft")
    return report


def _edited(eye: Eye, report: Report) -> None:
    eye.page.locator("main a[href*='/text/']").first.click()
    eye.page.fill("[name=text_km]", "ត្រីមាសនេះ សមាជិកថ្មីមាន ៦ នាក់។")
    eye.page.fill("[name=text_en]", "Six new members in this quarter.")
    with eye.page.expect_navigation():
        eye.page.locator("main form.fields button").first.click()
    assert report.sections.filter(text_en__contains="Six new").exists()
    assert not eye.page.locator("main form[action$='/review/'], main form[action$='/publish/']").count(), (
        "who made it neither reviews nor publishes it"
    )


def _published(eye: Eye, report: Report) -> None:
    eye.go(f"/reports/made/{report.pk}/")
    for act in ("review", "publish"):
        with eye.page.expect_navigation():
            eye.page.click(f"main form[action$='/{act}/'] button")
    report.refresh_from_db()
    assert jobs.run(reports.job_of(report, reports.PUBLISH).pk)
    eye.go(f"/reports/made/{report.pk}/")
    eye.look("journey_report_published")
    report.refresh_from_db()
    assert report.state == "published"
    with eye.page.expect_download() as taken:
        eye.page.evaluate(f"location.href = '/reports/made/{report.pk}/file/?kind=pdf_km'")
    assert taken.value.suggested_filename.endswith(".pdf")
