"""Messages to programmes: signed, sent after commit, repeated for a day, and never into anybody's own network."""

import base64
import hashlib
import hmac
import json
import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from nssf_portal.api import guard, webhooks
from nssf_portal.api.models import WebhookDelivery, WebhookEndpoint
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from tests.api.conftest import system_caller
from tests.api.test_rosters import row, sent
from tests.factories.registration import run_jobs

pytestmark = pytest.mark.django_db


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        status = self.server.statuses.pop(0) if self.server.statuses else 204
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_TO_LOOPBACK = True
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.statuses = [], []
    server.url = f"http://127.0.0.1:{server.server_port}/in?for=nssf"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def add(caller, url, *events):
    answer = caller.post("webhooks", {"url": url, "events": list(events or ("roster.checked", "roster.registered"))})
    assert answer.status_code == 201, answer.content
    return answer.json()


def due():
    return Job.objects.filter(kind=webhooks.JOB, state="queued").order_by("id")


def test_a_checked_list_is_told_with_a_signature_and_ids_only(payroll, receiver):
    endpoint = add(payroll, receiver.url)
    roster = sent(payroll, row(1))
    assert jobs.run(due().get().pk)
    ((path, headers, body),) = receiver.got
    assert path == "/in?for=nssf"
    assert json.loads(body)["type"] == "roster.checked"
    assert json.loads(body)["data"] == {"roster": roster.reference}
    headers = {name.lower(): value for name, value in headers.items()}
    key = base64.b64decode(endpoint["secret"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    ours = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{ours}"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    assert WebhookDelivery.objects.get().state == "delivered"


def test_registering_tells_that_it_is_done_and_numbers_are_issued(payroll, receiver):
    add(payroll, receiver.url, "roster.registered", "member.number.issued")
    roster = sent(payroll, row(1))
    payroll.post(f"rosters/{roster.reference}/confirm")
    run_jobs(roster)
    assert set(WebhookDelivery.objects.values_list("event", flat=True)) == {"roster.registered", "member.number.issued"}


def test_others_are_told_nothing(payroll, stranger, receiver):
    add(stranger, receiver.url)
    add(payroll, receiver.url, "export.ready")
    sent(payroll, row(1))
    assert not WebhookDelivery.objects.exists()


def test_a_failing_receiver_is_tried_again_later_with_the_same_id(payroll, receiver):
    add(payroll, receiver.url)
    receiver.statuses = [500, 302, 200]
    sent(payroll, row(1))
    for attempt in range(3):
        job = due().get()
        assert not attempt or job.not_before > timezone.now()
        Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
        assert jobs.run(job.pk)
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.got}) == 1
    assert len({body for _path, _headers, body in receiver.got}) == 1
    told = WebhookDelivery.objects.get()
    assert (told.state, told.attempts, told.last_status) == ("delivered", 3, 200)
    assert {path for path, _headers, _body in receiver.got} == {"/in?for=nssf"}


def test_pauses_grow_to_four_hours():
    pauses = [webhooks.pause_after(n) for n in range(1, 9)]
    assert pauses[:3] == [timedelta(seconds=10), timedelta(seconds=40), timedelta(seconds=160)]
    assert pauses[-1] == timedelta(hours=4)


def test_after_a_day_it_is_given_up(payroll, receiver):
    add(payroll, receiver.url)
    receiver.statuses = [500]
    sent(payroll, row(1))
    WebhookDelivery.objects.update(created_at=timezone.now() - timedelta(hours=25))
    jobs.run(due().get().pk)
    assert WebhookDelivery.objects.get().state == "given_up"
    assert not due().exists()


def test_410_ends_the_endpoint(payroll, receiver):
    endpoint = add(payroll, receiver.url)
    receiver.statuses = [410]
    sent(payroll, row(1))
    jobs.run(due().get().pk)
    assert WebhookDelivery.objects.get().state == "given_up"
    told = payroll.get(f"webhooks/{endpoint['id']}").json()
    assert told["disabled_why"] == "gone"
    sent(payroll, row(2))
    assert WebhookDelivery.objects.count() == 1


def test_a_deleted_endpoint_gets_nothing_more(payroll, receiver):
    endpoint = add(payroll, receiver.url)
    sent(payroll, row(1))
    assert payroll.delete(f"webhooks/{endpoint['id']}").status_code == 204
    assert payroll.get(f"webhooks/{endpoint['id']}").status_code == 404
    assert payroll.delete(f"webhooks/{endpoint['id']}").status_code == 404
    jobs.run(due().get().pk)
    assert not receiver.got


def test_a_message_whose_job_died_is_taken_up(payroll, receiver):
    add(payroll, receiver.url)
    sent(payroll, row(1))
    Job.objects.filter(kind=webhooks.JOB).update(state="dead", finished_at=timezone.now())
    assert webhooks.requeue_lost() == 1
    assert due().exists()


def test_nothing_is_sent_when_the_event_is_undone(payroll, receiver):
    from django.db import transaction

    add(payroll, receiver.url)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        webhooks.publish("roster.checked", owner_id=payroll.client.owner_id, ids={"roster": "x"})
        raise ZeroDivisionError
    assert not WebhookDelivery.objects.exists()


