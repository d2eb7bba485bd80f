"""Reading for minutes as of one moment, while somebody watches how far it is.

What is read in one transaction cannot tell of itself before it ends: a thread with its own connection tells."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, connection, transaction

from nssf_portal.jobs.models import Job
from nssf_portal.jobs.services import Running

log = logging.getLogger(__name__)
_PAUSE = 1.0  # seconds between two words about the progress


@dataclass
class Progress:
    """Counted by the one who works, read by the thread that tells."""

    total: int
    done: int = 0


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is as of its first question; nothing can be written.

    Inside another transaction (the demonstration's, a test's) it is that transaction's reading."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def telling(running: Running | None, total: int) -> Iterator[Progress]:
    """Whoever looks at the job sees how far it is."""
    progress, stop = Progress(total), threading.Event()
    thread = threading.Thread(target=_tell, args=(running, progress, stop), daemon=True)
    if running:
        thread.start()
    try:
        yield progress
    finally:
        stop.set()
        if running:
            thread.join()


def _tell(running: Running, progress: Progress, stop: threading.Event) -> None:
    mine = Job.objects.filter(pk=running.job.pk, state=Job.State.RUNNING, attempts=running.fence)
    told = 0
    try:
        while not stop.wait(_PAUSE):
            if progress.done != told:
                told = progress.done
                mine.update(done=told, total=progress.total)
    except (OperationalError, InterfaceError) as error:
        log.warning("the progress of job %s is not told any more: %s", running.job.pk, type(error).__name__)
    finally:
        connection.close()
