"""The outbox: written with the act, sent after it, once, to an address looked up at that moment."""

import json
import uuid
from datetime import timedelta

import httpx
import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from nssf_portal.notifications import recipients
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.sending import Sender, claim, settle
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.tasks import send_due
from nssf_portal.notifications.tokens import link_token

pytestmark = pytest.mark.django_db


def write(worker, **changes):
    values = {
        "event": "roster-7",
        "template": "test.hello",
        "channel": "sms",
        "recipient_user": worker,
        "parameters": {"reference": "APP-26-7K3Q-9"},
    }
    return enqueue(**values | changes)


def run() -> dict[str, int]:
    sender = Sender()
    sender.run(20)
    return sender.counts


def test_an_sms_goes_out_in_the_recipients_language_with_a_link_of_its_own(worker, gateway):
    message = write(worker)
    assert run()["sent"] == 1
    (sent,) = gateway.messages
    assert sent["recipient"] == "+85512345678" and sent["label"] == "test.hello"
    assert sent["body"].startswith("ប.ស.ស.") and link_token(message.id) in sent["body"]
    message.refresh_from_db()
    assert (message.state, message.provider_id) == ("sent", sent["id"]) and message.sent_at


def test_the_same_thing_is_told_once(worker, gateway):
    assert write(worker) is not None
    assert write(worker) is None
    assert run()["sent"] == 1 and run()["sent"] == 0
    assert len(gateway.messages) == 1


def test_two_events_are_two_messages(worker, gateway):
    write(worker)
    write(worker, event="roster-8")
    assert run()["sent"] == 2


def test_an_email_has_a_subject_and_no_personal_data(worker, gateway):
    write(worker, channel="email", language="en")
    run()
    (email,) = mail.outbox
    assert email.to == ["sok@example.invalid"] and email.subject == "A message from NSSF"
    assert "APP-26-7K3Q-9" in email.body and not gateway.messages


def test_a_portal_message_is_there_for_its_reader_alone(worker, gateway, django_user_model):
    message = write(worker, channel="portal")
    run()
    stranger = django_user_model.objects.create(email="other@example.invalid")
    assert list(Message.objects.visible_to(worker)) == [message]
    assert not Message.objects.visible_to(stranger).exists()
    assert not gateway.messages


def test_nothing_is_sent_before_its_time(worker, gateway):
    write(worker, not_before=timezone.now() + timedelta(hours=1))
    assert run()["sent"] == 0 and not gateway.messages


def test_an_app_above_says_where_its_people_are_reached(gateway, monkeypatch):
    monkeypatch.setitem(recipients._resolvers, "member", lambda message: "+85598765432")
    write(None, recipient_member=uuid.uuid4())
    run()
    assert gateway.messages[0]["recipient"] == "+85598765432"


def test_somebody_invited_is_reached_by_the_reference_of_the_invitation(gateway, monkeypatch):
    seen = []
    reach = lambda message: seen.append(message.recipient_ref) or "+85511222333"  # noqa: E731
    monkeypatch.setitem(recipients._resolvers, "invitation", reach)
    write(None, address_ref="invitation:42")
    run()
    assert seen == ["42"] and len(gateway.messages) == 1


def test_two_apps_may_not_claim_one_kind_of_recipient():
    with pytest.raises(ValueError, match="already"):
        recipients.register("member", lambda message: None)


def test_without_an_address_the_row_says_so(worker, gateway):
    worker.phone = None
    worker.save()
    message = write(worker)
    assert run()["failed"] == 1
    message.refresh_from_db()
    assert (message.state, message.failure) == ("failed", "no-address")


def test_a_gateway_that_is_away_only_delays(worker, gateway):
    gateway.stop()
    message = write(worker)
    assert run()["later"] == 1
    message.refresh_from_db()
    assert message.state == "pending" and message.not_before > timezone.now()


def test_a_gateway_at_its_limit_is_left_alone_for_as_long_as_it_asks(worker, gateway):
    gateway.per_minute = 1
    for number in range(3):
        write(worker, event=f"roster-{number}")
    counts = run()
    assert (counts["sent"], counts["later"]) == (1, 1)
    waiting = Message.objects.get(failure="http-429")
    assert timedelta(seconds=20) < waiting.not_before - timezone.now() < timedelta(seconds=31)


@pytest.mark.parametrize("knobs", [{"drop": True}, {"truncate": True}, {"status": 500}])
def test_in_doubt_is_unknown_and_never_sent_again(worker, gateway, knobs):
    gateway.set(**knobs)
    message = write(worker)
    assert run()["unknown"] == 1
    gateway.set()
    assert run() == {"sent": 0, "later": 0, "failed": 0, "unknown": 0}
    message.refresh_from_db()
    assert message.state == "unknown"
    assert len([request for request in gateway.seen if request.path.endswith("/send")]) == 1


def test_a_refused_number_is_failed_not_repeated(worker, gateway):
    worker.phone = "+85512"
    worker.save()
    message = write(worker)
    assert run()["failed"] == 1
    message.refresh_from_db()
    assert message.failure == "http-422"


