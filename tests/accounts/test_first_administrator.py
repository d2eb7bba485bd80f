"""A new installation: one command makes the person who then gives all other roles."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from nssf_portal.accounts.models import Office, User


def make_one(email="Pen@Example.test"):
    call_command("first_administrator", email, "--name", "Pen Ratana", stdout=StringIO())


def test_it_makes_the_person_and_the_offices(client, db):
    make_one()
    pen = User.objects.get(email="pen@example.test")
    assert pen.is_staff and not pen.has_usable_password()
    assert Office.objects.filter(code="25").exists()


def test_the_password_is_chosen_through_a_code(client, db):
    make_one()
    page = client.post("/en/accounts/password/reset/", {"email": "pen@example.test"}).url
    code = re.search(r"\b\d{8}\b", mail.outbox[0].body).group()
    page = client.post(page, {"code": code}).url
    assert client.post(page, {"password1": "krama-weaver-52", "password2": "krama-weaver-52"}).status_code == 302
    client.post("/en/accounts/login/", {"login": "pen@example.test", "password": "krama-weaver-52"})
    assert client.get("/en/admin/").status_code == 200


def test_only_once(db):
    make_one()
    with pytest.raises(CommandError):
        make_one("other@example.test")
    assert User.objects.count() == 1
