from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.paying import load_payments
from registration.register_file import FileRefused


class Command(JsonCommand):
    help = "Take over which months of voluntary members are paid, as the collection system says (CSV, UTF-8)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="collection", help="The system the file comes from.")

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        if not options["file"].is_file():
            raise CommandFailed("file_not_found", "The file does not exist.")
        try:
            result = load_payments(options["file"], source=options["source"][:40])
        except FileRefused as refused:
            raise CommandFailed(refused.code, str(refused)) from refused
        return result | {"seconds": round((timezone.now() - started).total_seconds(), 3)}
