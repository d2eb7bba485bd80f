"""Outreach: each figure equals an independent count, cell by cell."""

from datetime import date, timedelta

import pytest

from outreach.models import Attribution, QuizAnswer
from tests.factories import outreach
from tests.reporting.indicators.checking import check
from tests.reporting.indicators.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def activities(chance, plan, somebody):
    """Twelve of three kinds in two provinces, most of them verified, around the turns of quarters."""
    kinds = [outreach.activity_type(code, action=action) for code, action in (("a", "4.1"), ("b", "4.4"), ("c", "4.5"))]
    chief, made = outreach.chief(), []
    for number in range(12):
        starts, state = at(date(2026, 1 + number % 5, 28), 23), chance.choice(("verified", "verified", "reported"))
        second = {"verified_by": chief} if state == "verified" else {}
        made.append(
            outreach.activity(
                state, type=chance.choice(kinds), created_by=somebody,
                **second, starts_at=starts, ends_at=starts + timedelta(hours=2),
                place_code=chance.choice(("120101", "0201")), target_group=chance.choice(("workers", "public")),
            )
        )  # fmt: skip
    return made


def test_what_was_held_whom_it_reached_and_what_it_cost(chance, activities):
    for number, activity in enumerate(activities):
        if number % 2:
            outreach.heads(activity, chance.randrange(9), chance.randrange(9), chance.randrange(3))
        else:
            for _n in range(chance.randrange(1, 5)):
                outreach.attendance(activity, gender=chance.choice("fmn"))
        outreach.money(activity, chance.choice((100_000, 250_000)))
        outreach.money(activity, 900_000, "planned")
    check("activities_verified", "people_reached", "outreach_cost")


def test_who_registered_afterwards(chance, activities, members, enterprises):
    for member in members[:20]:
        activity = chance.choice(activities)
        on = (activity.starts_at + timedelta(days=chance.randrange(60))).date()
        Attribution.objects.create(
            subject="member", member=member, activity=activity, rule=chance.choice(("stop", "listed")),
            registered_on=on, days=3,
        )  # fmt: skip
    for enterprise in enterprises[:4]:
        Attribution.objects.create(
            subject="enterprise", enterprise=enterprise, activity=activities[0], rule="stop",
            registered_on=date(2026, 2, 1), days=4,
        )  # fmt: skip
    for activity in activities[:8]:
        outreach.heads(activity, 20, 30)
    check("registrations_brought", "conversion")


def test_what_people_knew(chance, activities):
    questions = [outreach.question(), outreach.question(kind="rights")]
    for number in range(60):
        question = chance.choice(questions)
        QuizAnswer.objects.create(
            activity=chance.choice(activities), question=question, moment=chance.choice(("before", "after")),
            choice=chance.choice((*question.choices.all(), None)), device=str(number),
        )  # fmt: skip
    check("knew_before", "knew_after")


def test_officials_and_lessons(chance, activities):
    course = outreach.course()
    for activity in activities:
        state = chance.choice(("attended", "absent"))
        outreach.enrolment(activity, course, state=state, name="Somebody")
    outreach.curriculum_item(state="taught", taught_from=date(2026, 1, 5))
    outreach.curriculum_item(state="approved")
    check("officials_trained", "lessons_taught")
