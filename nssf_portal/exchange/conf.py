"""Where the security server is and who we are on CamDX: configuration only, never code."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from nssf_portal.exchange.identifiers import ClientId

DOUBLE_SECURITY_SERVER_OFFSET = 90
DOUBLE_SMS_OFFSET = 91

# The stand-ins' service ids, used in demo mode when the table of registry services is empty.
DEMO_REGISTRIES = {
    "obr": "CAMBODIA/GOV/OBR-DEV/REGISTRY/enterprise-lookup",
    "gdt": "CAMBODIA/GOV/GDT-DEV/TAXPAYERS/enterprise-lookup",
    "moc": "CAMBODIA/GOV/MOC-DEV/COMPANIES/enterprise-lookup",
}


def double_port(offset: int) -> int:
    """Give the port of a stand-in, next to the web port so that two copies never meet."""
    return int(os.environ.get("PORT", "8000")) + offset


def double_url(offset: int) -> str:
    return f"http://127.0.0.1:{double_port(offset)}"


def _required(name: str, offset: int) -> str:
    value = getattr(settings, name, "")
    if value:
        return value.rstrip("/")
    if settings.DEMO:
        return double_url(offset)
    raise ImproperlyConfigured(f"{name} must be set outside demo mode")


def security_server_url() -> str:
    """Give our own security server's address; in demo mode the stand-in's."""
    return _required("CAMDX_SECURITY_SERVER_URL", DOUBLE_SECURITY_SERVER_OFFSET)


def sms_gateway_url() -> str:
    """Give the SMS gateway's address; in demo mode the stand-in's."""
    return _required("SMS_GATEWAY_URL", DOUBLE_SMS_OFFSET)


def client_id() -> ClientId:
    """Give our subsystem's identifier, as CamDX's operator registered it."""
    return ClientId.parse(settings.CAMDX_CLIENT)
