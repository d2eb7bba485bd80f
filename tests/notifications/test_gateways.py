"""The ways out: who is asked first, who steps in, what is never sent twice, and keys that no log may hold."""

import logging
from datetime import timedelta

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from nssf_portal.doubles.sms_gateway import SmsGatewayDouble
from nssf_portal.notifications.deliveries import ask_what_is_due
from nssf_portal.notifications.delivery import SendInDoubt, SendLater, SendRefused
from nssf_portal.notifications.gateways import Nomsa, PlasGate, SmsRoute
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.sending import Sender
from nssf_portal.notifications.services import enqueue

pytestmark = pytest.mark.django_db
PHONE = "+85512345678"
KEY = "a-key-nobody-may-read"


@pytest.fixture
def second(settings):
    """PlasGate at an address of its own, behind NOMSA."""
    with SmsGatewayDouble(key=KEY) as double:
        settings.SMS_GATEWAYS = ["nomsa", "plasgate"]
        settings.PLASGATE_URL, settings.PLASGATE_KEY, settings.PLASGATE_SECRET = double.url, KEY, KEY
        yield double


def write(worker, event="roster-7"):
    return enqueue(
        event=event, template="test.hello", channel="sms", recipient_user=worker, parameters={"reference": "R-1"}
    )


def run() -> dict[str, int]:
    sender = Sender()
    sender.run(20)
    return sender.counts


def due_now() -> None:
    Message.objects.exclude(ask_at=None).update(ask_at=timezone.now())


def test_nomsa_is_asked_first(worker, gateway, second):
    message = write(worker)
    run()
    message.refresh_from_db()
    assert (message.gateway, len(gateway.messages), len(second.messages)) == ("nomsa", 1, 0)


@pytest.mark.parametrize("knobs", [{"status": 429}, {"status": 503}, {"status": 401}, {"status": 403}])
def test_what_nomsa_surely_did_not_take_plasgate_sends(worker, gateway, second, knobs):
    gateway.set(**knobs)
    message = write(worker)
    assert run()["sent"] == 1
    message.refresh_from_db()
    (sent,) = second.messages
    assert (message.gateway, message.provider_id, sent["recipient"]) == ("plasgate", sent["id"], PHONE)


def test_a_gateway_that_is_away_is_left_alone_for_the_run(worker, gateway, second):
    gateway.stop()
    for number in range(3):
        write(worker, f"roster-{number}")
    assert run()["sent"] == 3 and len(second.messages) == 3


def test_in_doubt_nobody_else_is_asked(worker, gateway, second):
    gateway.set(status=502)
    write(worker)
    assert run()["unknown"] == 1 and not second.messages


@pytest.mark.parametrize(("status", "answer"), [(410, SendRefused), (422, SendRefused), (500, SendInDoubt)])
def test_what_a_gateway_answers_is_understood(gateway, second, status, answer):
    for one, adapter in ((gateway, Nomsa), (second, PlasGate)):
        one.set(status=status)
        with pytest.raises(answer, match=f"http-{status}"):
            adapter().send(PHONE, "hello", "test")


def test_with_all_at_their_limit_the_message_waits(worker, gateway, second):
    gateway.set(status=429)
    second.set(status=429)
    assert write(worker) and run()["later"] == 1
    with pytest.raises(SendLater, match="http-429"):
        SmsRoute().send(PHONE, "hello", "test")


def test_the_key_in_plasgates_address_is_in_no_log_and_no_error(worker, second, settings, caplog):
    caplog.set_level(logging.INFO)
    settings.SMS_GATEWAYS = ["plasgate"]
    write(worker)
    run()
    second.stop()
    message = write(worker, "roster-8")
    run()
    with pytest.raises(SendLater) as caught:
        PlasGate().send(PHONE, "hello", "test")
    message.refresh_from_db()
    said = [caplog.text, repr(PlasGate()), str(caught.value), repr(caught.value.__cause__), message.failure]
    assert len(second.messages) == 1 and KEY not in " ".join(said)
    assert caught.value.__suppress_context__, "a traceback would print the error that names the address"


def test_the_log_of_httpx_itself_is_off_below_warnings(settings):
    assert settings.LOGGING["loggers"]["httpx"]["level"] == "WARNING"


def test_an_unknown_gateway_is_a_mistake_of_the_settings():
    with pytest.raises(ImproperlyConfigured, match="nomsa, plasgate"):
        SmsRoute(["carrier-pigeon"])


@pytest.mark.parametrize(
    ("outcome", "state", "again"),
    [
        ("delivered", "delivered", False),
        ("errored", "undelivered", False),
        ("redacted", "sent", False),
        ("accepted", "sent", True),
        ("sent", "sent", True),
    ],
)
def test_the_gateway_is_asked_whether_a_message_arrived(worker, gateway, outcome, state, again):
    gateway.outcome = outcome
    message = write(worker)
    run()
    due_now()
    assert ask_what_is_due(5) == (0 if again else 1)
    message.refresh_from_db()
    assert (message.state, message.ask_at is not None) == (state, again)
    assert message.sent_at


def test_it_is_asked_less_and_less_often_and_not_for_ever(worker, gateway):
    gateway.outcome = "accepted"
    message = write(worker)
    run()
    assert ask_what_is_due(5) == 0  # not within the first minute
    for hours, waits in ((2, True), (25, False)):
        Message.objects.update(sent_at=timezone.now() - timedelta(hours=hours), ask_at=timezone.now())
        ask_what_is_due(5)
        message.refresh_from_db()
        assert (message.ask_at is not None) is waits
        assert not waits or message.ask_at > timezone.now() + timedelta(minutes=110)


def test_a_gateway_that_does_not_answer_is_asked_again(worker, gateway):
    message = write(worker)
    run()
    due_now()
    gateway.stop()
    assert ask_what_is_due(5) == 0
    message.refresh_from_db()
    assert message.state == "sent" and message.ask_at > timezone.now()


def test_plasgate_can_not_be_asked_and_is_not(worker, second, settings):
    settings.SMS_GATEWAYS = ["plasgate"]
    message = write(worker)
    run()
    message.refresh_from_db()
    assert message.state == "sent" and message.ask_at is None


def test_the_stand_in_refuses_a_wrong_key_as_plasgate_does(second):
    answer = httpx.post(f"{second.url}/rest/send?private_key=guess", json={}, trust_env=False)
    assert answer.status_code == 401


def test_the_parts_of_an_sms_are_kept(worker, gateway):
    message = write(worker)
    run()
    message.refresh_from_db()
    assert message.segments == 2  # Khmer, with a link


def test_before_deployment_each_gateway_must_have_its_keys(settings):
    from nssf_portal.notifications.checks import gateways_are_complete

    assert gateways_are_complete(None) == []
    settings.SMS_GATEWAYS, settings.TELEGRAM_BOT = ["nomsa", "plasgate", "pigeon"], "a_bot"
    settings.PLASGATE_KEY = "k"
    said = " ".join(error.msg for error in gateways_are_complete(None))
    assert "'pigeon'" in said and "PLASGATE_URL" in said and "PLASGATE_SECRET" in said and "TELEGRAM_BOT_TOKEN" in said
    assert "PLASGATE_KEY" not in said
