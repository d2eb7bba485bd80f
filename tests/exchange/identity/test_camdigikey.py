"""CamDigiKey by its sidecar: a visit bound to the session, claims checked, each token good once."""

import logging
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from nssf_portal.doubles.camdigikey import claims_of
from nssf_portal.doubles.people import IDENTITIES
from nssf_portal.exchange.identity import camdigikey, flow, links
from nssf_portal.exchange.models import Exchange, IdentityLink, UsedToken
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
START, BACK = "/callback/camdigikey/start/", "/callback/camdigikey/"


def begin(client, purpose="trial", subject="draft-1"):
    return client.post(START, {"purpose": purpose, "subject": subject})


def visit(client, who=IDENTITIES[0], **values) -> str:
    """Go there, choose a person, and give the address the browser is sent back to."""
    page = begin(client, **values)
    token = parse_qs(urlsplit(page.context["url"]).query)["token"][0]
    base = page.context["url"].partition("/login")[0]
    found = httpx.get(f"{base}/choose", params={"token": token, "subject": who.subject}, trust_env=False)
    return found.headers["Location"].removeprefix("http://testserver")


def test_the_way_there_leaves_by_a_page_of_ours_with_a_link(client, sidecar, asked):
    page = begin(client)
    assert page.status_code == 200 and page["Refresh"] == f"0; url={page.context['url']}"
    assert page.context["url"].startswith(sidecar.url) and "CamDigiKey" in page.text
    assert "no-store" in page["Cache-Control"]


def test_the_app_that_asked_gets_the_person_and_its_own_word(client, sidecar, asked):
    assert client.get(visit(client)).text == "taken over"
    [(subject, person)] = asked
    assert subject == "draft-1"
    assert (person.family_name_km, person.given_name_latin, person.sex) == ("ស៊ឹម", "CHANTHA", "F")
    assert (person.id_kind, person.id_number, person.phone) == ("khmer_id", "070101010", "+85512700101")
    assert (person.provider, person.subject) == ("camdigikey", "cdk-chantha")
    assert person.born_on.isoformat() == "1994-04-17" and person.nationality == "KHM"
    check = person.as_check()
    assert check.outcome == "pass" and Exchange.objects.get(xroad_id=check.exchange_id).service == "camdigikey"


def test_the_login_page_lets_a_tester_choose(client, sidecar, asked):
    text = httpx.get(begin(client).context["url"], trust_env=False).text
    assert all(who.person.id_number in text for who in IDENTITIES)


@pytest.mark.parametrize(("number", "kind"), [("0123456789", "kidc"), ("N1234567", "passport"), ("?", ""), ("", "")])
def test_the_kind_of_number_is_told_by_its_form(client, sidecar, asked, number, kind):
    sidecar.claims = {"personal_code": number}
    client.get(visit(client))
    assert asked[0][1].id_kind == kind


# Whose visit it is


def test_a_callback_nobody_started_here_is_refused(client, sidecar, asked):
    answer = client.get(BACK, {"authToken": sidecar.grant(IDENTITIES[0])})
    assert answer.status_code == 400 and "not started in this browser" in answer.text
    assert not asked and not [request for request in sidecar.seen if request.path == "/access-token"]


def test_another_browsers_callback_is_refused(client, sidecar, asked):
    from django.test import Client

    back = visit(client)
    assert Client().get(back).status_code == 400 and not asked


def test_a_visit_is_good_once(client, sidecar, asked):
    back = visit(client)
    assert client.get(back).status_code == 200
    assert client.get(back).status_code == 400 and len(asked) == 1


def test_a_visit_ends_after_ten_minutes(client, sidecar, asked, monkeypatch):
    back = visit(client)
    now = time.time()
    monkeypatch.setattr(flow.time, "time", lambda: now + 601)
    assert client.get(back).status_code == 400 and not asked


def test_a_visit_to_another_provider_does_not_count(client, sidecar, server, asked):
    client.post("/callback/oidc/start/", {"purpose": "trial"})
    assert client.get(BACK, {"authToken": sidecar.grant(IDENTITIES[0])}).status_code == 400 and not asked