def test_a_sender_that_died_leaves_the_row_in_doubt(worker, gateway):
    message = write(worker)
    assert claim(set()).pk == message.pk
    Message.objects.update(sending_since=timezone.now() - timedelta(minutes=11))
    assert run()["unknown"] == 1
    assert not gateway.messages


def test_an_unknown_template_waits_for_a_newer_worker_and_holds_up_nobody(worker, gateway):
    write(worker, template="not.yet")
    write(worker)
    counts = run()
    assert (counts["later"], counts["sent"]) == (1, 1)


@pytest.mark.parametrize("value", ["ចាន់ សុភាព", "CHAN SOPHEAP", "012 345 678", "x" * 65, 1.5, ["a"]])
def test_a_parameter_can_hold_codes_only(worker, value):
    with pytest.raises(ValueError, match="parameter"):
        write(worker, parameters={"reference": value})


def test_rows_can_be_filled_by_sql_alone(worker, gateway):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_message (id, event, template, channel, dedup_key, recipient_user_id)"
            " SELECT gen_random_uuid(), 'roster-' || n, 'test.hello', 'sms', 'sql-' || n, %s"
            " FROM generate_series(1, 3) n",
            [worker.pk],
        )
    assert run()["sent"] == 3


def test_the_database_refuses_a_row_for_nobody(worker):
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(event="e", template="test.hello", channel="sms", dedup_key="k")


def test_the_database_refuses_sent_without_a_time(worker):
    write(worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(state="sent")


def test_writing_rings_after_commit_and_a_dead_broker_does_not_matter(
    worker, monkeypatch, django_capture_on_commit_callbacks
):
    from kombu.exceptions import OperationalError

    rung = []

    def delay() -> None:
        rung.append(1)
        raise OperationalError

    monkeypatch.setattr(send_due, "delay", delay)
    with django_capture_on_commit_callbacks(execute=True):
        message = write(worker)
    assert rung and Message.objects.get(pk=message.pk).state == "pending"


def test_the_task_sends_and_runs_alone(worker, gateway):
    from django.core.cache import cache

    cache.set("notifications:sending", 1, 5)
    write(worker)
    send_due()
    assert not gateway.messages
    cache.delete("notifications:sending")
    send_due()
    assert len(gateway.messages) == 1


def test_a_developer_reads_the_messages_on_a_page_and_in_a_file(worker, gateway):
    write(worker)
    run()
    page = httpx.get(f"{gateway.url}/", trust_env=False).text
    assert "+85512345678" in page and '<a href="http' in page
    assert json.loads(gateway.file.read_text())["recipient"] == "+85512345678"


def test_the_gateway_tells_how_a_message_fares(worker, gateway):
    from nssf_portal.notifications.gateways import Nomsa

    provider_id = Nomsa().send("+85512345678", "hello", "test")
    assert Nomsa().status(provider_id) == "delivered"
    assert Nomsa().status(str(uuid.uuid4())) == ""


def test_a_person_may_decide_to_send_a_doubtful_message_again(worker, gateway):
    from nssf_portal.notifications.services import send_again

    gateway.set(drop=True)
    write(worker)
    run()
    gateway.set()
    assert send_again(Message.objects.all()) == 1
    assert run()["sent"] == 1
    assert send_again(Message.objects.all()) == 0


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(worker, gateway):
    from concurrent.futures import ThreadPoolExecutor

    for number in range(30):
        write(worker, event=f"roster-{number}")

    def send_and_leave(_turn: int) -> int:
        try:
            return run()["sent"]
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        shares = list(pool.map(send_and_leave, range(3)))
    assert sum(shares) == 30 and len({row["id"] for row in gateway.messages}) == len(gateway.messages) == 30
    assert sum(1 for share in shares if share) > 1


def test_a_broken_text_holds_up_nobody_and_its_words_are_not_logged(worker, gateway, caplog):
    from nssf_portal.notifications.recipients import _resolvers

    def broken(_message) -> str:
        raise KeyError("012345678")

    recipients.register("broken", broken)
    try:
        message = write(worker, address_ref="broken:1")
        write(worker)
        assert run() == {"sent": 1, "later": 0, "failed": 1, "unknown": 0}
    finally:
        _resolvers.pop("broken")
    message.refresh_from_db()
    assert message.failure == "broken-KeyError" and "012345678" not in caplog.text


@pytest.mark.parametrize("outcome", ["sent", "failed", "unknown"])
def test_a_one_time_code_is_not_kept_once_it_is_sent_or_given_up(worker, gateway, outcome):
    message = write(worker, parameters={"reference": "R-1", "code": "4711"})
    claimed = claim(set())
    settle(claimed, outcome, **({"sent_at": timezone.now()} if outcome == "sent" else {}))
    message.refresh_from_db()
    assert (message.state, message.parameters) == (outcome, {"reference": "R-1"})


def test_a_message_that_is_only_delayed_keeps_its_code(worker, gateway):
    message = write(worker, parameters={"reference": "R-1", "code": "4711"})
    settle(claim(set()), "pending")
    message.refresh_from_db()
    assert message.parameters["code"] == "4711"
