from typing import Any

from nssf_portal.audit.verifying import verify
from nssf_portal.runtime.command import JsonCommand


class Command(JsonCommand):
    help = "Recompute every seal of the history and say what was edited, deleted, added, reordered or cut off."

    def work(self, **options: Any) -> dict[str, Any]:
        found = verify().as_dict()
        order = ("rows", "seals", "ok", "broken", "unsealed")
        return {key: found[key] for key in order}
