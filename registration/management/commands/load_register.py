import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from enterprises.loading import load_enterprises
from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.loading import load_members


class Command(JsonCommand):
    help = "Take over what NSSF's core system already holds: its enterprises, then their members (CSV, UTF-8)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["enterprises", "members"])
        parser.add_argument("file", type=Path)

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        if not options["file"].is_file():
            raise CommandFailed("file_not_found", "The file does not exist.")
        result = _enterprises(options["file"]) if options["what"] == "enterprises" else load_members(options["file"])
        return result | {"seconds": round((timezone.now() - started).total_seconds(), 3)}


def _enterprises(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return load_enterprises(csv.DictReader(file))
