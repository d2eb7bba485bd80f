"""The door partners come through: a WSGI entry of its own, for a listener that only our security server reaches.

    gunicorn --config python:nssf_portal.exchange.door_config nssf_portal.exchange.door:application

The ordinary web serves the same addresses without the mark set here, and so answers no message there.
"""

import io
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from nssf_portal.exchange.peer import KEY, MARK, fingerprint_of, fingerprints

PREFIX = "/exchange/"
# A partner's system has no session and no account here, and nothing stands between the security server and us.
_NOT_ITS = frozenset(("HTTP_COOKIE", "HTTP_AUTHORIZATION"))
_FORWARDED = "HTTP_X_FORWARDED"
Environ = dict[str, Any]


class Door:
    """Serves /exchange/ only, and marks what comes from the pinned security server."""

    def __init__(self, portal: Callable[..., Iterable[bytes]], pinned: Path) -> None:
        self.portal = portal
        self.pinned = fingerprints(pinned)
        if not self.pinned:
            raise ValueError("the file of the pinned security server holds no certificate")

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PREFIX):
            start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return [b""]
        return self.portal(self._inside(environ), start_response)

    def _inside(self, environ: Environ) -> Environ:
        kept = {k: v for k, v in environ.items() if k not in _NOT_ITS and not k.startswith(_FORWARDED)}
        kept.pop(KEY, None)
        if fingerprint_of(environ.get("gunicorn.socket")) in self.pinned:
            kept[KEY] = MARK
        # The peer is known by its certificate; which name it calls us by says nothing.
        kept["HTTP_HOST"] = urlsplit(settings.PUBLIC_URL).netloc
        return _with_whole_body(kept)


def _with_whole_body(environ: Environ) -> Environ:
    """A security server sends bodies in chunks without saying their length, which WSGI applications do not read."""
    if environ.get("CONTENT_LENGTH") or "chunked" not in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        return environ
    body = environ["wsgi.input"].read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    return environ | {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def _open() -> Door:
    portal = get_wsgi_application()
    return Door(portal, Path(settings.EXCHANGE_DOOR_PINNED))


def __getattr__(name: str) -> Any:
    """Make the application when the server asks for it, so that importing this module starts nothing."""
    if name != "application":
        raise AttributeError(name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nssf_portal.settings.dev")
    globals()["application"] = door = _open()
    return door
