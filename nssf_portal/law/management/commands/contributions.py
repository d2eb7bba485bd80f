from datetime import date

from nssf_portal.law import NoLawInForce
from nssf_portal.law.contributions import work_out
from nssf_portal.runtime.command import CommandFailed, JsonCommand


class Command(JsonCommand):
    help = "Monthly contributions for one wage, in riel."

    def add_arguments(self, parser):
        parser.add_argument("wage", type=int, metavar="WAGE_KHR")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="YYYY-MM-DD; today if not given.")

    def work(self, *, wage, on, **options):
        try:
            return work_out(wage, on).amounts()
        except NoLawInForce as nothing:
            raise CommandFailed("no_law_in_force", str(nothing)) from nothing
        except ValueError as wrong:
            raise CommandFailed("wage_invalid", str(wrong)) from wrong
