"""Our side of X-Road: identifiers, headers, faults in both dialects, no unsafe repeat, no waiting for the dead."""

import datetime
import ssl
import time
import uuid

import pytest
import trustme
from django.core.exceptions import ImproperlyConfigured

from nssf_portal.doubles.http import Reply
from nssf_portal.doubles.sample_registries import EVERYTHING, OBR, OUR_CLIENT, sample_security_server
from nssf_portal.doubles.security_server import SecurityServerDouble, Service
from nssf_portal.exchange import breaker, budget, conf, wire
from nssf_portal.exchange.client import SecurityServer
from nssf_portal.exchange.faults import ExchangeFault, ExchangeUnavailable, is_retryable, normalise
from nssf_portal.exchange.identifiers import ClientId, IdentifierError, ServiceId, may_be_issued
from nssf_portal.exchange.models import Exchange
from nssf_portal.exchange.wire import Call, Endpoint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_breakers")]
SERVICE = ServiceId.parse(OBR)


@pytest.fixture
def echo(camdx):
    """Let the OBR service say what it was asked."""
    camdx.services[OBR].target = lambda request: Reply.json(
        {"target": request.target, "headers": dict(request.headers)}
    )
    return SecurityServer(camdx.url)


# Identifiers


@pytest.mark.parametrize("text", ["A/B/C", "A/B/C/D", "CAMBODIA/COM/CAMDEV21231832/CP1_API"])
def test_a_client_has_three_or_four_parts(text):
    assert str(ClientId.parse(text)) == text


@pytest.mark.parametrize("text", ["", "A/B", "A//C", "A/B/C/D/E", "A/B/C/"])
def test_other_texts_are_no_client(text):
    with pytest.raises(IdentifierError):
        ClientId.parse(text)


@pytest.mark.parametrize("text", ["A/B/C/D", "A/B/C/D/E/F", "A/B/C//E"])
def test_a_service_has_five_parts(text):
    with pytest.raises(IdentifierError):
        ServiceId.parse(text)


def test_each_part_is_encoded_by_itself():
    service = ServiceId("CAMBODIA", "GOV", "ក", "sub/system", "a?b")
    assert str(service) == "CAMBODIA/GOV/%E1%9E%80/sub%2Fsystem/a%3Fb"
    assert ServiceId.parse(str(service)) == service


def test_an_underscore_is_understood_but_never_issued():
    assert ServiceId.parse("CAMBODIA/GOV/CAMDX-20201222/CAMDIGIKEY_KYC/info").subsystem == "CAMDIGIKEY_KYC"
    assert may_be_issued("NSSF-1") and not may_be_issued("NSSF_1")


# What goes out


def test_the_protocols_headers_go_out(echo, django_user_model):
    user = django_user_model.objects.create(email="a@example.invalid")
    seen = echo.get(SERVICE, "a/b;c", {"q": "1"}, user=user, issue="APP-26-7K3Q-9").json
    headers = {name.lower(): value for name, value in seen["headers"].items()}
    assert seen["target"] == "/a/b%3Bc?q=1"
    assert headers["x-road-client"] == OUR_CLIENT and headers["x-road-issue"] == "APP-26-7K3Q-9"
    assert headers["x-road-userid"] == f"KH{user.pk}" and uuid.UUID(headers["x-road-id"])


def test_the_answer_brings_its_evidence_and_the_log_has_it(echo, django_user_model):
    user = django_user_model.objects.create(email="a@example.invalid")
    result = echo.get(SERVICE, user=user)
    row = Exchange.objects.get()
    assert (row.xroad_id, row.request_id) == (result.evidence.xroad_id, result.evidence.request_id)
    assert row.request_hash == result.evidence.request_hash and row.user_id == user.pk


def test_a_services_own_error_is_an_answer(camdx):
    camdx.services[OBR].target = lambda request: Reply.json({"message": "no"}, 422)
    assert SecurityServer(camdx.url).post(SERVICE, body={}).status == 422


def test_a_redirect_is_not_followed(camdx):
    camdx.services[OBR].target = lambda request: Reply(302, [("Location", "http://127.0.0.1:9/")])
    assert SecurityServer(camdx.url).get(SERVICE).status == 302


def test_what_is_not_json_is_no_answer(camdx):
    camdx.services[OBR].target = lambda request: Reply.html("<p>login</p>")
    with pytest.raises(ExchangeUnavailable, match="not-json"):
        _ = SecurityServer(camdx.url).get(SERVICE).json


# Faults


