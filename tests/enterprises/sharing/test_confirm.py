"""The enterprise answers: with the letter's code or signed in; what it confirms holds from then on."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from enterprises.enums import RequestState, SettledBy, Verification
from enterprises.models import Certificate, ConfirmationRequest, Settlement
from enterprises.services import rounds
from enterprises.verification import summary
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.identifiers.crypto import decrypt
from nssf_portal.work.models import WorkItem
from tests.enterprises.sharing.conftest import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registry import RecordFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/employer/confirm/"


@pytest.fixture
def enterprise():
    found = EnterpriseFactory(
        registered_on="2019-03-01", phone="+85512345678", tin="K001-123456789", address="Street 51", sector="G"
    )
    RecordFactory(
        enterprise=found, match_state="matched", matched_by="rule", name_latin="Lotus Co", phone="+85599000111"
    )
    return found


@pytest.fixture
def asked(officer, enterprise) -> ConfirmationRequest:
    made = rounds.make_round(
        name="First", place_code="12", registered_before=date(2020, 6, 15),
        answer_by=timezone.localdate() + timedelta(days=30), by=officer, submission_id=uuid.uuid4(),
    )  # fmt: skip
    return made.requests.get()


@pytest.fixture
def letter(asked) -> dict:
    code = decrypt(asked.code_cipher, asked.pk.bytes).decode()
    return {"reference": asked.reference, "code": f"{code[:4]}-{code[4:]}".lower()}


@pytest.fixture
def inside(client, letter):
    client.post(PAGE, letter)
    return client


def data(**more) -> dict:
    return {"name_latin": "Lotus Trading", "name_km": "ឈូក", "commune_code": "120101", "phone": "012 345 678",
            "address": "Street 63", "sector": "G", "workers": "12"} | more  # fmt: skip


def test_the_qr_code_fills_in_the_reference_only(client, asked):
    page = client.get(f"{PAGE}?r={asked.reference}")
    assert f'value="{asked.reference}"' in page.text
    asked.refresh_from_db()
    assert asked.state == RequestState.READY


def test_reference_and_code_open_the_page_however_they_are_typed(client, asked, letter):
    page = client.post(PAGE, letter, follow=True)
    assert "Are these data right?" in page.text and "K001-123456789" in page.text
    asked.refresh_from_db()
    assert asked.state == RequestState.OPENED and asked.sent_at and asked.opened_at


def test_what_is_wrong_is_not_told_apart(client, asked, letter):
    wrong = {"code": "0000-0000"}
    for given in (letter | wrong, letter | {"reference": "CNF-26-00000000-0"}, {"reference": "x", "code": "y"}):
        page = client.post(PAGE, given)
        assert page.status_code == 200 and "do not fit together" in page.text
    assert client.get(f"{PAGE}{asked.pk}/").status_code == 404


def test_guessing_a_code_is_stopped_for_the_letter_and_for_the_address(client, letter):
    for _number in range(5):
        assert client.post(PAGE, letter | {"code": "0000-0000"}).status_code == 200
    stopped = client.post(PAGE, letter)  # even the right one, until the hour is over
    assert stopped.status_code == 429 and "too often" in stopped.text
    for number in range(15):
        client.post(PAGE, {"reference": f"nothing {number}", "code": "0"})
    assert client.post(PAGE, {"reference": "another", "code": "0"}).status_code == 429


def test_without_a_count_nobody_guesses(client, letter, monkeypatch):
    from nssf_portal.law import limits

    monkeypatch.setattr(limits.cache, "incr", lambda key: (_ for _ in ()).throw(OSError("away")))
    assert client.post(PAGE, letter).status_code == 503


def test_the_page_shows_what_is_held_and_who_says_something_else(inside, asked):
    page = inside.get(f"{PAGE}{asked.pk}/").text
    assert "Street 51" in page and "Online business registration" in page and "099 000 111" in page


def test_confirmed_values_hold_as_the_enterprises_word(inside, asked, enterprise):
    page = inside.post(f"{PAGE}{asked.pk}/", data(), follow=True)
    assert "your data are confirmed" in page.text
    enterprise.refresh_from_db()
    asked.refresh_from_db()
    assert enterprise.address == "Street 63" and enterprise.declared_workers == 12
    assert asked.state == RequestState.CONFIRMED and asked.answered_at and asked.answered_by is None
    kinds = set(Settlement.objects.standing().filter(enterprise=enterprise).values_list("kind", flat=True))
    assert kinds == {SettledBy.ENTERPRISE}
    told = summary(enterprise)
    assert told.state == Verification.BY_ENTERPRISE and told.on == timezone.localdate()


def test_a_certificate_of_older_data_is_revoked_by_the_code(inside, asked, enterprise):
    paper = IssuedDocument.objects.create(
        code="REG-26-TEST0-1", kind="enterprise_certificate", subject_latin="Lotus", language="en", sha256="0" * 64,
        stored="none",
    )  # fmt: skip
    Certificate.objects.create(enterprise=enterprise, document=paper, language="en", data_digest="of older data")
    inside.post(f"{PAGE}{asked.pk}/", data())
    paper.refresh_from_db()
    assert paper.revoked_at and paper.revoked_by is None and "data of the enterprise changed" in paper.revoked_reason


def test_answering_twice_changes_nothing(inside, asked, enterprise):
    inside.post(f"{PAGE}{asked.pk}/", data())
    count = Settlement.objects.count()
    page = inside.post(f"{PAGE}{asked.pk}/", data(address="Street 99"))
    assert "your data are confirmed" in page.text and Settlement.objects.count() == count
    enterprise.refresh_from_db()
    assert enterprise.address == "Street 63"
    assert "your data are confirmed" in inside.get(f"{PAGE}{asked.pk}/wrong/").text


def test_a_mistake_stays_on_the_page(inside, asked):
    page = inside.post(f"{PAGE}{asked.pk}/", data(phone="123"))
    assert "Enter a phone number" in page.text
    asked.refresh_from_db()
    assert asked.state == RequestState.OPENED


def test_a_letter_that_is_wrong_goes_to_an_officer(inside, asked, clerk):
    page = inside.post(f"{PAGE}{asked.pk}/wrong/", {"why": "closed", "more": "since last year"}, follow=True)
    assert "Thank you for telling us" in page.text
    asked.refresh_from_db()
    assert asked.state == RequestState.WRONG
    item = WorkItem.objects.get(kind="reregistration", subject_id=asked.pk)
    desk = f"/en/desk/registry/rounds/requests/{asked.pk}/"
    assert "The enterprise has closed" in clerk.get(desk).text and "since last year" in clerk.get(desk).text
    assert clerk.post(desk, {"note": ""}).status_code == 200
    clerk.post(desk, {"note": "Closed indeed; the commune says so."})
    item.refresh_from_db()
    assert item.state == "done" and "Closed indeed" in clerk.get(desk).text


def test_it_must_be_said_what_is_wrong(inside, asked):
    assert "Choose what is wrong" in inside.post(f"{PAGE}{asked.pk}/wrong/", {}).text


def test_who_signs_in_for_the_enterprise_needs_no_code(asked, enterprise, officer):
    owner = signed_in(representative_of(enterprise))
    assert owner.get(f"{PAGE}{asked.pk}/").status_code == 404  # not sent yet
    ConfirmationRequest.objects.update(state="sent", sent_at=timezone.now())
    assert "Please confirm the data of your enterprise" in owner.get("/en/employer/").text
    owner.post(f"{PAGE}{asked.pk}/", data())
    asked.refresh_from_db()
    assert asked.state == RequestState.CONFIRMED and asked.answered_by is not None
    assert "Please confirm the data" not in owner.get("/en/employer/").text


def test_a_staff_clerk_and_a_stranger_find_nothing(asked, enterprise, clerk):
    ConfirmationRequest.objects.update(state="sent", sent_at=timezone.now())
    others = [signed_in(representative_of(enterprise, "staff_clerk")), signed_in(UserFactory()), clerk]
    for other in others:
        for path in ("", "wrong/"):
            assert other.get(f"{PAGE}{asked.pk}/{path}").status_code == 404
            assert other.post(f"{PAGE}{asked.pk}/{path}", data()).status_code == 404


def test_new_letters_shut_the_page_that_the_old_code_opened(inside, asked):
    ConfirmationRequest.objects.update(code_digest="1" * 32)
    assert inside.get(f"{PAGE}{asked.pk}/").status_code == 404


def test_after_the_last_day_the_request_is_over(inside, asked):
    rounds.expire_due(timezone.localdate() + timedelta(days=31))
    assert "This request is over" in inside.get(f"{PAGE}{asked.pk}/").text
    assert "This request is over" in inside.post(f"{PAGE}{asked.pk}/", data()).text
    assert not Settlement.objects.exists()


def test_other_methods_are_refused(client, asked):
    assert client.put(PAGE).status_code == 405
    assert client.delete(f"{PAGE}{asked.pk}/").status_code == 405
