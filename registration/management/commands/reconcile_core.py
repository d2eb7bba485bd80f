import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.core.reconciling import reconcile
from registration.register_file import FileRefused

_COUNTS = ("in_core", "here", "same", "only_core", "only_here", "differing", "numbered_by_both", "not_comparable")


class Command(JsonCommand):
    help = "Compare the core system's control file of a day (CSV: kind, number, state, facts) with both registers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--day", type=datetime.date.fromisoformat, help="YYYY-MM-DD; yesterday unless told")

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        day = options["day"] or timezone.localdate() - datetime.timedelta(days=1)
        if not options["file"].is_file():
            raise CommandFailed("file_not_found", "The file does not exist.")
        if day > timezone.localdate():
            raise CommandFailed("day_ahead", "This day has not come yet.")
        try:
            made = reconcile(day, options["file"])
        except FileRefused as refused:
            raise CommandFailed(refused.code, str(refused)) from refused
        seconds = round((timezone.now() - started).total_seconds(), 3)
        return {"day": day.isoformat()} | {name: getattr(made, name) for name in _COUNTS} | {"seconds": seconds}
