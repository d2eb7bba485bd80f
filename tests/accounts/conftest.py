"""People who sign in; counters of their own, so that no test spends another's attempts."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from nssf_portal.accounts.models import Office, RoleGrant, User

PASSWORD = "rumduol-blooms-2026"


@pytest.fixture(autouse=True)
def own_counters(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "accounts"}}
    cache.clear()


@pytest.fixture
def make_user(db):
    def make(email="sok@example.test", phone="+85512345678", *, verified=True, **fields):
        user = User.objects.create_user(email=email, phone=phone, password=PASSWORD, phone_verified=verified, **fields)
        if email:
            EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
        return user

    return make


@pytest.fixture
def user(make_user):
    return make_user(name="Sok Dara")


@pytest.fixture
def make_staff(make_user):
    def make(role, code="HQ"):
        office, _made = Office.objects.get_or_create(code=code, defaults={"name_km": "ការិយាល័យ", "name_en": "Office"})
        user = make_user(f"{role}@example.test", None, verified=True, name=role)
        RoleGrant.objects.create(user=user, role=role, office=office)
        return user

    return make


@pytest.fixture
def clerk(make_staff):
    return make_staff("clerk", "12")


@pytest.fixture
def administrator(make_staff):
    return make_staff("administrator")
