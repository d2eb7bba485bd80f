from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from nssf_portal import tallies
from nssf_portal.runtime.command import JsonCommand


class Command(JsonCommand):
    help = "Recount what the tallies count, say where they differed, and write them anew (--check: only say)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Compare only.")

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        found = [
            {"tally": tally.name, **asdict(difference)}
            for tally in tallies.every()
            for difference in (tallies.differences(tally) if options["check"] else tallies.rebuild(tally).differences)
        ]
        seconds = round((timezone.now() - started).total_seconds(), 3)
        return {"ok": not found, "differences": found, "seconds": seconds}
