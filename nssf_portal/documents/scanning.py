"""The virus scanner's port: clamd where it is configured; without one the answer is "unavailable", never "clean"."""

import logging
import socket
import struct
from typing import NamedTuple

from django.conf import settings

from nssf_portal.documents.enums import ScanState

logger = logging.getLogger(__name__)
_SECONDS = 10
_CHUNK = 64 * 1024


class Scan(NamedTuple):
    state: ScanState
    scanner: str


def scan(content: bytes) -> Scan:
    """Ask the scanner named by CLAMD_SOCKET (a path, or host:port)."""
    address = getattr(settings, "CLAMD_SOCKET", "")
    if not address:
        return Scan(ScanState.UNAVAILABLE, "")
    try:
        answer = _ask(address, content)
    except OSError as failure:
        logger.warning("the virus scanner did not answer: %s", type(failure).__name__)
        return Scan(ScanState.UNAVAILABLE, "")
    return _read(answer)


def _read(answer: bytes) -> Scan:
    if answer.endswith(b" FOUND"):
        return Scan(ScanState.INFECTED, "clamd")
    if answer.endswith(b": OK"):
        return Scan(ScanState.CLEAN, "clamd")
    logger.warning("the virus scanner could not scan a file")
    return Scan(ScanState.UNAVAILABLE, "")


def _ask(address: str, content: bytes) -> bytes:
    """clamd's INSTREAM: chunks with their length before them, an empty one at the end."""
    with _connect(address) as line:
        line.settimeout(_SECONDS)
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            line.sendall(struct.pack("!I", len(chunk)) + chunk)
        line.sendall(struct.pack("!I", 0))
        return line.recv(4096).rstrip(b"\0\n")


def _connect(address: str) -> socket.socket:
    if not address.startswith("/"):
        host, _colon, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=_SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(_SECONDS)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line
