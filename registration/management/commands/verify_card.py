from argparse import ArgumentParser
from typing import Any

from nssf_portal.runtime.command import JsonCommand
from registration.cards.verifying import verify_now


class Command(JsonCommand):
    help = "Whether the text of a card's QR code is a card of ours that is good at this moment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text")

    def work(self, **options: Any) -> dict[str, Any]:
        answer = verify_now(options["text"])
        return {"valid": answer.valid, "member_number": answer.member_number, "reason": str(answer.reason)}
