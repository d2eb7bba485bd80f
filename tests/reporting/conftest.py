"""An analyst, a clerk, and members made one by one."""

import datetime
import itertools

import pytest
from django.utils import translation

from nssf_portal.accounts.models import Office, RoleGrant, User
from registration.models import Member

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def leave_no_language():
    with translation.override("km"):
        yield


@pytest.fixture
def make_staff(db):
    def make(role):
        office, _made = Office.objects.get_or_create(code="HQ", defaults={"name_km": "ការិយាល័យ", "name_en": "Office"})
        user = User.objects.create_user(email=f"{role}@example.test", name=role)
        RoleGrant.objects.create(user=user, role=role, office=office)
        return user

    return make


@pytest.fixture
def analyst(client, make_staff):
    client.force_login(make_staff("analyst"))
    return client


@pytest.fixture
def make_member(db):
    def make(month="2026-10", **fields):
        values = {"sex": "F", "group": "employee", "channel": "roster", "commune_code": "120101", "state": "active"}
        values["plan_group"] = "1"
        day = datetime.date.fromisoformat(f"{month}-15")
        return Member.objects.create(
            member_number=f"88{next(_numbers):08d}",
            family_name_latin="SOK",
            key_latin="sok",
            born_on=datetime.date(1990, 1, 1),
            registered_on=day,
            **values | fields,
        )

    return make