def test_a_login_token_that_comes_back_must_be_ours(client, sidecar, asked):
    sidecar.echo_login_token = True
    back = visit(client)
    assert client.get(back).status_code == 200
    begin(client)
    assert client.get(BACK, {"authToken": "x", "loginToken": "another"}).status_code == 400


def test_coming_back_with_nothing_is_said_plainly(client, sidecar, asked):
    begin(client)
    assert "stopped before the end" in client.get(BACK).text


# What is vouched for


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "somebody"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"type": "ORGANIZATION"}, "not-valid"),
        ({"is_valid": False}, "not-valid"),
        ({"is_valid": "true"}, "not-valid"),
        ({"exp": 1}, "expired"),
        ({"exp": None}, "expired"),
        ({"exp": "2099"}, "expired"),
        ({"exp": 10**18}, "expired"),
        ({"nbf": 4 * 10**9}, "not-yet"),
        ({"jti": None}, "incomplete"),
        ({"camdigikey_id": ""}, "incomplete"),
    ],
)
def test_what_is_not_right_is_refused(client, sidecar, asked, claims, reason):
    sidecar.claims = claims
    answer = client.get(visit(client))
    assert answer.status_code == 400 and "did not confirm" in answer.text and not asked
    assert Exchange.objects.get(service="camdigikey").fault_type == reason


def test_a_token_used_before_is_a_replay(client, sidecar, asked):
    sidecar.claims = {"jti": "the-same"}
    assert client.get(visit(client)).status_code == 200
    assert client.get(visit(client)).status_code == 400 and len(asked) == 1
    assert "the-same" not in UsedToken.objects.get().digest


def test_a_made_up_auth_token_is_refused_and_closes_no_door(client, sidecar, asked):
    for _turn in range(4):
        begin(client)
        assert client.get(BACK, {"authToken": "made-up"}).status_code == 400
    assert begin(client).status_code == 200


def test_tokens_long_expired_are_forgotten(sidecar):
    camdigikey.read_claims(claims_of(IDENTITIES[0]) | {"exp": time.time() + 1})
    UsedToken.objects.update(expires_at="2020-01-01T00:00Z")
    camdigikey.read_claims(claims_of(IDENTITIES[0]))
    assert UsedToken.objects.count() == 1


# When it is down


@pytest.mark.parametrize("knobs", [{"status": 503}, {"drop": True}, {"truncate": True}, {"status": 404}])
def test_down_at_the_start_is_said_and_nothing_is_lost(client, sidecar, asked, knobs):
    sidecar.set(**knobs)
    answer = begin(client)
    assert answer.status_code == 400 and "does not answer" in answer.text
    assert Exchange.objects.get().outcome == "unavailable"


def test_down_on_the_way_back_is_said(client, sidecar, asked):
    back = visit(client)
    sidecar.set(drop=True)
    answer = client.get(back)
    assert "does not answer" in answer.text and not asked


def test_after_three_slow_answers_nobody_waits(client, sidecar, asked, monkeypatch):
    monkeypatch.setattr(camdigikey, "PAGE_SECONDS", 0.1)
    sidecar.set(delay=0.5)
    for _turn in range(3):
        begin(client)
    before = len(sidecar.seen)
    assert "does not answer" in begin(client).text and len(sidecar.seen) == before


def test_a_login_address_that_is_none_is_no_answer(client, sidecar, asked, monkeypatch):
    monkeypatch.setattr(camdigikey, "_ask", lambda *_args: {"loginUrl": "javascript:alert(1)", "loginToken": "x"})
    assert begin(client).status_code == 400


def test_the_app_that_asked_may_say_it_itself(client, sidecar, asked):
    from django.http import HttpResponse

    from nssf_portal.exchange.identity.purposes import register_purpose

    said = []
    register_purpose(
        "trial", lambda request, person: None, lambda request, reason: said.append(reason) or HttpResponse()
    )
    sidecar.set(status=503)
    assert begin(client).status_code == 200 and said == ["unavailable"]


# What is not offered


def test_not_configured_is_not_there(client, settings, asked):
    settings.CAMDIGIKEY_SIDECAR_URL = ""
    assert begin(client).status_code == 404 and client.get(BACK).status_code == 404
    assert not flow.offers()
    assert "CamDigiKey" not in client.get(reverse("account_login")).text


