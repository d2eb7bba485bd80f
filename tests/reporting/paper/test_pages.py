"""The report as a page and as paper: who may read it, and that both say the same."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from nssf_portal.documents import pdf
from reporting import rendering
from reporting.models import Report
from reporting.paper import facts
from tests.factories import reporting as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def page(report):
    return reverse("reporting_reports:page", args=[report.pk])


def test_an_analyst_reads_a_draft(client, report, progress, curve):
    client.force_login(make.analyst())
    answer = client.get(page(report))
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "861,420" in body and "A draft: it is not published" in body
    assert 'id="provinces"' in body and "The tax data comes once a year" in body
    assert "style=" not in body


def test_parts_are_closed_until_somebody_wants_them(client, report, progress, curve):
    client.force_login(make.analyst())
    closed = client.get(page(report)).content.decode()
    assert closed.count('<details class="group report-part">') > 8
    assert 'href="?parts=all#contents"' in closed and closed.index("861,420") < closed.index("report-part")
    opened = client.get(page(report), {"parts": "all"}).content.decode()
    assert '<details class="group report-part">' not in opened and 'href="?#contents"' in opened


def test_the_council_reads_what_is_published_only(client, report, curve):
    client.force_login(make.council())
    assert client.get(page(report)).status_code == 404
    facts.keep(report)
    Report.objects.filter(pk=report.pk).update(state="reviewed", **_second("reviewed"))
    Report.objects.filter(pk=report.pk).update(state="published", **_second("published"))
    assert "A draft" not in client.get(page(report)).content.decode()


def _second(act):
    return {f"{act}_at": "2026-10-20T08:00:00Z", f"{act}_by": make.approver()}


def test_nobody_else_reads_it(client, report):
    assert client.get(page(report)).status_code == 302
    client.force_login(make.contact())
    assert client.get(page(report)).status_code in (403, 404)
    client.force_login(make.analyst())
    assert client.get(reverse("reporting_reports:page", args=[uuid.uuid4()])).status_code == 404
    assert client.post(page(report)).status_code == 405


def test_before_its_figures_there_is_nothing_to_read(client, db):
    client.force_login(make.analyst())
    assert b"There is nothing to read yet" in client.get(page(make.report(state="requested"))).content


def test_queries_do_not_grow_with_the_figures(client, report, progress, curve, django_assert_max_num_queries):
    facts.keep(report)
    client.force_login(make.analyst())
    client.get(page(report))
    with django_assert_max_num_queries(40):
        client.get(page(report))


@pytest.mark.parametrize("language", ["km", "en"])
def test_paper_has_everything_the_page_has(report, progress, curve, language):
    said = rendering.context(report, language, paper=True)
    html = pdf.typeset_html("pdf/report.html", said, language).replace("\u200b", "")
    assert "<details" not in html
    for part in said["contents"]:
        assert f'href="#{part["key"]}"' in html and f'id="{part["key"]}"' in html
    assert len(set(re.findall(r'href="(http[^"]*/reports/figures/[^"]*)"', html))) > 100
    assert "ព្រះរាជាណាចក្រកម្ពុជា" in html and report.reference in html


@pytest.mark.skipif(not pdf.is_available(), reason="Pango is not installed")
def test_the_pdf_can_be_made(db, curve):
    assert rendering.pdf(make.report(), "km").startswith(b"%PDF-")
