from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from nssf_portal.accounts.models import Office
from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.cards.batch import issue_for_places, write_cards
from registration.cards.keys import KeyRefused


class Command(JsonCommand):
    help = "Issue a card to every active member in an office's places who has no valid one (again: only who is new)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", required=True, help="HQ, or the code of the place the office serves.")
        parser.add_argument("--out", type=Path, help="Folder for cards.csv: all valid cards there, old and new.")

    def work(self, **options: Any) -> dict[str, Any]:
        prefix = _prefix(options["office"])
        try:
            issued = sum(issue_for_places(prefix))
        except KeyRefused as refused:
            raise CommandFailed(refused.code, str(refused)) from refused
        if options["out"]:
            self._write(prefix, options["out"] / "cards.csv")
        return {"issued": issued}

    def _write(self, prefix: str, path: Path) -> None:
        try:
            written = write_cards(prefix, path)
        except OSError as closed:
            raise CommandFailed("cannot_write", "The folder cannot be written; the cards themselves are issued.") from (
                closed
            )
        self.say(f"{written} cards in {path.name}")


def _prefix(code: str) -> str:
    office = Office.objects.filter(tree=Office.Tree.NSSF, code=code).first()
    if office is None and not (code == "HQ" or (code.isdigit() and len(code) in (2, 4, 6))):
        raise CommandFailed("unknown_office", "There is no such office.")
    return office.place_prefix if office else ("" if code == "HQ" else code)
