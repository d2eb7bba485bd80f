"""A worker that dies at the worst moments of its work: its heir loses nobody and doubles nobody. Without the guard,
the same deaths do harm, so that these tests are known to see it."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db.models import QuerySet

from registration.models import Employment, Member, Roster, RosterRow
from registration.services import checking, registering, rosters
from tests.factories.registration import confirmed, run_jobs
from tests.faults.harness import assert_checked_once, assert_registered_once, job_of
from tests.faults.tripwire import FORKS, heir_takes_over, run_and_fall

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    FORKS,
]
PEOPLE = 250
CHECK = "registration.services.checking"
REGISTER = "registration.services.registering"
IN_THE_CHECK = [
    (f"{CHECK}:_settle_columns", 1),
    ("registration.staging:stage", 1),
    ("registration.staging:stage", 2),
    (f"{CHECK}:_stage_block", 1),
    (f"{CHECK}:_stage_block", 3),
    ("registration.matching:compare", 1),
    (f"{CHECK}:refresh_counts", 1),
    ("handler", 1),
]
IN_THE_REGISTERING = [
    f"{REGISTER}:allocate",
    "sql:INSERT INTO registration_member ",
    "sql:INSERT INTO registration_memberidentifier",
    "sql:INSERT INTO registration_employment",
    "sql:INSERT INTO notifications_message",
    "registration.registering:register_accepted",
    f"{REGISTER}:count_rows",
    "handler",
]


@pytest.fixture
def roster(small_roster, monkeypatch):
    """A list of three blocks, waiting to be checked."""
    monkeypatch.setattr(checking, "BLOCK", 100)
    return small_roster(PEOPLE)


@pytest.mark.parametrize(("after", "turn"), IN_THE_CHECK)
def test_killed_in_the_check(roster, after, turn):
    job = job_of(roster, "roster.check").pk
    run_and_fall(job, after=after, turn=turn)
    assert heir_takes_over(job)
    assert_checked_once(roster, PEOPLE)
    confirmed(roster)
    assert_registered_once(roster, PEOPLE)


@pytest.mark.parametrize("after", IN_THE_REGISTERING)
def test_killed_in_the_registering(roster, after):
    rosters.confirm(roster=run_jobs(roster), by=None)
    job = job_of(roster, "roster.register").pk
    run_and_fall(job, after=after)
    assert heir_takes_over(job)
    assert_registered_once(roster, PEOPLE)


def test_control_a_block_apart_from_its_cursor_is_staged_again(roster, monkeypatch):
    monkeypatch.setattr(checking, "_stage_block", checking._stage_block.__wrapped__)  # no transaction around both
    job = job_of(roster, "roster.check").pk
    run_and_fall(job, after="registration.staging:stage", turn=2)
    assert not heir_takes_over(job)  # only the constraint on row numbers stops it
    assert (Roster.objects.get().read_to, RosterRow.objects.count()) == (100, 200)
    with pytest.raises(AssertionError):
        assert_checked_once(roster, PEOPLE)


def test_control_registering_without_its_transaction_leaves_half(roster, monkeypatch):
    rosters.confirm(roster=run_jobs(roster), by=None)
    job = job_of(roster, "roster.register").pk
    monkeypatch.setattr(registering, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **_: queryset.all())
    run_and_fall(job, after="sql:INSERT INTO registration_member ")
    assert not heir_takes_over(job)
    assert (Member.objects.count(), Employment.objects.count()) == (PEOPLE, 0)
    with pytest.raises(AssertionError):
        assert_registered_once(roster, PEOPLE)
