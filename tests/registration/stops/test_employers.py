"""An employer: its staff at a stop, a registration day at its place, taken back again."""

import uuid
from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import render
from registration.models import StopBooking, UnitStop
from registration.services import stops
from tests.factories import outreach
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    return EnterpriseFactory(commune_code="120101")


@pytest.fixture
def boss(enterprise):
    return representative_of(enterprise)


def at(enterprise, rest=""):
    return f"/en/employer/{enterprise.pk}/stops/{rest}"


def ask(client, enterprise, **changes):
    day = timezone.localdate() + timedelta(days=20)
    data = {"people": "20", "day": f"{day:%d/%m/%Y}", "begins": "09:00", "venue": "Hall B"}
    return client.post(at(enterprise, "ask/"), data | {"submission_id": uuid.uuid4()} | changes)


def test_a_day_is_asked_for_agreed_and_told(client, enterprise, boss, officer):
    client.force_login(boss)
    same = uuid.uuid4()
    ask(client, enterprise, submission_id=same)
    ask(client, enterprise, submission_id=same)
    made = UnitStop.objects.get()
    assert (made.kind, made.state, made.is_public, made.planned_by) == ("on_site", "planned", False, boss)
    assert StopBooking.objects.aggregate(n=Sum("people"))["n"] == 20
    assert all(slot.people <= made.slot_people for slot in stops.slots_of(made))
    assert "An officer looks at it" in client.get(at(enterprise)).content.decode()
    client.force_login(officer)
    body = client.get("/en/outreach/stops/").content.decode()
    assert "1 employer waits for an answer" in body and made.reference in body
    client.post(f"/en/outreach/stops/{made.pk}/move/", {"act": "announce"})
    assert Message.objects.filter(template="stop.staff_announced", recipient_user=boss).count() == 1
    assert client.get(f"/en/stops/{made.pk}/").status_code == 404  # nobody else's day
    client.force_login(boss)
    assert "Agreed: the team comes to you." in client.get(at(enterprise)).content.decode()


def test_whoever_plans_there_is_told_and_has_it_on_the_desk(client, enterprise, boss, officer):
    elsewhere = outreach.officer("17")
    client.force_login(boss)
    ask(client, enterprise)
    made = UnitStop.objects.get()
    told = Message.objects.get(template="stop.asked")
    assert told.recipient_user == officer and made.reference in render(told, "en").body
    assert enterprise.name not in str(told.parameters)
    client.force_login(officer)
    assert "1 employer asks for a registration day" in client.get("/en/outreach/").content.decode()
    client.force_login(elsewhere)
    assert "asks for a registration day" not in client.get("/en/outreach/").content.decode()
    client.force_login(boss)
    client.post(at(enterprise, f"{made.pk}/cancel/"))
    assert Message.objects.get(template="stop.taken_back").recipient_user == officer


def test_the_employers_home_says_what_became_of_it(client, enterprise, boss, officer):
    client.force_login(boss)
    ask(client, enterprise)
    home = f"/en/employer/?enterprise={enterprise.pk}"
    assert "An officer looks at it" in client.get(home).content.decode()
    stops.cancel(UnitStop.objects.get(), reason="The team is elsewhere", by=officer)
    assert "Cancelled: The team is elsewhere" in client.get(home).content.decode()
    assert Message.objects.filter(template="stop.staff_cancelled", recipient_user=boss).exists()


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"people": "3"}, "We come for 10 people or more."),
        ({"people": "2000"}, "One day takes 96 people at most."),
        ({"day": "3/4/2020"}, "The first possible day:"),
        ({"venue": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_is_said(client, enterprise, boss, changes, words):
    client.force_login(boss)
    answer = ask(client, enterprise, **changes)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not UnitStop.objects.exists()


def test_staff_come_at_as_many_times_as_they_need_and_never_more(client, enterprise, boss, stop):
    client.force_login(boss)
    data = {"at": "11:00", "people": "10", "submission_id": uuid.uuid4()}
    client.post(at(enterprise, f"{stop.pk}/book/"), data)
    client.post(at(enterprise, f"{stop.pk}/book/"), data)
    assert sorted(StopBooking.objects.values_list("people", flat=True)) == [4, 6]
    full = client.post(at(enterprise, f"{stop.pk}/book/"), data | {"submission_id": uuid.uuid4(), "at": "11:30"})
    assert "there is room for 2." in full.content.decode() and StopBooking.objects.count() == 2
    assert "10 people" in client.get(at(enterprise)).content.decode()
    client.post(at(enterprise, f"{stop.pk}/cancel/"))
    assert set(StopBooking.objects.values_list("state", flat=True)) == {"cancelled"}
    again = client.post(at(enterprise, f"{stop.pk}/cancel/"), follow=True)
    assert "nothing left to take back" in again.content.decode()


def test_a_day_at_its_own_place_is_called_off_with_its_bookings(client, enterprise, boss):
    client.force_login(boss)
    ask(client, enterprise)
    made = UnitStop.objects.get()
    client.post(at(enterprise, f"{made.pk}/cancel/"))
    made.refresh_from_db()
    assert made.state == "cancelled"
    assert "You took it back." in client.get(at(enterprise)).content.decode()


def test_a_stranger_sees_nothing_of_it(client, enterprise, stop):
    client.force_login(representative_of(EnterpriseFactory()))
    for rest in ("", "ask/", f"{stop.pk}/book/"):
        assert client.get(at(enterprise, rest)).status_code == 404
    assert client.post(at(enterprise, f"{stop.pk}/cancel/")).status_code == 404
    client.force_login(representative_of(enterprise))
    assert client.post(at(enterprise, f"{stop.pk}/cancel/")).status_code == 404  # booked nothing there
    assert client.get(at(enterprise, f"{stop.pk}/cancel/")).status_code == 405
