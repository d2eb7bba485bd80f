"""The whole table of faults, in both dialects: what is asked again, and that what may be sent once goes out once."""

import uuid

import httpx
import pytest

from nssf_portal.doubles.sample_registries import OBR, OUR_CLIENT, sample_security_server
from nssf_portal.doubles.security_server import in_dialect
from nssf_portal.exchange import faults, wire
from nssf_portal.exchange.contract_checks import shape_of
from nssf_portal.exchange.contracts import as_count, as_text
from nssf_portal.exchange.faults import (
    FINAL,
    NOTHING_DONE,
    RETRYABLE,
    ExchangeUnavailable,
    is_retryable,
    may_have_been_done,
    normalise,
)
from nssf_portal.exchange.identifiers import ClientId, ServiceId
from nssf_portal.exchange.wire import Call, Endpoint, Evidence, Result, send

pytestmark = pytest.mark.usefixtures("fresh_breakers")
PASSING = [
    "Server.ClientProxy.NetworkError",
    "Server.ClientProxy.IOError",
    "Server.ClientProxy.InternalError",
    "Server.ClientProxy.DatabaseError",
    "Server.ClientProxy.OutdatedGlobalConf",
    "Server.ServerProxy.GlobalConfOutdated",
    "Server.ClientProxy.LoggingFailed",
    "Server.ClientProxy.TimestampingFailed",
    "Server.ServerProxy.MaintenanceMode",
    "Server.ServerProxy.ServiceDisabled",
    "Server.ClientProxy.SslAuthenticationFailed",
    "Server.ServerProxy.ServiceFailed.NetworkError",
    "Server.ServerProxy.ServiceFailed.IOError",
    "Server.ServerProxy.ServiceFailed.InternalError",
]
LASTING = [
    "Server.ServerProxy.AccessDenied",
    "Server.ClientProxy.UnknownMember",
    "Server.ServerProxy.UnknownMember",
    "Server.ServerProxy.UnknownService",
    "Server.ClientProxy.BadRequest",
    "Client.BadRequest",
    "Client.InvalidClientIdentifier",
    "Server.ServerProxy.ServiceType",
    "Server.ServerProxy.InvalidRequest",
    "Server.ServerProxy.ServiceFailed.BadRequest",
]
UNHEARD_OF = ["Server.ServerProxy.SomethingNew", "Server.ServerProxy.ServiceFailed", "Server.ServerProxy"]


@pytest.fixture(scope="module", params=["7.4", "7.8"])
def server(request):
    with sample_security_server(dialect=request.param) as double:
        yield double


def tries(server, fault: str, method: str, monkeypatch) -> int:
    monkeypatch.setattr(wire, "PAUSE_SECONDS", 0.0)
    server.set(fault=fault)
    before = len(server.seen)
    call = Call(method, ServiceId.parse(OBR), body={} if method == "POST" else None, timeout=20)
    result = send(call, ClientId.parse(OUR_CLIENT), Endpoint(server.url))
    assert result.error.type == in_dialect(fault, server.dialect)
    assert result.error.normalised == normalise(fault)
    return len(server.seen) - before


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_asked_once_more_when_asking_does_nothing(server, fault, monkeypatch):
    assert tries(server, fault, "GET", monkeypatch) == 2
    assert not faults.needs_operator(normalise(fault))


@pytest.mark.parametrize("fault", LASTING)
def test_what_lasts_is_asked_once_and_an_operator_is_told(server, fault, monkeypatch):
    assert tries(server, fault, "GET", monkeypatch) == 1
    assert faults.needs_operator(normalise(fault))


@pytest.mark.parametrize("fault", UNHEARD_OF)
def test_what_nobody_heard_of_is_asked_once(server, fault, monkeypatch):
    assert tries(server, fault, "GET", monkeypatch) == 1


@pytest.mark.parametrize("fault", [*PASSING, *LASTING, *UNHEARD_OF])
def test_what_may_be_sent_once_goes_out_once_whatever_comes_back(server, fault, monkeypatch):
    assert tries(server, fault, "POST", monkeypatch) == 1


