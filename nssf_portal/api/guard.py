"""Sending to an address somebody gave us without being used against ourselves (ASVS 1.3.6, server-side forgery).

https only; the name is resolved once, every address it has must be a public one, and the connection goes to that very
address with the name kept for TLS and Host. No redirect is followed, no more than a little of the answer is read."""

import http.client
import ipaddress
import socket
import ssl
import threading
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

_SECONDS = 10
_ANSWER_MOST = 4096
_PORTS = (443, 8443)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_MOST = 500


class AddressRefused(ValueError):
    """Not an address we send to; `code` says why: form, scheme, port, private, unknown."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def _loopback_allowed() -> bool:
    """For tests on one machine only; no settings file of ours sets it."""
    return bool(getattr(settings, "WEBHOOKS_TO_LOOPBACK", False))


def check_form(url: str) -> SplitResult:
    """What can be said without asking the network."""
    if len(url) > _MOST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise AddressRefused("form")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as wrong:
        raise AddressRefused("form") from wrong
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressRefused("form")
    if _loopback_allowed() and host == "127.0.0.1":
        return parts
    if parts.scheme != "https":
        raise AddressRefused("scheme")
    if (port or 443) not in _PORTS:
        raise AddressRefused("port")
    if _looks_numeric(host):
        raise AddressRefused("private")
    return parts


def _looks_numeric(host: str) -> bool:
    """Addresses in figures, in any of their spellings, are no public name of anybody."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdigit() or last.startswith("0x") or "." not in host.rstrip(".")


def public_address(host: str, port: int) -> str:
    """The address to connect to. Raises AddressRefused when any of the name's addresses is not a public one."""
    if _loopback_allowed() and host == "127.0.0.1":
        return host
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as unknown:
        raise AddressRefused("unknown") from unknown
    if not found or not all(is_public(str(address)) for address in found):
        raise AddressRefused("private")
    return sorted(map(str, found))[0]


def is_public(text: str) -> bool:
    """Whether nobody's own network hides behind the address, also when one form is wrapped in another."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner: ipaddress.IPv4Address | None = (
            address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        )
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if address.is_site_local:  # given up, yet still routed inside some houses
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Pinned(http.client.HTTPSConnection):
    """Connects to the address that was checked, and shows the name."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=_SECONDS, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        bare = socket.create_connection((self._address, self.port), timeout=self.timeout)
        self.sock = self._tls.wrap_socket(bare, server_hostname=self.host, do_handshake_on_connect=False)


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host, port = str(parts.hostname), parts.port or 443
    address = public_address(host, port)
    if parts.scheme == "http":  # reached by loopback in tests only
        return http.client.HTTPConnection(address, parts.port or 80, timeout=_SECONDS)
    return _Pinned(host, port, address, ssl.create_default_context())


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer. Raises AddressRefused, or OSError when nobody answered in time."""
    parts = check_form(url)
    connection = _connection(parts)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    end = threading.Timer(_SECONDS, _cut, [connection])  # also for what comes drop by drop
    try:
        connection.connect()
        end.start()  # once there is something to cut: from the handshake to the last byte
        if isinstance(connection.sock, ssl.SSLSocket):
            connection.sock.do_handshake()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read(_ANSWER_MOST)
        return answer.status
    except (http.client.HTTPException, ValueError, AttributeError) as broken:
        raise ConnectionError(type(broken).__name__) from broken
    finally:
        end.cancel()
        connection.close()


def _cut(connection: Any) -> None:
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
