import re
from datetime import date

import pytest
from django.core.cache import cache

from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import render
from registration.services.access import phone_index
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.members import MemberFactory, identifier

PHONE, OTHER_PHONE = "+85512345678", "+85598765432"


@pytest.fixture(autouse=True)
def _office(db):
    """An office for the work items; no hour's count of an earlier test."""
    cache.clear()
    OfficeFactory(code="HQ")


@pytest.fixture
def member():
    """Born on 23 April 1994, ID card 010203041, phone 012 345 678."""
    made = MemberFactory(khmer_id="010203041", family_name_km="ហេង", given_name_km="ដារ៉ា")
    number = identifier(made, PHONE, kind="phone")
    number.blind_index = phone_index(PHONE)
    number.save()
    return made


@pytest.fixture
def user(member):
    """The member's own sign-in."""
    made = UserFactory(language="en")
    member.user = made
    member.save(update_fields=["user"])
    return made


@pytest.fixture
def mine(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def by_phone(client):
    """Opens a phone by its code, as somebody without a sign-in does."""

    def opened(number=PHONE):
        assert client.post("/en/me/open/phone/", {"phone": number}).status_code == 302
        code = re.search(r"\d{6}", render(Message.objects.latest("created_at")).body)[0]
        return client.post("/en/me/open/code/", {"code": code})

    return opened


@pytest.fixture
def facts(member):
    def said(**changes):
        return {"number": member.member_number, "born_on": "23 April 1994", "last_four": "3041"} | changes

    return said


@pytest.fixture
def child(member):
    """A son of ten years who depends on the member."""
    from registration.models import Dependency

    made = MemberFactory(group="dependant", plan_group="0", sex="M", born_on=date(2016, 3, 5))
    return Dependency.objects.create(dependant=made, sponsor=member, relation="child")


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")
