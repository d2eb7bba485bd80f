"""The two questions, asked on the telephone: counted once, without a name."""

import uuid

import pytest

from registration.models import SurveyAnswer
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/hotline/opinion/"


@pytest.fixture
def agent(client):
    client.force_login(UserFactory(grant=("hotline_agent", "HQ")))
    return client


def test_an_agent_counts_a_callers_answers_once(agent):
    given = {"occasion": "visit", "satisfied": "4", "easy": "1", "sex": "F", "province": "12"}
    given["submission_id"] = str(uuid.uuid4())
    for _again in range(2):
        assert agent.post(PAGE, given).status_code == 302
    kept = SurveyAnswer.objects.get()
    assert (kept.occasion, kept.satisfied, kept.easy, kept.channel) == ("visit", 4, True, "hotline")


def test_what_was_not_said_is_not_kept(agent):
    agent.post(PAGE, {"occasion": "card", "submission_id": str(uuid.uuid4())})
    assert not SurveyAnswer.objects.exists()


def test_only_agents_ask(client):
    client.force_login(UserFactory(grant=("clerk", "HQ")))
    assert client.get(PAGE).status_code == 403
