"""Staff work with a second factor: compulsory, except in the demonstration, where it is advised."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.test import RequestFactory

from nssf_portal.accounts.mfa import second_factor_missing
from nssf_portal.ui.context import Portal
from tests.accounts.conftest import PASSWORD


def sign_in_twice(client, person, prefix="/en/"):
    """The second time because what guards the account is changed only right after giving the password."""
    client.post(f"{prefix}accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.get(f"{prefix}accounts/reauthenticate/").status_code == 200
    client.post(f"{prefix}accounts/reauthenticate/", {"password": PASSWORD})


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def enforced(settings):
    settings.DEMO = False


def test_staff_without_one_are_sent_to_set_it_up(client, clerk, enforced):
    client.force_login(clerk)
    response = client.get("/en/accounts/profile/")
    assert response.url == "/en/accounts/2fa/"
    assert client.get(response.url).status_code == 200


def test_with_one_they_work(client, clerk, enforced):
    TOTP.activate(clerk, SECRET)
    client.force_login(clerk)
    assert client.get("/en/accounts/profile/").status_code == 200


def test_signing_in_asks_for_the_code(client, clerk, enforced):
    TOTP.activate(clerk, SECRET)
    response = client.post("/en/accounts/login/", {"login": clerk.email, "password": PASSWORD})
    assert response.url.startswith("/en/accounts/2fa/authenticate/")
    assert client.get(response.url).status_code == 200
    assert client.get("/en/accounts/profile/").url.startswith("/en/accounts/login/")


def test_an_employer_needs_none(client, user, enforced):
    client.force_login(user)
    response = client.get("/en/accounts/profile/")
    assert response.status_code == 200
    assert "it is compulsory" not in response.content.decode()


def test_signing_out_is_always_possible(client, clerk, enforced):
    client.force_login(clerk)
    assert client.post("/en/accounts/logout/").url == "/en/"


def test_the_demonstration_only_advises(client, clerk):
    client.force_login(clerk)
    response = client.get("/en/accounts/profile/")
    assert response.status_code == 200
    assert "Outside the demonstration it is compulsory" in response.content.decode()
    assert second_factor_missing(clerk)


def test_the_page_frame_knows(clerk, user):
    request = RequestFactory().get("/")
    for person, missing in [(clerk, True), (user, False)]:
        request.user = person
        assert Portal(request).second_factor_missing is missing


@pytest.mark.parametrize("path", ["2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/"])
@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_the_pages_that_set_it_up(client, clerk, enforced, path, prefix):
    sign_in_twice(client, clerk, prefix)
    assert client.get(f"{prefix}accounts/{path}").status_code == 200


@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_an_authenticator_app_brings_recovery_codes(client, clerk, enforced, prefix):
    sign_in_twice(client, clerk, prefix)
    form = client.get(f"{prefix}accounts/2fa/totp/activate/").context["form"]
    code = f"{hotp_value(form.secret, next(yield_hotp_counters_from_time())):06d}"
    response = client.post(f"{prefix}accounts/2fa/totp/activate/", {"code": code})
    assert response.status_code == 302
    assert client.get(f"{prefix}accounts/2fa/recovery-codes/").status_code == 200
    assert client.get(f"{prefix}accounts/profile/").status_code == 200
    for page in ["2fa/", "2fa/totp/deactivate/", "2fa/recovery-codes/generate/"]:
        assert client.get(f"{prefix}accounts/{page}").status_code == 200


def test_a_passkey_can_sign_in_without_a_password(client, db):
    response = client.get("/en/accounts/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 200
    assert "challenge" in str(response.json())


def test_the_secret_is_not_in_the_database(clerk):
    TOTP.activate(clerk, SECRET)
    kept = Authenticator.objects.get(user=clerk)
    assert SECRET not in str(kept.data)
    assert get_adapter().decrypt(kept.data["secret"]) == SECRET


def test_staff_cannot_take_off_their_last_one(client, clerk, enforced):
    TOTP.activate(clerk, SECRET)
    client.force_login(clerk)
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/en/accounts/2fa/totp/deactivate/")
    assert not second_factor_missing(clerk)


INLINE = re.compile(r"<script(?![^>]*(src=|application/json))|\sstyle=|\son[a-z]+=", re.I)


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "signup/",
        "password/reset/",
        "profile/",
        "email/",
        "phone/change/",
        "2fa/",
        "2fa/totp/activate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
    ],
)
def test_account_pages_keep_to_the_content_policy(client, clerk, path):
    if path not in {"login/", "signup/", "password/reset/"}:
        sign_in_twice(client, clerk)
    page = client.get(f"/en/accounts/{path}", follow=True).content.decode()
    assert not INLINE.search(page), INLINE.search(page)
