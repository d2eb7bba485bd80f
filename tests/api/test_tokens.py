"""Client credentials: a token for a secret, nothing for anything else; the errors of RFC 6749."""

import base64
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.api import clients
from nssf_portal.api.models import AccessToken, ApiClient
from nssf_portal.api.tasks import tidy
from registration.api.connecting import disconnect
from tests.api.conftest import system_caller

pytestmark = pytest.mark.django_db
GRANT = {"grant_type": "client_credentials"}


def ask(data, **extra):
    if "content_type" not in extra:
        data, extra["content_type"] = urlencode(data), "application/x-www-form-urlencoded"
    return Client().post("/api/v1/token", data, **extra)


def test_a_secret_brings_a_token_that_opens_what_the_client_may(payroll):
    answer = ask({**GRANT, "client_id": payroll.client.public_id, "client_secret": payroll.secret})
    told = answer.json()
    assert answer.status_code == 200
    assert told["token_type"] == "Bearer"
    assert told["expires_in"] == 3600
    assert answer["Cache-Control"] == "no-store"
    payroll.token = told["access_token"]
    assert payroll.get("rosters").status_code == 200


def test_json_and_http_basic_serve_too_and_a_scope_narrows(payroll):
    pair = f"{payroll.client.public_id}:{payroll.secret}".encode()
    header = {"authorization": "Basic " + base64.b64encode(pair).decode()}
    answer = ask({**GRANT, "scope": "rosters.read"}, content_type="application/json", headers=header)
    assert answer.json()["scope"] == "rosters.read"
    payroll.token = answer.json()["access_token"]
    assert payroll.get("rosters").status_code == 200
    assert payroll.get("staff").status_code == 403


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"client_secret": ""}, 400, "invalid_request"),
        ({"scope": "core.deltas"}, 400, "invalid_scope"),
    ],
)
def test_errors_say_what_rfc_6749_says(payroll, change, status, error):
    given = {**GRANT, "client_id": payroll.client.public_id, "client_secret": payroll.secret}
    answer = ask(given | change)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_neither_secret_nor_token_is_kept(payroll):
    kept = str(list(ApiClient.objects.values())) + str(list(AccessToken.objects.values()))
    assert payroll.secret not in kept
    assert payroll.token not in kept


def test_a_revoked_client_gets_nothing_and_its_token_opens_nothing(payroll, owner):
    assert disconnect(client=payroll.client, by=owner)
    assert payroll.get("rosters").status_code == 401
    given = {**GRANT, "client_id": payroll.client.public_id, "client_secret": payroll.secret}
    assert ask(given).status_code == 401
    assert not disconnect(client=ApiClient.objects.get(), by=owner)


def test_a_new_secret_ends_the_old_one_and_its_tokens(payroll, owner):
    made = clients.rotate_secret(client=payroll.client, by=owner)
    assert payroll.get("rosters").status_code == 401
    given = {**GRANT, "client_id": payroll.client.public_id}
    assert ask(given | {"client_secret": payroll.secret}).status_code == 401
    assert ask(given | {"client_secret": made.secret}).status_code == 200


def test_an_old_token_opens_nothing_and_is_swept(payroll):
    AccessToken.objects.update(expires_at=timezone.now())
    answer = payroll.get("rosters")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    tidy()
    assert not AccessToken.objects.exists()


def test_the_programmes_user_cannot_sign_in(payroll):
    user = User.objects.get(pk=payroll.client.user_id)
    assert not user.has_usable_password()
    assert user.email.endswith(".invalid")


def test_guessing_is_counted(payroll, monkeypatch):
    monkeypatch.setattr("nssf_portal.law.limits.value_or", lambda code, default: 2)
    given = {**GRANT, "client_id": payroll.client.public_id, "client_secret": "wrong"}
    assert [ask(given).status_code for _try in range(4)] == [401, 401, 429, 429]


def test_who_knows_only_the_id_uses_up_none_of_its_tokens(payroll, monkeypatch):
    monkeypatch.setattr(
        "nssf_portal.law.limits.value_or", lambda code, default: 2 if code == "api.tokens_per_hour" else default
    )
    given = {**GRANT, "client_id": payroll.client.public_id}
    assert [ask({**given, "client_secret": "wrong"}).status_code for _try in range(4)] == [401] * 4
    right = {**given, "client_secret": payroll.secret}
    assert [ask(right).status_code for _try in range(3)] == [200, 200, 429]


def test_requests_are_counted_by_client(payroll, monkeypatch):
    monkeypatch.setattr("nssf_portal.law.limits.value_or", lambda code, default: 2)
    answers = [payroll.get("rosters") for _try in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "3600"
    assert answers[-1].json()["code"] == "too_many"


def test_when_nobody_can_count_there_are_no_tokens_and_no_changes(payroll, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("nssf_portal.law.limits.cache.incr", broken)
    given = {**GRANT, "client_id": payroll.client.public_id, "client_secret": payroll.secret}
    assert ask(given).status_code == 503
    assert payroll.post("rosters", {}).status_code == 503
    assert payroll.get("rosters").status_code == 200


def test_a_partner_gets_only_what_partners_may():
    caller = system_caller("counts.read", "staff.read")
    assert caller.client.scopes == ["counts.read"]
    with pytest.raises(clients.ClientRefused):
        system_caller("staff.read")
