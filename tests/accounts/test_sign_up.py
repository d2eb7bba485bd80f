"""Signing up: a name, one contact, a password; the contact is proved before the account opens."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from nssf_portal.accounts.models import User
from nssf_portal.accounts.phone_codes import number_of
from nssf_portal.notifications.models import Message
from tests.accounts.conftest import PASSWORD


@pytest.fixture(autouse=True)
def no_bell(monkeypatch):
    monkeypatch.setattr("nssf_portal.notifications.services.ring", lambda: None)


def sign_up(client, path="/en/accounts/signup/", **data):
    return client.post(path, {"name": "Sok  Dara", "password1": PASSWORD} | data)


def test_by_phone_the_code_in_the_sms_opens_the_account(client, db):
    response = sign_up(client, phone="០១២ ៣៤៥ ៦៧៨")
    assert response.url == "/en/accounts/phone/verify/"
    message = Message.objects.get()
    assert number_of(message) == "+85512345678"
    assert "+855" not in str(message.__dict__)
    assert client.get(response.url).status_code == 200
    client.post(response.url, {"code": message.parameters["code"], "action": "verify"})
    person = User.objects.get()
    assert (person.name, person.phone, person.phone_verified, person.language) == (
        "Sok Dara",
        "+85512345678",
        True,
        "en",
    )
    assert client.get("/en/accounts/profile/").status_code == 200


def test_by_email_the_code_in_the_mail_opens_the_account(client, db):
    response = sign_up(client, "/accounts/signup/", email="Dara@Example.test")
    assert response.url == "/accounts/confirm-email/"
    assert client.get(response.url).status_code == 200
    code = re.search(r"\b\d{6}\b", mail.outbox[0].body).group()
    client.post(response.url, {"code": code})
    person = User.objects.get()
    assert (person.email, person.phone, person.language) == ("dara@example.test", None, "km")
    assert client.get("/accounts/profile/").status_code == 200


def test_one_contact_is_needed(client, db):
    response = sign_up(client)
    assert response.context["form"].errors.keys() == {"phone"}
    assert not User.objects.exists()


def test_a_number_that_is_no_number_is_said_so(client, db):
    assert "phone" in sign_up(client, phone="12").context["form"].errors


def test_a_taken_phone_number_reads_like_a_new_one(client, user):
    response = sign_up(client, phone="012 345 678")
    assert response.url == "/en/accounts/phone/verify/"
    assert client.get(response.url).status_code == 200
    assert Message.objects.get().template == "accounts.phone_known"
    assert User.objects.count() == 1


def test_a_taken_address_reads_like_a_new_one(client, user):
    response = sign_up(client, email="sok@example.test")
    assert response.url == "/en/accounts/confirm-email/"
    assert client.get(response.url).status_code == 200
    assert User.objects.count() == 1


def test_until_the_number_is_proved_the_account_stays_shut(client, db):
    sign_up(client, phone="012 345 678")
    assert client.get("/en/accounts/profile/").status_code == 302
    cache.clear()  # half a minute later
    response = client.post("/en/accounts/login/", {"login": "012345678", "password": PASSWORD})
    assert response.url == "/en/accounts/phone/verify/"


def test_a_forgotten_password_is_reset_by_sms(client, user):
    response = client.post("/en/accounts/password/reset/", {"email": "012 345 678"})
    code = Message.objects.get().parameters["code"]
    assert client.get(response.url).status_code == 200
    response = client.post(response.url, {"code": code})
    assert client.get(response.url).status_code == 200
    new = "kravan-mountain-77"
    response = client.post(response.url, {"password1": new, "password2": new})
    assert client.get(response.url).status_code == 200
    assert client.post("/en/accounts/login/", {"login": "012345678", "password": new}).status_code == 302


def test_a_forgotten_password_is_reset_by_mail(client, user):
    client.post("/en/accounts/password/reset/", {"email": "sok@example.test"})
    assert re.search(r"\b\d{8}\b", mail.outbox[0].body)


def test_asking_to_reset_an_unknown_account_reads_the_same(client, user):
    known = client.post("/en/accounts/password/reset/", {"email": "012 345 678"})
    unknown = client.post("/en/accounts/password/reset/", {"email": "098 765 432"})
    assert known.url == unknown.url


def test_a_new_number_is_attached_when_its_holder_gives_the_code(client, user):
    client.post("/en/accounts/login/", {"login": "sok@example.test", "password": PASSWORD})
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.post("/en/accounts/phone/change/", {"phone": "098 765 432"})
    user.refresh_from_db()
    assert user.phone == "+85512345678"
    message = Message.objects.get()
    assert number_of(message) == "+85598765432"
    client.post(response.url, {"code": message.parameters["code"], "action": "verify"})
    user.refresh_from_db()
    assert (user.phone, user.phone_verified) == ("+85598765432", True)


def test_somebody_elses_number_is_never_proved(client, user, make_user):
    make_user("other@example.test", "+85598765432")
    client.post("/en/accounts/login/", {"login": "sok@example.test", "password": PASSWORD})
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/en/accounts/phone/change/", {"phone": "098 765 432"})
    assert Message.objects.get().template == "accounts.phone_known"


@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_codes_are_not_sent_one_after_another(client, db, prefix):
    sign_up(client, phone="012 345 678")
    response = Client().post(f"{prefix}accounts/login/", {"login": "012345678", "password": PASSWORD})
    assert response.status_code == 429
    assert Message.objects.count() == 1


def test_a_code_can_be_asked_for_again(client, db):
    page = sign_up(client, phone="012 345 678").url
    cache.clear()  # half a minute later
    client.post(page, {"action": "resend"})
    codes = [message.parameters["code"] for message in Message.objects.order_by("id")]
    assert len(codes) == 2
    client.post(page, {"code": codes[1], "action": "verify"})
    assert client.get("/en/accounts/profile/").status_code == 200


def test_three_wrong_codes_end_it(client, db):
    page = sign_up(client, phone="012 345 678").url
    for _ in range(3):
        client.post(page, {"code": "000000x", "action": "verify"})
    right = Message.objects.get().parameters["code"]
    client.post(page, {"code": right, "action": "verify"})
    assert client.get("/en/accounts/profile/").status_code == 302
