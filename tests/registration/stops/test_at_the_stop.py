"""The team at its stop: who comes, walk-ins, registering with the stop's channel, cards into the hand."""

import uuid

import pytest

from registration.cards.services import issue, payload_of
from registration.forms_stops import CardForm
from registration.models import Application, CardHandover, StopApplication, StopBooking
from registration.services import stop_work
from tests.factories import outreach
from tests.factories.accounts import UserFactory
from tests.factories.members import MemberFactory
from tests.registration.hotline.test_counter import WOMAN

pytestmark = pytest.mark.django_db


def at(stop, rest=""):
    return f"/en/outreach/stops/{stop.pk}/{rest}"


def test_the_day_sheet_says_who_is_next_and_who_came(client, clerk, today):
    first, second = outreach.booking(today, name="Sao"), outreach.booking(today, name="Keo")
    client.force_login(clerk)
    assert "<strong>Next:</strong>" in client.get(at(today, "day/")).content.decode()
    client.post(f"/en/outreach/stops/bookings/{first.pk}/came/")
    client.post(f"/en/outreach/stops/bookings/{first.pk}/came/")  # twice is once
    first.refresh_from_db()
    assert first.came_at and stop_work.next_of(stop_work.day_sheet(today)) == second


def test_whoever_walks_in_is_counted_and_takes_the_place_of_no_name(client, clerk, today):
    client.force_login(clerk)
    same = uuid.uuid4()
    for _n in range(2):
        client.post(at(today, "day/walk-in/"), {"people": "9", "submission_id": same})
    made = StopBooking.objects.get()
    assert (made.walk_in, made.people, made.state, made.name, made.phone) == (True, 9, "came", "", None)
    assert stop_work.figures_of(today)["walked_in"] == 9
    assert client.post(at(today, "day/walk-in/"), {"people": "", "submission_id": same}).status_code == 422


def fill(client, stop, **changes):
    data = {name: value for name, value in WOMAN.items() if name != "channel"}
    return client.post(at(stop, "register/"), data | {"path": "owner", "submission_id": uuid.uuid4()} | changes)


def test_who_is_registered_here_keeps_the_channel_and_the_stop(client, clerk, today):
    client.force_login(clerk)
    same = uuid.uuid4()
    answer = fill(client, today, submission_id=same, channel="counter")
    assert fill(client, today, submission_id=same).url == answer.url
    made = Application.objects.get()
    assert (made.channel, made.state, made.helped_by) == ("mobile_unit", "approved", clerk)
    assert StopApplication.objects.get().stop == today
    assert at(today, "register/") in client.get(answer.url).content.decode()  # the next person, at the same stop
    assert stop_work.figures_of(today)["approved"] == 1


def test_a_day_on_site_has_its_own_channel(client, clerk, today):
    type(today).objects.update(kind="on_site", unit=None)
    client.force_login(clerk)
    fill(client, today)
    assert Application.objects.get().channel == "on_site"


def test_nobody_is_registered_at_a_stop_that_is_not_open(client, clerk, stop):
    stop.team.create(user=clerk)
    client.force_login(clerk)
    assert fill(client, stop).url == at(stop, "day/")
    assert not Application.objects.exists()
    client.post(at(stop, "day/walk-in/"), {"people": "1", "submission_id": uuid.uuid4()})
    assert not StopBooking.objects.exists()
    assert "while the stop is open" in client.get(at(stop, "cards/")).content.decode()


def test_a_card_is_handed_over_once_by_scan_or_by_number(client, clerk, today):
    one, other = MemberFactory(state="active"), MemberFactory(state="active")
    card = issue(one, by=clerk)
    issue(other, by=clerk)
    client.force_login(clerk)
    assert client.post(at(today, "cards/"), {"text": payload_of(card)}).status_code == 302
    client.post(at(today, "cards/"), {"text": other.member_number})
    again = client.post(at(today, "cards/"), {"text": one.member_number}, follow=True).content.decode()
    assert "handed over before" in again and CardHandover.objects.filter(stop=today, handed_by=clerk).count() == 2
    assert one.member_number not in again
    assert "No valid card" in client.post(at(today, "cards/"), {"text": "000"}).content.decode()
    assert (
        "No valid card"
        in client.post(at(today, "cards/"), {"text": payload_of(card)[:-8] + "AAAAAAAA"}).content.decode()
    )


def test_a_space_is_a_sign_of_a_cards_code():
    form = CardForm({"text": "NSSF1:A  B "})
    assert form.is_valid() and form.cleaned_data["text"] == "NSSF1:A  B "


def test_who_is_not_on_the_team_does_nothing_here(client, today):
    booked = outreach.booking(today)
    client.force_login(UserFactory(grant=("clerk", "12")))
    for rest in ("day/", "register/", "cards/"):
        assert client.get(at(today, rest)).status_code == 404
    assert client.post(f"/en/outreach/stops/bookings/{booked.pk}/came/").status_code == 404
    client.force_login(outreach.officer())
    assert client.get(at(today, "day/")).status_code == 200
    assert client.get(at(today, "register/")).status_code == 403  # plans, and registers nobody
    assert client.get(at(today, "day/walk-in/")).status_code == 405


def test_the_day_sheet_asks_as_much_for_many_as_for_one(client, clerk, today, django_assert_max_num_queries):
    for _n in range(4):
        outreach.booking(today)
    client.force_login(clerk)
    client.get(at(today, "day/"))
    with django_assert_max_num_queries(16):
        client.get(at(today, "day/"))
