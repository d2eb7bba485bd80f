"""Series: planned once, the next ones made by the clock, changed one by one or all to come."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from outreach.models import Activity, ActivityType, Series
from outreach.services import series
from tests.factories import outreach as made
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.outreach.activities.conftest import plan, signed_in, text

pytestmark = pytest.mark.django_db
HOME = "/en/outreach/activities/series/"


def weekly(officer, **fields) -> Series:
    given = {
        "type": ActivityType.objects.get(code="workshop-weekly"),
        "rhythm": "weekly",
        "every": 1,
        "first_on": timezone.localdate() + timedelta(days=3),
        "last_on": timezone.localdate() + timedelta(days=24),
        "starts": time(9),
        "ends": time(11),
        "place_code": "120101",
        "name_km": "សិក្ខាសាលា",
        "name_en": "Weekly",
        "venue": "Hall",
        "languages": ["km"],
    } | fields
    return series.start(by=officer, submission_id=uuid.uuid4(), **given)


@pytest.mark.parametrize(
    ("rhythm", "every", "first", "days"),
    [
        ("weekly", 2, date(2026, 12, 22), ["2026-12-22", "2027-01-05", "2027-01-19"]),
        ("monthly", 1, date(2026, 12, 31), ["2026-12-31", "2027-01-31", "2027-02-28"]),
        ("monthly", 6, date(2026, 8, 30), ["2026-08-30", "2027-02-28", "2027-08-30"]),
        ("yearly", 1, date(2028, 2, 29), ["2028-02-29", "2029-02-28", "2030-02-28"]),
    ],
)
def test_days_are_counted_from_the_first_each_time(rhythm, every, first, days):
    one = Series(rhythm=rhythm, every=every, first_on=first, last_on=date(2032, 1, 1))
    counted = series.days_of(one, date(2032, 1, 1))
    assert [next(counted).isoformat() for _ in days] == days


def test_each_of_a_series_is_held_at_the_same_enterprise(officer):
    """Else only the first would bring the registrations of its staff."""
    enterprise = EnterpriseFactory()
    one = weekly(officer, enterprise=enterprise)
    assert {row.enterprise for row in one.activities.all()} == {enterprise}
    assert one.activities.count() == 4


def test_a_series_is_planned_once_with_its_next_activities(desk):
    first = timezone.localdate() + timedelta(days=3)
    given = plan(on=f"{first:%d/%m/%Y}", rhythm="weekly", every="1", last_on=f"{first + timedelta(days=15):%d/%m/%Y}")
    url = desk.post(f"{HOME}new/", given).url
    assert desk.post(f"{HOME}new/", given).url == url
    one = Series.objects.get()
    assert [row.series_on for row in one.activities.order_by("series_on")] == [
        first + timedelta(days=7 * n) for n in range(3)
    ]
    page = text(desk.get(url))
    assert "Change the next one, or all to come" in page
    assert one.name_en in text(desk.get(HOME))


def test_an_end_before_the_beginning_is_refused_at_its_field(desk):
    given = plan(rhythm="weekly", every="1", last_on="1 January 2026")
    assert "The last day comes before the first" in text(desk.post(f"{HOME}new/", given))


def test_the_clock_makes_the_next_ones_and_none_twice(officer):
    one = weekly(officer, last_on=timezone.localdate() + timedelta(days=400))
    before = one.activities.count()
    assert series.make_due() == 0
    assert series.make_due(timezone.localdate() + timedelta(days=14)) == 2
    assert series.make_due(timezone.localdate() + timedelta(days=14)) == 0
    assert one.activities.count() == before + 2


def test_the_next_ones_are_like_the_latest(officer):
    one = weekly(officer, last_on=timezone.localdate() + timedelta(days=400))
    Activity.objects.update(venue="Pagoda")
    series.make_due(timezone.localdate() + timedelta(days=7))
    assert one.activities.order_by("series_on").last().venue == "Pagoda"


def test_this_one_alone_or_all_that_come_after_it(desk, officer):
    one = weekly(officer)
    rows = list(one.activities.order_by("series_on"))
    given = plan(name_en="Alone", reach="one", on=f"{rows[0].series_on:%d/%m/%Y}")
    desk.post(f"/en/outreach/activities/{rows[0].pk}/edit/", given)
    given = plan(name_en="Later", reach="all", starts="14:00", ends="15:30", venue="Pagoda")
    done = desk.post(f"/en/outreach/activities/{rows[1].pk}/edit/", given, follow=True)
    assert "3 activities are changed" in text(done)
    found = list(one.activities.order_by("series_on"))
    assert [row.name_en for row in found] == ["Alone", "Later", "Later", "Later"]
    assert [timezone.localtime(row.starts_at).hour for row in found] == [9, 14, 14, 14]
    assert [timezone.localdate(row.starts_at) for row in found] == [row.series_on for row in rows]
    one.refresh_from_db()
    assert one.starts == time(14)


def test_one_that_was_moved_to_another_office_is_not_changed_with_the_others(officer):
    one = weekly(officer)
    rows = list(one.activities.order_by("series_on"))
    Activity.objects.filter(pk=rows[2].pk).update(place_code="080101")
    with pytest.raises(PermissionDenied):
        series.change_to_come(rows[0], by=officer, starts=time(9), ends=time(11), venue="Pagoda")


def test_what_was_held_or_cancelled_stays_when_all_are_changed(officer):
    one = weekly(officer)
    rows = list(one.activities.order_by("series_on"))
    from outreach.services import activities

    activities.cancel(rows[1], by=officer, reason="Flood")
    count = series.change_to_come(rows[0], by=officer, starts=time(9), ends=time(11), venue="Pagoda")
    assert count == 3
    assert one.activities.get(series_on=rows[1].series_on).venue == "Hall"


def test_an_ended_series_goes_no_further(desk, officer):
    one = weekly(officer, last_on=timezone.localdate() + timedelta(days=400))
    desk.post(f"{HOME}{one.pk}/end/")
    assert series.make_due(timezone.localdate() + timedelta(days=30)) == 0
    again = desk.post(f"{HOME}{one.pk}/end/", follow=True)
    assert "ended already" in text(again)


def test_a_series_of_another_place_is_not_there(officer):
    one = weekly(officer)
    assert signed_in(made.officer("08")).get(f"{HOME}{one.pk}/").status_code == 404
    assert signed_in(UserFactory()).get(f"{HOME}{one.pk}/").status_code == 403
    assert signed_in(officer).get(f"{HOME}{one.pk}/end/").status_code == 405


def test_the_list_of_series_asks_a_bounded_number_of_questions(desk, officer, django_assert_max_num_queries):
    for _ in range(3):
        weekly(officer)
    with django_assert_max_num_queries(14):
        desk.get(HOME)
