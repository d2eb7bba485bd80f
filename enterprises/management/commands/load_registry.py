import re
import time
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from enterprises.delivering.columns import missing_fields
from enterprises.delivering.words import FIELD_LABELS, message
from enterprises.enums import BatchChannel, BatchState, Way
from enterprises.models import RegistryBatch, Source
from enterprises.services import deliveries
from enterprises.services.delivery_jobs import unreadable_message
from nssf_portal.documents.services import UploadRefused
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.runtime.command import CommandFailed, JsonCommand

_PERIOD = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])\Z")
_COUNTS = ("rows", "created", "updated", "unchanged", "refused")


class Command(JsonCommand):
    help = "Take over what an institution's registry holds (CSV, TSV, Excel or OpenDocument, in its own columns)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, metavar="CODE")
        parser.add_argument("--period", metavar="YYYY-MM", help="The month the list speaks of; this month unless told.")

    def work(self, **options: Any) -> dict[str, Any]:
        started = time.monotonic()
        source, period = _source(options["source"]), _period(options["period"])
        batch = _receive(source, options["file"], period)
        if batch.state != BatchState.LOADING:  # a command that was killed while taking over goes on from there
            _check(batch)
        if batch.state == BatchState.READY:
            _finish(deliveries.load(batch=batch, by=None))
        else:
            _finish(Job.objects.filter(kind=deliveries.LOAD, subject_id=batch.pk).latest("id"))
        batch.refresh_from_db()
        counts = {name: getattr(batch, name) for name in _COUNTS}
        seconds = round(time.monotonic() - started, 3)
        return counts | {"seconds": seconds, "problems": list(_problems(batch)), "batch": batch.reference}


def _source(code: str) -> Source:
    found = Source.objects.filter(code=code, is_active=True).exclude(way=Way.OWN).first()
    if found is None:
        raise CommandFailed("source_unknown", "No institution's registry has this code.")
    return found


def _period(text: str | None) -> str:
    period = text or timezone.localdate().strftime("%Y-%m")
    if not _PERIOD.match(period) or period > timezone.localdate().strftime("%Y-%m"):
        raise CommandFailed("period_invalid", "Write the period as year-month, not in the future: 2026-10.")
    return period


def _receive(source: Source, path: Path, period: str) -> RegistryBatch:
    if not path.is_file():
        raise CommandFailed("file_not_found", "The file does not exist.")
    try:
        return deliveries.receive(
            source=source,
            file=ContentFile(path.read_bytes(), name=path.name),
            period=period,
            by=None,
            institution=source.institution,
            submission_id=uuid.uuid4(),
            channel=BatchChannel.COMMAND,
        )
    except OSError as error:
        raise CommandFailed("file_unreadable", "The file cannot be read.") from error
    except UploadRefused as refused:
        raise CommandFailed(refused.code or "refused", refused.message) from refused


def _check(batch: RegistryBatch) -> None:
    _finish(Job.objects.filter(kind=deliveries.CHECK, subject_id=batch.pk).latest("id"))
    batch.refresh_from_db()
    if batch.state == BatchState.UNREADABLE:
        raise CommandFailed(batch.problem, unreadable_message(batch))
    if batch.state == BatchState.MAPPING:
        missing = missing_fields(batch.columns.values_list("field", flat=True))
        names = ", ".join(str(FIELD_LABELS[name]) for name in missing)
        raise CommandFailed("columns_unknown", f"{unreadable_message(batch)} ({names})")


def _finish(job: Job) -> None:
    """Do the job here, or wait for the worker that was faster."""
    while job.is_open:
        if not jobs.run(job.pk):
            time.sleep(0.2)
        job.refresh_from_db()
    if job.state == Job.State.DEAD:
        raise CommandFailed("job_failed", f"The work stopped after several attempts: {job.error}")


def _problems(batch: RegistryBatch) -> Iterator[dict[str, Any]]:
    for found in batch.problems.order_by("row_no", "id").iterator():
        yield {
            "row": found.row_no,
            "field": found.field,
            "code": found.code,
            "severity": found.severity,
            "message": message(found.code, found.field),
        }
