"""Signing in: by e-mail address or by phone number, and what a stranger learns from trying."""

import pytest
from django.urls import reverse
from django.utils import translation

from nssf_portal.accounts.models import User
from tests.accounts.conftest import PASSWORD


def sign_in(client, login, password=PASSWORD):
    return client.post("/en/accounts/login/", {"login": login, "password": password})


def is_signed_in(client):
    return client.get("/en/accounts/profile/").status_code == 200


@pytest.mark.parametrize(
    "login",
    ["sok@example.test", "SOK@Example.test ", "012 345 678", "+855 12 345 678", "០១២ ៣៤៥ ៦៧៨", "855-12-345-678"],
)
def test_either_contact_typed_any_way_signs_in(client, user, login):
    response = sign_in(client, login)
    assert response.status_code == 302, response.context["form"].errors
    assert is_signed_in(client)


@pytest.mark.parametrize("language", ["/", "/en/"])
def test_the_page_is_there_in_both_languages(client, db, language):
    assert client.get(f"{language}accounts/login/").status_code == 200


def test_a_wrong_password_and_an_unknown_account_read_the_same(client, user):
    answers = {
        str(sign_in(client, login, "wrong-password-1").context["form"].non_field_errors())
        for login in ["sok@example.test", "nobody@example.test", "012 345 678", "099 888 777", "no such thing"]
    }
    assert len(answers) == 1


def test_the_account_is_locked_after_five_wrong_passwords(client, user):
    for _ in range(5):
        sign_in(client, "sok@example.test", "wrong-password-1")
    response = sign_in(client, "sok@example.test")
    assert "Too many failed" in response.content.decode()
    assert not is_signed_in(client)


def test_wrong_passwords_for_one_phone_do_not_lock_another(client, user, make_user):
    make_user(None, "+85598765432")
    for _ in range(5):
        sign_in(client, "012 345 678", "wrong-password-1")
    assert sign_in(client, "098 765 432").status_code == 302


def test_a_closed_account_cannot_sign_in(client, user):
    User.objects.update(is_active=False)
    sign_in(client, "sok@example.test")
    assert not is_signed_in(client)


def test_without_the_counters_sign_in_stays_shut(client, user, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    response = sign_in(client, "sok@example.test")
    assert response.status_code == 503
    assert response["Retry-After"]


def test_signing_out_is_a_post_and_forgets_the_session(client, user):
    sign_in(client, "sok@example.test")
    assert client.get("/en/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    old = client.session.session_key
    client.post("/en/accounts/logout/")
    assert not is_signed_in(client)
    assert not client.session.exists(old)


def test_a_stranger_is_sent_to_sign_in_and_comes_back(client, user):
    response = client.get("/en/accounts/profile/")
    assert response.url == "/en/accounts/login/?next=/en/accounts/profile/"
    again = client.post(response.url, {"login": "sok@example.test", "password": PASSWORD})
    assert again.url == "/en/accounts/profile/"


@pytest.mark.parametrize("path", ["/", "/en/", "/help/", "/healthz", "/accounts/login/", "/accounts/signup/"])
def test_public_pages_need_no_account(client, db, path):
    assert client.get(path).status_code in {200, 503}


def test_urls_have_khmer_without_a_prefix(db):
    with translation.override("km"):
        assert reverse("accounts:home") == "/accounts/"
    with translation.override("en"):
        assert reverse("accounts:home") == "/en/accounts/"
