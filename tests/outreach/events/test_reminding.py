"""One reminder the day before, without a name; and what officers see of sign-ups on the activity's page."""

import uuid
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from nssf_portal.notifications import preferences
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.recipients import address_of
from nssf_portal.notifications.templates import render
from outreach.models import Activity, SignUp
from outreach.services import activities, reminding, signing_up
from outreach.services.signing_up import Coming
from outreach.wiring.events import section
from tests.factories import outreach as made
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PHONE = "+85512345678"


def wants(activity, phone=PHONE, **fields):
    return signing_up.sign_up(activity, submission_id=uuid.uuid4(), coming=Coming(phone=phone, **fields))


@pytest.fixture
def event(tomorrow):
    return made.activity("announced", starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=2))


def test_who_signed_up_is_reminded_once(event):
    row = wants(event, language="en", name="Sok")
    assert reminding.run() == 1 and reminding.run() == 0
    message = Message.objects.get()
    said = render(message).body
    assert row.reference in said and "14:00" in said and "/events/mine/" in said
    assert "Sok" not in said and event.name_en not in said and PHONE not in str(message.parameters)
    assert address_of(message) == PHONE
    assert row.reference in render(message, "km").body


def test_one_telephone_gets_one_message_for_one_event(event):
    wants(event)
    wants(event)
    assert reminding.run() == 1 and SignUp.objects.filter(reminded_at__isnull=True).count() == 0


def test_a_member_without_a_number_is_told_in_the_portal_way(event):
    user = UserFactory()
    wants(event, phone="", user=user)
    assert reminding.run() == 1 and Message.objects.get().recipient_user == user


@pytest.mark.parametrize(("email", "channel"), [(True, "email"), (False, "portal")])
def test_who_signed_in_and_left_no_number_is_told_as_accounts_are(event, client, email, channel):
    user = UserFactory()
    preferences.choose(user, language="en", sms=True, email=email, telegram=True)
    wants(event, phone="", user=user, language="en")
    wants(event, phone="", user=user, language="en")
    activities.cancel(event, by=event.created_by, reason="Flood")
    message = Message.objects.get()
    assert (message.recipient_user, message.channel) == (user, channel)
    client.force_login(user)
    assert ("is cancelled" in client.get("/en/messages/").content.decode()) is not email


def test_who_is_not_reminded(event, tomorrow):
    signing_up.cancel(wants(event))
    wants(event, phone="")  # nobody knows how to reach them
    later = made.activity("announced", starts_at=tomorrow + timedelta(days=1), ends_at=tomorrow + timedelta(days=2))
    wants(later)
    gone = made.activity("announced", starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=1))
    wants(gone)
    Activity.objects.filter(pk=gone.pk).update(
        state="cancelled", cancelled_at=timezone.now(), cancelled_by=gone.created_by
    )
    assert reminding.run() == 0 and not Message.objects.exists()


def test_what_was_missed_yesterday_is_told_today_before_it_begins(event):
    wants(event)
    assert reminding.run(event.starts_at - timedelta(hours=2)) == 1


def test_nothing_goes_to_a_number_that_was_removed(event):
    row = wants(event)
    reminding.run()
    SignUp.objects.filter(pk=row.pk).update(phone=None, name="", purged_at=timezone.now())
    assert address_of(Message.objects.get()) is None


def test_a_cancelled_event_reaches_the_telephones_of_who_signed_up(event):
    wants(event)
    activities.cancel(event, by=event.created_by, reason="Flood")
    assert address_of(Message.objects.get()) == PHONE


def test_the_card_of_an_activity_counts_and_tells_officers_what_to_prepare(event):
    wants(event, people=2, access_needs="A ramp", childcare=1)
    request = RequestFactory().get("/")
    request.user = event.created_by
    lines = [str(line) for line in section(request, event).lines]
    assert lines == ["2 people signed up.", "1 child to look after.", "To prepare: A ramp"]
    request.user = made.partner()
    assert not any("ramp" in str(line) for line in section(request, event).lines)
    assert section(request, made.activity("planned")) is None
