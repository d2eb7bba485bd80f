"""Home of an account, its details, its language."""

from collections import defaultdict

import pytest

from nssf_portal.accounts.permissions import ROLES
from nssf_portal.ui import slots


@pytest.fixture
def own_slots(monkeypatch):
    monkeypatch.setattr(slots, "_slots", defaultdict(list))


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_every_role_has_a_first_page(client, make_staff, role, prefix):
    client.force_login(make_staff(role))
    response = client.get(f"{prefix}accounts/")
    assert response.status_code in {200, 302}


def test_an_app_above_says_where_a_person_belongs(client, user, own_slots):
    slots.register("accounts.home", lambda request, person: None)
    slots.register("accounts.home", lambda request, person: f"/there/{person.name.split()[0]}/", order=1)
    client.force_login(user)
    assert client.get("/en/accounts/").url == "/there/Sok/"


@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_who_has_no_place_yet_learns_what_to_do(client, user, own_slots, prefix):
    client.force_login(user)
    response = client.get(f"{prefix}accounts/")
    assert response.status_code == 200
    assert "Sok Dara" in response.content.decode()


@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_details_are_shown_and_saved(client, user, prefix):
    client.force_login(user)
    assert "012\u00a0345\u00a0678" in client.get(f"{prefix}accounts/profile/").content.decode()
    response = client.post(f"{prefix}accounts/profile/", {"name": "Sok Darith", "language": "en"})
    assert response.url == "/en/accounts/profile/"
    user.refresh_from_db()
    assert (user.name, user.language) == ("Sok Darith", "en")


def test_a_wrong_language_is_refused(client, user):
    client.force_login(user)
    assert client.post("/en/accounts/profile/", {"name": "Sok", "language": "xx"}).status_code == 200
    user.refresh_from_db()
    assert user.language == "km"


@pytest.mark.parametrize(
    ("back", "there"), [("/en/help/", "/help/"), ("//evil.test/", "/"), ("https://evil.test/", "/"), ("", "/")]
)
def test_the_language_is_changed_by_post_and_leads_nowhere_else(client, user, back, there):
    user.language = "en"
    user.save()
    client.force_login(user)
    assert client.post("/en/accounts/language/", {"language": "km", "next": back}).url == there
    user.refresh_from_db()
    assert user.language == "km"
    assert client.get("/en/accounts/language/").status_code == 405


def test_a_stranger_may_change_language_too(client, db):
    assert client.post("/accounts/language/", {"language": "en", "next": "/help/"}).url == "/en/help/"


@pytest.mark.parametrize("path", ["password/change/", "email/", "phone/change/", "password/reset/", "signup/"])
@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_the_other_account_pages_open(client, user, path, prefix):
    if path not in {"password/reset/", "signup/"}:
        client.force_login(user)
    assert client.get(f"{prefix}accounts/{path}", follow=True).status_code == 200
