"""Another device, a lost page, a link in a message: a code shows who holds the phone; nothing tells who is known."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from nssf_portal.notifications.models import Message
from nssf_portal.notifications.tokens import link_token
from registration import tasks
from registration.models import Application, ApplicationNumber, Consent
from registration.services import application_deciding as deciding
from registration.services import waiting
from tests.factories.accounts import UserFactory
from tests.registration.register.conftest import CHANTHA, PHONE, Way, sms_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(grant=("clerk", "HQ"))


@pytest.fixture
def sent(camdx, way) -> Way:
    """An employee's application that lies with an officer."""
    way.start("employee").phone().person().answer(q="Bakery").answer(q="Bakery", enterprise="typed")
    return way.answer(employer_contact="quiet").answer().send()


def test_going_on_with_another_phone(way):
    way.start("employee").phone().identity()
    reference = way.application.reference
    other = Way().post("/en/register/resume/", phone="012 700 101")
    assert other.step == "code"
    other.answer(code=sms_code())
    assert other.step == "mine" and reference in other.text and "CHANTHA" not in other.text
    assert other.get(f"/en/register/{way.application.pk}/").step == "name"


def test_a_wrong_code_opens_nothing(way):
    way.start("employee").phone()
    other = Way().post("/en/register/resume/", phone=PHONE)
    right = sms_code()
    other.answer(code="000000" if right != "000000" else "111111")
    assert "not the code" in other.text
    assert other.get("/en/register/mine/").step == "resume"
    assert other.client.get(f"/en/register/{way.application.pk}/").status_code == 404


def test_a_phone_nobody_gave_is_answered_alike(way):
    way.start("employee").phone()
    pages = [Way().post("/en/register/resume/", phone=phone).page for phone in (PHONE, "+85599999998")]
    assert [page.redirect_chain for page in pages][0] == [page.redirect_chain for page in pages][1]
    assert Message.objects.filter(template="accounts.contact_code").count() == 2


def test_status_by_reference_and_code_leads_to_the_file(sent):
    other = Way().post("/en/register/status/", reference=sent.application.reference.lower(), phone=PHONE)
    other.answer(code=sms_code())
    assert other.step == "done" and "Where it is" in other.text


def test_a_reference_with_a_slip_is_told(client):
    page = client.post("/en/register/status/", {"reference": "APP-26-AAAAAA-2", "phone": PHONE})
    assert page.status_code == 422 and "slip" in page.content.decode()


def test_the_link_in_the_sms_shows_the_state_only(sent):
    message = Message.objects.filter(template="application.submitted", channel="sms").get()
    page = Client().get(f"/en/register/m/{link_token(message.pk)}")
    text = page.content.decode()
    assert page.status_code == 200 and sent.application.reference in text
    assert CHANTHA.person.given_name_latin not in text and "Answer now" not in text
    assert Client().get("/en/register/m/not-a-token").status_code == 404


def test_a_returned_application_asks_only_what_was_marked(sent, clerk):
    application = sent.application
    deciding.send_back(application, fields=["given_name_latin", "commune_code"], why="The name is cut off", by=clerk)
    done = sent.get(f"/en/register/{application.pk}/done/")
    assert "The name is cut off" in done.text and "Given name in Latin letters" in done.text
    way = sent.get(f"/en/register/{application.pk}/")
    assert way.step == "name" and 'name="given_name_latin"' in way.text and 'name="family_name_km"' not in way.text
    assert way.get(f"/en/register/{application.pk}/birth/").step == "name"
    way.get(f"/en/register/{application.pk}/name/").answer(given_name_latin="Chantha")
    assert way.step == "place"
    way.answer(commune_code="120201").send()
    application.refresh_from_db()
    assert (application.state, application.given_name_latin, application.returned_fields) == (
        "submitted",
        "Chantha",
        [],
    )
    assert application.family_name_latin == CHANTHA.person.family_name_latin


def test_a_document_asked_again_must_be_a_new_one(sent, clerk):
    deciding.send_back(sent.application, fields=["doc:khmer_id"], why="Too dark", by=clerk)
    way = sent.get(f"/en/register/{sent.application.pk}/")
    assert way.step == "document"
    way.answer(kind="khmer_id")
    assert way.page.status_code == 422


def test_withdrawing(sent):
    sent.post(f"/en/register/{sent.application.pk}/withdraw/")
    assert sent.application.state == "withdrawn" and "You withdrew" in sent.text
    sent.post(f"/en/register/{sent.application.pk}/withdraw/")
    assert sent.step == "done", "already done"
    assert Client().get(f"/en/register/{sent.application.pk}/withdraw/").status_code == 405


def test_old_drafts_go_with_everything_in_them(camdx, way):
    way.start("employee").phone().person()
    long_ago = timezone.now() - datetime.timedelta(days=91)
    Application.objects.update(created_at=long_ago)
    assert waiting.delete_old_drafts() == 0, "somebody answered a page lately"
    way.application.steps.update(answered_at=long_ago)
    tasks.resume_waiting()
    assert not (Application.objects.exists() or ApplicationNumber.objects.exists() or Consent.objects.exists())


def test_very_many_drafts_with_one_phone_are_stopped(way, monkeypatch):
    monkeypatch.setattr("registration.services.applying.within_limit", lambda *args, **kwargs: False)
    way.start("employee").phone()
    assert way.step == "phone" and "go on without it" in way.text
    way.answer(phone="")
    assert way.step == "identity"


def test_the_list_of_a_phone_costs_the_same_for_one_and_for_many(way, django_assert_max_num_queries):
    for _one in range(6):
        way.start("employee").phone()
    way.post("/en/register/resume/", phone=PHONE).answer(code=sms_code())
    with django_assert_max_num_queries(8):
        assert way.client.get("/en/register/mine/").content.decode().count("APP-") == 6


def test_drafts_begun_in_this_browser_are_offered_again(way):
    way.start("employee")
    assert f"Go on with {way.application.reference}" in way.get("/en/register/").text
    assert "You started before" not in Client().get("/en/register/").content.decode()
