"""SMS and Telegram leave from 8 to 20 o'clock in Phnom Penh; codes, e-mail and the portal at any hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from nssf_portal.notifications import quiet, sending, templates
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.sending import Sender
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Template

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Phnom_Penh")


def at(hour: int, minute: int, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


@pytest.fixture(autouse=True)
def quiet_hours(settings):
    settings.QUIET_HOURS = True


@pytest.fixture
def clock(monkeypatch):
    """Sets the sender's clock."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(sending.timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def code_template():
    templates.register(Template(code="test.code", km=lambda f: f["code"], en=lambda f: f["code"], urgent=True))
    yield
    templates._templates.pop("test.code")


def write(worker, **changes):
    values = {"event": "e", "template": "test.hello", "channel": "sms", "recipient_user": worker}
    return enqueue(**values | {"not_before": at(7, 0, 20)} | changes)


def run() -> int:
    sender = Sender()
    sender.run(20)
    return sender.counts["sent"]


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        (at(8, 0), None),
        (at(19, 59), None),
        (at(20, 0), at(8, 0, 25)),
        (at(23, 59), at(8, 0, 25)),
        (at(0, 0), at(8, 0)),
        (at(7, 59), at(8, 0)),
        (at(19, 59).astimezone(UTC), None),
        (at(20, 0).astimezone(UTC), at(8, 0, 25)),
    ],
)
def test_the_hours_are_those_of_phnom_penh(now, opening):
    assert quiet.opening_after(now) == opening


@pytest.mark.parametrize(("now", "sent"), [(at(19, 59), 1), (at(20, 0), 0), (at(7, 59), 0), (at(8, 0), 1)])
def test_an_sms_leaves_in_the_daytime(worker, gateway, clock, now, sent):
    message = write(worker)
    clock(now)
    assert run() == sent == len(gateway.messages)
    message.refresh_from_db()
    assert sent or (message.state == "pending" and message.not_before == quiet.opening_after(now))


def test_what_waited_leaves_in_the_morning(worker, gateway, clock):
    write(worker)
    clock(at(20, 0))
    run()
    clock(at(8, 0, 25) + timedelta(seconds=1))
    assert run() == 1


def test_a_code_leaves_by_night(worker, gateway, clock, code_template):
    write(worker, template="test.code", parameters={"code": "123456"})
    clock(at(2, 0))
    assert run() == 1


def test_email_and_the_portal_know_no_hours(worker, gateway, clock):
    write(worker, channel="email")
    write(worker, channel="portal")
    clock(at(2, 0))
    assert run() == 2


def test_a_run_that_began_before_eight_in_the_evening_stops_at_eight(worker, gateway, clock):
    write(worker)
    clock(at(20, 0))
    assert sending.claim(set()) is None


def test_ten_thousand_are_moved_by_one_statement(worker, django_assert_num_queries):
    for number in range(5):
        write(worker, event=f"e{number}")
    book.value_or("message.hours.open", 8)
    with django_assert_num_queries(1):
        assert quiet.move_to_morning(at(21, 0)) == 5
    assert set(Message.objects.values_list("not_before", flat=True)) == {at(8, 0, 25)}


def test_the_hours_are_the_law_books(worker):
    LawValue.objects.filter(code="message.hours.close").update(number=18)
    book.forget()
    try:
        assert quiet.opening_after(at(18, 0)) == at(8, 0, 25)
    finally:
        LawValue.objects.filter(code="message.hours.close").update(number=20)
        book.forget()


def test_a_developer_works_at_any_hour(settings):
    settings.QUIET_HOURS = False
    assert quiet.opening_after(at(2, 0)) is None
