from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import timezone

from compliance.services.payment_files import take_path
from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.register_file import FileRefused


class Command(JsonCommand):
    help = "Take over what enterprises paid, as the collection system says (CSV, UTF-8)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="collection", help="The system the file comes from.")

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        if not options["file"].is_file():
            raise CommandFailed("file_not_found", "The file does not exist.")
        try:
            outcome = take_path(options["file"], source=options["source"])
        except FileRefused as refused:
            raise CommandFailed(refused.code, str(refused)) from refused
        batch = outcome.batch
        counts = {name: getattr(batch, name) for name in ("rows", "created", "unchanged", "refused")}
        seconds = round((timezone.now() - started).total_seconds(), 3)
        return counts | {"seconds": seconds, "problems": [asdict(problem) for problem in outcome.problems]}
