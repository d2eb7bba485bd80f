from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from nssf_portal.runtime.command import CommandFailed, JsonCommand
from nssf_portal.workflow import NotPossible
from registration.cards import keys
from registration.cards.enums import Algorithm, KeyState
from registration.models import CardKey


class Command(JsonCommand):
    help = (
        "The keys that sign cards: `publish` a new one, days later `activate` it (the one before retires by itself), "
        "`withdraw` a stolen one, `list` them all."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["list", "publish", "activate", "withdraw"])
        parser.add_argument("kid", nargs="?", default="", help="The key; without it the oldest that waits.")
        parser.add_argument("--algorithm", choices=Algorithm.values, default=Algorithm.ES256)
        parser.add_argument("--at-once", action="store_true", help="Do not wait until verifiers know it (theft).")
        parser.add_argument("--reason", default="", help="Why a key is withdrawn.")

    def work(self, **options: Any) -> dict[str, Any]:
        try:
            told = getattr(self, f"_{options['act']}")(options)
        except keys.KeyRefused as refused:
            raise CommandFailed(refused.code, str(refused)) from refused
        except NotPossible as refused:
            raise CommandFailed("not_possible", "The key is not in a state for this.") from refused
        return told | {"keys": [_line(row) for row in CardKey.objects.all()]}

    def _list(self, options: dict[str, Any]) -> dict[str, Any]:
        return {}

    def _publish(self, options: dict[str, Any]) -> dict[str, Any]:
        key = keys.publish(algorithm=options["algorithm"])
        return {"kid": key.kid, "may_sign_from": keys.may_sign_from(key).isoformat()}

    def _activate(self, options: dict[str, Any]) -> dict[str, Any]:
        key = _key(options["kid"], KeyState.PUBLISHED)
        return {"kid": keys.activate(key, at_once=options["at_once"]).kid}

    def _withdraw(self, options: dict[str, Any]) -> dict[str, Any]:
        if not options["kid"] or not options["reason"].strip():
            raise CommandFailed("reason_missing", "Name the key, and why it is withdrawn (--reason).")
        key = _key(options["kid"])
        return {"kid": key.kid, "cards_to_issue_anew": keys.withdraw(key, reason=options["reason"])}


def _key(kid: str, state: str = "") -> CardKey:
    found = CardKey.objects.filter(kid=kid) if kid else CardKey.objects.filter(state=state)
    key = found.first()
    if key is None:
        raise CommandFailed("unknown_key", "There is no such key.")
    return key


def _line(row: CardKey) -> dict[str, Any]:
    return {
        "kid": row.kid,
        "algorithm": row.algorithm,
        "state": row.state,
        "published": timezone.localtime(row.published_at).isoformat(timespec="minutes"),
        "needed_until": row.needed_until,
    }
