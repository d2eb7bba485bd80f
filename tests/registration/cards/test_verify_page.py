"""/verify/: papers as before, and cards; with and without our script."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from registration.cards import services
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def page(response) -> str:
    return response.content.decode()


def check(client, text: str):
    return client.post(reverse("verify-card"), {"text": text}, headers={"accept-language": "en"})


def status(client, cti: str):
    return client.post(reverse("verify-card-status"), {"cti": cti})


def test_the_page_still_asks_for_a_papers_code(client, card):
    shown = page(client.get("/verify/", {"lang": "en"}))
    assert "Code on the paper" in shown
    assert "A member&#x27;s card" in shown or "A member's card" in shown
    assert card.key.kid in shown
    assert "style-src" in client.get("/verify/").headers["Content-Security-Policy"]


def test_the_keys_on_the_page_cost_one_query(client, card):
    client.get("/verify/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/verify/")
    assert sum("registration_cardkey" in query["sql"] for query in asked) == 1


def test_the_server_checks_a_card_for_browsers_without_script(client, card):
    shown = page(check(client, services.payload_of(card)))
    assert "This card is genuine and in date." in shown
    assert "Checked by the server of the Fund, now." in shown
    assert "ហេង ដារ៉ា" in shown
    assert "1023448719" in shown
    assert "3 April 1994" in shown


def test_the_server_says_what_became_of_a_card(client, card, member, clerk):
    services.issue(member, by=clerk)
    assert "This card was replaced by a newer one." in page(check(client, services.payload_of(card)))
    second = services.valid_card(member)
    services.revoke(second, clerk, "lost")
    assert "This card was withdrawn or replaced." in page(check(client, services.payload_of(second)))


def test_a_forged_card_shows_nobody(client, card):
    text = services.payload_of(card)
    answer = check(client, text[:-1] + ("0" if text[-1] != "0" else "1"))
    assert answer.status_code == 422
    assert "This card was altered or forged." in page(answer)
    assert "1023448719" not in page(answer)


@pytest.mark.parametrize("text", ["", "hello", "NSSF1:0000", "ខ្មែរ" * 400])
def test_anything_else_is_no_card(client, db, text):
    answer = check(client, text)
    assert answer.status_code == 422
    assert "This is not a card of NSSF." in page(answer)


def test_live_status_is_one_word(client, card, member, clerk):
    assert set(status(client, card.cti.hex).json()) == {"status", "at"}
    assert status(client, card.cti.hex).json()["status"] == "valid"
    services.revoke(card, clerk, "lost")
    assert status(client, card.cti.hex).json()["status"] == "revoked"
    assert status(client, uuid.uuid4().hex).json()["status"] == "unknown"
    assert status(client, "nonsense").status_code == 400


def test_live_status_of_an_ended_member_is_revoked(client, card, member):
    type(member).objects.filter(pk=member.pk).update(state="ended", ended_on="2026-01-01")
    assert status(client, card.cti.hex).json()["status"] == "revoked"


def test_who_asks_too_often_waits(client, card):
    LawValue.objects.filter(code="card.status.limit").update(number=1)
    book.forget()
    assert status(client, card.cti.hex).status_code == 200
    assert status(client, card.cti.hex).status_code == 429
    assert check(client, services.payload_of(card)).status_code == 429
    book.forget()


@pytest.mark.parametrize("name", ["verify-card", "verify-card-status"])
def test_questions_are_not_asked_by_address(client, db, name):
    assert client.get(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", ["verify-worker", "card-keys-json", "card-keys-cose", "card-revocations"])
def test_what_machines_read_is_read_only(client, card, name):
    assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse(name)).status_code == 405


def test_the_worker_serves_this_page_only(client, db):
    answer = client.get("/verify/worker.js")
    assert answer.headers["Content-Type"] == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in answer.headers


def test_a_revoked_card_leaves_the_cached_list_at_once(client, card, clerk, django_capture_on_commit_callbacks):
    before = client.get("/.well-known/nssf-card-revocations").content
    assert client.get("/.well-known/nssf-card-revocations").content == before
    with django_capture_on_commit_callbacks(execute=True):
        services.revoke(card, clerk, "lost")
    assert len(client.get("/.well-known/nssf-card-revocations").content) > len(before)


def test_nothing_that_was_scanned_is_logged(client, card, caplog):
    check(client, services.payload_of(card))
    assert "1023448719" not in caplog.text
    assert "NSSF1" not in caplog.text


def test_members_without_a_khmer_name_are_shown_in_latin_letters(client, clerk):
    made = services.issue(MemberFactory(family_name_latin="SOK", given_name_latin=""), by=clerk)
    assert 'lang="en">SOK<' in page(check(client, services.payload_of(made)))
