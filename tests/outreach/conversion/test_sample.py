"""The demonstration has registrations that activities brought; a second load changes nothing."""

import pytest

from nssf_portal.accounts.demo import PEOPLE, make_demo_people
from nssf_portal.accounts.models import User
from outreach.models import Attribution, StartedHere
from outreach.sample import activities, conversion
from registration.models import Member
from tests.factories.registration import number_block

pytestmark = pytest.mark.django_db


def test_six_registrations_are_given_and_one_application_waits(settings):
    settings.DEMO = True
    make_demo_people()
    number_block()
    by_email = {user.email: user for user in User.objects.all()}
    people = {person.key: by_email[person.email] for person in PEOPLE}
    activities.load(people)
    for _turn in range(2):
        conversion.load(people)
        rules = Attribution.objects.order_by().values_list("rule", flat=True)
        assert sorted(rules) == ["attended"] * 4 + ["started_there"] * 2
        assert StartedHere.objects.count() == 3 and Member.objects.count() == 6
