"""A session ends by itself, says nothing to whoever reads the table, and leaves nothing in the browser's store."""

import base64
import time
import zlib
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

from nssf_portal.accounts import middleware
from nssf_portal.accounts.tasks import clear_sessions
from tests.accounts.conftest import PASSWORD


@pytest.fixture
def clock(monkeypatch):
    now = [time.time()]
    monkeypatch.setattr(middleware.time, "time", lambda: now[0])

    def forward(minutes):
        now[0] += minutes * 60

    return forward


def is_in(client):
    return client.get("/en/accounts/profile/").status_code == 200


def test_staff_are_signed_out_after_half_an_hour_of_nothing(client, clerk, clock):
    client.force_login(clerk)
    assert is_in(client)
    clock(29)
    assert is_in(client)
    clock(29)
    assert is_in(client)
    clock(31)
    response = client.get("/en/accounts/profile/")
    assert response.url == "/en/accounts/login/?next=/en/accounts/profile/"
    assert "signed out" in client.get(response.url).content.decode()


def test_an_employer_may_be_away_for_lunch(client, user, clock):
    client.force_login(user)
    assert is_in(client)
    clock(90)
    assert is_in(client)


def test_nobody_stays_longer_than_twelve_hours(client, user, clock):
    client.force_login(user)
    for _ in range(12):
        assert is_in(client)
        clock(61)
    assert not is_in(client)


def test_signed_in_pages_are_not_stored(client, user):
    assert "no-store" not in client.get("/en/").get("Cache-Control", "")
    client.force_login(user)
    assert "no-store" in client.get("/en/accounts/profile/")["Cache-Control"]


def test_the_session_table_says_nothing_about_people(client, user):
    client.post("/en/accounts/login/", {"login": "sok@example.test", "password": PASSWORD})
    session = Session.objects.get()
    assert session.get_decoded()["_auth_user_id"] == str(user.pk)
    packed = session.session_data.split(":")[0]
    raw = signing.b64_decode(packed.removeprefix(".").encode())
    raw = zlib.decompress(raw) if packed.startswith(".") else raw
    raw += base64.b64decode(raw)
    assert b"sok" not in raw and str(user.pk).encode() not in raw


def test_a_session_of_another_key_is_simply_over(client, user, settings):
    client.force_login(user)
    settings.SECRET_KEY = "another"
    assert not is_in(client)


def test_ended_sessions_are_removed_at_night(db):
    for key, days in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    clear_sessions()
    assert [session.session_key for session in Session.objects.all()] == ["open"]
