"""A target list is made by a durable job: the page that asked may be left."""

import uuid
from collections.abc import Iterable
from datetime import date

from compliance.services import building
from nssf_portal.accounts.models import Office, User
from nssf_portal.ids import uuid7
from nssf_portal.jobs.models import Job
from nssf_portal.jobs.services import Running, enqueue

KIND = "targets.build"
_SPACE = uuid.UUID("018f2f5e-7b1c-7000-8000-7a6765746c73")


def subject_of(office: Office, month: date) -> uuid.UUID:
    """What the job is about before there is a list: the office and the month."""
    return uuid.uuid5(_SPACE, f"{office.pk}:{month:%Y-%m}")


def ask(*, office: Office, month: date, capacity: int, submission_id: uuid.UUID, by: User) -> Job:
    """One job for an office and a month at a time; the same submission is the same job."""
    if running := open_jobs([office], [month]):
        return running[0]
    key = f"{KIND}:{office.pk}:{month:%Y-%m-%d}:{capacity}:{submission_id or uuid7()}"
    return enqueue(kind=KIND, subject_id=subject_of(office, month), dedup_key=key, by=by)


def open_jobs(offices: Iterable[Office], months: Iterable[date]) -> list[Job]:
    """Jobs of these offices and months that wait, run, or gave up."""
    months = list(months)
    subjects = [subject_of(office, month) for office in offices for month in months]
    found = Job.objects.filter(kind=KIND, subject_id__in=subjects).exclude(state=Job.State.DONE)
    return list(found.exclude(state=Job.State.DEAD).order_by("pk"))


def build_job(running: Running) -> None:
    """The job `targets.build`; made again after a crash it finds the list it had begun."""
    _kind, office, month, capacity, _submission = running.job.dedup_key.split(":")
    building.build(
        office=Office.objects.get(pk=office),
        month=date.fromisoformat(month),
        capacity=int(capacity),
        by=running.job.created_by,
    )
    running.advance(1, 1)