def test_an_unknown_purpose_and_the_wrong_method(client, sidecar):
    assert begin(client, purpose="made-up").status_code == 404
    assert client.get(START).status_code == 405 and client.post(BACK).status_code == 405


# Accounts


def test_a_linked_account_is_signed_in(client, sidecar, chantha):
    user = UserFactory()
    links.link(user=user, provider="camdigikey", subject=chantha.subject)
    answer = client.get(visit(client, purpose="sign_in"))
    assert answer.status_code == 302 and client.session["_auth_user_id"] == str(user.pk)


def test_the_second_factor_is_asked_all_the_same(client, sidecar, chantha):
    user = UserFactory()
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    links.link(user=user, provider="camdigikey", subject=chantha.subject)
    assert "/2fa/authenticate/" in client.get(visit(client, purpose="sign_in")).url
    assert "_auth_user_id" not in client.session


def test_an_identity_nobody_linked_opens_nothing(client, sidecar):
    assert "No account here is linked" in client.get(visit(client, purpose="sign_in")).text
    assert "_auth_user_id" not in client.session


def test_an_account_that_was_closed_stays_closed(client, sidecar, chantha):
    user = UserFactory(is_active=False)
    links.link(user=user, provider="camdigikey", subject=chantha.subject)
    assert client.get(visit(client, purpose="sign_in")).status_code == 400


def test_linking_shows_who_and_waits_for_a_yes(client, sidecar, chantha):
    user = UserFactory()
    client.force_login(user)
    answer = client.get(visit(client, purpose="link"))
    assert answer.url == reverse("identity_link:confirm") and not IdentityLink.objects.exists()
    assert "ស៊ឹម ចាន់ថា" in client.get(answer.url).text
    assert client.post(answer.url).url == reverse("accounts:profile")
    assert links.user_of(provider="camdigikey", subject=chantha.subject) == user
    assert client.get(answer.url).status_code == 302  # nothing waits any more


def test_a_stranger_cannot_confirm_or_link(client, sidecar):
    assert "/accounts/login/" in client.get(visit(client, purpose="link")).url
    assert "/accounts/login/" in client.post(reverse("identity_link:confirm")).url
    client.force_login(UserFactory())
    assert client.post(reverse("identity_link:confirm")).url == reverse("accounts:profile")
    assert not IdentityLink.objects.exists()


def test_an_identity_belongs_to_one_account(client, sidecar, chantha):
    links.link(user=UserFactory(), provider="camdigikey", subject=chantha.subject)
    client.force_login(UserFactory())
    answer = client.post(client.get(visit(client, purpose="link")).url)
    assert "linked to another account" in answer.text and IdentityLink.objects.count() == 1


def test_the_profile_offers_and_removes_links(client, sidecar, chantha):
    user = UserFactory()
    client.force_login(user)
    assert "Not linked" in client.get(reverse("accounts:profile")).text
    links.link(user=user, provider="camdigikey", subject=chantha.subject)
    assert "Remove the link" in client.get(reverse("accounts:profile")).text
    client.post(reverse("identity_link:remove"), {"provider": "camdigikey"})
    assert not IdentityLink.objects.exists()
    assert client.get(reverse("identity_link:remove")).status_code == 405


def test_linking_twice_is_one_link(chantha):
    user = UserFactory()
    first = links.link(user=user, provider="camdigikey", subject="a")
    assert links.link(user=user, provider="camdigikey", subject="a") == first
    assert links.user_of(provider="camdigikey", subject="") is None


def test_nothing_personal_in_logs_session_rows_or_the_log(client, sidecar, asked, chantha, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(UserFactory())
    client.get(visit(client))
    client.get(visit(client, purpose="link"))
    from django.contrib.sessions.models import Session

    rows = list(Exchange.objects.values_list("service", "fault_type", "body_digest", "body"))
    kept = f"{caplog.text} {rows} {list(Session.objects.values_list('session_data'))} {asked}"
    for secret in (chantha.person.id_number, "CHANTHA", "ចាន់ថា", chantha.phone):
        assert secret not in kept
