"""Keeps the lease of a running job alive while its handler is inside one long transaction."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from nssf_portal.jobs.models import Job

if TYPE_CHECKING:
    from nssf_portal.jobs.services import Running


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
            mine = Job.objects.filter(pk=running.job.pk, state=Job.State.RUNNING, attempts=running.fence)
            if not mine.update(leased_until=timezone.now() + Job.LEASE):
                return
    finally:
        connection.close()
