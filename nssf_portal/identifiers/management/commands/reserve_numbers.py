from argparse import ArgumentParser
from typing import Any

from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.identifiers.numbers import BlockRefused, left, reserve
from nssf_portal.runtime.command import CommandFailed, JsonCommand


class Command(JsonCommand):
    help = "Enter a block of numbers that NSSF's core system has reserved for this portal; twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=NumberBlock.Kind.values)
        parser.add_argument("first", type=int)
        parser.add_argument("last", type=int)
        parser.add_argument("--source", required=True, metavar="TEXT", help="Who reserved it, by which letter.")

    def work(self, **options: Any) -> dict[str, Any]:
        try:
            block = reserve(options["kind"], options["first"], options["last"], source=options["source"][:200])
        except BlockRefused as refused:
            raise CommandFailed(refused.code, str(refused)) from refused
        return {
            "kind": block.kind,
            "first": block.first,
            "last": block.last,
            "next": block.next,
            "left": left()[block.kind],
        }
