"""The work behind a delivery, as durable jobs: each block is one short transaction with its cursor, there whole or not.

Killed anywhere, the next worker goes on after the last committed block; nothing is counted twice.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.delivering.columns import Layout, read_layout
from enterprises.delivering.communes import Communes
from enterprises.delivering.rows import Reading, RegistryReader, Rules
from enterprises.enums import BatchChannel, BatchState
from enterprises.models import BatchColumn, BatchProblem, RegistryBatch, SourceColumn
from enterprises.services import deliveries, undoing_sql
from enterprises.services.recording import Recorded, record_words
from enterprises.workflow import BATCH
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents import services as documents
from nssf_portal.jobs.services import Running, register_handler
from nssf_portal.law.book import value_or
from nssf_portal.reading.cells import display
from nssf_portal.reading.guard import LIMITS, UnreadableFile, open_guarded
from nssf_portal.reading.headings import IGNORE

BLOCK = 1_000  # short enough that nobody waits two seconds for a row, on a busy machine too
NO_ROWS = "no_rows"


def register() -> None:
    register_handler(deliveries.CHECK, check)
    register_handler(deliveries.LOAD, load)
    register_handler(deliveries.UNDO, undo)


def check(running: Running) -> None:
    """Job handler: read the file, learn its columns, check each row; then ready, or taken over by rule."""
    batch = RegistryBatch.objects.select_related("upload", "source").get(pk=running.job.subject_id)
    if batch.state not in deliveries.CHECKABLE:
        return
    try:
        with _opened(batch) as layout:
            if _settle_columns(batch, layout, running):
                _check_rows(batch, layout, running)
    except UnreadableFile as problem:
        _give_up(batch, problem, running)


def load(running: Running) -> None:
    """Job handler: the lines of a checked file become records, a block at a time."""
    batch = RegistryBatch.objects.select_related("upload", "source").get(pk=running.job.subject_id)
    if batch.state != BatchState.LOADING:
        return
    with _opened(batch) as layout:
        rows = islice(_reader(batch, layout), batch.read_to, None)
        moves_dates = "as_of" in layout.used.values()
        for block in _blocks(rows):
            _take_block(batch, block, moves_dates, running)
    with transaction.atomic():
        running.advance(batch.rows, batch.rows)
        done = BATCH.transition(batch, "finish", done_at=timezone.now())
        if done.created or done.updated:
            deliveries.match_again(done)


def undo(running: Running) -> None:
    """Job handler: each record goes back to its word before this delivery, or is withdrawn when it had none."""
    batch = RegistryBatch.objects.get(pk=running.job.subject_id)
    if batch.state != BatchState.UNDOING:
        return
    total, after = batch.created + batch.updated, ""
    while after is not None:
        with transaction.atomic():
            put_back, after = undoing_sql.put_back(batch.pk, after=after, most=BLOCK)
            batch.undone_rows += put_back
            running.advance(min(batch.undone_rows, total), total)
            RegistryBatch.objects.filter(pk=batch.pk).update(undone_rows=batch.undone_rows)
    with transaction.atomic():
        running.advance(total, total)
        kept = max(undoing_sql.touched(batch.pk, since=batch.received_at) - batch.undone_rows, 0)
        deliveries.match_again(
            BATCH.transition(
                batch, "finish_undo", undone_at=timezone.now(), undone_by=running.job.created_by, kept_rows=kept
            )
        )


@contextmanager
def _opened(batch: RegistryBatch) -> Iterator[Layout]:
    remembered = dict(SourceColumn.objects.filter(source_id=batch.source_id).values_list("heading_key", "field"))
    most = int(value_or("upload.registry.rows", LIMITS.rows))
    limits = replace(
        LIMITS, file=documents.size_limit("registry"), rows=most, cells=40 * most, seconds=60, patience=120.0
    )
    with tempfile.TemporaryDirectory(prefix="registry-") as folder:
        path = Path(folder) / f"file{Path(batch.file_name).suffix.lower()}"
        path.write_bytes(documents.content_of(batch.upload))
        yield read_layout(open_guarded(path, batch.file_name, limits), remembered)


def sample_cells(batch: RegistryBatch, most: int = 3) -> dict[int, list[str]]:
    """The first values of each column, for whoever says what the columns are; none when the file cannot be read."""
    samples: dict[int, list[str]] = {}
    try:
        with _opened(batch) as layout:
            for _row_no, row in islice(layout.sheet.numbered_rows(after=layout.header_row), 20):
                for position, cell in enumerate(row):
                    found = samples.setdefault(position, [])
                    if (text := display(cell)) and len(found) < most and text not in found:
                        found.append(text[:40])
    except UnreadableFile:
        return {}
    return samples


def _reader(batch: RegistryBatch, layout: Layout) -> Iterator[Reading]:
    pattern = re.compile(str(value_or("identifier.tin.pattern", r".*")))
    # "Today" is the day of receipt: a file read again after a night is read the same way.
    today = timezone.localdate(batch.received_at)
    return iter(RegistryReader(layout, Rules(today, pattern, Communes(), batch.as_of)))


def _blocks(rows: Iterator[Reading]) -> Iterator[tuple[Reading, ...]]:
    return iter(lambda: tuple(islice(rows, BLOCK)), ())


@transaction.atomic
def _settle_columns(batch: RegistryBatch, layout: Layout, running: Running) -> bool:
    """Keep what each column means. False when nobody knows which holds the name: the sender is asked first."""
    running.advance(0)
    batch.refresh_from_db()
    if batch.state not in deliveries.CHECKABLE:
        return False
    BatchColumn.objects.filter(batch=batch).delete()
    BatchColumn.objects.bulk_create(
        BatchColumn(
            batch=batch,
            position=position,
            heading=heading[:120],
            field="" if layout.columns.get(position) in (None, IGNORE) else layout.columns[position],
        )
        for position, heading in sorted(layout.headings.items())
    )
    batch.sheet, batch.header_row = layout.sheet.name[:80], layout.header_row
    batch.save(update_fields=["sheet", "header_row"])
    if layout.missing and batch.state == BatchState.RECEIVED:
        BATCH.transition(batch, "name_columns")
    return not layout.missing


def _check_rows(batch: RegistryBatch, layout: Layout, running: Running) -> None:
    BatchProblem.objects.filter(batch=batch).delete()
    rows = refused = 0
    for block in _blocks(_reader(batch, layout)):
        rows += len(block)
        refused += sum(reading.line is None for reading in block)
        with transaction.atomic():
            running.advance(rows)
            _keep_problems(batch, block)
    if not rows:
        raise UnreadableFile(NO_ROWS)
    with transaction.atomic():
        running.advance(rows, rows)
        ready = BATCH.transition(batch, "check", rows=rows, refused=refused)
        if _by_rule(ready):
            deliveries.load(batch=ready, by=None)


def _keep_problems(batch: RegistryBatch, block: Iterable[Reading]) -> None:
    BatchProblem.objects.bulk_create(
        [
            BatchProblem(batch=batch, row_no=found.row, field=found.field, code=found.code, severity=found.severity)
            for reading in block
            for found in reading.problems
        ],
        ignore_conflicts=True,  # the same finding twice on one field of one row is one finding
    )


def _by_rule(batch: RegistryBatch) -> bool:
    """An institution's own delivery with few refused rows needs no officer; an officer's waits for the officer."""
    if batch.channel != BatchChannel.FILE or batch.received_by is None:
        return False
    if batch.received_by.has_permission(Permission.LOAD_REGISTRY):
        return False
    return batch.refused * 100 < value_or("registry.take_over.refused_below", 0) * batch.rows


@transaction.atomic
def _take_block(batch: RegistryBatch, block: tuple[Reading, ...], moves_dates: bool, running: Running) -> None:
    """Records, counts, cursor, progress and lease in one commit."""
    running.advance(batch.read_to + len(block), batch.rows)
    said = record_words([row.line for row in block if row.line], source=batch.source, batch=batch)
    counts = _added(batch, said, moves_dates) | {"read_to": batch.read_to + len(block)}
    RegistryBatch.objects.filter(pk=batch.pk).update(**counts)
    for name, number in counts.items():
        setattr(batch, name, number)


def _added(batch: RegistryBatch, said: Recorded, moves_dates: bool) -> dict[str, int]:
    """A newer date is a change when the source wrote it, not when it is only this delivery's month."""
    dated = said.dated if moves_dates else 0
    return {
        "created": batch.created + said.created,
        "updated": batch.updated + said.updated + dated,
        "unchanged": batch.unchanged + said.unchanged - dated,
    }


@transaction.atomic
def _give_up(batch: RegistryBatch, problem: UnreadableFile, running: Running) -> None:
    running.advance(running.job.done)
    batch.refresh_from_db()
    detail = next(iter(problem.details.values()), "")
    shown = f"{detail:,}" if isinstance(detail, int) else str(detail)
    BATCH.transition(batch, "refuse", problem=problem.code, problem_detail=shown[:40])


def unreadable_message(batch: RegistryBatch) -> str:
    """Why a file was not read and what to do, in the reader's language."""
    if batch.state == BatchState.MAPPING:
        return _("We could not tell which column holds the name. Say it once, and we will remember it.")
    if batch.problem == NO_ROWS:
        return _("We found column headings in this file but no units below them.")
    return UnreadableFile(batch.problem, allowed=batch.problem_detail, extension=batch.problem_detail).message