@pytest.mark.parametrize("dialect", ["7.4", "7.8"])
def test_one_fault_is_the_same_in_both_dialects(settings, dialect):
    with sample_security_server(dialect=dialect) as camdx:
        camdx.services[OBR].rights = {}
        with pytest.raises(ExchangeFault) as caught:
            SecurityServer(camdx.url).get(SERVICE)
    assert caught.value.normalised == "server.serverproxy.accessdenied" and not caught.value.retryable
    assert uuid.UUID(caught.value.detail)


@pytest.mark.parametrize(
    ("fault", "retryable"),
    [
        ("Server.ServerProxy.ServiceFailed.NetworkError", True),
        ("server.clientproxy.outdated_global_conf", True),
        ("Server.ServerProxy.ServiceDisabled", True),
        ("server.clientproxy.ssl_authentication_failed", True),
        ("Server.ServerProxy.AccessDenied", False),
        ("server.clientproxy.unknown_member", False),
        ("Server.ServerProxy.ServiceFailed.BadRequest", False),
        ("Client.InvalidClientIdentifier", False),
    ],
)
def test_the_retry_table(fault, retryable):
    assert is_retryable(normalise(fault)) is retryable


def test_a_fault_of_rights_alerts_an_operator(camdx, caplog):
    camdx.services[OBR].rights = {}
    with pytest.raises(ExchangeFault):
        SecurityServer(camdx.url).get(SERVICE)
    assert "operator" in caplog.text


# Repeating


def asked(camdx) -> int:
    return len([request for request in camdx.seen if request.path.startswith("/r1/")])


def test_a_post_whose_answer_is_lost_is_never_sent_again(camdx):
    camdx.set(drop=True)
    with pytest.raises(ExchangeUnavailable) as caught:
        SecurityServer(camdx.url).post(SERVICE, body={"x": 1})
    assert caught.value.in_doubt and len(camdx.handled) == 1


def test_a_post_is_not_repeated_on_a_retryable_fault_either(camdx):
    camdx.set(fault="Server.ServerProxy.ServiceFailed.NetworkError")
    with pytest.raises(ExchangeFault):
        SecurityServer(camdx.url).post(SERVICE, body={"x": 1})
    assert asked(camdx) == 1


def test_a_question_is_repeated_once_under_the_same_message_id(camdx):
    camdx.set(drop=True, times=1)
    SecurityServer(camdx.url).post(SERVICE, body={"tin": "K007-075006691"}, idempotent=True)
    assert len(camdx.handled) == 2 and len(set(camdx.handled)) == 1
    assert Exchange.objects.count() == 1


def test_a_get_is_repeated_on_a_passing_fault(camdx):
    camdx.set(fault="Server.ClientProxy.OutdatedGlobalConf", times=1)
    assert SecurityServer(camdx.url).get(SERVICE).status == 400
    assert asked(camdx) == 2


def test_nothing_is_repeated_when_rights_are_missing(camdx):
    camdx.services[OBR].rights = {}
    with pytest.raises(ExchangeFault):
        SecurityServer(camdx.url).get(SERVICE)
    assert asked(camdx) == 1


# The breaker


def test_after_three_slow_answers_nobody_waits_any_more(camdx):
    camdx.set(delay=0.5)
    for _turn in range(3):
        with pytest.raises(ExchangeUnavailable, match="timeout"):
            SecurityServer(camdx.url).get(SERVICE, timeout=0.1)
    with pytest.raises(ExchangeUnavailable, match="resting"):  # said without asking anybody
        SecurityServer(camdx.url).get(SERVICE, timeout=5)


def test_one_dead_service_does_not_close_the_others(camdx):
    camdx.set(delay=0.5, service="OBR-DEV")
    for _turn in range(3):
        with pytest.raises(ExchangeUnavailable):
            SecurityServer(camdx.url).get(SERVICE, timeout=0.1)
    other = next(service for service in camdx.services if "GDT" in service)
    assert SecurityServer(camdx.url).post(ServiceId.parse(other), body={"tin": "x"}, idempotent=True).status == 200


def test_one_trial_goes_out_after_the_pause_and_closes_the_breaker(camdx, monkeypatch):
    monkeypatch.setattr(breaker, "OPEN_SECONDS", 1)
    camdx.set(drop=True)
    for _turn in range(3):
        with pytest.raises(ExchangeUnavailable):
            SecurityServer(camdx.url).post(SERVICE, body={})
    camdx.set()
    time.sleep(1.1)
    guard = breaker.Breaker(str(SERVICE))
    assert guard.allows() and not guard.allows()
    guard.succeeded()
    assert SecurityServer(camdx.url).post(SERVICE, body={}).status == 400


def test_a_security_server_that_is_off_is_unavailable_at_once():
    with pytest.raises(ExchangeUnavailable) as caught:
        SecurityServer("http://127.0.0.1:9").post(SERVICE, body={})
    assert caught.value.reason == "no-connection" and not caught.value.in_doubt


