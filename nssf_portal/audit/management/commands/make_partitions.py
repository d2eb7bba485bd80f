from argparse import ArgumentParser
from typing import Any

from nssf_portal.audit.partitions import make_ahead
from nssf_portal.runtime.command import JsonCommand


class Command(JsonCommand):
    help = "Make the monthly partitions of the coming months (as the owner; `migrate` does it too)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=3)

    def work(self, *, months: int, **options: Any) -> dict[str, Any]:
        return {"made": make_ahead(months)}
