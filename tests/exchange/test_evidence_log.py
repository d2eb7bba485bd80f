"""The log stays, whatever becomes of the request that asked; what may be sent once is noted before it goes."""

import pytest
from django.db import connections, transaction

from nssf_portal.doubles.sample_registries import OBR
from nssf_portal.exchange import evidence_log
from nssf_portal.exchange.client import SecurityServer
from nssf_portal.exchange.faults import ExchangeFault, ExchangeUnavailable
from nssf_portal.exchange.identifiers import ServiceId
from nssf_portal.exchange.models import Exchange
from nssf_portal.exchange.watching import open_doubts
from tests.factories.accounts import UserFactory

SERVICE = ServiceId.parse(OBR)


@pytest.mark.django_db(transaction=True, databases=["default", "evidence"])
def test_a_rollback_takes_no_line_of_the_log_along(camdx, settings):
    settings.EXCHANGE_LOG_DATABASE = "evidence"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        user = UserFactory()  # made in the same transaction: nobody else knows them yet
        SecurityServer(camdx.url).get(SERVICE, user=user)
        raise ZeroDivisionError
    row = Exchange.objects.get()
    assert row.user_id == user.pk and row.request_id
    assert not type(user).objects.filter(pk=user.pk).exists()
    connections["evidence"].close()


@pytest.mark.django_db(transaction=True, databases=["default", "evidence"])
def test_inside_a_long_transaction_the_newest_line_is_seen(camdx, settings):
    settings.EXCHANGE_LOG_DATABASE = "evidence"
    with transaction.atomic():
        SecurityServer(camdx.url).get(SERVICE)
        assert evidence_log.lines().count() == 1
    connections["evidence"].close()


@pytest.mark.django_db
def test_what_may_be_sent_once_is_on_record_before_it_leaves(camdx):
    seen = []
    inside = camdx.services[OBR].target
    camdx.services[OBR].target = lambda request: seen.append(1) or inside(request)
    SecurityServer(camdx.url).post(SERVICE, body={"tin": "x"})
    assert list(Exchange.objects.order_by("id").values_list("outcome", flat=True)) == ["sent", "ok"]
    assert Exchange.objects.values("xroad_id").distinct().count() == 1 and len(seen) == 1


@pytest.mark.django_db
def test_a_question_that_may_be_repeated_is_one_line(camdx):
    SecurityServer(camdx.url).post(SERVICE, body={"tin": "x"}, idempotent=True)
    assert Exchange.objects.get().outcome == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("knobs", "fault"),
    [
        ({"drop": True}, "broken"),
        ({"delay": 0.5}, "timeout"),
        ({"truncate": True}, "broken"),
        ({"content_type": "text/html"}, "not-json"),
    ],
)
def test_a_message_whose_answer_was_lost_is_in_doubt_and_was_sent_once(camdx, knobs, fault):
    camdx.set(**knobs)
    with pytest.raises(ExchangeUnavailable) as caught:
        SecurityServer(camdx.url).post(SERVICE, body={"tin": "K007-075006691"}, timeout=0.3)
    assert caught.value.in_doubt
    assert len([request for request in camdx.seen if request.method == "POST"]) == 1
    assert [(row.outcome, row.fault_type) for row in open_doubts()] == [("in_doubt", fault)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("Server.ServerProxy.AccessDenied", "fault"),
        ("Server.ServerProxy.ServiceDisabled", "fault"),
        ("Server.ClientProxy.OutdatedGlobalConf", "fault"),
        ("Client.InvalidClientIdentifier", "fault"),
        ("Server.ServerProxy.ServiceFailed.NetworkError", "in_doubt"),
        ("Server.ServerProxy.ServiceFailed.IOError", "in_doubt"),
        ("Server.ServerProxy.LoggingFailed", "in_doubt"),
        ("Server.ServerProxy.SomethingNew", "in_doubt"),
    ],
)
@pytest.mark.parametrize("dialect", ["7.4", "7.8"])
def test_a_fault_before_the_service_is_no_doubt_one_after_it_is(camdx, dialect, fault, outcome):
    camdx.dialect = dialect
    camdx.set(fault=fault)
    with pytest.raises(ExchangeFault):
        SecurityServer(camdx.url).post(SERVICE, body={"tin": "x"})
    assert Exchange.objects.order_by("-id").first().outcome == outcome
    assert len([request for request in camdx.seen if request.method == "POST"]) == 1
