"""Real Celery workers in a process group of their own, killed by the group; what must hold whatever was killed."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection, connections
from django.db.models import Sum

from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.jobs.models import Job
from nssf_portal.notifications.models import Message
from nssf_portal.runtime.paths import BASE_DIR
from nssf_portal.runtime.processes import die_with_parent
from registration.models import Employment, Member, MemberIdentifier, MemberTally, Roster, RosterProblem, RosterRow

LONG = bool(os.environ.get("NSSF_LONG"))
RESTART_LIMIT = 60
"""Seconds from the restart of a killed worker to the end of its work, as the product promises."""


def until(condition: Callable[[], object], seconds: float, what: str = "it") -> float:
    """Wait for something to become true; how long that took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, f"waited {seconds} s for {what} in vain"
        time.sleep(0.02)
    return time.monotonic() - begun


def database_url() -> str:
    """The test's own database, as the role that owns nothing."""
    facts = connection.settings_dict
    host = facts["HOST"] or facts["OPTIONS"].get("host", "")
    account = quote(facts["USER"]) + (f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else "")
    more = {"host": host, "options": "-c role=nssf_web"} | ({"port": facts["PORT"]} if facts["PORT"] else {})
    return f"postgresql://{account}@/{facts['NAME']}?{urlencode(more, quote_via=quote)}"


class WorkerGroup:
    """A worker with two processes and the beat that sweeps, as one group that can be killed at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, lease: float = 3, sweep: float = 1) -> None:
        """Start it; `lease` or `sweep` 0 means the product's own."""
        assert self.process is None
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "DJANGO", "NSSF"))}
        environment = kept | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "VAR_DIR": str(settings.VAR_DIR),
            "NSSF_DB_ROLE": "web",
            "FAULTS_MEDIA": str(settings.MEDIA_ROOT),
            "FAULTS_LEASE": str(lease or ""),
            "FAULTS_SWEEP": str(sweep or ""),
            "PYTHONPATH": str(BASE_DIR),
            "PYTHONWARNINGS": "ignore:::celery.platforms",
        }
        command = [sys.executable, "-m", "celery", "--quiet", "--app", "nssf_portal", "worker", "--beat"]
        command += ["--concurrency", "2", "--schedule", str(self.folder / "beat"), "--loglevel", "INFO"]
        command += ["--without-mingle", "--without-gossip", "--without-heartbeat"]
        for leftover in self.folder.glob("beat*"):
            leftover.unlink()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*die_with_parent("TERM"), *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=BASE_DIR,
                env=environment,
                start_new_session=True,
            )

    @property
    def log(self) -> Path:
        """What all the workers said."""
        return self.folder / "worker.log"

    def kill(self) -> None:
        """SIGKILL to the whole group: nobody gets to tidy up."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def job_of(roster: Roster, kind: str) -> Job:
    """The roster's job of this kind."""
    return Job.objects.get(subject_id=roster.pk, kind=kind)


def is_over(roster: Roster, kind: str) -> bool:
    """Whether that job has come to its end; one that gave up fails the test at once."""
    job = job_of(roster, kind)
    assert job.state != Job.State.DEAD, job.error
    return job.state == Job.State.DONE


def assert_checked_once(roster: Roster, people: int) -> None:
    """Each line of the file is one row, none is missing, none was found wrong."""
    roster.refresh_from_db()
    numbers = RosterRow.objects.filter(roster=roster).values_list("row_no", flat=True)
    assert len(numbers) == len(set(numbers)) == people
    assert (roster.read_to, roster.rows_total, roster.accepted) == (people, people, people)
    assert not RosterProblem.objects.filter(row__roster=roster).exists()
    assert roster.edits.filter(act="checked").count() == 1


def assert_registered_once(roster: Roster, people: int, *, act: str = "registered") -> None:
    """Nobody lost, nobody doubled, nothing half made: rows, members, numbers, employments, messages, counts."""
    roster.refresh_from_db()
    assert (roster.state, roster.registered) == ("done", people)
    assert RosterRow.objects.filter(roster=roster, state="registered").count() == people
    assert Member.objects.count() == Member.objects.values("member_number").distinct().count() == people
    assert Employment.objects.count() == Employment.objects.values("member").distinct().count() == people
    identities = MemberIdentifier.objects.exclude(kind="phone")
    assert identities.count() == identities.values("blind_index").distinct().count() == people
    block = NumberBlock.objects.get(kind="member")
    assert block.next - block.first == people
    phones = RosterRow.objects.filter(roster=roster, phone_blind__isnull=False).count()
    assert Message.objects.filter(event="hire").count() == phones
    recount = Member.objects.filter(merged_into=None).exclude(state="pending").count()
    assert MemberTally.objects.aggregate(people=Sum("people"))["people"] == recount == people
    assert roster.edits.filter(act=act).count() == 1


def in_threads(count: int, act: Callable[[int], object], *, at_once: int = 64) -> list:
    """Do it so many times, as many at once as the cluster has connections for; each thread has its own."""
    barrier = threading.Barrier(min(count, at_once))

    def enter() -> None:
        barrier.wait(60)

    def leave(number: int) -> object:
        try:
            return act(number)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(barrier.parties, initializer=enter) as pool:
        return list(pool.map(leave, range(count)))
