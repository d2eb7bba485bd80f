"""The officer's page on which work under another name is named."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from nssf_portal.audit.models import ReadLog
from registration.models import Reattachment
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment
from tests.registration.me.conftest import text_of
from tests.registration.me.test_putting_right import lent  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client, lent):  # noqa: F811
    client.logout()
    clerk = UserFactory(grant=("clerk", "12"), language="en")
    client.force_login(clerk)
    return reverse("desk_registration:application_spells", args=[lent[0].pk])


def test_looked_up_named_and_read_is_logged(client, at_desk, lent):  # noqa: F811
    _application, spell, lender = lent
    assert "Nothing is named yet" in text_of(client.get(at_desk))
    shown = text_of(client.post(at_desk, {"number": lender.member_number}))
    assert spell.enterprise.name in shown
    assert ReadLog.objects.filter(subject_id=lender.pk).exists()
    assert client.post(at_desk, {"employment": str(spell.pk)}).url == at_desk
    assert Reattachment.objects.get().employment == spell
    assert "waits for the second person" in text_of(client.get(at_desk)).lower()


def test_records_and_work_of_other_places_are_not_found(client, at_desk):
    elsewhere = MemberFactory(commune_code="170101")
    assert client.post(at_desk, {"number": elsewhere.member_number}).status_code == 422
    spell = employment(elsewhere, EnterpriseFactory(commune_code="170101"), date(2020, 1, 1))
    assert client.post(at_desk, {"employment": str(spell.pk)}).status_code == 404
    assert client.post(at_desk, {"employment": "x"}).status_code == 404


def test_strangers_and_other_applications_are_404(client, at_desk, mine):
    client.force_login(UserFactory(grant=("clerk", "17")))
    assert client.get(at_desk).status_code == 404
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert client.get(reverse("desk_registration:application_spells", args=[uuid.uuid4()])).status_code == 404
