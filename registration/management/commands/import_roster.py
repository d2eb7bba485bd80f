import time
import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from enterprises.models import Enterprise
from nssf_portal.documents.services import UploadRefused
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.enums import RosterMode, RosterState
from registration.forms.rosters import missing_columns
from registration.models import Roster, RosterColumn, RosterProblem
from registration.reading.words import message
from registration.services import repairing, rosters
from registration.services.checking import unreadable_message
from registration.services.registering import NO_NUMBERS


class Command(JsonCommand):
    help = "Check an employer's roster and register whoever is accepted (only new people unless --everyone)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--enterprise", required=True, metavar="NSSF_NUMBER")
        parser.add_argument("--everyone", action="store_true", help="The file names all staff.")
        parser.add_argument("--dry-run", action="store_true", help="Check only; nothing is kept.")

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        enterprise = _enterprise(options["enterprise"])
        if options["dry_run"]:
            with transaction.atomic():
                result = self._run(enterprise, options)
                transaction.set_rollback(True)
        else:
            result = self._run(enterprise, options)
        return result | {"seconds": round((timezone.now() - started).total_seconds(), 3)}

    def _run(self, enterprise: Enterprise, options: dict[str, Any]) -> dict[str, Any]:
        roster = _take_in(enterprise, options)
        _finish_job(rosters.CHECK, roster)
        roster.refresh_from_db()
        if roster.state in (RosterState.MAPPING, RosterState.UNREADABLE):
            raise _not_read(roster)
        result = _result(roster)
        if not options["dry_run"] and rosters.confirm(roster=roster, by=None):
            _finish_job(rosters.REGISTER, roster)
            _refuse_without_numbers(roster)
        return result


def _enterprise(number: str) -> Enterprise:
    found = Enterprise.objects.registered().filter(nssf_number=number).first()
    if found is None:
        raise CommandFailed("enterprise_unknown", "No registered enterprise has this NSSF number.")
    return found


def _not_read(roster: Roster) -> CommandFailed:
    if roster.state == RosterState.UNREADABLE:
        return CommandFailed(roster.problem, unreadable_message(roster))
    names = ", ".join(missing_columns(RosterColumn.objects.filter(roster=roster)))
    return CommandFailed("columns_unknown", f"{unreadable_message(roster)} ({names})")


def _refuse_without_numbers(roster: Roster) -> None:
    roster.refresh_from_db()
    if roster.problem == NO_NUMBERS:
        raise CommandFailed(NO_NUMBERS, "The member numbers are used up: reserve_numbers, then confirm the list.")


def _take_in(enterprise: Enterprise, options: dict[str, Any]) -> Roster:
    path: Path = options["file"]
    if not path.is_file():
        raise CommandFailed("file_not_found", "The file does not exist.")
    try:
        roster, _new = rosters.take_in(
            enterprise=enterprise,
            establishment=enterprise.establishments.get(is_head_office=True),
            mode=RosterMode.EVERYONE if options["everyone"] else RosterMode.NEW_ONLY,
            file=ContentFile(_content(path), name=path.name),
            submission_id=uuid.uuid4(),
            by=None,
        )
    except UploadRefused as refused:
        raise CommandFailed(refused.code or "refused", refused.message) from refused
    return roster


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandFailed("file_unreadable", "The file cannot be read.") from error


def _finish_job(kind: str, roster: Roster) -> None:
    """Do the job here, or wait for the worker that was faster."""
    job = Job.objects.filter(kind=kind, subject_id=roster.pk).latest("id")
    while job.is_open:
        if not jobs.run(job.pk):
            time.sleep(0.2)
        job.refresh_from_db()
    if job.state == Job.State.DEAD:
        raise CommandFailed("job_failed", f"The work stopped after several attempts: {job.error}")


def _result(roster: Roster) -> dict[str, Any]:
    return {
        "roster": roster.reference,
        "rows": roster.rows_total,
        "accepted": roster.accepted + roster.registered,
        "repair": roster.repair,
        "review": roster.review,
        "already_registered": roster.already,
        "problems": list(_problems(roster)),
    }


def _problems(roster: Roster):
    found = RosterProblem.objects.filter(row__roster=roster).select_related("row").order_by("row__row_no", "id")
    for problem in found.iterator():
        value = repairing.shown_value(problem.row, problem.field)
        yield {
            "row": problem.row.row_no,
            "field": problem.field,
            "code": problem.code,
            "severity": problem.severity,
            "message": message(problem.code, problem.field, value, problem.row.identity_kind or "khmer_id"),
        }
