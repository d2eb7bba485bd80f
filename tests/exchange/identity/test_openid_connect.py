"""A generic OpenID Connect server: PKCE, a signed id_token, and nobody signed up or linked by address."""

import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import NoReverseMatch, reverse

from nssf_portal.accounts.models import User
from nssf_portal.doubles.people import IDENTITIES
from nssf_portal.exchange.identity import flow, links
from nssf_portal.exchange.models import Exchange
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
START, BACK = "/callback/oidc/start/", "/callback/oidc/"


def begin(client, purpose="trial", subject="draft-1"):
    return client.post(START, {"purpose": purpose, "subject": subject})


def visit(client, who=IDENTITIES[0], **values) -> str:
    url = urlsplit(begin(client, **values).context["url"])
    asked = {name: found[0] for name, found in parse_qs(url.query).items()}
    base = f"{url.scheme}://{url.netloc}"
    found = httpx.get(f"{base}/choose", params=asked | {"subject": who.subject}, trust_env=False)
    return found.headers["Location"].removeprefix("http://testserver")


def test_the_way_there_has_state_pkce_and_one_fixed_address_back(client, server, asked):
    url = urlsplit(begin(client).context["url"])
    values = {name: found[0] for name, found in parse_qs(url.query).items()}
    assert values["code_challenge_method"] == "S256" and values["code_challenge"] and values["state"]
    assert values["redirect_uri"] == "http://testserver/callback/oidc/"
    assert set(values["scope"].split()) == {"openid", "profile", "phone"}


def test_the_person_arrives_with_the_apps_own_word(client, server, asked):
    assert client.get(visit(client)).text == "taken over"
    [(subject, person)] = asked
    assert (subject, person.provider, person.subject) == ("draft-1", "oidc", "cdk-chantha")
    assert (person.family_name_km, person.given_name_latin, person.sex) == ("ស៊ឹម", "CHANTHA", "F")
    assert person.born_on.isoformat() == "1994-04-17" and person.phone == "+85512700101"
    assert (person.id_kind, person.id_number) == ("", "")
    assert Exchange.objects.get(xroad_id=person.exchange_id).service == "oidc"


def test_allauths_own_tables_stay_empty(client, server, asked):
    client.get(visit(client))
    assert not SocialAccount.objects.exists() and not SocialApp.objects.exists() and not User.objects.exists()


def test_a_visit_is_good_once_and_in_one_browser(client, server, asked):
    from django.test import Client

    back = visit(client)
    assert Client().get(back).status_code == 400
    assert client.get(back).status_code == 200
    assert client.get(back).status_code == 400 and len(asked) == 1


def test_a_callback_nobody_started_and_a_made_up_state(client, server, asked):
    assert client.get(BACK, {"code": "x", "state": "y"}).status_code == 400
    begin(client)
    assert client.get(BACK, {"code": "x", "state": "made-up"}).status_code == 400 and not asked


def test_a_visit_ends_after_ten_minutes(client, server, asked, monkeypatch):
    back, now = visit(client), time.time()
    monkeypatch.setattr(flow.time, "time", lambda: now + 601)
    assert client.get(back).status_code == 400 and not asked


def test_cancelling_is_said_plainly(client, server, asked):
    url = urlsplit(begin(client).context["url"])
    answer = client.get(BACK, {"error": "access_denied", "state": parse_qs(url.query)["state"][0]})
    assert answer.status_code == 400 and "stopped before the end" in answer.text


@pytest.mark.parametrize(
    "claims",
    [{"iss": "https://somebody.invalid"}, {"aud": "another"}, {"exp": 1}, {"sub": "somebody-else"}, {"sub": None}],
)
def test_a_wrong_id_token_is_refused(client, server, asked, claims):
    server.claims = claims
    answer = client.get(visit(client))
    assert answer.status_code == 400 and "did not confirm" in answer.text and not asked


def test_a_token_used_before_is_a_replay(client, server, asked):
    server.claims = {"jti": "the-same"}
    assert client.get(visit(client)).status_code == 200
    assert client.get(visit(client)).status_code == 400 and len(asked) == 1


def test_a_signature_by_another_key_is_refused(client, server, asked):
    server.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert client.get(visit(client)).status_code == 400 and not asked


def test_the_verifier_belongs_to_this_browser(client, server, asked):
    back = visit(client)
    code = parse_qs(urlsplit(back).query)["code"][0]
    server._codes[code].asked["code_challenge"] = "another"
    assert client.get(back).status_code == 400 and not asked


@pytest.mark.parametrize(
    "knobs", [{"status": 503}, {"drop": True}, {"truncate": True}, {"content_type": "text/html", "status": 404}]
)
def test_down_at_the_start_is_said(client, server, asked, knobs):
    server.set(**knobs)
    answer = begin(client)
    assert answer.status_code == 400 and "does not answer" in answer.text


def test_a_server_without_addresses_is_no_answer(client, server, asked, monkeypatch):
    from nssf_portal.doubles.http import Reply

    monkeypatch.setattr(server, "discovery", lambda request: Reply.json({}))
    assert begin(client).status_code == 400


def test_down_on_the_way_back_is_said(client, server, asked):
    back = visit(client)
    server.set(drop=True)
    assert "does not answer" in client.get(back).text and not asked


def test_without_a_cache_to_note_used_tokens_the_door_stays_shut(client, server, asked, settings):
    back = visit(client)
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    settings.CACHES = {"default": away}
    assert "does not answer" in client.get(back).text and not asked


def test_after_three_failures_nobody_waits(client, server, asked):
    server.set(status=503)
    for _turn in range(3):
        begin(client)
    before = len(server.seen)
    begin(client)
    assert len(server.seen) == before


def test_nobody_is_signed_in_by_an_address_somebody_else_vouches_for(client, server):
    UserFactory(email="chantha@example.test")
    server.info = {"email": "chantha@example.test", "email_verified": True}
    assert client.get(visit(client, purpose="sign_in")).status_code == 400
    assert "_auth_user_id" not in client.session and User.objects.count() == 1


def test_linking_by_a_signed_in_user_then_signing_in(client, server, chantha):
    user = UserFactory()
    client.force_login(user)
    client.post(client.get(visit(client, purpose="link")).url)
    client.logout()
    assert client.get(visit(client, purpose="sign_in")).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert links.linked_providers(user) == {"oidc"}


def test_not_configured_is_not_there(client, settings, asked):
    settings.OIDC_SERVER_URL = ""
    assert begin(client).status_code == 404 and client.get(BACK).status_code == 404


@pytest.mark.parametrize("name", ["socialaccount_connections", "socialaccount_signup", "openid_connect_login"])
def test_allauths_own_pages_are_not_there(client, name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
    assert client.get("/accounts/3rdparty/").status_code == 404


def test_the_sign_in_page_offers_it_by_its_name(client, server):
    assert "Go on with Sample server" in client.get(reverse("account_login")).text
