"""Keeps the lease of a running job alive while its handler is inside one long transaction."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from nssf_portal.jobs.models import Job

if TYPE_CHECKING:
    from nssf_portal.jobs.services import Running

log = logging.getLogger(__name__)


@contextmanager
def heartbeat(running: "Running") -> Iterator[None]:
    """A thread with its own connection, first beat after a third of the lease; it dies with its process."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(running, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(running: "Running", stop: threading.Event) -> None:
    try:
        while not stop.wait(Job.LEASE.total_seconds() / 3):
            if not _is_still_ours(running):
                return
    finally:
        connection.close()


def _is_still_ours(running: "Running") -> bool:
    """Prolong the lease. A database that is away for a moment must not end the beating: the next beat may reach it."""
    mine = Job.objects.filter(pk=running.job.pk, state=Job.State.RUNNING, attempts=running.fence)
    try:
        return bool(mine.update(leased_until=timezone.now() + Job.LEASE))
    except (OperationalError, InterfaceError) as error:
        log.warning("a beat of job %s was missed: %s", running.job.pk, type(error).__name__)
        connection.close()
        return True
