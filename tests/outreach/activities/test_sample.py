"""The demonstration's activities: each state has one, and a second load changes nothing."""

import pytest

from nssf_portal.accounts.demo import PEOPLE, make_demo_people
from nssf_portal.accounts.models import User
from outreach import costs
from outreach.models import Activity
from outreach.sample import activities, keys

pytestmark = pytest.mark.django_db


def test_each_state_has_an_activity_with_its_evidence(settings):
    settings.DEMO = True
    make_demo_people()
    by_email = {user.email: user for user in User.objects.all()}
    people = {person.key: by_email[person.email] for person in PEOPLE}
    activities.load(people)
    states = {
        "forum": "verified", "on_site": "verified", "school": "verified", "training": "verified", "course": "held",
        "outreach": "reported", "workshop": "announced", "competition": "announced", "proposed": "proposed",
        "cancelled": "cancelled",
    }  # fmt: skip
    for name, state in states.items():
        assert keys.activity(name).state == state, name
    assert costs.spent(keys.activity("forum")) == 4_930_000
    assert not Activity.objects.counted().filter(evidence__isnull=True).exists()
