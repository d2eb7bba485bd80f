import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from enterprises.matching.reading import compared
from enterprises.models import MatchCandidate, Source
from enterprises.services.matching import match
from nssf_portal.runtime.command import CommandFailed, JsonCommand

HEADINGS = ("source", "source_key", "nssf_number", "score", "decision", "reasons")
_COLUMNS = ("pk", "source__code", "source_key", "enterprise__nssf_number", "match_score", "match_state")


class Command(JsonCommand):
    help = "Compare registry records with the register: sure ones are linked, a middle band waits for an officer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", metavar="CODE", help="Only this source's records.")
        parser.add_argument("--export", metavar="CSV", type=Path, help="Write one row per record to this file.")

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        source = _source(options["source"])
        export = options["export"]
        if export and not export.absolute().parent.is_dir():
            raise CommandFailed("folder_not_found", "The folder of the export does not exist.")
        run = match(source=source)
        if export:
            _write(export, source)
        return {
            "records": run.records,
            "matched": run.matched,
            "possible": run.possible,
            "unmatched": run.unmatched,
            "seconds": round((timezone.now() - started).total_seconds(), 3),
        }


def _source(code: str | None) -> Source | None:
    if not code:
        return None
    found = Source.objects.filter(code=code).first()
    if found is None:
        raise CommandFailed("source_unknown", "There is no source with this code.")
    return found


def _write(path: Path, source: Source | None) -> None:
    """The best candidate of a record that waits is its first; a target has none in the register."""
    firsts = MatchCandidate.objects.filter(rank=1, record__in=compared(source)).order_by()
    best = dict(firsts.values_list("record_id", "enterprise__nssf_number"))
    rows = compared(source).order_by("source__rank", "source_id", "source_key").values_list(*_COLUMNS, "match_reasons")
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        for pk, code, key, number, score, decision, reasons in rows:
            out.writerow([code, key, number or best.get(pk) or "", score or 0, decision, " ".join(reasons)])
