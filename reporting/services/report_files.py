"""The files of a report: set once, each kept when it is made, checked before the report is frozen."""

import copy
import hashlib
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from nssf_portal.documents import vault
from nssf_portal.ids import uuid7
from nssf_portal.jobs.services import Running
from reporting import computing, exporting
from reporting.enums import FileKind, ReportState
from reporting.models import Report, ReportFile

PDF, JSON = "application/pdf", "application/json"
FOLDER = "reports"
MAKERS: dict[FileKind, Callable[[Report], bytes]] = {
    FileKind.JSON: lambda report: exporting.json_of(report),
    FileKind.CSV: lambda report: exporting.csv_of(report),
    FileKind.XLSX: lambda report: exporting.xlsx_of(report),
    FileKind.PDF_KM: lambda report: _pdf(report, "km"),
    FileKind.PDF_EN: lambda report: _pdf(report, "en"),
}
_TYPES = {
    FileKind.JSON: ("json", JSON), FileKind.CSV: ("csv", exporting.CSV), FileKind.XLSX: ("xlsx", exporting.XLSX),
    FileKind.PDF_KM: ("pdf", PDF), FileKind.PDF_EN: ("pdf", PDF),
}  # fmt: skip


def _pdf(report: Report, language: str) -> bytes:
    from reporting import rendering

    return rendering.pdf(report, language)


class NotTheSame(Exception):
    """The figures are not those that were reviewed."""


def name_of(report: Report, kind: FileKind) -> str:
    """ "progress-report-2026Q3-edition-1-km.pdf"; a draft says so."""
    language = {FileKind.PDF_KM: "-km", FileKind.PDF_EN: "-en"}.get(kind, "")
    state = "" if computing.is_frozen(report) else "-draft"
    return f"progress-report-{report.period}-edition-{report.edition}{state}{language}.{_TYPES[kind][0]}"


def type_of(kind: FileKind) -> str:
    return _TYPES[kind][1]


def content(report: Report, kind: FileKind) -> bytes:
    """As it was published; of a report that is not published, made now."""
    if computing.is_frozen(report):
        kept = ReportFile.objects.filter(report=report, kind=kind).first()
        if kept and (key := vault.key_of(kept.stored)):
            return vault.get(kept.stored, key)
    return MAKERS[kind](report)


def make(report: Report, running: Running | None = None) -> None:
    """Those that are missing, one transaction each. Raises OSError when the disk is full, PdfUnavailable."""
    made = set(ReportFile.objects.filter(report=report).values_list("kind", flat=True))
    for done, kind in enumerate(MAKERS, 1):
        if kind not in made:
            _keep(report, kind, MAKERS[kind](_as_published(report)))
        if running:
            running.advance(done, len(MAKERS))


def _as_published(report: Report) -> Report:
    """What its files must say: they are read once it is published. Nothing of this is saved."""
    told = copy.copy(report)
    told.state, told.published_at = ReportState.PUBLISHED, timezone.now()
    return told


@transaction.atomic
def _keep(report: Report, kind: FileKind, made: bytes) -> None:
    stored = vault.put(FOLDER, uuid7(), made)
    digest = hashlib.sha256(made).hexdigest()
    ReportFile.objects.create(report=report, kind=kind, stored=stored, sha256=digest, size=len(made))


def drop(report: Report) -> None:
    """Files of a report that is not published after all; the bytes go once that is certain."""
    names = list(ReportFile.objects.filter(report=report).values_list("stored", flat=True))
    ReportFile.objects.filter(report=report).delete()
    transaction.on_commit(lambda: _forget(names))


def _forget(names: list[str]) -> None:
    for name in names:
        vault.drop(name)


def check(report: Report) -> None:
    """Everything is there, and the figures are those that were reviewed."""
    if ReportFile.objects.filter(report=report).count() != len(MAKERS):
        raise NotTheSame("a file is missing")
    if computing.digest_of(report) != report.digest:
        raise NotTheSame("the figures moved")
