"""The rule of counting: nobody is added twice, each way of counting stays visible."""

import pytest
from django.utils import timezone

from outreach.counting import NOBODY, of_activities, people
from outreach.models import Activity
from tests.factories import outreach

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Activity:
    return outreach.activity("held")


def _sexes(of: Activity) -> tuple[int, int, int]:
    counted = people(of)
    return counted.women, counted.men, counted.not_stated


def test_door_and_desk_are_people_and_struck_lines_are_nobody(held):
    outreach.attendance(held, how="door", gender="f")
    outreach.attendance(held, how="desk", gender="m")
    outreach.attendance(held, how="desk", gender="n")
    outreach.attendance(held, struck_at=timezone.now(), struck_by=held.created_by)
    assert _sexes(held) == (1, 1, 1)
    assert people(held).by_how == {"door": 1, "desk": 2, "heads": 0}


def test_heads_of_a_group_add_only_who_is_not_known_one_by_one(held):
    for _n in range(3):
        outreach.attendance(held, gender="f", group="workers")
    outreach.heads(held, group="workers", women=10, men=5)
    assert _sexes(held) == (10, 5, 0)
    assert people(held).by_how == {"door": 0, "desk": 3, "heads": 12}


def test_a_group_that_was_not_counted_is_added_whole(held):
    outreach.attendance(held, gender="m", group="employers")
    outreach.heads(held, group="workers", women=4, men=2)
    assert people(held).total == 7


def test_who_did_not_say_a_group_may_be_any_of_the_heads(held):
    outreach.attendance(held, gender="f", group="")
    outreach.heads(held, group="workers", women=2, men=2)
    assert _sexes(held) == (2, 2, 0)


def test_who_did_not_say_the_sex_is_not_added_again(held):
    outreach.attendance(held, gender="n", group="workers")
    outreach.attendance(held, gender="n", group="workers")
    outreach.heads(held, group="workers", women=7, men=5)
    assert _sexes(held) == (5, 5, 2)
    assert people(held).total == 12


def test_heads_counted_without_a_sex_give_way_first(held):
    outreach.attendance(held, gender="f", group="workers")
    outreach.heads(held, group="workers", women=0, men=3, not_stated=2)
    assert _sexes(held) == (1, 3, 1)


def test_heads_of_the_whole_room_add_what_is_above_everything_else(held):
    outreach.attendance(held, gender="f", group="employers")
    outreach.heads(held, group="workers", women=3, men=1)
    outreach.heads(held, group="", women=6, men=2)
    assert _sexes(held) == (6, 2, 0)


def test_fewer_heads_than_names_take_nobody_away(held):
    for _n in range(4):
        outreach.attendance(held, gender="m", group="workers")
    outreach.heads(held, group="workers", women=0, men=2)
    assert people(held).total == 4
    assert people(held).by_how["heads"] == 0


def test_a_count_that_was_replaced_does_not_count(held):
    outreach.heads(held, group="workers", women=9, men=9, replaced_at=timezone.now())
    outreach.heads(held, group="workers", women=1, men=1)
    assert people(held).total == 2


def test_many_activities_take_two_queries(held, django_assert_num_queries):
    other, empty = outreach.activity("held"), outreach.activity("held")
    outreach.attendance(held)
    outreach.heads(other, women=2, men=0)
    with django_assert_num_queries(2):
        counted = of_activities(Activity.objects.all())
    assert (counted[held.pk].total, counted[other.pk].total, counted[empty.pk]) == (1, 2, NOBODY)
    assert of_activities(list(Activity.objects.all()[:3])) == counted