def test_the_secret_is_encrypted_and_not_shown_again(payroll):
    endpoint = add(payroll, "https://pay.example.com/in")
    assert "secret" not in payroll.get(f"webhooks/{endpoint['id']}").json()
    assert "secret" not in payroll.get("webhooks").json()["items"][0]
    raw = base64.b64decode(endpoint["secret"].removeprefix("whsec_"))
    assert raw not in bytes(WebhookEndpoint.objects.get().secret)


def test_a_strangers_webhook_is_not_there(payroll, stranger):
    endpoint = add(payroll, "https://pay.example.com/in")
    assert stranger.get(f"webhooks/{endpoint['id']}").status_code == 404
    assert stranger.delete(f"webhooks/{endpoint['id']}").status_code == 404
    assert stranger.get("webhooks").json()["items"] == []


def test_only_so_many_and_known_events(payroll):
    for _n in range(5):
        add(payroll, "https://pay.example.com/in")
    assert payroll.post("webhooks", {"url": "https://a.example", "events": ["roster.checked"]}).status_code == 409
    wrong = payroll.post("webhooks", {"url": "https://a.example", "events": ["nothing"]})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    "url",
    [
        "http://pay.example.com/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/",
        "https://intranet/",
        "https://user:pw@pay.example.com/",
        "https://pay.example.com:22/",
        "https://pay.example.com/#x",
        "https://pay.example.com:99999/",
        "https://[bad/",
        "https://pay.example.com/a b",
        "https://pay.example.com/\\@10.0.0.1",
        "ftp://pay.example.com/",
        "gopher://pay.example.com/",
        "//pay.example.com/",
        "https:///x",
    ],
)
def test_addresses_of_a_wrong_form_are_refused_at_once(payroll, url):
    answer = payroll.post("webhooks", {"url": url, "events": ["roster.checked"]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/url"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "::ffff:10.0.0.1",
        "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "::", "2001:db8::1", "198.18.0.1",
        "fec0::1", "64:ff9b:1::a00:1",
    ],
)  # fmt: skip
def test_no_private_address_passes_whatever_it_is_wrapped_in(address):
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.144.64.1", "2404:6800:4003::1", "::ffff:8.8.8.8"])
def test_public_addresses_pass(address):
    assert guard.is_public(address)


def resolving(monkeypatch, *addresses):
    asked = []

    def found(host, port, **kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(guard.socket, "getaddrinfo", found)
    return asked


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    resolving(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(guard.AddressRefused, match="private"):
        guard.post("https://pay.example.com/", b"{}", {})


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """A name that answers otherwise the second time (rebinding) is not asked a second time."""
    asked, gone_to = resolving(monkeypatch, "8.8.8.8"), []

    def connect(where, timeout):
        gone_to.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(guard.socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        guard.post("https://pay.example.com:8443/", b"{}", {})
    assert asked == ["pay.example.com"]
    assert gone_to == [("8.8.8.8", 8443)]


def test_a_name_that_does_not_exist_is_no_failure_of_ours(payroll, monkeypatch):
    def nowhere(*args, **kwargs):
        raise socket.gaierror

    add(payroll, "https://pay.example.com/in")
    monkeypatch.setattr(guard.socket, "getaddrinfo", nowhere)
    sent(payroll, row(1))
    assert jobs.run(due().get().pk)
    told = WebhookDelivery.objects.get()
    assert (told.state, told.last_problem) == ("waiting", "unknown")


def test_a_receiver_that_answers_drop_by_drop_is_cut_off(settings, monkeypatch):
    settings.WEBHOOKS_TO_LOOPBACK = True
    monkeypatch.setattr(guard, "_SECONDS", 0.3)
    door = socket.create_server(("127.0.0.1", 0))
    port = door.getsockname()[1]
    stop = threading.Event()

    def drip():
        caller, _where = door.accept()
        with caller:
            while not stop.wait(0.05):
                try:
                    caller.sendall(b"H")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    with pytest.raises(OSError):
        guard.post(f"http://127.0.0.1:{port}/", b"{}", {})
    stop.set()
    thread.join()
    door.close()


def test_a_handshake_that_comes_drop_by_drop_is_cut_off_too(monkeypatch):
    monkeypatch.setattr(guard, "public_address", lambda _host, _port: "8.8.8.8")
    monkeypatch.setattr(guard, "_SECONDS", 0.3)
    door, straight = socket.create_server(("127.0.0.1", 0)), socket.create_connection
    where = door.getsockname()
    monkeypatch.setattr(guard.socket, "create_connection", lambda _where, timeout: straight(where, timeout))
    stop, ended = threading.Event(), threading.Event()

    def drip():
        caller, _where = door.accept()
        with caller:
            caller.sendall(b"\x16\x03\x03\x3f\xff")  # a record of 16 kB, a byte at a time
            while not stop.wait(0.05):
                try:
                    caller.sendall(b"\x02")
                except OSError:
                    ended.set()
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    giving_up = threading.Timer(20, stop.set)
    giving_up.start()
    with pytest.raises(OSError):
        guard.post("https://pay.example.com/", b"{}", {})
    assert ended.wait(5)
    giving_up.cancel()
    stop.set()
    thread.join()
    door.close()


def test_partners_have_webhooks_too():
    caller = system_caller("counts.read", "webhooks.manage")
    assert add(caller, "https://pay.example.com/in", "export.ready")["events"] == ["export.ready"]
