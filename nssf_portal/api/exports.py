"""Bulk exports: asked for, made by a job line by line, taken within a day, deleted (the shape of FHIR's bulk data)."""

import gzip
import io
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from nssf_portal.api.models import ApiClient, BulkExport
from nssf_portal.api.models.export import EXPORT, ExportState
from nssf_portal.api.problems import Problem
from nssf_portal.api.webhooks import publish
from nssf_portal.documents import vault
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.services import Running
from nssf_portal.law.book import value_or

log = logging.getLogger(__name__)
JOB = "api.export"
_TELL_EVERY = 1_000
_FOLDER = "exports"


class TooLong(Exception):
    """More lines than one export may have."""


@dataclass(frozen=True)
class Kind:
    """`lines(client, since)` yields the lines; it reads only what the client's user may see."""

    code: str
    scope: str
    lines: Callable[[ApiClient, datetime | None], Iterator[dict[str, Any]]]


_kinds: dict[str, Kind] = {}


def register_export(kind: Kind) -> None:
    """Called from `AppConfig.ready()`."""
    _kinds[kind.code] = kind


def kinds() -> dict[str, Kind]:
    return _kinds


@transaction.atomic
def request_export(*, client: ApiClient, what: str, since: datetime | None) -> BulkExport:
    """Put the export on record and start its job. Raises Problem when too many are under way."""
    ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
    under_way = BulkExport.objects.filter(client=client, state=ExportState.REQUESTED).count()
    if under_way >= value_or("api.exports_open", 3):
        raise Problem("too_many", headers={"Retry-After": "60"})
    export = BulkExport.objects.create(client=client, what=what, since=since)
    jobs.enqueue(kind=JOB, subject_id=export.pk, dedup_key=f"{JOB}:{export.pk}", by=client.user)
    return export


def make(running: Running) -> None:
    """Job handler: the whole file, or none; made again from the start after a crash."""
    export = BulkExport.objects.select_related("client__user").get(pk=running.job.subject_id)
    if export.state != ExportState.REQUESTED or not export.client.active:
        return
    try:
        content, lines = _content(export, running)
    except TooLong:
        EXPORT.transition(export, "fail", problem="too_long")
        return
    stored = vault.put(_FOLDER, export.pk, content)
    _finish(export, stored, lines, len(content))


@transaction.atomic
def _finish(export: BulkExport, stored: str, lines: int, size: int) -> None:
    now = timezone.now()
    until = now + timedelta(hours=int(value_or("api.export.hours", 24)))
    locked = BulkExport.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if locked.state != ExportState.REQUESTED:  # deleted meanwhile
        vault.drop(stored)
        return
    EXPORT.move(locked, "finish", ready_at=now, expires_at=until, lines=lines, size=size, stored=stored)
    publish("export.ready", client=export.client, ids={"export": str(export.pk)})


def _content(export: BulkExport, running: Running) -> tuple[bytes, int]:
    most, lines, out = int(value_or("api.export.rows", 200_000)), 0, io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed:
        for line in _kinds[export.what].lines(export.client, export.since):
            lines += 1
            if lines > most:
                raise TooLong
            packed.write(json.dumps(line, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n")
            if lines % _TELL_EVERY == 0:
                running.advance(lines)
    return out.getvalue(), lines


def content_of(export: BulkExport) -> bytes:
    return vault.get(export.stored, export.pk)


@transaction.atomic
def delete(*, export: BulkExport) -> None:
    """Cancel what is being made, or take the file away."""
    locked = BulkExport.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if locked.state == ExportState.DELETED:
        return
    stored = locked.stored
    EXPORT.move(locked, "delete", deleted_at=timezone.now(), stored="")
    if stored:
        transaction.on_commit(lambda: vault.drop(stored))


def delete_expired() -> int:
    """Take away the files nobody may take any more; how many."""
    over = list(BulkExport.objects.filter(state=ExportState.READY, expires_at__lt=timezone.now())[:500])
    for export in over:
        delete(export=export)
    return len(over)
