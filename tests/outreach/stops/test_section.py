"""On an activity's page: where people are registered on that day."""

import pytest
from django.test import RequestFactory

from outreach.wiring.stops import section
from tests.factories import outreach

pytestmark = pytest.mark.django_db


def asked(user, activity):
    request = RequestFactory().get("/")
    request.user = user
    return section(request, activity)


def test_stops_of_the_day_and_commune_stand_on_the_activitys_page():
    officer, activity = outreach.officer(), outreach.activity(type=outreach.activity_type(action="1.2"))
    assert asked(officer, activity).lines == ["No stop is planned here that day."]
    there = {"starts_at": activity.starts_at, "ends_at": activity.ends_at, "commune_code": activity.place_code}
    stop = outreach.stop(venue="Old market", **there)
    outreach.stop(**(there | {"commune_code": "120102"}))
    found = asked(officer, activity)
    assert [words for words, _url in found.links] == [stop.reference, "Plan a stop"]
    assert found.lines[0].startswith("Old market, ")


def test_other_types_say_nothing_about_stops_that_are_not():
    assert asked(outreach.officer(), outreach.activity()) is None
