"""The owner's pages: connect a programme, see its secret once, give it another, end it."""

import uuid

import pytest
from django.test import Client

from enterprises.models import Representative
from nssf_portal.api.models import ApiClient, WebhookEndpoint
from tests.api.conftest import caller_for
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(owner):
    found = Client()
    found.force_login(owner)
    return found


@pytest.fixture
def url(enterprise):
    return f"/en/employer/{enterprise.pk}/api/"


def form(**changes):
    return {"name": "Payroll", "scopes": ["rosters.read"], "submission_id": str(uuid.uuid4())} | changes


def test_connected_the_secret_is_shown_this_once(browser, url, enterprise):
    answer = browser.post(url, form(), follow=True)
    client = ApiClient.objects.get()
    assert client.owner_id == enterprise.pk
    assert client.scopes == ["rosters.read"]
    page = answer.content.decode()
    assert "nssf_secret_" in page
    assert client.public_id in page
    assert "nssf_secret_" not in browser.get(f"{url}{client.pk}/").content.decode()
    role = Representative.objects.get(user=client.user)
    assert (role.role, role.ended_at) == ("staff_clerk", None)


def test_the_same_form_twice_is_one_programme(browser, url):
    twice = form()
    browser.post(url, twice)
    answer = browser.post(url, twice, follow=True)
    assert ApiClient.objects.count() == 1
    assert "connected already" in answer.content.decode()


def test_nothing_chosen_or_a_foreign_scope_is_refused(browser, url):
    assert browser.post(url, form(scopes=[])).status_code == 422
    assert browser.post(url, form(scopes=["core.deltas"])).status_code == 422
    assert not ApiClient.objects.exists()


def test_programmes_are_no_people(browser, url, enterprise, payroll):
    page = browser.get(f"/en/employer/{enterprise.pk}/people/").content.decode()
    assert "Payroll" not in page
    assert "Payroll" in browser.get(url).content.decode()
    assert "Programmes that act" in browser.get(f"/en/employer/{enterprise.pk}/").content.decode()


def test_a_new_secret_and_the_end(browser, url, payroll):
    answer = browser.post(f"{url}{payroll.client.pk}/secret/", follow=True)
    assert "nssf_secret_" in answer.content.decode()
    assert payroll.get("rosters").status_code == 401
    browser.post(f"{url}{payroll.client.pk}/revoke/")
    assert not ApiClient.objects.get().active
    assert Representative.objects.get(user=payroll.client.user).ended_at
    again = browser.post(f"{url}{payroll.client.pk}/revoke/", follow=True)
    assert "revoked before" in again.content.decode()
    assert browser.post(f"{url}{payroll.client.pk}/secret/").status_code == 404


def test_webhooks_are_added_and_ended_here_too(browser, url, payroll):
    there = f"{url}{payroll.client.pk}/webhooks/"
    assert browser.post(there, {"url": "http://127.0.0.1/", "events": ["roster.checked"]}).status_code == 422
    answer = browser.post(there, {"url": "https://pay.example.com/in", "events": ["roster.checked"]}, follow=True)
    assert "whsec_" in answer.content.decode()
    endpoint = WebhookEndpoint.objects.get()
    browser.post(f"{there}{endpoint.pk}/end/")
    endpoint.refresh_from_db()
    assert endpoint.disabled_why == "deleted"


def test_the_same_address_twice_is_one_webhook(browser, url, payroll):
    there, given = (
        f"{url}{payroll.client.pk}/webhooks/",
        {"url": "https://pay.example.com/", "events": ["export.ready"]},
    )
    browser.post(there, given)
    again = browser.post(there, given, follow=True)
    assert "told already" in again.content.decode()
    assert WebhookEndpoint.objects.count() == 1


def test_a_programme_that_may_not_set_up_messages_gets_none_by_this_way_either(browser, url, enterprise, owner):
    reader = caller_for(enterprise, owner, "rosters.read")
    given = {"url": "https://pay.example.com/", "events": ["export.ready"]}
    assert browser.post(f"{url}{reader.client.pk}/webhooks/", given).status_code == 403
    assert not WebhookEndpoint.objects.exists()


def test_strangers_get_404_and_those_who_may_not_invite_403(url, enterprise, payroll):
    stranger, manager = Client(), Client()
    stranger.force_login(representative_of(EnterpriseFactory()))
    manager.force_login(representative_of(enterprise, "manager"))
    one = f"{url}{payroll.client.pk}/"
    for path in (url, one):
        assert stranger.get(path).status_code == 404
        assert manager.get(path).status_code == 403
    for path in (f"{one}secret/", f"{one}revoke/", f"{one}webhooks/"):
        assert stranger.post(path).status_code == 404
        assert manager.post(path).status_code == 403
        assert manager.get(path).status_code == 405


def test_another_enterprises_programme_is_not_there(browser, url, stranger):
    assert browser.get(f"{url}{stranger.client.pk}/").status_code == 404


def test_the_administrator_makes_a_partners_client_and_sees_its_secret_once():
    browser = Client()
    admin = UserFactory(grant=("administrator", "HQ"))
    browser.force_login(admin)
    given = {"name": "Ministry", "kind": "partner", "scopes": ["counts.read"]}
    answer = browser.post("/en/admin/api/apiclient/add/", given, follow=True)
    assert "nssf_secret_" in answer.content.decode()
    client = ApiClient.objects.get()
    assert (client.kind, client.scopes, client.owner_id) == ("partner", ["counts.read"], None)
    assert "nssf_secret_" not in browser.get("/en/admin/api/apiclient/").content.decode()
    wrong = browser.post("/en/admin/api/apiclient/add/", given | {"scopes": ["core.deltas"]})
    assert "Not every one" in wrong.content.decode()
    act = {"action": "revoke", "_selected_action": [str(client.pk)]}
    browser.post("/en/admin/api/apiclient/", act)
    assert not ApiClient.objects.get().active


def test_the_developers_page_is_public_in_both_languages():
    for path in ("/developers/", "/en/developers/"):
        page = Client().get(path)
        assert page.status_code == 200
        assert "Idempotency-Key" in page.content.decode()
        assert "submit_roster" not in page.content.decode() or "def main" in page.content.decode()
