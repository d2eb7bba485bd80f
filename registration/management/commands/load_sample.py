from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.sample import bulk


class Command(JsonCommand):
    requires_system_checks: list[str] = []
    help = "Fill the registers with invented people (a demonstration only; up to 3,000,000 members)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--members", type=int, required=True)
        parser.add_argument("--enterprises", type=int, required=True)
        parser.add_argument("--seed", type=int, required=True, help="The same seed gives the same people.")
        parser.add_argument("--work-items", type=int, default=0, metavar="K", help="Open work items, for the queues.")

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        wish = bulk.Wish(options["members"], options["enterprises"], options["seed"], options["work_items"])
        try:
            bulk.load(wish)
        except bulk.SampleRefused as refused:
            raise CommandFailed(refused.code, str(refused)) from refused
        seconds = round((timezone.now() - started).total_seconds(), 3)
        return {"members": wish.members, "enterprises": wish.enterprises, "seconds": seconds}
