"""A report is asked for once, computed by a job, resumed after a crash, and says clearly what went wrong."""

import errno
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from reporting import computing, report_tasks
from reporting.models import Report
from reporting.periods import Period
from reporting.services import report_jobs, reports
from tests.factories import reporting
from tests.reporting.reports.conftest import CODES, Q3, computed, publish, whole


def test_a_report_is_computed_from_the_registers(draft):
    assert draft.state == "draft" and draft.reference.startswith("REP-26-")
    assert whole(draft).value == 12
    assert {(one.cell["sex"], int(one.value)) for one in draft.figures.filter(cut="sex")} >= {("F", 7), ("M", 5)}
    assert set(draft.definitions.exclude(indicator_code="facts").values_list("indicator_code", flat=True)) == set(CODES)
    assert whole(draft).rows_digest and draft.digest == computing.digest_of(draft)


def test_what_is_missing_says_why_and_is_never_zero(draft):
    entered, share = whole(draft, "family_package_study"), whole(draft, "share_by_rule")
    assert (entered.value, entered.missing) == (None, "not_entered")
    assert (share.value, share.missing) == (None, "no_denominator")


def test_few_people_are_marked_and_what_would_tell_of_them(draft):
    cells = draft.figures.filter(indicator_code="new_members", cut="province")
    places = {one.cell["province"]: one.hidden for one in cells}
    assert places["02"] == "small" and places["12"] == "second"


def test_what_an_institution_entered_and_somebody_approved_is_its_figure(few, analyst, db):
    indicator = reporting.indicator("family_package_study")
    entry = reporting.submitted(state="approved", approved_at=timezone.now(), approved_by=analyst)
    entry.values.create(indicator=indicator, value=50, source="minutes", entered_by=entry.submitted_by)
    figure = whole(computed(reports.ask_for(Q3, analyst)), "family_package_study")
    assert (int(figure.value), figure.origin) == (50, "entered")


def test_asking_again_is_the_same_report(few, analyst, db):
    first = reports.ask_for(Q3, analyst, uuid.uuid4())
    assert reports.ask_for(Q3, reporting.analyst(), uuid.uuid4()).pk == first.pk
    assert reports.ask_for(Q3, analyst, first.submission_id).pk == first.pk
    assert Job.objects.filter(subject_id=first.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_report():
    plan = reporting.plan()

    def ask(_number):
        try:
            return reports.ask_for(Q3, None, uuid.uuid4()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(ask, (1, 2))
    assert first == second and Report.objects.filter(plan=plan).count() == 1
    assert Job.objects.filter(subject_id=first).count() == 1


def test_a_period_that_has_not_begun_or_has_no_plan_is_refused(db):
    reporting.plan()
    for code in ("2031Q1", "2019Q2"):
        with pytest.raises(reports.Refused):
            reports.ask_for(Period.parse(code), None)


def test_a_worker_killed_in_the_middle_is_resumed_and_nothing_is_there_twice(few, people, analyst, monkeypatch):
    report, real = reports.ask_for(Q3, analyst), computing.measured

    def killed(found, definition):
        if definition.code == few[2].code:
            raise SystemExit  # as a killed process: nobody writes anything down
        return real(found, definition)

    job = reports.job_of(report)
    monkeypatch.setattr(computing, "measured", killed)
    with pytest.raises(SystemExit):
        jobs.run(job.pk)
    report.refresh_from_db()
    assert report.state == "computing" and not report.figures.exists()
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    monkeypatch.setattr(computing, "measured", real)
    done = computed(report)
    assert done.state == "draft" and done.definitions.count() == len(CODES) + 1
    assert whole(done).value == 12 and done.digest == computing.digest_of(done)
    assert not jobs.run(job.pk)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_full_disk_is_a_clear_failure_and_can_be_tried_again(few, people, analyst, monkeypatch, number):
    report, real = reports.ask_for(Q3, analyst), computing.measured
    monkeypatch.setattr(computing, "measured", _raise(OSError(number, "no")))
    job = reports.job_of(report)
    for _attempt in range(Job.MAX_FAILURES):
        Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
        assert not jobs.run(job.pk)
    report.refresh_from_db()
    assert report.state == "failed" and report.figures.count() == 0
    assert report.failure.split()[0] == ("disk_full" if number == errno.ENOSPC else "storage")
    assert few[0].code in report_jobs.failure_words(report.failure)
    assert not reports.is_busy(report)
    monkeypatch.setattr(computing, "measured", real)
    assert computed(reports.compute_again(report, analyst)).state == "draft"


def test_a_full_disk_while_publishing_publishes_nothing_until_it_is_tried_again(draft, paper, approver, monkeypatch):
    from reporting.services import report_files

    real = report_files.vault.put
    monkeypatch.setattr(report_files.vault, "put", _raise(OSError(errno.ENOSPC, "full")))
    found = publish(draft, approver)
    assert (found.state, found.failure, found.files.count()) == ("reviewed", "disk_full", 0)
    monkeypatch.setattr(report_files.vault, "put", real)
    job = reports.job_of(found, reports.PUBLISH)
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    assert jobs.run(job.pk)
    found.refresh_from_db()
    assert (found.state, found.failure, found.files.count()) == ("published", "", 5)


def _raise(error):
    def act(*args, **kwargs):
        raise error

    return act


def test_the_same_data_give_the_same_numbers(draft, analyst):
    before = draft.digest
    again = computed(reports.compute_again(draft, analyst))
    assert again.digest == before and again.state == "draft"


def test_the_clock_asks_once_for_what_is_over(db, monkeypatch):
    reporting.plan()
    report_tasks.ask_for_reports()
    report_tasks.ask_for_reports()
    today = timezone.localdate()
    wanted = {Period.quarter_of(today).before.code, Period.parse(str(today.year)).before.code}
    assert set(Report.objects.values_list("period", flat=True)) <= wanted
    assert Report.objects.filter(period=Period.quarter_of(today).before.code).count() == 1


def test_the_database_keeps_one_open_report_of_a_period(db):
    reporting.report("2026Q3", "draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        reporting.report("2026Q3", "draft", edition=1)
