from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from nssf_portal.runtime.command import JsonCommand
from registration.services import tallies


class Command(JsonCommand):
    help = "Recount the new members, say where the tally differed, and write it anew (--check: only say)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Compare only.")

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        found = tallies.differences() if options["check"] else tallies.rebuild().differences
        seconds = round((timezone.now() - started).total_seconds(), 3)
        return {"ok": not found, "differences": [asdict(difference) for difference in found], "seconds": seconds}
