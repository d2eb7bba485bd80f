"""What must be set before messages can leave a real portal (`check --deploy`)."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from nssf_portal.notifications.gateways import KNOWN


@register(Tags.security, deploy=True)
def gateways_are_complete(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every gateway named is one we know, and has its keys."""
    names = [name.strip() for name in settings.SMS_GATEWAYS]
    unknown = [name for name in names if name not in KNOWN]
    found = [Error(f"SMS_GATEWAYS names {name!r}, which nobody knows.", id="notifications.E001") for name in unknown]
    needed = ("PLASGATE_URL", "PLASGATE_KEY", "PLASGATE_SECRET") if "plasgate" in names else ()
    missing = [name for name in needed if not getattr(settings, name)]
    if bool(settings.TELEGRAM_BOT) != bool(settings.TELEGRAM_BOT_TOKEN):
        missing.append("TELEGRAM_BOT_TOKEN" if settings.TELEGRAM_BOT else "TELEGRAM_BOT")
    return found + [Error(f"{name} is not set.", id="notifications.E002") for name in missing]
