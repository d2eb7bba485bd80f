"""Rosters that are taken in, workers that can be killed, a Valkey that stays dead; changes are really committed."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import redis
from django.conf import settings as django_settings
from django.core.files.base import ContentFile

from nssf_portal.runtime import broker, keeper
from registration.models import Roster
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registration import person, sample_file, take_in, workbook
from tests.faults.harness import WorkerGroup, until


@pytest.fixture
def group(transactional_db, tmp_path) -> Iterator[WorkerGroup]:
    """A worker group, not started yet; whatever happens, it is gone afterwards."""
    workers = WorkerGroup(tmp_path)
    yield workers
    workers.kill()
    print(workers.log.read_text()[-8000:] if workers.log.exists() else "")  # noqa: T201  shown when a test fails


@pytest.fixture
def big_roster(transactional_db) -> Roster:
    """Ten thousand people without fault, waiting to be checked."""
    return take_in(EnterpriseFactory(nssf_number="100003"), sample_file("roster_3_big.xlsx"))


@pytest.fixture
def small_roster(transactional_db) -> Callable[..., Roster]:
    """Makes a list of so many people without fault, waiting to be checked."""
    return lambda people, enterprise=None: take_in(enterprise or EnterpriseFactory(), staff_file(people))


def staff_file(people: int, *, first: int = 0) -> ContentFile:
    """So many people whom nobody would take for each other."""
    numbers = range(first + 1, first + people + 1)
    rows = [person(n, given=f"DARA{chr(65 + n % 26)}{chr(65 + n // 26)}") for n in numbers]
    return ContentFile(workbook(rows), name="staff.xlsx")


@pytest.fixture
def valkey() -> "Valkey":
    """The suite's own Valkey, to be mistreated."""
    if not broker.is_embedded():
        pytest.skip("the broker is not ours to kill")
    return Valkey()


class Valkey:
    """Kills and empties the server; the keeper brings it back, unless it is held."""

    def flush(self) -> None:
        """Every bell and every counter is gone."""
        with redis.Redis.from_url(django_settings.REDIS_URL) as client:
            client.flushall()

    def kill(self) -> None:
        """SIGKILL: what was not yet on disk is lost."""
        until(lambda: keeper.status(django_settings.BROKER_DIR).get("valkey"), 90, "the keeper to know Valkey")
        os.kill(keeper.status(django_settings.BROKER_DIR)["valkey"], signal.SIGKILL)

    def kill_and_lose_all(self) -> None:
        """It dies, comes back, and remembers nothing."""
        self.kill()
        until(self.answers, 20, "Valkey to come back")
        self.flush()

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(django_settings.REDIS_URL) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def dead(self) -> AbstractContextManager[None]:
        """For as long as the context lasts nobody answers."""
        return _dead(self)


@contextmanager
def _dead(valkey: Valkey) -> Iterator[None]:
    pid = keeper.status(django_settings.BROKER_DIR)["keeper"]
    # Should the test run itself be killed meanwhile, the keeper must not stand still for ever.
    waker = subprocess.Popen(["/bin/sh", "-c", f"sleep 60; kill -CONT {pid}"], start_new_session=True)
    os.kill(pid, signal.SIGSTOP)
    try:
        valkey.kill()
        until(lambda: not valkey.answers(), 5, "Valkey to be dead")
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
        os.killpg(waker.pid, signal.SIGKILL)
        waker.wait()
        until(valkey.answers, 20, "Valkey to come back")
