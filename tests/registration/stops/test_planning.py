"""Planners: a stop from the plan to the day after, its team, units, routes."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from nssf_portal.notifications.models import Message
from registration.enums import StopState
from registration.models import MobileUnit, StopBooking, StopTeamMember, UnitStop
from registration.services import stop_routes, stops
from tests.factories import outreach
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
LIST = "/en/outreach/stops/"


def plan(client, of, **changes):
    day = timezone.localdate() + timedelta(days=9)
    data = {
        "kind": "mobile", "unit": of.pk, "commune_code": "120101", "venue": "Old market",
        "day": f"{day:%d/%m/%Y}", "begins": "8:00", "ends": "12.00", "slot_minutes": "30", "is_public": "on",
        "submission_id": uuid.uuid4(),
    }  # fmt: skip
    return client.post(f"{LIST}new/", data | changes)


def test_a_stop_is_planned_with_as_many_at_a_time_as_the_unit_registers(client, officer):
    client.force_login(officer)
    assert plan(client, outreach.unit(people_an_hour=10)).status_code == 302
    made = UnitStop.objects.get()
    assert (made.state, made.slot_people, made.planned_by) == ("planned", 5, officer)
    assert [slot.clock for slot in stops.slots_of(made)][:2] == ["08:00", "08:30"] and len(stops.slots_of(made)) == 8


def test_the_same_submission_is_one_stop_and_a_unit_stands_at_one_place(client, officer):
    client.force_login(officer)
    unit, same = outreach.unit(), uuid.uuid4()
    plan(client, unit, submission_id=same)
    plan(client, unit, submission_id=same)
    assert UnitStop.objects.count() == 1
    body = plan(client, unit, begins="11:00", ends="15:00").content.decode()
    assert "The unit stands at Old market at that time" in body


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"kind": "mobile", "unit": ""}, "Choose the mobile unit that comes."),
        ({"ends": "07:00"}, "The end lies before the beginning."),
        ({"commune_code": "010201"}, "This commune is not one of your office"),
        ({"kind": "on_site", "enterprise": "000"}, "No enterprise has this number"),
        ({"latitude": "11.5"}, "Write both numbers, or none."),
        ({"day": "3/4/2020"}, "This time is over."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, officer, changes, words):
    client.force_login(officer)
    answer = plan(client, outreach.unit(), **changes)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not UnitStop.objects.exists()


def test_announced_opened_on_its_day_closed_and_who_did_not_come_is_marked(client, officer, today):
    mine = outreach.stop(state="planned", announced_at=None)
    client.force_login(officer)
    page = f"{LIST}{mine.pk}/"
    client.post(f"{page}move/", {"act": "announce"})
    client.post(f"{page}move/", {"act": "open"})
    mine.refresh_from_db()
    assert mine.state == StopState.ANNOUNCED  # not its day yet
    booked = outreach.booking(today)
    client.post(f"{LIST}{today.pk}/move/", {"act": "close"})
    booked.refresh_from_db()
    today.refresh_from_db()
    assert (today.state, booked.state) == ("closed", "missed")
    client.post(f"{LIST}{today.pk}/move/", {"act": "reopen"})
    today.refresh_from_db()
    assert today.state == "open"


def test_a_stop_is_cancelled_with_a_reason_and_everybody_is_told(client, officer, stop):
    from registration.services import stop_bookings

    enterprise = EnterpriseFactory()
    boss = representative_of(enterprise)
    at = {"stop": stop, "slot_at": stop.starts_at, "submission_id": uuid.uuid4()}
    stop_bookings.book(people=1, name="", phone="+85512345678", language="km", **at)
    stop_bookings.book_staff(enterprise=enterprise, people=2, **(at | {"submission_id": uuid.uuid4()}))
    client.force_login(officer)
    assert client.post(f"{LIST}{stop.pk}/cancel/", {"reason": ""}).status_code == 422
    client.post(f"{LIST}{stop.pk}/cancel/", {"reason": "Flood"})
    assert set(StopBooking.objects.values_list("state", flat=True)) == {"cancelled"}
    assert Message.objects.filter(template="stop.cancelled").count() == 1
    assert Message.objects.filter(template="stop.staff_cancelled", recipient_user=boss).count() == 1
    assert "Flood" in client.get(f"{LIST}{stop.pk}/").content.decode()


def test_whoever_joins_the_team_sees_the_stop_and_no_other(client, officer, stop):
    clerk, far = UserFactory(grant=("clerk", "12")), UserFactory(grant=("clerk", "08"))
    other = outreach.stop()
    client.force_login(officer)
    client.post(f"{LIST}{stop.pk}/team/", {"users": [clerk.pk]})
    assert client.post(f"{LIST}{stop.pk}/team/", {"users": [far.pk]}).status_code == 422
    client.force_login(clerk)
    body = client.get(LIST).content.decode()
    assert stop.reference in body or client.get(f"{LIST}?show=coming").content.decode().count(stop.reference) == 1
    assert client.get(f"{LIST}{stop.pk}/").status_code == 200
    assert client.get(f"{LIST}{other.pk}/").status_code == 404
    assert client.post(f"{LIST}{stop.pk}/move/", {"act": "announce"}).status_code == 403
    assert client.post(f"{LIST}{stop.pk}/cancel/", {"reason": "x"}).status_code == 403
    client.force_login(officer)
    client.post(f"{LIST}{stop.pk}/team/leave/", {"user": clerk.pk})
    client.force_login(clerk)
    assert client.get(f"{LIST}{stop.pk}/").status_code == 404
    assert StopTeamMember.objects.get().left_at


def test_a_stranger_sees_no_stop_of_other_places(client, stop):
    client.force_login(outreach.officer("08"))
    assert client.get(f"{LIST}{stop.pk}/").status_code == 404
    client.force_login(UserFactory(grant=("analyst", "HQ")))
    assert client.get(LIST).status_code == 403
    client.force_login(outreach.officer())
    assert client.get(f"{LIST}{stop.pk}/move/").status_code == 405


def test_units_are_added_and_retired(client, officer):
    office = OfficeFactory(code="12")
    client.force_login(officer)
    data = {"code": "van-1", "name_km": "ឡាន", "name_en": "Van one", "office": office.pk, "people_an_hour": "10"}
    client.post(f"{LIST}units/", data)
    made = MobileUnit.objects.get()
    assert made.place_code == "12"
    assert "Another unit has this code." in client.post(f"{LIST}units/", data).content.decode()
    client.post(f"{LIST}units/{made.pk}/", data | {"retired": "on"})
    made.refresh_from_db()
    assert made.retired_on == timezone.localdate()
    client.force_login(outreach.officer("08"))
    assert client.get(f"{LIST}units/{made.pk}/").status_code == 404


def test_routes_go_where_most_workers_are_missing_and_no_stop_was(client, officer):
    def known(commune, workers):
        EnterpriseFactory(state="known", nssf_number=None, commune_code=commune, declared_workers=workers)

    known("120101", 40), known("120103", 10), known("120501", 60), known("120102", None), known("010201", 900)
    outreach.stop(commune_code="120103")
    found = stop_routes.suggest(officer)
    assert [(r.district, r.workers, r.units) for r in found] == [("1205", 60, 1), ("1201", 40, 2)]
    assert [gap.code for gap in found[1].communes] == ["120101", "120102"]
    client.force_login(officer)
    body = client.get(f"{LIST}routes/").content.decode()
    assert "60 workers missing" in body and "?commune=120501" in body
    assert 'value="120501"' in client.get(f"{LIST}new/?commune=120501").content.decode()


def test_the_list_asks_as_much_for_many_as_for_one(client, officer, django_assert_max_num_queries):
    one = outreach.unit()
    for _n in range(3):
        outreach.stop(one)
    client.force_login(officer)
    client.get(LIST)
    with django_assert_max_num_queries(14):
        client.get(f"{LIST}?show=coming")
