import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.jobs import services as jobs
from nssf_portal.runtime.command import CommandFailed, JsonCommand
from reporting import computing, exporting
from reporting.enums import FileKind, ReportState
from reporting.models import Report
from reporting.periods import NotAPeriod, Period
from reporting.services import report_files, report_jobs, reports

_PATIENCE = 600  # seconds for another worker that computes it at this moment


class Command(JsonCommand):
    help = "Make the report of a quarter or a year (2026Q3, 2026) and write its files: PDF, XLSX, CSV, JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", help="2026Q3 or 2026")
        parser.add_argument("--out", required=True, type=Path, help="The folder for the files; made if it is not there")

    def work(self, *, period: str, out: Path, **options: Any) -> dict[str, Any]:
        begun = time.monotonic()
        report = _computed(_asked(period))
        files = _written(report, out)
        return {
            "report": report.reference,
            "indicators": exporting.wholes(report),
            "files": files,
            "seconds": round(time.monotonic() - begun, 2),
        }


def _asked(text: str) -> Report:
    """A draft is computed anew; what is reviewed or published stands as it is."""
    try:
        report = reports.ask_for(Period.parse(text))
    except NotAPeriod as wrong:
        raise CommandFailed("period", "Give a quarter (2026Q3) or a year (2026).") from wrong
    except reports.Refused as why:
        raise CommandFailed("refused", str(why)) from why
    if report.state in (ReportState.DRAFT, ReportState.FAILED, ReportState.COMPUTING):
        return reports.compute_again(report)
    return report


def _computed(report: Report) -> Report:
    """In this process, unless a worker has it already: then wait for it."""
    until = time.monotonic() + _PATIENCE
    while (job := reports.job_of(report)) and job.is_open and time.monotonic() < until:
        if not jobs.run(job.pk):
            job.refresh_from_db()
            if job.failures:
                break
            time.sleep(0.5)
    found = Report.objects.select_related("plan", "corrects").get(pk=report.pk)
    if found.failure or found.figures_at is None or found.state == ReportState.COMPUTING:
        raise CommandFailed("not_computed", report_jobs.failure_words(found.failure))
    if computing.is_frozen(found) and computing.digest_of(found) != found.digest:
        raise CommandFailed("changed", "The figures in the database are not those that were published.")
    return found


def _written(report: Report, out: Path) -> list[str]:
    try:
        out.mkdir(parents=True, exist_ok=True)
        return [_write(report, kind, out) for kind in FileKind]
    except PdfUnavailable as missing:
        raise CommandFailed("pdf", str(missing)) from missing
    except OSError as full:
        raise CommandFailed("storage", f"The files cannot be written: {os.strerror(full.errno or 0)}.") from full


def _write(report: Report, kind: FileKind, out: Path) -> str:
    """Half a file left by a full disk is taken away."""
    path = out / report_files.name_of(report, kind)
    made = report_files.content(report, kind)
    try:
        path.write_bytes(made)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return str(path)
