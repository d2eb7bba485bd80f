"""Frame, languages and error pages: everything a visitor meets before signing in."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils import translation

from nssf_portal.ui import errors, slots
from nssf_portal.ui.languages import url_in_language

PAGES = ["/", "/help/", "/your-data/", "/accessibility/"]


@pytest.fixture(autouse=True)
def leave_no_language():
    with translation.override("km"):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("prefix", "language"), [("", "km"), ("/en", "en")])
def test_public_pages_exist_in_both_languages_without_inline_code(client, path, prefix, language):
    response = client.get(prefix + path)
    html = response.content.decode()
    assert response.status_code == 200 and f'<html lang="{language}"' in html
    assert "style=" not in html and not re.search(r"<script(?![^>]*(src=|application/json))", html)
    assert "INVALID-VARIABLE" not in html and html.count("<h1") == 1
    assert response.headers["Content-Language"] == language


@pytest.mark.django_db
def test_a_way_that_is_not_open_leads_to_what_can_be_done_today(client, monkeypatch):
    monkeypatch.setitem(slots._slots, "home.cards", [])
    html = client.get("/en/").content.decode()
    assert "/en/help/#self_employed" in html and 'id="self_employed"' in client.get("/en/help/").content.decode()


@pytest.mark.django_db
def test_the_language_switch_keeps_the_page_and_its_question(client):
    html = client.get("/en/help/?topic=list").content.decode()
    assert '<a href="/help/?topic=list" lang="km"' in html


def test_a_page_with_one_address_switches_by_a_parameter():
    request = RequestFactory().get("/verify/DOC-1?lang=km&x=1")
    assert url_in_language(request, "en") == "/verify/DOC-1?x=1&lang=en"


def test_a_page_that_is_not_there_switches_to_the_front_page():
    assert url_in_language(RequestFactory().get("/no/such/page/"), "en") == "/en/"


@pytest.mark.django_db
def test_the_address_beats_the_browser_and_the_choice_is_remembered(client):
    assert client.get("/", headers={"accept-language": "en"}).headers["Content-Language"] == "km"
    assert client.get("/en/").cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (lambda r: errors.handler403(r, PermissionDenied("secret")), 403),
        (lambda r: errors.handler404(r, Exception("secret")), 404),
        (errors.handler500, 500),
        (lambda r: errors.csrf_failure(r, "secret"), 403),
        (errors.maintenance, 503),
    ],
)
def test_error_pages_speak_both_languages_without_a_database(handler, status):
    response = handler(RequestFactory().get("/employer/"))
    html = response.content.decode()
    assert response.status_code == status
    assert '<section class="stack-s measure" lang="km">' in html and 'lang="en">' in html
    assert "secret" not in html and "1286" in html and "INVALID-VARIABLE" not in html


def test_a_broken_error_page_still_says_something(monkeypatch):
    def fail(*args):
        raise RuntimeError("no templates")

    monkeypatch.setattr(errors, "render_to_string", fail)
    response = errors.handler500(RequestFactory().get("/"))
    assert response.status_code == 500 and "1286" in response.content.decode()


@pytest.mark.django_db
def test_the_closed_sign_hides_every_page_but_the_health_check(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "maintenance").touch()
    response = client.get("/en/help/")
    assert response.status_code == 503 and response.headers["Retry-After"]


@pytest.mark.parametrize("path", ["/api/v1/rosters", "/api/v1/token", "/exchange/enterprise-status"])
@pytest.mark.django_db
def test_programmes_are_told_of_the_closed_sign_as_a_problem(client, settings, path):
    settings.MAINTENANCE = True
    response = client.post(path, "{}", "application/json", headers={"accept-language": "en"})
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response.json()["code"] == "busy" and response["Retry-After"]


def test_a_failure_far_from_the_api_is_a_problem_for_programmes_too():
    response = errors.handler500(RequestFactory().get("/api/v1/rosters"))
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_to_send_again(settings):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/en/accounts/login/", {})
    assert response.status_code == 403 and "Please send the form again" in response.content.decode()
