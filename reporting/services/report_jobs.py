"""What the worker does for reports: computing indicator by indicator, making the files, and saying what went wrong."""

import errno
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.jobs.services import LeaseLost, Running
from reporting import computing, editions
from reporting.enums import ReportState
from reporting.indicators.grouping import one_reading
from reporting.models import Report
from reporting.periods import Period
from reporting.registry import Definition
from reporting.services import reports
from reporting.services.one_moment import Progress, one_moment, telling
from reporting.workflow import REPORT

DISK_FULL, PAPER, DATABASE, STORAGE, OTHER = "disk_full", "paper", "database", "storage", "other"
_TO_BE_COMPUTED = (ReportState.REQUESTED, ReportState.FAILED, ReportState.COMPUTING)


def compute_job(running: Running) -> None:
    """The job `report`: once more from the first indicator after a crash; done already, it stays as it is."""
    _watched(running, lambda report: compute(report, running))


def publish_job(running: Running) -> None:
    """The job `report.publish`; who asked for it is the publisher."""
    _watched(running, lambda report: _publish(report, running))


def _publish(report: Report, running: Running) -> None:
    if computing.is_frozen(report):
        return
    if running.job.created_by is None:
        raise reports.Refused("nobody publishes by the clock", report)
    try:
        reports.publish(report, running.job.created_by, running)
    except reports.Refused:  # it was sent back meanwhile: there is nothing to do and nothing to try again
        return


def compute(report: Report, running: Running | None = None) -> Report:
    """Every indicator as of one moment, then all of it kept at once: an interrupted run leaves nothing.

    Effects: definitions, figures, facts, differences from the edition before, digest; the report is a draft."""
    if report.state not in _TO_BE_COMPUTED:
        return report
    _start(report, running)
    wanted = computing.definitions_for(Period.parse(report.period))
    with telling(running, len(wanted)) as progress, one_moment(), one_reading():
        found = [_measured(report, definition, progress) for definition in wanted]
    return _keep(report, found, running)


def _measured(report: Report, definition: Definition, progress: Progress) -> computing.Measured:
    try:
        found = computing.measured(report, definition)
    except Exception as error:
        error.add_note(definition.code)  # which indicator it was, for the page of the report
        raise
    progress.done += 1
    return found


@transaction.atomic
def _start(report: Report, running: Running | None) -> None:
    found = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    _advance(running, 0)
    found.figures_at = timezone.now()
    if found.state == ReportState.COMPUTING:
        found.save(update_fields=["figures_at"])
    else:
        REPORT.move(found, "compute", figures_at=found.figures_at, failure="")


@transaction.atomic
def _keep(report: Report, measured: list[computing.Measured], running: Running | None) -> Report:
    found = Report.objects.select_for_update(of=("self",)).select_related("corrects", "plan").get(pk=report.pk)
    _advance(running, len(measured), len(measured))  # a worker that lost the job keeps nothing
    computing.keep(found, measured)
    editions.write(found)
    REPORT.move(found, "draft", digest=computing.digest_of(found), failure="")
    return found


def _advance(running: Running | None, done: int, total: int | None = None) -> None:
    if running:
        running.advance(done, total)


# --- failures ---------------------------------------------------------------------------------------------------


def _watched(running: Running, work: Callable[[Report], Any]) -> None:
    """Does the work; what goes wrong is written on the report before the job is told, so that its page can say it."""
    report = Report.objects.select_related("corrects", "plan").get(pk=running.job.subject_id)
    try:
        work(report)
    except LeaseLost:
        raise
    except Exception as error:  # whatever it was, the report must not look as if it were still being made
        _write_down(report, running, error)
        raise


@transaction.atomic
def _write_down(report: Report, running: Running, error: Exception) -> None:
    running.advance(running.job.done)  # a worker that lost the job says nothing about it
    found = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    code = failure_of(error)
    if REPORT.allows(found, "fail"):
        REPORT.move(found, "fail", failure=code)
    elif not computing.is_frozen(found):
        found.failure = code
        found.save(update_fields=["failure"])


def failure_of(error: BaseException) -> str:
    """A code and, where an indicator could not be computed, which; never what the error said: it may quote a row."""
    where = next((note for note in getattr(error, "__notes__", []) if note), "")
    return f"{_code(error)} {where}".strip()[:200]


def _code(error: BaseException) -> str:
    if isinstance(error, PdfUnavailable):
        return PAPER
    if isinstance(error, OSError):
        return DISK_FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else STORAGE
    if isinstance(error, DatabaseError):
        return DISK_FULL if getattr(error.__cause__, "sqlstate", "") == "53100" else DATABASE
    return OTHER


def failure_words(failure: str) -> str:
    """For the page: what happened, in plain words."""
    code, _space, where = failure.partition(" ")
    said = {
        DISK_FULL: _("The disk of the server is full."),
        STORAGE: _("The server could not keep the files."),
        PAPER: _("The server cannot set PDF files: system packages are missing."),
        DATABASE: _("The database did not answer."),
    }.get(code, _("Something unexpected happened; the log of the server says what."))
    place = _("It happened at the indicator %(code)s.") % {"code": where}
    return f"{said} {place}" if where else said
