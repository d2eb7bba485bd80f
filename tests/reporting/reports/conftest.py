"""Four indicators instead of all, people of two quarters, and paper that needs no typesetting."""

import uuid

import pytest

from nssf_portal.jobs import services as jobs
from reporting import computing, registry
from reporting.models import Report
from reporting.periods import Period
from reporting.services import report_files, reports
from tests.factories import reporting

CODES = ("new_members", "members_active", "family_package_study", "share_by_rule")
Q3 = Period.parse("2026Q3")


@pytest.fixture
def few(monkeypatch):
    """The report's machinery is the subject here; each indicator has its own tests."""
    known = [one for one in registry.every() if one.code in CODES]
    monkeypatch.setattr(computing, "definitions_for", lambda period: known)
    return known


@pytest.fixture
def paper(monkeypatch):
    monkeypatch.setattr(report_files, "_pdf", lambda report, language: f"%PDF {report.state} {language}".encode())


@pytest.fixture
def people(db, make_member):
    """Seven women and five men new in the third quarter, one of them in another province; six before."""
    for number in range(7):
        make_member("2026-08", sex="F", commune_code="020101" if number == 0 else "120101")
    for _number in range(5):
        make_member("2026-09", sex="M")
    for _number in range(6):
        make_member("2026-05")


@pytest.fixture
def analyst(db):
    return reporting.analyst()


@pytest.fixture
def approver(db):
    return reporting.approver()


@pytest.fixture
def draft(few, people, analyst) -> Report:
    return computed(reports.ask_for(Q3, analyst, uuid.uuid4()))


@pytest.fixture
def published(draft, paper, approver) -> Report:
    return publish(draft, approver)


def computed(report: Report) -> Report:
    """What the worker does once its bell rings."""
    assert jobs.run(reports.job_of(report).pk)
    return Report.objects.get(pk=report.pk)


def publish(report: Report, by) -> Report:
    reports.review(report, by)
    jobs.run(reports.ask_to_publish(report, by).pk)
    return Report.objects.get(pk=report.pk)


def whole(report: Report, code: str = "new_members"):
    return report.figures.get(indicator_code=code, cut="")
