"""Where the security server is and who we are on CamDX: configuration only, never code."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from nssf_portal.exchange.identifiers import ClientId, ServiceId

DOUBLE_SECURITY_SERVER_OFFSET = 90
DOUBLE_SMS_OFFSET = 91
DOUBLE_CAMDIGIKEY_OFFSET = 95
DOUBLE_OIDC_OFFSET = 96
DOOR_OFFSET = 97

# The stand-ins' service ids, used in demo mode when the table of registry services is empty.
DEMO_REGISTRIES = {
    "obr": "CAMBODIA/GOV/OBR-DEV/REGISTRY/enterprise-lookup",
    "gdt": "CAMBODIA/GOV/GDT-DEV/TAXPAYERS/enterprise-lookup",
    "moc": "CAMBODIA/GOV/MOC-DEV/COMPANIES/enterprise-lookup",
}
DEMO_KYC = "CAMBODIA/GOV/MOI-DEV/CAMDIGIKEY_KYC/info"
DEMO_INFORMAL = "CAMBODIA/GOV/CCDIE-DEV/CAM-IE/certificate-lookup"


def double_port(offset: int) -> int:
    """Give the port of a stand-in, next to the web port so that two copies never meet."""
    return int(os.environ.get("PORT", "8000")) + offset


def door_url() -> str:
    """Give the address of the door for partners in demo mode (exchange.door)."""
    return f"https://127.0.0.1:{double_port(DOOR_OFFSET)}"


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


def kyc_service() -> ServiceId | None:
    """Give the Ministry of Interior's identity check; None where nobody told us its name."""
    return _service("CAMDX_KYC_SERVICE", DEMO_KYC)


def informal_service() -> ServiceId | None:
    """Give the look-up of informal-economy certificates; None where nobody told us its name."""
    return _service("CAMDX_INFORMAL_SERVICE", DEMO_INFORMAL)


def _service(name: str, stand_in: str) -> ServiceId | None:
    text = getattr(settings, name, "") or (stand_in if settings.DEMO else "")
    return ServiceId.parse(text) if text else None


def camdigikey_url() -> str:
    """Give the sidecar's address; empty means that CamDigiKey is not offered."""
    return settings.CAMDIGIKEY_SIDECAR_URL.rstrip("/")


def oidc_configured() -> bool:
    """Whether an OpenID Connect server and our name there are known."""
    return bool(settings.OIDC_SERVER_URL and settings.OIDC_CLIENT_ID)


def oidc_name() -> str:
    """Give the name people know the OpenID Connect server by."""
    return settings.OIDC_NAME
