"""The mail server from the environment: one address (EMAIL_URL), or EMAIL_HOST and its companions."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_YES = {"1", "true", "yes", "on"}


def mail_settings(environ: Mapping[str, str]) -> dict[str, Any]:
    """Django's EMAIL_ settings; a mail server that does not answer holds a worker for ten seconds, not for ever."""
    url = environ.get("EMAIL_URL", "")
    return (_from_url(url) if url else _from_parts(environ)) | {"EMAIL_TIMEOUT": 10}


def _from_url(url: str) -> dict[str, Any]:
    """`smtp://` is plain, `smtp+tls://` starts TLS, `smtps://` speaks TLS at once; user and password quoted."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        # The address may hold a password, so it is not repeated.
        raise ImproperlyConfigured("EMAIL_URL must look like smtp+tls://user:password@host:port")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def _from_parts(environ: Mapping[str, str]) -> dict[str, Any]:
    use_ssl, use_tls = (environ.get(f"EMAIL_USE_{name}", "").lower() in _YES for name in ("SSL", "TLS"))
    usual = 465 if use_ssl else 587 if use_tls else 25
    return {
        "EMAIL_HOST": environ.get("EMAIL_HOST") or "localhost",
        "EMAIL_PORT": int(environ.get("EMAIL_PORT") or usual),
        "EMAIL_HOST_USER": environ.get("EMAIL_HOST_USER") or environ.get("EMAIL_USER", ""),
        "EMAIL_HOST_PASSWORD": environ.get("EMAIL_HOST_PASSWORD") or environ.get("EMAIL_PASSWORD", ""),
        "EMAIL_USE_TLS": use_tls,
        "EMAIL_USE_SSL": use_ssl,
    }
