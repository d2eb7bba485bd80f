from datetime import date

from django.utils import timezone

from nssf_portal import law
from nssf_portal.law.book import as_json
from nssf_portal.runtime.command import CommandFailed, JsonCommand


class Command(JsonCommand):
    help = "What the law book says under a code on a date."

    def add_arguments(self, parser):
        parser.add_argument("code")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="YYYY-MM-DD; today if not given.")

    def work(self, *, code, on, **options):
        try:
            found = law.value(code, on=on or timezone.localdate())
        except law.NoLawInForce as nothing:
            raise CommandFailed("no_law_in_force", str(nothing)) from nothing
        return {
            "value": as_json(found.value),
            "unit": found.unit,
            "source": found.source,
            "confirmed": found.confirmed,
        }
