"""Booking without an account: never above a slot, told once, cancelled by its number, forgotten by the clock."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from nssf_portal.notifications.models import Message
from nssf_portal.notifications.recipients import address_of
from registration.models import StopBooking, UnitStop
from registration.services import stop_bookings, stops
from registration.tasks import daily_stops
from tests.factories import outreach

pytestmark = pytest.mark.django_db
HOME = "/en/stops/"


def fill(client, stop, **changes):
    data = {"at": "08:00", "people": "2", "name": "Sao", "phone": "012 345 678", "language": "km"}
    return client.post(f"{HOME}{stop.pk}/book/", data | {"submission_id": uuid.uuid4()} | changes)


def book(stop, people=1, at=None, **given):
    fields = {"name": "", "phone": "+85512345678", "language": "km", "submission_id": uuid.uuid4()} | given
    return stop_bookings.book(stop=stop, slot_at=at or stop.starts_at, people=people, **fields)


def test_a_time_is_booked_with_a_phone_and_told_once(client, stop):
    same = uuid.uuid4()
    assert fill(client, stop, submission_id=same).url == fill(client, stop, submission_id=same).url == f"{HOME}booked/"
    made = StopBooking.objects.get()
    assert (made.people, made.slot_at, made.language) == (2, stop.starts_at, "km")
    assert b"345678" not in bytes(made.phone)
    assert made.reference in client.get(f"{HOME}booked/").content.decode()
    told = Message.objects.get(template="stop.booked")
    assert address_of(told) == "+85512345678" and "345678" not in str(told.parameters)


def test_nobody_is_booked_above_a_time(client, stop):
    book(stop, 5)
    body = fill(client, stop).content.decode()
    assert "no room left for so many" in body and StopBooking.objects.count() == 1
    assert fill(client, stop, people="1").status_code == 302
    assert "full or over" in fill(client, stop, people="1").content.decode()
    assert fill(client, stop, at="08:30").status_code == 302


def test_who_books_waits_for_the_stops_lock(stop, django_assert_num_queries):
    """Two at once: the second waits for the first one's transaction and counts its people."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        book(stop)
    first = next(q["sql"] for q in asked.captured_queries if "registration_unitstop" in q["sql"])
    assert "FOR UPDATE" in first


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"phone": ""}, "Enter your phone number."),
        ({"people": "9"}, "At most 5 in one booking"),
        ({"at": "03:00"}, "full or over"),
    ],
)
def test_what_is_missing_is_said(client, stop, changes, words):
    answer = fill(client, stop, **changes)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_everybody_sees_announced_stops_and_nothing_else(client, stop):
    hidden = outreach.stop(is_public=False, venue="Factory gate")
    planned = outreach.stop(state="planned", announced_at=None)
    body = client.get(HOME).content.decode()
    assert str(stop.pk) in body and str(hidden.pk) not in body and str(planned.pk) not in body
    assert "No stop is announced here" in client.get(f"{HOME}?province=01").content.decode()
    assert client.get(f"{HOME}{hidden.pk}/").status_code == client.get(f"{HOME}{planned.pk}/book/").status_code == 404
    assert "08:00" in client.get(f"{HOME}{stop.pk}/").content.decode()
    assert client.post(HOME).status_code == 405


def test_a_booking_is_cancelled_by_its_number_and_its_place_is_free(client, stop):
    made = book(stop, 6)
    assert stops.slots_of(stop)[0].room == 0
    body = client.post(f"{HOME}booking/", {"reference": made.reference.lower()}).content.decode()
    assert "Cancel the booking" in body and "345678" not in body
    client.post(f"{HOME}booking/", {"reference": made.reference, "act": "cancel"})
    made.refresh_from_db()
    assert made.state == "cancelled" and stops.slots_of(stop)[0].room == 6
    again = client.post(f"{HOME}booking/", {"reference": made.reference, "act": "cancel"}, follow=True)
    assert "cannot be cancelled any more" in again.content.decode()
    assert "We know no booking" in client.post(f"{HOME}booking/", {"reference": "BKG-1"}).content.decode()


def test_without_a_booking_the_page_after_it_leads_to_the_list(client):
    assert client.get(f"{HOME}booked/").url == HOME


def test_reminded_once_the_day_before(stop):
    made = book(stop)
    StopBooking.objects.update(booked_at=timezone.now() - timedelta(days=3))
    daily_stops()
    assert not Message.objects.filter(template="stop.reminder").exists()
    start = timezone.now() + timedelta(hours=1)
    UnitStop.objects.update(starts_at=start, ends_at=start + timedelta(hours=2))
    StopBooking.objects.update(slot_at=start)
    daily_stops()
    daily_stops()
    made.refresh_from_db()
    assert made.reminded_at and Message.objects.filter(template="stop.reminder").count() == 1


def test_names_and_phones_go_some_days_after_and_forgotten_stops_are_closed(stop):
    book(stop, name="Sao Sreyneang")
    old = timezone.now() - timedelta(days=8)
    UnitStop.objects.update(starts_at=old - timedelta(hours=4), ends_at=old, state="open", opened_at=old)
    daily_stops()
    made = StopBooking.objects.select_related("stop").get()
    assert (made.name, made.phone, made.people, made.state) == ("", None, 1, "missed")
    assert made.purged_at and made.stop.state == "closed"


def test_the_public_list_asks_as_much_for_many_as_for_one(client, stop, django_assert_max_num_queries):
    for _n in range(3):
        outreach.stop(stop.unit)
    client.get(HOME)
    with django_assert_max_num_queries(6):
        client.get(HOME)


def test_the_day_has_its_weekday_and_the_pages_lead_on(client, stop):
    day = f"{timezone.localtime(stop.starts_at):%A}, "
    for page in (HOME, f"{HOME}{stop.pk}/", f"{HOME}{stop.pk}/book/"):
        assert day in client.get(page).content.decode()
    fill(client, stop)
    for page in (f"{HOME}{stop.pk}/", f"{HOME}booked/"):
        body = client.get(page).content.decode()
        assert day in body and 'href="/en/events/"' in body and 'href="/en/learn/"' in body
    assert 'href="/en/events/"' in client.get(HOME).content.decode()


def test_what_is_too_far_ahead_says_from_when_on(client):
    start = timezone.now() + timedelta(days=100)
    far = outreach.stop(starts_at=start, ends_at=start + timedelta(hours=4))
    for rest in ("", "book/"):
        body = client.get(f"{HOME}{far.pk}/{rest}").content.decode()
        assert "Times can be booked from" in body and "No time is left" not in body
