"""Who comes in: the peer's certificate decides, whatever a caller writes into a header."""

import io
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import uuid

import httpx
import pytest
import trustme
from django.test import Client

from nssf_portal.doubles.our_services import client_context
from nssf_portal.exchange.door import Door
from nssf_portal.exchange.models import Direction, Exchange
from nssf_portal.exchange.peer import KEY, fingerprints
from nssf_portal.exchange.provider.sample import GDT, OBR
from tests.exchange.provider.conftest import pem
from tests.factories.enterprises import EnterpriseFactory

QUESTION = {"enterprises": [{"nssf_number": "100002"}]}


def forged(client: str = OBR) -> dict[str, str]:
    return {"X-Road-Client": client, "X-Road-Id": str(uuid.uuid4())}


def shows(door_certificate: str, certificate: str = "", key: str = "") -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=door_certificate)
    if certificate:
        context.load_cert_chain(certificate, key)
    return context


def test_a_partner_is_answered_through_its_security_server_and_the_door(ask, grant):
    grant(OBR, "enterprise-status")
    EnterpriseFactory(nssf_number="100002")
    answer = ask("enterprise-status", QUESTION)
    assert answer.status_code == 200 and answer.json()["enterprises"][0]["registered"] is True
    assert answer.headers["X-Road-Service"].endswith("/enterprise-status") and "X-Road-Error" not in answer.headers
    line = Exchange.objects.get()
    assert (line.direction, line.outcome, line.status, line.client) == (Direction.IN, "ok", 200, OBR)
    assert str(line.xroad_id) == answer.headers["X-Road-Id"]
    assert line.request_id == answer.headers["X-Road-Request-Id"]
    assert b"100002" not in bytes(line.question) and len(line.question_digest) == 64


def test_a_partner_without_an_agreement_gets_nothing_and_stands_in_the_log(ask, grant):
    grant(OBR, "business-push")
    grant(GDT, "enterprise-counts")
    answer = ask("enterprise-status", QUESTION)
    assert answer.status_code == 403 and answer.headers["Content-Type"] == "application/problem+json"
    assert "X-Road-Error" not in answer.headers  # our own word, not the security server's
    assert ask("enterprise-status", QUESTION, client=GDT).status_code == 403
    assert list(Exchange.objects.order_by("id").values_list("client", "outcome", "fault_type")) == [
        (OBR, "refused", "not-granted"),
        (GDT, "refused", "not-granted"),
    ]


def test_the_security_servers_own_rights_stand_before_ours(ask, grant):
    grant(OBR, "worker-status")  # but the security server's list does not name it
    answer = ask("worker-status", {"workers": []})
    assert answer.status_code == 500 and "AccessDenied" in answer.headers["X-Road-Error"]
    assert not Exchange.objects.exists()


def test_without_a_certificate_the_handshake_fails(door, certificates, grant):
    grant(OBR, "enterprise-status")
    context = shows(str(certificates.door.certificate))
    with pytest.raises(httpx.TransportError):
        httpx.post(f"{door}/exchange/enterprise-status", json=QUESTION, headers=forged(), verify=context)
    assert not Exchange.objects.exists()


def test_another_certificate_is_refused(door, certificates, grant, tmp_path):
    grant(OBR, "enterprise-status")
    other = trustme.CA().issue_cert("127.0.0.1")
    certificate = pem(tmp_path, "other.crt", other.cert_chain_pems[0].bytes())
    key = pem(tmp_path, "other.key", other.private_key_pem.bytes())
    context = shows(str(certificates.door.certificate), certificate, key)
    with pytest.raises(httpx.TransportError):
        httpx.post(f"{door}/exchange/enterprise-status", json=QUESTION, headers=forged(), verify=context)