def test_without_a_cache_the_exchange_still_works(camdx, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    }
    assert SecurityServer(camdx.url).get(SERVICE).status == 400


def test_a_partner_that_drips_is_cut_off(monkeypatch, camdx):
    monkeypatch.setattr(wire, "MAX_ANSWER_BYTES", 100)
    camdx.services[OBR].target = lambda request: Reply.json({"x": "y" * 1000})
    with pytest.raises(ExchangeUnavailable, match="too-big"):
        SecurityServer(camdx.url).get(SERVICE)


# Configuration and TLS


def test_without_an_address_only_demo_mode_has_a_default(settings, monkeypatch):
    monkeypatch.setenv("PORT", "8200")
    settings.CAMDX_SECURITY_SERVER_URL = ""
    assert conf.security_server_url() == "http://127.0.0.1:8290"
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        conf.security_server_url()


@pytest.fixture
def pki(tmp_path):
    """Give a security server certificate, ours, and the files the settings would name."""
    server_ca, our_ca = trustme.CA(), trustme.CA()
    ours = our_ca.issue_cert("portal.invalid", not_after=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_ca.issue_cert("security-server.internal").configure_cert(context)
    our_ca.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    names = {name: str(tmp_path / f"{name}.pem") for name in ("certificate", "key", "pinned", "stranger")}
    ours.cert_chain_pems[0].write_to_path(names["certificate"])
    ours.private_key_pem.write_to_path(names["key"])
    server_ca.cert_pem.write_to_path(names["pinned"])
    trustme.CA().cert_pem.write_to_path(names["stranger"])
    return context, names


@pytest.fixture
def tls_server(pki):
    service = Service(OBR, lambda request: Reply.json({"ok": True}), rights={OUR_CLIENT: EVERYTHING})
    with SecurityServerDouble([service], clients=[OUR_CLIENT], context=pki[0]) as double:
        yield double


def test_mutual_tls_with_our_certificate_and_theirs_pinned(tls_server, pki):
    names = pki[1]
    endpoint = Endpoint(tls_server.url, names["certificate"], names["key"], names["pinned"])
    assert SecurityServer(endpoint).get(SERVICE).json == {"ok": True}


def test_without_our_certificate_the_security_server_refuses(tls_server, pki):
    with pytest.raises(ExchangeUnavailable):
        SecurityServer(Endpoint(tls_server.url, pinned=pki[1]["pinned"])).get(SERVICE)
    assert not tls_server.handled


def test_a_server_we_did_not_pin_is_not_talked_to(tls_server, pki):
    names = pki[1]
    endpoint = Endpoint(tls_server.url, names["certificate"], names["key"], names["stranger"])
    with pytest.raises(ExchangeUnavailable):
        SecurityServer(endpoint).get(SERVICE)
    assert not tls_server.handled


def test_the_daily_contract_check_lists_what_we_may_call(camdx):
    assert SecurityServer(camdx.url).allowed_methods(SERVICE.provider) == ["enterprise-lookup"]


def test_one_page_waits_for_several_partners_no_longer_than_for_one(camdx, settings):
    settings.EXCHANGE_PAGE_SECONDS = 0.4
    camdx.set(delay=0.6)
    with budget.page():
        for reason in ("timeout", "no-time", "no-time"):
            with pytest.raises(ExchangeUnavailable, match=reason):
                SecurityServer(camdx.url).post(SERVICE, body={})
    assert asked(camdx) == 1
    assert (
        list(Exchange.objects.order_by("id").values_list("outcome", flat=True))
        == ["sent", "in_doubt"] + ["unavailable"] * 2
    )
    assert budget.seconds() == 0.4


def test_a_call_in_the_background_may_wait_longer():
    assert Call("GET", SERVICE, timeout=65).timeout == 65


def test_a_deployment_without_partners_is_refused(settings):
    from nssf_portal.exchange.checks import partners_are_named, we_have_a_subsystem

    settings.CAMDX_SECURITY_SERVER_URL = settings.SMS_GATEWAY_URL = settings.SMS_GATEWAY_KEY = ""
    settings.CAMDX_CLIENT = "CAMBODIA/GOV/CAMDX-1"
    assert len(partners_are_named(None)) == 3 and len(we_have_a_subsystem(None)) == 1
    settings.CAMDX_SECURITY_SERVER_URL = settings.SMS_GATEWAY_URL = "https://partner.invalid"
    settings.SMS_GATEWAY_KEY, settings.CAMDX_CLIENT = "k", "CAMBODIA/GOV/CAMDX-1/PORTAL"
    assert not partners_are_named(None) and not we_have_a_subsystem(None)
