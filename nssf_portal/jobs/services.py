"""Durable jobs. In the business transaction: `enqueue`. In a worker or a command: `run`. Every 10 s: `sweep`."""

import logging
import traceback
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.jobs.heartbeat import heartbeat
from nssf_portal.jobs.models import Job

log = logging.getLogger(__name__)
Handler = Callable[["Running"], None]
_handlers: dict[str, Handler] = {}


def register_handler(kind: str, handler: Handler) -> None:
    """Called from `AppConfig.ready()`; the handler must be idempotent: it may run again after a crash."""
    _handlers[kind] = handler


def enqueue(
    *, kind: str, subject_id: uuid.UUID, dedup_key: str, by: User | None = None, not_before: datetime | None = None
) -> Job:
    """Put a job on record with the business change and ring the bell after commit; the same key is the same job."""
    first = {"kind": kind, "subject_id": subject_id, "created_by": by, "not_before": not_before or timezone.now()}
    job, _created = Job.objects.get_or_create(dedup_key=dedup_key, defaults=first)
    transaction.on_commit(lambda: ring(job.id))
    return job


def ring(job_id: uuid.UUID) -> None:
    """Tell a worker. A dead broker must not fail the request: the sweeper rings again."""
    from nssf_portal.jobs.tasks import run_job

    try:
        run_job.apply_async([str(job_id)], retry=False)
    except (OperationalError, RedisError, OSError) as error:
        log.warning("broker unreachable, job waits for the sweeper: %s", type(error).__name__)


class Running:
    """A leased job in a handler's hands: its progress and its lease are moved on with `advance`."""

    def __init__(self, job: Job) -> None:
        self.job, self.fence = job, job.attempts

    def advance(self, done: int, total: int | None = None) -> None:
        """Inside the handler's transaction: progress and lease move with the work, or not at all.

        Raises LeaseLost when another worker has taken the job over, so that nothing is done twice."""
        changed = Job.objects.filter(pk=self.job.pk, state="running", attempts=self.fence).update(
            done=done, total=total if total is not None else self.job.total, leased_until=timezone.now() + Job.LEASE
        )
        if not changed:
            raise LeaseLost
        self.job.done, self.job.total = done, total if total is not None else self.job.total


class LeaseLost(Exception):
    """Another worker holds the job now."""


def run(job_id: uuid.UUID) -> bool:
    """Take the job if it is due, do it, record the end. False: somebody else has it or it is over."""
    job = _take(job_id)
    if job is None:
        return False
    running = Running(job)
    try:
        with heartbeat(running), acting(by=job.created_by, action=f"job.{job.kind}", job=str(job.pk)):
            _handlers[job.kind](running)
            _finish(running)
    except LeaseLost:
        log.warning("job %s was taken over", job.pk)
        return False
    except Exception as error:  # noqa: BLE001  (whatever a handler raises, the job must be rescheduled, not lost)
        _fail(running, error)
        return False
    return True


def _take(job_id: uuid.UUID) -> Job | None:
    with transaction.atomic():
        job = Job.objects.due().select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None:
            return None
        job.state, job.attempts, job.leased_until = Job.State.RUNNING, job.attempts + 1, timezone.now() + Job.LEASE
        job.save(update_fields=["state", "attempts", "leased_until"])
        return job


def _finish(running: Running) -> None:
    done = Job.objects.filter(pk=running.job.pk, state="running", attempts=running.fence).update(
        state=Job.State.DONE, finished_at=timezone.now(), error=""
    )
    if not done:
        raise LeaseLost


def _fail(running: Running, error: Exception) -> None:
    """Back to the queue with a growing pause; dead after five failures. Only the place of the error is kept."""
    job, failures = running.job, running.job.failures + 1
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} at {frame.name}:{frame.lineno}"
    # The message of an error may quote a row; the stack does not.
    stack = "".join(traceback.format_tb(error.__traceback__))
    log.error("job %s %s attempt %s failed: %s\n%s", job.kind, job.pk, job.attempts, place, stack)
    dead = failures >= Job.MAX_FAILURES
    Job.objects.filter(pk=job.pk, state="running", attempts=running.fence).update(
        state=Job.State.DEAD if dead else Job.State.QUEUED,
        failures=failures,
        error=place[:200],
        finished_at=timezone.now() if dead else None,
        not_before=timezone.now() + timedelta(seconds=2**failures),
    )


def retry(job_id: uuid.UUID) -> bool:
    """Take up a dead job once its cause is gone; False when there is no such job or it is not dead."""
    revived = Job.objects.filter(pk=job_id, state=Job.State.DEAD).update(
        state=Job.State.QUEUED, failures=0, finished_at=None, not_before=timezone.now()
    )
    if revived:
        transaction.on_commit(lambda: ring(job_id))
    return bool(revived)


def sweep() -> int:
    """Ring for every due job; one sweeper at a time by advisory lock, so two beats do no harm."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('jobs.sweep'))")
        if not cursor.fetchone()[0]:
            return 0
        due = list(Job.objects.due().values_list("pk", flat=True)[:500])
    for job_id in due:
        ring(job_id)
    return len(due)
