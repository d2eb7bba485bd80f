"""The demonstration's trainings, schools and questions: every role finds something, a second load changes nothing."""

import pytest
from django.test import Client

from nssf_portal.accounts.demo import PEOPLE, make_demo_people
from nssf_portal.accounts.models import User
from outreach.models import AskedQuestion, CurriculumItem, Enrolment, School
from outreach.sample import activities, attendance, trainings

pytestmark = pytest.mark.django_db


def test_every_role_finds_something(settings):
    settings.DEMO = True
    make_demo_people()
    by_email = {user.email: user for user in User.objects.all()}
    people = {person.key: by_email[person.email] for person in PEOPLE}
    activities.load(people)
    attendance.load(people)
    for _load in range(2):
        trainings.load(people)
        assert (School.objects.count(), CurriculumItem.objects.count(), AskedQuestion.objects.count()) == (3, 3, 3)
        assert Enrolment.objects.count() == 8
    shown = {
        "outreach": ("/en/outreach/trainings/refreshers/", "1 official needs a refresher"),
        "outreach.chief": ("/en/outreach/library/", "1 page is to be looked at again"),
        "moeys": ("/en/outreach/schools/", "165 pupils reached"),
        "inspector": ("/en/inspect/powers/me/", "fresh until"),
        "clerk.phnompenh": ("/en/accounts/profile/", "Your trainings"),
    }
    for name, (address, words) in shown.items():
        client = Client()
        client.force_login(people[name])
        assert words in client.get(address).content.decode(), name
