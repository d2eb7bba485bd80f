"""The files for calendar programmes: RFC 5545 to the octet, in Khmer too; what is cancelled says so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from outreach import ics
from outreach.models import Activity
from outreach.services import activities
from tests.factories import outreach as made

KM = "វេទិកាស្ដីពីសិទ្ធិ និងកាតព្វកិច្ចរបស់និយោជក និងកម្មករនិយោជិត នៅរាជធានីភ្នំពេញ"


def event(**fields):
    moment = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    given = {
        "uid": "a",
        "sequence": 0,
        "changed_at": moment,
        "starts_at": moment,
        "ends_at": moment + timedelta(hours=2),
        "title": "Forum",
    } | fields
    return ics.Event(**given)


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def components(lines: list[str]) -> list[dict[str, str]]:
    """The events as a calendar programme reads them: name without parameters -> value."""
    found, inside = [], False
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
            inside = True
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            name, _colon, value = line.partition(":")
            found[-1][name.partition(";")[0]] = value
    return found


def test_no_line_is_longer_than_75_octets_and_no_khmer_letter_is_cut():
    content = ics.calendar([event(title=KM, about=KM * 4)], name=KM, language="km")
    lines = content.split(b"\r\n")
    assert lines[-1] == b"" and all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)  # every line is whole UTF-8
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert components(unfolded(content))[0]["SUMMARY"] == KM
    assert components(unfolded(content))[0]["DESCRIPTION"] == KM * 4


def test_signs_of_the_format_are_escaped_and_nobody_smuggles_a_line_in():
    text = "Wages; rights, duties \\ all\r\nEND:VEVENT\x07\rnext"
    content = ics.calendar([event(title=text)], name="N", language="en")
    assert components(unfolded(content)) == [
        components(unfolded(ics.calendar([event()], name="N", language="en")))[0]
        | {"SUMMARY": "Wages\\; rights\\, duties \\\\ all\\nEND:VEVENT\\nnext"}
    ]


def test_times_are_utc_and_a_calendar_without_events_is_still_valid():
    assert ics.utc(datetime.fromisoformat("2026-11-24T09:00:00+07:00")) == "20261124T020000Z"
    lines = unfolded(ics.calendar([], name="N", language="km"))
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2] == "END:VCALENDAR" and "BEGIN:VTIMEZONE" in lines


@pytest.mark.django_db
def test_the_feed_keeps_uid_raises_sequence_and_tells_of_the_cancelled(client, forum):
    first = components(unfolded(client.get("/events/calendar.ics").content))[0]
    assert first["UID"] == str(forum.pk) and first["STATUS"] == "CONFIRMED" and first["SUMMARY"] == forum.name_km
    assert first["DTSTART"] == ics.utc(forum.starts_at) and first["URL"].endswith(f"/events/{forum.pk}/")
    officer = forum.created_by
    activities.change(forum, by=officer, venue="Town hall")
    moved = components(unfolded(client.get("/en/events/calendar.ics").content))[0]
    assert int(moved["SEQUENCE"]) > int(first["SEQUENCE"]) and "Town hall\\, " in moved["LOCATION"]
    assert moved["DTSTAMP"] >= first["DTSTAMP"] and moved["SUMMARY"] == "Forum in Phnom Penh"
    activities.cancel(forum, by=officer, reason="The hall is flooded.")
    gone = components(unfolded(client.get("/en/events/calendar.ics").content))[0]
    assert gone["UID"] == first["UID"] and gone["STATUS"] == "CANCELLED"
    assert int(gone["SEQUENCE"]) > int(moved["SEQUENCE"])
    assert "flooded" not in client.get("/en/events/calendar.ics").content.decode()


@pytest.mark.django_db
def test_the_feed_has_stops_too_and_follows_the_choice(client, forum):
    stop = made.stop()
    made.activity("announced", place_code="010201", name_en="Far away")
    answer = client.get("/en/events/calendar.ics")
    assert (
        answer["Content-Type"] == "text/calendar; charset=utf-8" and "nssf-events.ics" in answer["Content-Disposition"]
    )
    assert len(components(unfolded(answer.content))) == 3
    near = components(unfolded(client.get("/en/events/calendar.ics?province=12&kind=stops").content))
    assert [one["UID"] for one in near] == [str(stop.pk)]
    assert client.post("/en/events/calendar.ics").status_code == 405


@pytest.mark.django_db
def test_one_event_as_a_file(client, forum):
    answer = client.get(f"/en/events/{forum.pk}/event.ics")
    one = components(unfolded(answer.content))
    assert [each["UID"] for each in one] == [str(forum.pk)] and forum.reference in answer["Content-Disposition"]
    hidden = made.activity("planned")
    assert client.get(f"/en/events/{hidden.pk}/event.ics").status_code == 404


@pytest.mark.django_db
def test_what_was_never_announced_or_is_not_for_everybody_is_in_no_feed(client):
    made.activity("planned")
    made.activity("announced", is_public=False)
    quiet = made.activity("planned")
    gone = {"cancelled_at": timezone.now(), "cancelled_by": quiet.created_by}
    Activity.objects.filter(pk=quiet.pk).update(state="cancelled", **gone)
    assert components(unfolded(client.get("/events/calendar.ics").content)) == []
