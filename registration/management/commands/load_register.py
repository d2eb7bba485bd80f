from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from enterprises.loading import load_enterprises
from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.loading import load_members
from registration.register_file import ENTERPRISE_NAMES, ENTERPRISES, FileRefused, read_rows


class Command(JsonCommand):
    help = "Take over what NSSF's core system already holds: its enterprises, then their members (CSV, UTF-8)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["enterprises", "members"])
        parser.add_argument("file", type=Path)

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        if not options["file"].is_file():
            raise CommandFailed("file_not_found", "The file does not exist.")
        try:
            result = (
                _enterprises(options["file"]) if options["what"] == "enterprises" else load_members(options["file"])
            )
        except FileRefused as refused:
            raise CommandFailed(refused.code, str(refused)) from refused
        return result | {"seconds": round((timezone.now() - started).total_seconds(), 3)}


@transaction.atomic
def _enterprises(path: Path) -> dict[str, Any]:
    return load_enterprises(read_rows(path, ENTERPRISES, ENTERPRISE_NAMES))
