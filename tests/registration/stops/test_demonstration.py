"""The demonstration's stops: each state has one, and the team, people and the employer have something to see."""

import pytest
from django.utils import timezone

from nssf_portal.accounts.demo import PEOPLE, make_demo_people
from nssf_portal.accounts.models import User
from nssf_portal.places.names import place_name
from outreach.sample import stops as sample
from registration.models import CardHandover, StopApplication, StopBooking, UnitStop
from tests.factories.enterprises import EnterpriseFactory, Representative

pytestmark = pytest.mark.django_db


def test_each_state_has_a_stop(settings, client):
    settings.DEMO = True
    make_demo_people()
    by_email = {user.email: user for user in User.objects.all()}
    people = {person.key: by_email[person.email] for person in PEOPLE}
    enterprise = EnterpriseFactory(commune_code="120101")
    Representative.objects.create(enterprise=enterprise, user=people["employer"], role="owner", basis="sample")
    sample.load(people)
    states = sorted(UnitStop.objects.values_list("state", flat=True))
    assert states == ["announced"] * 3 + ["cancelled", "closed", "open", "planned", "planned"]
    assert not [one.reference for one in UnitStop.objects.all() if one.commune_code in place_name(one.commune_code)]
    assert UnitStop.objects.get(state="open").starts_at.date() <= timezone.localdate()
    assert UnitStop.objects.filter(unit=None, is_public=False).get().enterprise == enterprise
    assert StopApplication.objects.count() == 3 and not CardHandover.objects.exists()
    assert set(StopBooking.objects.values_list("state", flat=True)) == {"booked", "came", "missed"}
