"""Numbers and hours are data of the law book: said in words, and whether somebody is there now."""

from datetime import datetime, time

import pytest
from django.utils import timezone

from nssf_portal.law.models import OpeningHours
from nssf_portal.ui import contact as module
from nssf_portal.ui.contact import contact, is_open, words_of

pytestmark = pytest.mark.django_db
DAY = (time(8, 30), time(17, 30))


@pytest.fixture(autouse=True)
def _anew():
    module.forget()
    yield
    module.forget()


def test_the_numbers_and_hours_come_from_the_law_book():
    said = contact()
    assert said["hotline"] == ["1286", "1297"]
    assert (said["hotline_hours"], said["hotline_open"]) == ("Day and night", True)
    assert said["counter_hours"] == "Monday to Sunday, 8:30 to 17:30"
    assert said["headquarters_hours"] == "Monday to Sunday, 7:00 to 22:00"


def test_other_hours_in_the_book_are_said_without_a_release():
    OpeningHours.objects.filter(counter="hotline", weekday__gte=5).delete()
    OpeningHours.objects.filter(counter="hotline").update(opens=time(7), closes=time(21))
    assert contact()["hotline_hours"] == "Monday to Friday, 7:00 to 21:00"


def test_days_with_the_same_hours_stand_together():
    spells = [(0, *DAY), (1, *DAY), (4, *DAY), (5, time(8), time(12))]
    assert words_of(spells) == "Monday to Tuesday, 8:30 to 17:30; Friday, 8:30 to 17:30; Saturday, 8:00 to 12:00"
    assert words_of([]) == ""


@pytest.mark.parametrize(("at", "there"), [("08:29", False), ("08:30", True), ("17:30", True), ("17:31", False)])
def test_whether_somebody_is_there(at, there):
    now = timezone.make_aware(datetime.fromisoformat(f"2026-11-23T{at}"))  # a Monday
    assert is_open([(0, *DAY)], now) is there
    assert is_open([(1, *DAY)], now) is False


def test_a_page_about_a_database_that_is_away_asks_none(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert contact(ask=False)["hotline"] == ["1286", "1297"]
