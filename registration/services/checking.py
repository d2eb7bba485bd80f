"""The check of a roster, as a durable job: read, stage in committed blocks, compare with the register once."""

import itertools
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal import law
from nssf_portal.api.webhooks import publish
from nssf_portal.documents import services as documents
from nssf_portal.jobs.services import Running
from nssf_portal.reading.guard import UnreadableFile, open_guarded
from nssf_portal.reading.headings import IGNORE
from registration import matching, staging
from registration.enums import RosterState
from registration.models import ColumnMapping, Roster, RosterColumn, RosterRow
from registration.reading.checks import CheckedRow, Rules
from registration.reading.headers import Layout, read_layout
from registration.reading.rows import RosterReader
from registration.services import leavers, opening
from registration.services.rosters import note, refresh_counts
from registration.workflow import ROSTER

BLOCK = 2000


def rules_today() -> Rules:
    """What the law book says a person in a roster must meet today."""
    today = timezone.localdate()
    return Rules(
        today=today,
        working_age=int(law.value("working_age.minimum", on=today).value),
        khmer_id_digits=int(law.value("identifier.khmer_id.digits", on=today).value),
    )


def check(running: Running) -> None:
    """Job handler. Killed anywhere, it goes on after the last committed block."""
    roster = Roster.objects.select_related("upload").get(pk=running.job.subject_id)
    if roster.state not in (RosterState.RECEIVED, RosterState.MAPPING, RosterState.CHECKING):
        return
    try:
        with _opened(roster) as layout:
            if not _settle_columns(roster, layout, running):
                return
            _stage_all(roster, layout, running)
    except UnreadableFile as problem:
        _give_up(roster, problem, running)
        return
    finish(roster, running)


@contextmanager
def _opened(roster: Roster) -> Iterator[Layout]:
    remembered = dict(
        ColumnMapping.objects.filter(enterprise_id=roster.enterprise_id).values_list("heading_key", "field")
    )
    with tempfile.TemporaryDirectory(prefix="roster-") as folder:
        path = Path(folder) / f"file{Path(roster.file_name).suffix.lower()}"
        path.write_bytes(documents.content_of(roster.upload))
        yield read_layout(open_guarded(path, roster.file_name), remembered)


@transaction.atomic
def _settle_columns(roster: Roster, layout: Layout, running: Running) -> bool:
    """Keep what each column means. False when a required one is unknown: the employer is asked first."""
    if roster.state == RosterState.CHECKING:
        return True
    running.advance(0)
    RosterColumn.objects.filter(roster=roster).delete()
    RosterColumn.objects.bulk_create(
        RosterColumn(
            roster=roster,
            position=position,
            heading=heading[:120],
            field="" if layout.columns.get(position) in (None, IGNORE) else layout.columns[position],
        )
        for position, heading in sorted(layout.headings.items())
    )
    where = {"sheet": layout.sheet.name[:80], "header_row": layout.header_row}
    if layout.missing_required:
        if roster.state == RosterState.RECEIVED:
            ROSTER.transition(roster, "map", **where)
        return False
    ROSTER.transition(roster, "check", first_checked_at=timezone.now(), **where)
    return True


def _stage_all(roster: Roster, layout: Layout, running: Running) -> None:
    rules = rules_today()
    reader = RosterReader(layout, rules)
    rows = itertools.islice(iter(reader), roster.read_to, None)
    total = max(sum(1 for _row in layout.sheet.numbered_rows(after=layout.header_row)), 1)
    columns = {index: name for index, name in layout.columns.items() if name != IGNORE}
    for first in rows:
        block = itertools.chain([first], itertools.islice(rows, BLOCK - 1))
        _stage_block(roster, block, columns, rules, running, total)
    if not roster.read_to:
        raise UnreadableFile("no_people")


@transaction.atomic
def _stage_block(
    roster: Roster, block: Iterable[CheckedRow], columns: dict[int, str], rules: Rules, running: Running, total: int
) -> None:
    """Rows, cursor, progress and lease in one commit: a block is there whole or not at all."""
    read_to = roster.read_to + staging.stage(roster.pk, block, columns, rules.today)
    running.advance(min(read_to, total), total)
    Roster.objects.filter(pk=roster.pk).update(read_to=read_to, rows_total=read_to)
    roster.read_to = roster.rows_total = read_to


@transaction.atomic
def finish(roster: Roster, running: Running | None = None) -> Roster:
    """Compare all rows with the register, ask the officers, propose the leavers; the roster is then ready."""
    if running:
        running.advance(running.job.done)
    matching.compare(
        roster_id=roster.pk,
        enterprise_id=roster.enterprise_id,
        establishment_id=roster.establishment_id,
        before=roster.first_checked_at,
    )
    _recognise_unchanged(roster)
    opening.open_missing(roster=roster, by=roster.received_by)
    leavers.propose(roster)
    ROSTER.transition(roster, "checked")
    note(roster, "checked", by=None, text=str(roster.rows_total))
    roster = refresh_counts(roster)
    publish("roster.checked", owner_id=roster.enterprise_id, ids={"roster": roster.reference})
    return _replace(roster) if roster.replaces_id else roster


def _replace(roster: Roster) -> Roster:
    from registration.services.replacing import take_the_place  # repairs need this module's rules

    return take_the_place(roster)


def _recognise_unchanged(roster: Roster) -> None:
    """How many rows stand in the file sent before just so; what was decided on them is found by their numbers."""
    if roster.replaces_id:
        before = RosterRow.objects.filter(roster_id=roster.replaces_id).order_by().values("digest")
        roster.unchanged = RosterRow.objects.filter(roster=roster, digest__in=before).count()
        roster.save(update_fields=["unchanged"])


@transaction.atomic
def _give_up(roster: Roster, problem: UnreadableFile, running: Running) -> None:
    running.advance(running.job.done)
    roster.refresh_from_db()
    detail = next(iter(problem.details.values()), "")
    ROSTER.transition(
        roster,
        "give_up",
        problem=problem.code,
        problem_detail=f"{detail:,}" if isinstance(detail, int) else str(detail),
    )
    note(roster, "unreadable", by=None, text=problem.code)


def unreadable_message(roster: Roster) -> str:
    """Why a file was not read and what to do, in the reader's language."""
    if roster.state == RosterState.MAPPING:
        return _("We could not tell which column holds what. Say it once, and we will remember it.")
    if roster.problem == "no_people":
        return _("We found column headings in this file but no people below them.")
    return UnreadableFile(roster.problem, allowed=roster.problem_detail, extension=roster.problem_detail).message
