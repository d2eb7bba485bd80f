"""Sixty telephones at once, each pressing twice: no answer is lost, none is counted twice."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outreach import awareness, quiz_codes, scoring
from outreach.models import QuizChoice, QuizQuestion, Team, TeamAnswer, TeamPhone
from outreach.services import competing, quizzing
from tests.factories import outreach
from tests.faults.harness import in_threads

pytestmark = pytest.mark.django_db(transaction=True)
PHONES, TEAMS, AT_ONCE = 60, 6, 20
FOUND = 302


@pytest.fixture
def going_on():
    begun = timezone.now() - timedelta(minutes=5)
    return outreach.activity("announced", starts_at=begun, ends_at=begun + timedelta(hours=2))


def seeded():
    """A question of the bank: what a test would add to it in a real transaction stayed there."""
    return QuizQuestion.objects.filter(retired_on__isnull=True).first()


def at_once(act):
    """Each telephone in a thread and a connection of its own; what a page answered."""
    return in_threads(PHONES, act, at_once=AT_ONCE)


def test_a_question_of_a_competition(going_on):
    officer = outreach.officer()
    made = outreach.competition(going_on, seconds=300)
    asked = outreach.competition_question(made, question=seeded())
    competing.open_for_teams(made, by=officer)
    code = quiz_codes.join_code(made)
    join, answer = (reverse(f"outreach_play:{name}", args=[code]) for name in ("join", "answer"))
    phones = [Client() for _n in range(PHONES)]

    def joins(n):
        phones[n].get(join)
        return {phones[n].post(join, {"name": f"Team {n % TEAMS}"}).status_code for _again in range(2)}

    assert all(statuses == {FOUND} for statuses in at_once(joins))
    assert Team.objects.count() == TEAMS
    assert TeamPhone.objects.count() == TeamPhone.objects.values("device").distinct().count() == PHONES

    competing.start(made, by=officer)
    competing.ask(asked, by=officer)
    right = QuizChoice.objects.get(question=asked.question, is_right=True)
    wrong = QuizChoice.objects.filter(question=asked.question, is_right=False).first()

    def answers(n):
        choice = right if n < PHONES // 2 else wrong
        data = {"asked": asked.pk, "choice": choice.pk}
        return {phones[n].post(answer, data).status_code for _again in range(2)}

    assert all(statuses == {FOUND} for statuses in at_once(answers))
    assert TeamAnswer.objects.count() == TeamAnswer.objects.values("device").distinct().count() == PHONES
    assert TeamAnswer.objects.filter(choice=right).count() == PHONES // 2
    competing.close_question(asked, by=officer)
    assert [score.points for score in scoring.board(made)] == [5] * TEAMS  # half of each team's telephones were right


def test_a_quiz_before_an_activity(going_on):
    question = seeded()
    right = QuizChoice.objects.get(question=question, is_right=True)

    def answers(n):
        for _again in range(2):
            quizzing.answer(going_on, question=question, choice=right, moment="before", device=f"telephone {n}")

    at_once(answers)
    whole = awareness.whole([going_on])
    assert (whole.before.phones, whole.before.answers, whole.before.right) == (PHONES, PHONES, PHONES)
