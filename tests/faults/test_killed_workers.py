"""kill -9 of the whole worker group at random points of the roster of 10,000, with and without Valkey dying too."""

import random
import time

import pytest

from nssf_portal.jobs.models import Job
from registration.services import rosters
from tests.faults.harness import (
    LONG,
    RESTART_LIMIT,
    WorkerGroup,
    assert_checked_once,
    assert_registered_once,
    is_over,
    job_of,
    until,
)
from tests.faults.tripwire import FORKS, run_and_fall

pytestmark = pytest.mark.faults
PEOPLE = 10_000
KILLS = 20 if LONG else 3
SPAN = {"roster.check": 0.4, "roster.register": 2.5}  # seconds of work in which the blow falls
SEED = 20261122


@pytest.mark.parametrize("valkey_too", [False, True] if LONG else [True])
def test_killed_at_random_points(group, big_roster, valkey, valkey_too):
    chance = random.Random(SEED + valkey_too)
    fallen = 0
    for kind, kills in (("roster.check", KILLS // 2), ("roster.register", KILLS)):
        if kind == "roster.register":
            rosters.confirm(roster=big_roster, by=None)
        while fallen < kills and _kill_at_work(group, big_roster, kind, chance):
            fallen += 1
            if valkey_too:
                valkey.kill_and_lose_all()
        _finishes_after_restart(group, big_roster, kind)
    assert fallen >= KILLS // 2, "the work was over before most of the blows: shorten SPAN"
    assert big_roster.edits.filter(act="checked").count() == 1
    assert_registered_once(big_roster, PEOPLE)


def _kill_at_work(group: WorkerGroup, roster, kind: str, chance: random.Random) -> bool:
    """Start, let it take the job, strike after a random time; whether it was still at work then."""
    before = job_of(roster, kind).attempts
    group.start()
    until(lambda: job_of(roster, kind).attempts > before, RESTART_LIMIT, "a worker to take the job")
    time.sleep(chance.uniform(0, SPAN[kind]))
    group.kill()
    return job_of(roster, kind).state == Job.State.RUNNING


def _finishes_after_restart(group: WorkerGroup, roster, kind: str, **leases: float) -> float:
    if not is_over(roster, kind):
        group.start(**leases)
    took = until(lambda: is_over(roster, kind), RESTART_LIMIT, f"{kind} after the restart")
    group.kill()
    return took


@FORKS
def test_finished_within_a_minute_with_the_leases_of_production(group, small_roster, valkey):
    """Nothing quickened: the lease of the killed worker has to run out, and the bells are gone."""
    roster = small_roster(250)
    run_and_fall(job_of(roster, "roster.check").pk, after="registration.staging:stage")
    valkey.kill_and_lose_all()
    _finishes_after_restart(group, roster, "roster.check", lease=0, sweep=0)
    assert_checked_once(roster, 250)
