"""/admin/: the same door, administrators only; rows are ended, never deleted."""

from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from nssf_portal.accounts import permissions
from nssf_portal.accounts.mfa import has_second_factor
from nssf_portal.accounts.models import Institution, Office, RoleGrant, User
from nssf_portal.accounts.permissions import ROLES, Permission
from tests.accounts.conftest import PASSWORD


def test_a_stranger_is_sent_to_the_portals_own_sign_in(client, db):
    assert client.get("/en/admin/", follow=True).redirect_chain[-1][0] == "/en/accounts/login/?next=/en/admin/"


@pytest.mark.parametrize("role", ["clerk", "senior_clerk", "analyst", "approver", "security_officer"])
def test_other_roles_are_refused(client, make_staff, role):
    client.force_login(make_staff(role))
    for path in ["", "accounts/user/", "law/lawvalue/", "login/"]:
        assert client.get(f"/en/admin/{path}", follow=True).status_code == 403


def test_an_administrator_without_second_factor_sets_it_up_first(client, administrator, settings):
    settings.DEMO = False
    client.force_login(administrator)
    assert client.get("/en/admin/").url == "/en/accounts/2fa/"


@pytest.mark.parametrize("model", ["user", "office", "institution", "rolegrant"])
def test_lists_and_forms_open_and_nothing_can_be_deleted(client, administrator, model):
    client.force_login(administrator)
    Institution.objects.create(code="WFP", name_km="អង្គការ", name_en="WFP")
    row = {"user": User, "office": Office, "institution": Institution, "rolegrant": RoleGrant}[model].objects.first()
    here = f"/en/admin/accounts/{model}/"
    assert client.get(here).status_code == 200
    assert client.get(f"{here}add/").status_code == 200
    assert client.get(f"{here}{row.pk}/change/").status_code == 200
    assert client.get(f"{here}{row.pk}/delete/").status_code == 403


def test_a_role_is_given_in_the_givers_name(client, administrator, user):
    client.force_login(administrator)
    office = Office.objects.get(code="HQ")
    client.post("/en/admin/accounts/rolegrant/add/", {"user": user.pk, "role": "analyst", "office": office.pk})
    grant = user.grants.get()
    assert (grant.role, grant.granted_by) == ("analyst", administrator)


def test_a_role_is_ended_in_the_enders_name(client, administrator, clerk):
    client.force_login(administrator)
    grant = clerk.grants.get()
    client.post("/en/admin/accounts/rolegrant/", {"action": "end", "_selected_action": [grant.pk]})
    grant.refresh_from_db()
    assert grant.ended_at and grant.ended_by == administrator


def test_a_new_colleague_has_no_password_an_administrator_knows(client, administrator):
    client.force_login(administrator)
    client.post(
        "/en/admin/accounts/user/add/",
        {"name": "Keo", "email": "Keo@Example.test", "language": "km", "is_active": "on"},
    )
    keo = User.objects.get(email="keo@example.test")
    assert not keo.has_usable_password()
    assert keo.phone is None


def test_nobody_gives_a_role_to_himself(client, administrator):
    client.force_login(administrator)
    data = {"user": administrator.pk, "role": "clerk", "office": Office.objects.get(code="HQ").pk}
    assert client.post("/en/admin/accounts/rolegrant/add/", data).status_code == 403
    assert administrator.grants.count() == 1


def test_a_former_address_is_no_way_in(client, administrator, user):
    client.force_login(administrator)
    data = {"name": "Sok", "email": "new@example.test", "phone": user.phone, "language": "km", "is_active": "on"}
    client.post(f"/en/admin/accounts/user/{user.pk}/change/", data)
    rows = EmailAddress.objects.filter(user=user).values_list("email", "verified")
    assert list(rows) == [("new@example.test", False)]
    response = Client().post("/en/accounts/login/", {"login": "sok@example.test", "password": PASSWORD})
    assert response.status_code == 200


def test_a_lost_telephone_is_helped_but_never_ones_own(client, administrator, clerk):
    for person in [clerk, administrator]:
        TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.force_login(administrator)
    chosen = [clerk.pk, administrator.pk]
    client.post("/en/admin/accounts/user/", {"action": "remove_second_factor", "_selected_action": chosen})
    assert not has_second_factor(clerk)
    assert has_second_factor(administrator)


def test_a_closed_account_is_signed_out_at_once(client, clerk):
    client.force_login(clerk)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get("/en/accounts/profile/").status_code == 302


@pytest.mark.parametrize(
    ("permission", "opened"),
    [
        (Permission.MANAGE_LAW, {"law/lawvalue/"}),
        (Permission.MANAGE_EXCHANGE, {"exchange/exchange/", "notifications/message/"}),
        (Permission.MANAGE_PEOPLE, {"accounts/user/", "accounts/rolegrant/"}),
    ],
)
def test_each_room_of_the_administration_has_its_own_permission(client, administrator, monkeypatch, permission, opened):
    only = {"administrator": replace(ROLES["administrator"], permissions=frozenset({permission}))}
    monkeypatch.setattr(permissions, "ROLES", only)
    client.force_login(administrator)
    rooms = ["law/lawvalue/", "exchange/exchange/", "notifications/message/", "accounts/user/", "accounts/rolegrant/"]
    assert client.get("/en/admin/").status_code == 200
    answers = {room: client.get(f"/en/admin/{room}").status_code for room in rooms}
    assert answers == {room: 200 if room in opened else 403 for room in rooms}
