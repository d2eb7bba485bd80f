from typing import Any

from nssf_portal.runtime.command import JsonCommand
from reporting import indicators_page, registry


class Command(JsonCommand):
    help = "Write docs/indicators.md anew from the registry of indicators."

    def work(self, **options: Any) -> dict[str, Any]:
        indicators_page.PATH.write_text(indicators_page.text(), encoding="utf-8")
        return {"written": indicators_page.PATH.name, "indicators": len(registry.every())}
