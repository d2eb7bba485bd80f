"""What a real installation must be told before it may start."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from nssf_portal.exchange.identifiers import ClientId, IdentifierError


@register(Tags.security, deploy=True)
def partners_are_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to deploy with a stand-in's address, or none, where a partner's belongs."""
    names = ("CAMDX_SECURITY_SERVER_URL", "SMS_GATEWAY_URL", "SMS_GATEWAY_KEY")
    missing = [name for name in names if not getattr(settings, name, "")]
    return [Error(f"{name} is not set.", id="exchange.E001") for name in missing]


@register(Tags.security, deploy=True)
def we_have_a_subsystem(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A client id without a subsystem is refused by most services."""
    try:
        named = bool(ClientId.parse(settings.CAMDX_CLIENT).subsystem)
    except IdentifierError:
        named = False
    return [] if named else [Error("CAMDX_CLIENT must be instance/class/member/subsystem.", id="exchange.E002")]
