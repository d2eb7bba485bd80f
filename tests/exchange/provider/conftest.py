"""Partners, and the way they really come: stand-in security server, mutual TLS, the door."""

import json
import ssl
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client

from nssf_portal.doubles.certificates import Certificates, development_certificates
from nssf_portal.doubles.our_services import client_context, offer_our_services
from nssf_portal.doubles.sample_registries import OUR_CLIENT
from nssf_portal.doubles.security_server import SecurityServerDouble
from nssf_portal.exchange.door import Door
from nssf_portal.exchange.peer import KEY, MARK
from nssf_portal.exchange.provider.models import PartnerClient, PartnerGrant
from nssf_portal.exchange.provider.sample import CCDIE, GDT, OBR

SERVICES = ("enterprise-status", "enterprise-counts", "business-push", "worker-status", "informal-worker-push")


@pytest.fixture
def grant() -> Callable[..., PartnerGrant]:
    """Agree with a partner on one service."""

    def make(client: str, service: str, **more: Any) -> PartnerGrant:
        sources = {OBR: "obr", GDT: "gdt", CCDIE: "informal"}
        partner, _made = PartnerClient.objects.get_or_create(
            client=client, defaults={"name": "A partner", "source": sources.get(client, "")}
        )
        values = {"purpose": "to know", "legal_ground": "an agreement", "since": date(2026, 1, 1)} | more
        return PartnerGrant.objects.create(client=partner, service=service, **values)

    return make


@pytest.fixture
def say() -> Callable[..., Any]:
    """Put a message in front of the view as the door does, without the wire."""

    def post(code: str, body: Any, *, client: str | None = OBR, id: Any = None, **more: Any):  # noqa: A002
        headers = {"X-Road-Id": str(id or uuid.uuid4())} | ({"X-Road-Client": client} if client else {})
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        kind = more.pop("content_type", "application/json")
        headers |= more.pop("headers", {})
        return Client().post(f"/exchange/{code}", content, kind, headers=headers, **{KEY: MARK}, **more)

    return post


class _Handler(WSGIRequestHandler):
    def get_environ(self) -> dict[str, Any]:
        return super().get_environ() | {"gunicorn.socket": self.connection}

    def log_message(self, *_args: object) -> None:
        """Keep quiet."""


class _Server(ThreadedWSGIServer):
    """What gunicorn does in front of the door, in this process, so that it sees the test's database."""

    context: ssl.SSLContext

    def get_request(self) -> tuple[Any, Any]:
        sock, address = super().get_request()
        return self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A refused handshake is part of the game."""


@pytest.fixture(scope="session")
def certificates(tmp_path_factory) -> Certificates:
    return development_certificates(tmp_path_factory.mktemp("door"))


@pytest.fixture
def door(transactional_db, certificates) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), _Handler, connections_override={})
    server.context = server_context(certificates)
    server.set_app(Door(get_wsgi_application(), certificates.security_server.certificate))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def server_context(certificates: Certificates) -> ssl.SSLContext:
    """The lock of the door, as exchange.door_config sets it."""
    trusted = str(certificates.security_server.certificate)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=trusted)
    context.load_cert_chain(certificates.door.certificate, certificates.door.key)
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


@pytest.fixture
def hop(door, certificates) -> Iterator[SecurityServerDouble]:
    """The stand-in with our services behind it: what a partner's own security server is to the partner."""
    double = SecurityServerDouble(clients=[OUR_CLIENT])
    offer_our_services(double, door, client_context(certificates))
    with double:
        yield double


@pytest.fixture
def ask(hop) -> Callable[..., httpx.Response]:
    """A partner's call: partner, security server, mutual TLS, door, service."""

    def post(code: str, body: Any, *, client: str = OBR, id: Any = None, **more: Any) -> httpx.Response:  # noqa: A002
        headers = {"X-Road-Client": client, "X-Road-Id": str(id or uuid.uuid4())}
        url = f"{hop.url}/r1/{OUR_CLIENT}/{code}"
        return httpx.post(url, json=body, headers=headers, trust_env=False, timeout=20, **more)

    return post


def pem(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)