def test_the_table_is_whole():
    tails = {normalise(fault).rsplit(".", 1)[-1] for fault in PASSING}
    assert tails == RETRYABLE
    assert {normalise(fault).rsplit(".", 1)[-1] for fault in LASTING} == FINAL
    assert not RETRYABLE & FINAL and FINAL < NOTHING_DONE


@pytest.mark.parametrize("fault", [*PASSING, *LASTING, *UNHEARD_OF])
def test_both_spellings_are_one_fault(fault):
    for dialect in ("7.4", "7.8"):
        spelled = normalise(in_dialect(fault, dialect))
        assert is_retryable(spelled) is (fault in PASSING)
        assert may_have_been_done(spelled) is may_have_been_done(normalise(fault))


@pytest.mark.parametrize("knobs", [{"drop": True}, {"truncate": True}, {"content_type": "text/html"}])
def test_a_line_that_breaks_after_the_work_was_done_is_not_worked_through_twice(server, knobs, monkeypatch):
    monkeypatch.setattr(wire, "PAUSE_SECONDS", 0.0)
    server.set(**knobs)
    before = len(server.handled)
    call = Call("POST", ServiceId.parse(OBR), body={"tin": "K007-075006691"}, timeout=20)
    result = send(call, ClientId.parse(OUR_CLIENT), Endpoint(server.url))
    assert result.in_doubt and len(server.handled) == before + 1


@pytest.mark.parametrize(
    ("knobs", "reason"),
    [
        ({"content_type": "text/html"}, "not-json"),
        ({"content_type": "application/octet-stream"}, "not-json"),
        ({"truncate": True}, "broken"),
        ({"drop": True}, "broken"),
        ({"delay": 0.6}, "timeout"),
    ],
)
def test_garbage_is_no_answer(server, knobs, reason):
    server.set(**knobs)
    body = {"tin": "K007-075006691"}
    call = Call("POST", ServiceId.parse(OBR), body=body, idempotent=True, timeout=0.3 if "delay" in knobs else 20)
    result = send(call, ClientId.parse(OUR_CLIENT), Endpoint(server.url))
    assert result.error.reason == reason and not result.in_doubt


def test_an_answer_nested_without_end_is_no_answer_and_no_failure_of_ours():
    result = Result(Call("POST", ServiceId.parse(OBR), idempotent=True), Evidence(uuid.uuid4()), status=200)
    result.headers, result.body = httpx.Headers({"Content-Type": "application/json"}), b"[" * 100_000
    with pytest.raises(ExchangeUnavailable, match="not-json"):
        _ = result.json
    fault = faults.read_fault(httpx.Response(500, headers={"X-Road-Error": "Server.X"}), result.body)
    assert fault.type == "Server.X"
    with pytest.raises(ExchangeUnavailable, match="unknown-shape"):
        shape_of(result.body)


def test_what_no_database_can_hold_is_left_out_of_faults_and_answers():
    body = b'{"type": "Server.\\u0000Odd\\ud800", "message": "", "detail": ""}'
    assert faults.read_fault(httpx.Response(500, headers={"X-Road-Error": "x"}), body).type == "Server.Odd"
    assert [as_text(one) for one in ("A\0\ud800 ", {"a": 1}, ["b"], 7, None)] == ["A", "", "", "7", ""]
    assert [as_count(one) for one in (7, "12", "9" * 30, 10**8, -1)] == [7, 12, None, None, None]


def test_the_second_try_of_a_partner_left_alone_meanwhile_hides_no_cause(server, monkeypatch):
    monkeypatch.setattr(wire, "PAUSE_SECONDS", 0.0)
    server.set(drop=True)
    call = Call("POST", ServiceId.parse(OBR), body={"tin": "K007-075006691"}, idempotent=True, timeout=20)
    reasons = [send(call, ClientId.parse(OUR_CLIENT), Endpoint(server.url)).error.reason for _turn in range(3)]
    assert reasons == ["broken", "broken", "resting"]
