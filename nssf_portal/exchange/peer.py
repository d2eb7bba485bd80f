"""Who stands at the door: the peer's certificate decides, compared byte for byte with the pinned ones."""

import hashlib
import ssl
from pathlib import Path
from typing import Any

KEY = "nssf_portal.exchange.security_server"
"""A key of the WSGI environment; what a caller sends arrives as HTTP_..., so nobody can send this one."""
MARK = object()
_END = "-----END CERTIFICATE-----"


def is_security_server(environ: dict[str, Any]) -> bool:
    """Say whether this request came through the door, from the pinned security server."""
    return environ.get(KEY) is MARK


def fingerprints(path: Path) -> frozenset[str]:
    """SHA-256 of each certificate in a PEM file: several, so that the old and the new one work side by side."""
    blocks = path.read_text().split(_END)[:-1]
    return frozenset(_digest(ssl.PEM_cert_to_DER_cert(block[block.index("-----BEGIN") :] + _END)) for block in blocks)


def fingerprint_of(connection: Any) -> str:
    """SHA-256 of the certificate the peer showed and proved; '' without one, and without TLS."""
    if not isinstance(connection, ssl.SSLSocket):
        return ""
    shown = connection.getpeercert(binary_form=True)
    return _digest(shown) if shown else ""


def _digest(certificate: bytes) -> str:
    return hashlib.sha256(certificate).hexdigest()
