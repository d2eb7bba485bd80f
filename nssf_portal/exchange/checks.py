"""What a real installation must be told before it may start."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice

from nssf_portal.exchange.identifiers import ClientId, IdentifierError
from nssf_portal.exchange.peer import fingerprints


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


DOOR = ("EXCHANGE_DOOR_CERTIFICATE", "EXCHANGE_DOOR_KEY", "EXCHANGE_DOOR_PINNED")


@register(Tags.security, deploy=True)
def the_door_has_its_lock(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Partners are answered through mutual TLS or not at all: half a lock is refused."""
    missing = [name for name in DOOR if not getattr(settings, name, "")]
    if len(missing) == len(DOOR):
        return [Advice("No partner is answered over CamDX: EXCHANGE_DOOR_... is not set.", id="exchange.W003")]
    unreadable = [name for name in DOOR if name not in missing and not Path(getattr(settings, name)).is_file()]
    told: list[CheckMessage] = [
        Error(f"{name} is not set or no file.", id="exchange.E003") for name in [*missing, *unreadable]
    ]
    return told or _pins()


def _pins() -> list[CheckMessage]:
    try:
        if fingerprints(Path(settings.EXCHANGE_DOOR_PINNED)):
            return []
    except (ValueError, UnicodeDecodeError):
        pass
    return [Error("EXCHANGE_DOOR_PINNED holds no certificate in PEM form.", id="exchange.E004")]
