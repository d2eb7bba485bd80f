"""Is everything in place for the portal to serve?"""

from typing import Any

from nssf_portal.runtime import readiness
from nssf_portal.runtime.command import JsonCommand


class Command(JsonCommand):
    """Look at services, locale, keys, migrations, storage and mail; each is ok or says what to do."""

    help = "Say of each thing the portal stands on whether it is ok, and if not what to do."
    requires_system_checks: list[str] = []

    def work(self, **options: Any) -> dict[str, Any]:
        """The looks; a thing that is not ok is a finding, so the exit code stays 0."""
        answers = readiness.look()
        return {"ready": all(answer.ok for answer in answers), "checks": [answer.as_dict() for answer in answers]}

    def as_text(self, result: dict[str, Any]) -> str:
        """One line each."""
        lines = [
            f"{'ok ' if check['ok'] else 'NO '} {check['name']:<11} {check['advice']}".rstrip()
            for check in result["checks"]
        ]
        return "\n".join([*lines, "Ready." if result["ready"] else "Not ready."])