def test_even_behind_a_listener_that_lets_everybody_in_the_pin_holds(transactional_db, certificates, grant):
    """A mistake in the listener's settings opens nothing: the door compares the certificate itself."""
    grant(OBR, "enterprise-status")
    seen = {}
    door = Door(lambda environ, start: seen.update(environ) or [], certificates.security_server.certificate)
    door({"PATH_INFO": "/exchange/x", KEY: object(), "HTTP_COOKIE": "sessionid=1", "REQUEST_METHOD": "POST"}, None)
    assert KEY not in seen and "HTTP_COOKIE" not in seen and seen["HTTP_HOST"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/exchange/enterprise-status", "/exchange/enterprise-status/"])
def test_on_the_ordinary_web_a_forged_caller_gets_a_refusal_and_no_line_is_written(path, grant):
    grant(OBR, "enterprise-status")
    EnterpriseFactory(nssf_number="100002")
    more = {"HTTP_" + KEY.upper().replace(".", "_"): "1", "HTTP_X_CLIENT_VERIFY": "SUCCESS"}
    answer = Client().post(path, QUESTION, "application/json", headers=forged(), **more)
    assert answer.status_code == 403 and answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["type"] == "urn:nssf:exchange:no-door"
    assert not Exchange.objects.exists()


def test_the_door_serves_nothing_but_the_exchange(door, certificates):
    context = client_context(certificates)
    for path in ("/", "/accounts/login/", "/exchange", "/admin/"):
        assert httpx.get(f"{door}{path}", verify=context).status_code == 404
    assert httpx.get(f"{door}/exchange/", verify=context).json()["services"]


def test_any_name_may_stand_in_the_host_header(door, certificates):
    answer = httpx.get(f"{door}/exchange/", verify=client_context(certificates), headers={"Host": "nssf.internal"})
    assert answer.status_code == 200


def test_a_body_in_chunks_is_read_whole(certificates):
    """As security servers send them: without a length."""
    seen = {}
    door = Door(lambda environ, start: seen.update(environ) or [], certificates.security_server.certificate)
    body = io.BytesIO(b'{"enterprises": []}')
    door({"PATH_INFO": "/exchange/x", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": body}, lambda *_args: None)
    assert (seen["wsgi.input"].read(), seen["CONTENT_LENGTH"]) == (b'{"enterprises": []}', "19")


def test_a_pin_file_may_hold_the_old_and_the_new_certificate(certificates, tmp_path):
    both = certificates.door.certificate.read_text() + certificates.security_server.certificate.read_text()
    path = tmp_path / "both.pem"
    path.write_text(both)
    assert len(fingerprints(path)) == 2


def test_gunicorn_opens_the_door_as_documented(certificates, tmp_path):
    """The real server with the real settings: locked, and reading bodies that come in chunks."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    lock = {
        "EXCHANGE_DOOR_BIND": f"127.0.0.1:{port}",
        "EXCHANGE_DOOR_CERTIFICATE": str(certificates.door.certificate),
        "EXCHANGE_DOOR_KEY": str(certificates.door.key),
        "EXCHANGE_DOOR_PINNED": str(certificates.security_server.certificate),
    }
    config = ["--config", "python:nssf_portal.exchange.door_config", "nssf_portal.exchange.door:application"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *config], env=os.environ | lock, stderr=subprocess.PIPE
    )
    url = f"https://127.0.0.1:{port}/exchange"
    try:
        answer = _until_open(f"{url}/", client_context(certificates))
        assert {service["code"] for service in answer.json()["services"]} >= {"enterprise-status"}
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{url}/", verify=shows(str(certificates.door.certificate)), timeout=20)
        message = httpx.post(f"{url}/none", json={}, verify=client_context(certificates), timeout=20)
        assert message.status_code != 403  # the mark was there; what the service says needs tables, which are not
    finally:
        process.send_signal(signal.SIGTERM)
        _out, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors


def _until_open(url: str, context: ssl.SSLContext) -> httpx.Response:
    until = time.monotonic() + 90
    while True:
        try:
            return httpx.get(url, verify=context, trust_env=False, timeout=20)
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
