"""The demonstration has a list half called, and loading it again changes nothing."""

import pytest

from nssf_portal.accounts.models import Institution
from outreach.models import ListedPerson, PersonList
from outreach.sample import partners
from outreach.sample.keys import key
from registration.models import Application
from tests.factories import outreach as made

pytestmark = pytest.mark.django_db


def test_the_association_has_a_list_that_an_officer_works_on():
    people = {"outreach": made.officer(), "association": made.partner()}
    workshop = made.activity("announced")
    type(workshop).objects.filter(pk=workshop.pk).update(submission_id=key("activity:workshop"))
    for _time in range(2):
        partners.load(people)
    found = PersonList.objects.get()
    called = ListedPerson.objects.filter(called_at__isnull=False).count()
    assert (found.state, found.rows, called, Application.objects.count()) == ("used", 14, 5, 2)
    assert found.institution == Institution.objects.get(code="ASSOC")
