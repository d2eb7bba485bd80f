"""Agreements with partners in /admin/, and what a deployment must be told about the door."""

import pytest
from django.core.checks import run_checks

from nssf_portal.exchange.provider.models import PartnerClient, PartnerGrant
from nssf_portal.exchange.provider.sample import OBR
from tests.factories.accounts import UserFactory

DOOR = ("EXCHANGE_DOOR_CERTIFICATE", "EXCHANGE_DOOR_KEY", "EXCHANGE_DOOR_PINNED")


@pytest.fixture
def admin(client, db):
    client.force_login(UserFactory(grant=("administrator", "HQ")))
    return client


def test_an_administrator_makes_a_partner_and_an_agreement(admin):
    partner = {"client": OBR, "name": "OBR", "source": "obr", "active": "on"}
    assert admin.post("/en/admin/exchange/partnerclient/add/", partner).status_code == 302
    made = PartnerClient.objects.get()
    agreed = {
        "client": made.pk,
        "service": "enterprise-status",
        "fields": "name,since",
        "purpose": "One-stop registration",
        "legal_ground": "Agreement 7/26",
        "since": "2026-11-01",
    }
    answer = admin.post("/en/admin/exchange/partnergrant/add/", agreed)
    assert answer.status_code == 302, answer.content
    assert PartnerGrant.objects.get().fields == ["name", "since"]


@pytest.mark.parametrize(
    ("change", "told"),
    [({"fields": "wages"}, "no such field"), ({"legal_ground": ""}, "required"), ({"service": "none"}, "valid choice")],
)
def test_an_agreement_without_a_ground_or_on_what_is_not_offered_is_refused(admin, grant, change, told):
    partner = PartnerClient.objects.create(client=OBR, name="OBR")
    agreed = {"client": partner.pk, "service": "enterprise-status", "purpose": "p", "legal_ground": "g"} | change
    answer = admin.post("/en/admin/exchange/partnergrant/add/", agreed | {"since": "2026-11-01"})
    assert answer.status_code == 200 and told in answer.content.decode()
    assert not PartnerGrant.objects.exists()


def test_a_reviewed_agreement_says_by_whom(admin, grant):
    agreed = grant(OBR, "enterprise-status")
    admin.post(
        "/en/admin/exchange/partnergrant/", {"action": "mark_reviewed", "_selected_action": [agreed.pk]}, follow=True
    )
    agreed.refresh_from_db()
    assert agreed.reviewed_at and agreed.reviewed_by


def test_nothing_is_deleted_and_a_clerk_sees_nothing(admin, client, grant):
    agreed = grant(OBR, "enterprise-status")
    assert admin.post(f"/en/admin/exchange/partnergrant/{agreed.pk}/delete/").status_code == 403
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert client.get("/en/admin/exchange/partnergrant/", follow=True).status_code == 403


def door_refusals() -> set[str]:
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return {message.id for message in found if message.id in ("exchange.E003", "exchange.E004", "exchange.W003")}


def test_a_deployment_without_a_door_is_told_so_and_half_a_lock_is_refused(settings, certificates):
    for name in DOOR:
        setattr(settings, name, "")
    assert door_refusals() == {"exchange.W003"}
    settings.EXCHANGE_DOOR_KEY = settings.EXCHANGE_DOOR_CERTIFICATE = str(certificates.door.certificate)
    assert door_refusals() == {"exchange.E003"}
    settings.EXCHANGE_DOOR_PINNED = str(certificates.door.key)
    assert door_refusals() == {"exchange.E004"}
    settings.EXCHANGE_DOOR_PINNED = str(certificates.security_server.certificate)
    assert not door_refusals()
