"""An activity that goes on right now, with three questions; telephones that may answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outreach.models import ActivityQuestion
from outreach.services import competing
from tests.factories import outreach


@pytest.fixture
def officer():
    return outreach.officer()


@pytest.fixture
def activity():
    begun = timezone.now() - timedelta(minutes=30)
    return outreach.activity("announced", starts_at=begun, ends_at=begun + timedelta(hours=2))


@pytest.fixture
def questions(activity):
    made = [outreach.question(right=f"right {n}", text_en=f"Question {n}?") for n in range(3)]
    for order, one in enumerate(made):
        ActivityQuestion.objects.create(activity=activity, question=one, order=order)
    return made


@pytest.fixture
def phone():
    """Each call is another telephone; it is given its random value by the first page it opens."""
    return Client


@pytest.fixture
def running(activity, officer):
    """A competition with two questions and one team of nobody yet, begun."""
    made = outreach.competition(activity, seconds=60)
    for _n in range(2):
        outreach.competition_question(made)
    competing.open_for_teams(made, by=officer)
    outreach.team(made, "Lotus")
    return competing.start(made, by=officer)


def right_of(question):
    return question.choices.get(is_right=True)


def wrong_of(question):
    return question.choices.filter(is_right=False).first()
