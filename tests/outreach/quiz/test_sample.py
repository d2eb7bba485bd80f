"""The demonstration's quizzes: a trend with shares to show, a competition that is over and one that waits."""

import pytest

from nssf_portal.accounts.demo import PEOPLE, make_demo_people
from nssf_portal.accounts.models import User
from outreach import awareness, scoring
from outreach.models import Activity
from outreach.sample import activities, keys, quiz

pytestmark = pytest.mark.django_db


def test_what_the_demonstration_shows(settings):
    settings.DEMO = True
    make_demo_people()
    by_email = {user.email: user for user in User.objects.all()}
    people = {person.key: by_email[person.email] for person in PEOPLE}
    activities.load(people)
    quiz.load(people)
    whole = awareness.whole(Activity.objects.counted())
    assert whole.change > 10 and whole.before.phones > 100
    over, coming = keys.activity("course").competition, keys.activity("competition").competition
    assert over.state == "closed" and scoring.board(over)[0].points > scoring.board(over)[-1].points
    assert coming.state == "open" and coming.teams.count() == 4
    assert keys.activity("workshop").questions.count() == 5
