"""Somebody of the Council reads a published report: five figures first, then one of them opened."""

import pytest

from reporting.models import Report, ReportFigure
from reporting.paper import facts
from tests.factories import reporting as make
from tests.reporting.paper.conftest import curve, progress, report  # noqa: F401  (the same report as on paper)

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_council_reads_a_report_and_opens_a_figure(people, report, progress, curve):  # noqa: F811
    facts.keep(report)
    for act in ("reviewed", "published"):
        said = {f"{act}_at": "2026-10-20T08:00:00Z", f"{act}_by": make.approver()}
        Report.objects.filter(pk=report.pk).update(state=act, **said)
    reader = people(make.council())
    reader.go(f"/reports/made/{report.pk}/page/")
    reader.look("report_page")
    fourth = ReportFigure.objects.get(report=report, indicator_code="share_of_census_units", cut="")
    reader.page.click(f'.figures a[href*="{fourth.pk}"]')
    reader.look("report_figure")
