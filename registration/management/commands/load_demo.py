from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.utils import timezone

from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.sample import demo, sign_ins


class Command(JsonCommand):
    requires_system_checks: list[str] = []
    help = "Load the demonstration: sign-ins, sources, numbers and (unless --empty) sample registers and staff lists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help="Sign-ins and reference rows only.")
        parser.add_argument("--show", action="store_true", help="Print the sign-ins.")

    def work(self, **options: Any) -> dict[str, Any]:
        if not settings.DEMO:
            raise CommandFailed("not_a_demonstration", "Sample people are loaded into a demonstration only.")
        started = timezone.now()
        people = demo.load(empty=options["empty"])
        text = sign_ins.write(people, empty=options["empty"])
        if options["show"]:
            self.stderr.write(text)
        return {"sign_ins": len(people), "seconds": round((timezone.now() - started).total_seconds(), 3)}
