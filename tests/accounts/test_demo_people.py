"""The demonstration's sign-ins."""

import pytest

from nssf_portal.accounts.demo import PASSWORD, make_demo_people
from nssf_portal.accounts.models import Institution, Office, RoleGrant, User


def test_they_are_made_once_and_can_sign_in(client, db):
    people = make_demo_people()
    assert make_demo_people() == people
    assert (User.objects.count(), RoleGrant.objects.count(), Office.objects.count()) == (30, 28, 55)
    assert Institution.objects.filter(code="GS-NSPC").exists()
    for person in people:
        response = client.post("/en/accounts/login/", {"login": person.phone, "password": PASSWORD})
        assert response.url == "/en/accounts/"
        client.post("/en/accounts/logout/")


def test_the_clerk_of_phnom_penh_works_there_only(db):
    clerk = User.objects.get(pk=next(p.user_id for p in make_demo_people() if p.key == "clerk.phnompenh"))
    assert clerk.place_prefixes("work.read") == ["12"]


def test_addresses_can_belong_to_nobody(db):
    assert all(person.email.endswith(".example") for person in make_demo_people())


def test_nowhere_but_in_a_demonstration(db, settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        make_demo_people()
    assert not User.objects.exists()
