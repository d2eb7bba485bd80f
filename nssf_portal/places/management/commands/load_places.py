from dataclasses import asdict

from nssf_portal.places.services import RELEASE, load_places
from nssf_portal.runtime.command import CommandFailed, JsonCommand


class Command(JsonCommand):
    help = "Load a yearly release of the provinces, districts, communes and villages."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, default=RELEASE)

    def work(self, *, year, **options):
        try:
            return asdict(load_places(year))
        except LookupError as missing:
            raise CommandFailed("no_such_release", str(missing)) from missing
