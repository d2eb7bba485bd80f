"""What everybody sees of events: the list with its choices, one event, the first page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outreach import public_calendar
from outreach.models import Activity
from tests.factories import outreach as made

pytestmark = pytest.mark.django_db
LIST = "/en/events/"
PHONE = "012\u00a0345\u00a0678"


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def over(name: str = "Forum of last month") -> Activity:
    """Announced, held, verified."""
    officer = made.officer()
    return made.activity(
        "verified", name_en=name, created_by=officer, announced_at=timezone.now(), announced_by=officer
    )


def test_an_empty_calendar_says_what_would_be_here(client):
    assert "No event is announced now" in text(client, LIST)
    assert "Nothing like this is announced" in text(client, f"{LIST}?province=12")
    assert client.post(LIST).status_code == 405


def test_the_list_is_by_day_and_shows_events_and_stops(client, forum):
    made.stop()
    made.activity("planned", name_en="Secret plan")
    made.activity("announced", is_public=False, name_en="Closed circle")
    page = text(client, LIST)
    assert "Forum in Phnom Penh" in page and "Van" in page and "2 events ahead" in page
    assert "3 places free" in page
    assert "Secret plan" not in page and "Closed circle" not in page


@pytest.mark.parametrize("state", ["held", "reported", "verified"])
def test_what_was_held_without_being_announced_is_shown_to_nobody(client, state):
    """A talk at a factory does not become public by taking place."""
    quiet = made.activity(state, name_en="Quiet talk")
    assert "Quiet talk" not in text(client, f"{LIST}?when=past")
    assert client.get(f"{LIST}{quiet.pk}/").status_code == 404
    assert b"Quiet talk" not in client.get("/events/calendar.ics").content
    known = {"announced_at": timezone.now(), "announced_by": quiet.created_by}
    Activity.objects.filter(pk=quiet.pk).update(**known)
    assert "Quiet talk" in text(client, f"{LIST}?when=past")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("province=12", True), ("province=01", False), ("province=x", True),
        ("group=workers", True), ("group=students", False),
        ("language=sgn", True), ("language=cja", False),
        ("when=week", False), ("when=month", True), ("when=past", False),
        ("kind=events", True), ("kind=stops", False),
    ],
)  # fmt: skip
def test_each_choice_is_kept(client, query, shown):
    made.activity(
        "announced",
        name_en="Forum in Phnom Penh",
        target_group="workers",
        languages=["km", "sgn"],
        starts_at=timezone.now() + timedelta(days=9),
        ends_at=timezone.now() + timedelta(days=9, hours=2),
    )
    assert ("Forum in Phnom Penh" in text(client, f"{LIST}?{query}")) is shown


def test_who_looks_for_a_group_sees_what_is_for_everybody_too(client):
    made.activity("announced", name_en="Open day", target_group="public")
    assert "Open day" in text(client, f"{LIST}?group=students")


def test_what_is_over_is_looked_up_on_wish_only(client):
    over("Last month")
    assert "Last month" not in text(client, LIST)
    assert "Last month" in text(client, f"{LIST}?when=past")


def test_the_list_asks_the_same_few_questions_for_many(client, django_assert_max_num_queries):
    kind, officer, unit = made.activity_type(), made.officer(), made.unit()
    for _each in range(4):
        made.activity("announced", type=kind, created_by=officer, capacity=5)
        made.stop(unit, planned_by=officer)
    client.get(LIST)
    with django_assert_max_num_queries(9):
        client.get(LIST)


def test_one_event_says_all_there_is_to_know(client, forum):
    forum.summary_en, forum.latitude, forum.longitude = "Your rights at work", "11.55000", "104.91000"
    forum.save()
    made.speaker(forum, name="Sok Dara", agreed=True)
    made.speaker(forum, name="Chan Quiet")
    made.activity_partner(forum, "ASSOC", "host")
    made.activity_partner(forum, "ASSOC", "mobiliser")
    page = text(client, f"/en/events/{forum.pk}/")
    for said in ("Your rights at work", "Commune hall", "Sok Dara", "3 places are free", PHONE):
        assert said in page, said
    assert "openstreetmap.org" in page and "Khmer sign language" in page
    assert "Chan Quiet" not in page and page.count("<li>ASSOC</li>") == 1


@pytest.mark.parametrize("state", ["planned", "proposed"])
def test_what_was_not_announced_is_not_there(client, state):
    assert client.get(f"/en/events/{made.activity(state).pk}/").status_code == 404


def test_a_cancelled_event_says_so_and_no_reason_of_ours(client, forum):
    gone = {"cancelled_at": timezone.now(), "cancelled_by": forum.created_by, "cancelled_reason": "No money."}
    Activity.objects.filter(pk=forum.pk).update(state="cancelled", **gone)
    page = text(client, f"/en/events/{forum.pk}/")
    assert "This event does not take place." in page and "No money" not in page and "sign-up/" not in page
    assert "cancelled" in text(client, LIST)


def test_every_line_of_the_list_leads_to_a_page(client, forum):
    gone = {"state": "cancelled", "cancelled_at": timezone.now(), "cancelled_by": forum.created_by}
    made.stop(**gone)
    made.stop()
    lines = public_calendar.entries(public_calendar.keys(public_calendar.Wanted()))
    assert len(lines) == 3 and {client.get(one.url).status_code for one in lines} == {200}


def test_an_event_that_is_over_leads_on(client):
    page = text(client, f"/en/events/{over().pk}/")
    assert "This event is over." in page and "sign-up/" not in page


def test_the_first_page_and_the_footer_lead_here(client, forum):
    page = text(client, "/en/")
    assert "Forum in Phnom Penh" in page and page.count(f'href="{LIST}"') >= 2


def test_the_pages_are_light(client, forum):
    """A cheap telephone: the words of a page weigh little beside the 110 kB everything may have."""
    assert max(len(client.get(path).content) for path in (LIST, f"/en/events/{forum.pk}/")) < 25_000
