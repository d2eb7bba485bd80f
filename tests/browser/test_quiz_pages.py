"""Questions before and after, and a competition, looked at: the officer's pages, the telephones, the wall."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Error

from nssf_portal.accounts.demo import PEOPLE, make_demo_people
from nssf_portal.accounts.models import User
from outreach import quiz_codes
from outreach.models import CompetitionQuestion
from outreach.sample import activities, keys, quiz
from outreach.services import competing, quizzing
from tests.browser.conftest import SECRET

pytestmark = [pytest.mark.django_db(transaction=True)]


def path(name, *args):
    with translation.override("km"):
        return reverse(name, args=args)


def people_of_the_demonstration(settings):
    settings.DEMO = True
    make_demo_people()
    by_email = {user.email: user for user in User.objects.all()}
    found = {person.key: by_email[person.email] for person in PEOPLE}
    activities.load(found)
    quiz.load(found)
    return found


def _again(eye, shown):
    """To a page that may be loading itself anew at this moment: that breaks off the first try."""
    try:
        eye.go(shown)
    except Error:
        eye.go(shown)


def test_the_officer_leads_and_a_telephone_plays(eye, people, settings):
    cache.clear()
    found = people_of_the_demonstration(settings)
    competition = keys.activity("competition").competition
    code = quiz_codes.join_code(competition)
    officer = found["outreach"]
    officer.set_password(SECRET)
    officer.save()
    screen = people()
    screen.sign_in(officer.email, SECRET)
    for name, shown in (
        ("questions", path("outreach_quiz:questions")),
        ("question", path("outreach_quiz:question", quizzing.in_use()[0].pk)),
        ("new", path("outreach_quiz:new")),
        ("awareness", path("outreach_quiz:awareness")),
        ("quiz", path("outreach_quiz:activity", keys.activity("forum").pk)),
        ("choose", path("outreach_quiz:activity", keys.activity("workshop").pk)),
        ("poster", path("outreach_quiz:poster", keys.activity("workshop").pk)),
        ("competitions", path("outreach_competitions:list")),
        ("over", path("outreach_competitions:competition", keys.activity("course").competition.pk)),
    ):
        screen.go(shown)
        screen.look(f"quiz_{name}")

    eye.go(path("outreach_play:join", code))
    eye.look("play_join")
    eye.page.locator(".chips button").first.click()
    eye.look("play_open")
    screen.go(path("outreach_competitions:competition", competition.pk))
    screen.look("quiz_open")
    screen.page.locator(".card-decide form button").click()
    asked = competition.questions.first()
    competing.ask(asked, by=officer)
    _again(eye, path("outreach_play:now", code))
    eye.look("play_asked")
    eye.page.locator("button[name=choice]").first.click()
    eye.look("play_answered")
    screen.go(path("outreach_competitions:competition", competition.pk))
    screen.look("quiz_running")
    CompetitionQuestion.objects.filter(pk=asked.pk).update(closes_at=timezone.now() - timedelta(seconds=9))
    _again(eye, path("outreach_play:now", code))
    eye.look("play_right")
    _again(eye, path("outreach_play:board", code))
    eye.look("play_board")

    begun = keys.activity("workshop")
    begun.starts_at, begun.ends_at = timezone.now() - timedelta(hours=2), timezone.now() - timedelta(hours=1)
    begun.save()
    after = path("outreach_play:after", quiz_codes.quiz_token(begun))
    eye.go(after)
    eye.look("play_question")
    for _one in quizzing.questions_of(begun):
        eye.page.locator("input[type=radio]").first.check(force=True)
        eye.page.locator("form button[type=submit]").last.click()
    eye.look("play_thanks")
