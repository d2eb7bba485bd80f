"""Two workers with one job, and a database that hangs up at the last moment: the work is done once."""

import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, connections
from django.utils import timezone

from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job, JobQuerySet
from registration.services import checking, registering, rosters
from tests.factories.registration import confirmed, run_jobs
from tests.faults.harness import assert_checked_once, assert_registered_once, database_url, in_threads, job_of

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
PEOPLE = 250
ONE_OF_SIXTEEN = [False] * 15 + [True]


@pytest.fixture
def roster(small_roster, monkeypatch):
    monkeypatch.setattr(checking, "BLOCK", 100)
    return small_roster(PEOPLE)


def test_a_bell_heard_many_times_is_one_run(roster):
    job = job_of(roster, "roster.check")
    assert sorted(in_threads(16, lambda _n: jobs.run(job.pk))) == ONE_OF_SIXTEEN
    job.refresh_from_db()
    assert job.attempts == 1
    assert_checked_once(roster, PEOPLE)


def test_control_without_the_lease_it_is_run_again_and_again(roster, monkeypatch):
    monkeypatch.setattr(JobQuerySet, "due", lambda queryset: queryset)
    monkeypatch.setattr(JobQuerySet, "select_for_update", lambda queryset, **_: queryset)
    runs, together = [], threading.Barrier(2, timeout=20)

    def handler(running):
        runs.append(running)
        together.wait()

    monkeypatch.setitem(jobs._handlers, "roster.check", handler)
    job = job_of(roster, "roster.check")
    in_threads(2, lambda _n: jobs.run(job.pk))
    assert len(runs) == 2


def test_a_worker_thought_dead_changes_nothing_when_it_wakes(roster, monkeypatch):
    """It stood still for longer than its lease, right before comparing; meanwhile its heir did everything."""
    asleep, wake, real, ended = threading.Event(), threading.Event(), checking.finish, []

    def finish(*args):
        if threading.current_thread() is slow:
            asleep.set()
            assert wake.wait(20)
        return real(*args)

    def work():
        try:
            ended.append(jobs.run(job))
        finally:
            connections["default"].close()

    monkeypatch.setattr(checking, "finish", finish)
    job = job_of(roster, "roster.check").pk
    slow = threading.Thread(target=work)
    slow.start()
    assert asleep.wait(20)
    Job.objects.filter(pk=job).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert jobs.run(job)
    confirmed(roster)
    wake.set()
    slow.join(20)
    assert ended == [False]
    assert roster.edits.filter(act="checked").count() == 1
    assert_registered_once(roster, PEOPLE)


@pytest.fixture
def hang_up_on():
    """Ends this thread's backend from another connection, as an operator or a restart of PostgreSQL would."""

    def hang_up():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        with psycopg.connect(database_url(), autocommit=True) as other:
            other.execute("RESET ROLE")
            other.execute("SET ROLE nssf_owner")
            assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone()[0]

    return hang_up


@pytest.mark.parametrize("kind", ["roster.check", "roster.register"])
def test_the_backend_is_killed_right_before_the_commit(roster, monkeypatch, hang_up_on, kind):
    """The last statement is done, the commit never arrives: nothing is kept, the job is tried again by itself."""
    if kind == "roster.register":
        rosters.confirm(roster=run_jobs(roster), by=None)
    job = job_of(roster, kind)
    with monkeypatch.context() as patch:
        for module, last_statement in ((checking, "refresh_counts"), (registering, "count_rows")):
            patch.setattr(module, last_statement, lambda *args, **kwargs: hang_up_on())
        assert not jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failures) == ("queued", 1)
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    assert jobs.run(job.pk)
    if kind == "roster.check":
        assert_checked_once(roster, PEOPLE)
        confirmed(roster)
    assert_registered_once(roster, PEOPLE)


def test_being_killed_often_is_no_fault_of_the_job(roster):
    """Twenty dead workers, then one real failure: the job is still tried again."""
    Job.objects.filter(subject_id=roster.pk).update(attempts=20)
    job = job_of(roster, "roster.check")
    jobs._handlers["roster.check"], real = lambda running: 1 / 0, jobs._handlers["roster.check"]
    try:
        jobs.run(job.pk)
    finally:
        jobs._handlers["roster.check"] = real
    job.refresh_from_db()
    assert (job.state, job.failures) == ("queued", 1)
    assert job.not_before < timezone.now() + timedelta(minutes=1)
