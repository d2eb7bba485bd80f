from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.core import packing
from registration.core.services import DeltaRefused, take_changes
from registration.register_file import FileRefused


class Command(JsonCommand):
    help = "Take over one delta of NSSF's core system (a JSON document a line); the same one again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        if not options["file"].is_file():
            raise CommandFailed("file_not_found", "The file does not exist.")
        try:
            found = packing.unpack(options["file"])
            taken = take_changes(found.rows, found.sequence)
        except (FileRefused, DeltaRefused) as refused:
            raise CommandFailed(refused.code, str(refused)) from refused
        names = ("sequence", "already", "rows", "created", "updated", "unchanged", "refused", "problems")
        seconds = round((timezone.now() - started).total_seconds(), 3)
        return {name: getattr(taken, name) for name in names} | {"seconds": seconds}
