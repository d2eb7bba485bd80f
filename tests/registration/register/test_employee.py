"""An employee whose employer forgot them: from the first question to the employer's one tap, or without a name."""

import uuid

import pytest
from django.test import Client

from enterprises.services.certificates import certificate
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from nssf_portal.notifications.models import Message
from registration.models import Application, Consent, EmploymentConfirmation, Member
from registration.services import confirmations
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.registration.register.conftest import CHANTHA, Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def factory():
    made = EnterpriseFactory(name_latin="Lotus Garment Factory", name_km="រោងចក្រឈូក", nssf_number="700123")
    made.set_keys()
    made.save()
    return made


def to_the_employer(way: Way) -> Way:
    way.start("employee").phone().person()
    assert way.step == "enterprise"
    return way


def test_asking_the_employer_leads_to_a_member_by_one_tap(camdx, way, factory):
    boss = representative_of(factory)
    to_the_employer(way).answer(q="lotus gar")
    assert "Lotus Garment Factory" in way.text and "700123" not in way.text
    way.answer(q="lotus gar", enterprise=str(factory.pk)).answer(employer_contact="ask").answer(wage="800,000")
    assert way.step == "check" and "No photo is needed" in way.text
    way.send()
    application = way.application
    assert way.step == "done" and application.reference in way.text and "We wait for your employer" in way.text
    assert (application.state, application.waits_for, application.wage) == ("submitted", "employer", 800000)
    asked = EmploymentConfirmation.objects.get()
    confirmations.answer(asked, works_here=True, by=boss)
    application.refresh_from_db()
    assert application.state == "approved" and Member.objects.get().member_number
    assert "You are registered" in way.get(f"/en/register/{application.pk}/").text


def test_quiet_never_reaches_the_employer(camdx, way, factory):
    representative_of(factory)
    to_the_employer(way).answer(q="700123").answer(q="700123", enterprise=str(factory.pk))
    way.answer(employer_contact="quiet").answer().send()
    assert way.application.state == "submitted" and "not told who you are" in way.text
    assert not Message.objects.filter(template="confirmation.asked").exists()
    assert Consent.objects.get(purpose="employer_named").given is False


def test_an_enterprise_that_is_not_in_the_list_is_kept_as_typed(camdx, way):
    to_the_employer(way).answer(q="Unknown Bakery")
    assert "We found none" in way.text
    way.answer(q="Unknown Bakery", enterprise="typed")
    assert way.step == "contact" and way.application.enterprise_typed == "Unknown Bakery"


def test_the_qr_of_the_certificate_leads_here(camdx, way, factory, monkeypatch):
    monkeypatch.setattr("enterprises.services.certificates.typeset", lambda *args, **kwargs: b"%PDF-1.7")
    paper = certificate(factory, language="en", by=representative_of(factory))
    seen = way.client.get(f"/verify/{paper.code}?lang=en").content.decode()
    assert f"/en/register/?who=employee&amp;certificate={paper.code}" in seen
    way.client.get(f"/en/register/?who=employee&certificate={paper.code}")
    to_the_employer(way)
    assert f'value="{paper.code}"' in way.text
    way.answer(q=f"https://portal.example/verify/{paper.code}")
    assert "Lotus Garment Factory" in way.text


def test_two_letters_find_nothing_and_other_fields_are_not_searched(camdx, way, factory):
    to_the_employer(way).answer(q="lo")
    assert "Lotus Garment" not in way.text
    way.answer(q="120101")
    assert "Lotus Garment" not in way.text


def test_look_ups_are_limited_and_the_way_goes_on(camdx, way, factory):
    LawValue.objects.filter(code="lookup.enterprise.limit").update(number=1)
    book.forget()
    to_the_employer(way).answer(q="lotus").answer(q="garment")
    assert way.page.status_code in (422, 429) and "looked up many names" in way.text
    way.answer(q="garment", enterprise="typed")
    assert way.step == "contact"
    book.forget()


def test_nothing_is_made_by_opening_a_page_and_a_double_press_is_one_draft(client):
    client.get("/en/register/")
    assert not Application.objects.exists()
    data = {"who": "employee", "submission_id": str(uuid.uuid4())}
    for _press in range(2):
        client.post("/en/register/", data)
    assert Application.objects.count() == 1


def test_a_draft_is_of_its_browser_only(camdx, way):
    way.start("employee")
    key = way.application.pk
    stranger = Client()
    for page in ("", "phone/", "name/", "check/", "done/"):
        assert stranger.get(f"/en/register/{key}/{page}").status_code == 404
    assert stranger.post(f"/en/register/{key}/phone/", {"phone": ""}).status_code == 404
    assert stranger.post(f"/en/register/{key}/withdraw/").status_code == 404


def test_pages_ahead_lead_back_and_unknown_ones_are_404(way):
    way.start("employee")
    key = way.application.pk
    assert way.get(f"/en/register/{key}/place/").step == "phone"
    assert way.get(f"/en/register/{key}/terms/").step == "phone"
    assert way.get(f"/en/register/{key}/nonsense/").page.status_code == 404


def test_what_was_typed_stays_after_a_mistake(way):
    way.start("employee").phone().answer(kind="khmer_id", number="12")
    assert "has 2 digits; an identity card has 9" in way.text and 'value="12"' in way.text


def test_without_a_card_one_begins_and_proves_later(camdx, way):
    way.start("employee").phone().answer(kind="lost", number="")
    assert way.step == "name"
    way.name().birth().answer(commune_code="120101")
    assert way.step == "enterprise", "no card, so nothing to compare and no consent to ask"
    way.answer(q="Bakery").answer(q="Bakery", enterprise="typed").answer(employer_contact="quiet").answer().send()
    assert "face to face" in way.text and way.application.no_identity == "lost"


def test_only_the_year_of_birth_is_enough_in_khmer_digits(camdx, way):
    way.start("employee").phone().identity().name().answer(born_on="១៩៨៨", sex="F")
    application = way.application
    assert (application.born_on.year, application.born_precision) == (1988, "year")


def test_the_exchange_down_asks_for_a_photo_and_goes_on_without_it(settings, way):
    settings.CAMDX_SECURITY_SERVER_URL = "http://127.0.0.1:9"
    to_the_employer(way).answer(q="Bakery").answer(q="Bakery", enterprise="typed").answer(employer_contact="quiet")
    way.answer()
    assert way.step == "document"
    way.answer(kind="khmer_id", submission_id=str(uuid.uuid4())).send()
    assert way.application.state == "submitted"
    assert way.application.checks.get(code="proved").outcome == "unavailable"


def test_saying_no_to_the_comparison_is_as_good(camdx, way):
    way.start("employee").phone().person(CHANTHA, identity_check="no")
    assert way.step == "enterprise" and not way.application.checks.exists()
    assert Consent.objects.get(purpose="identity_check").given is False


def test_an_answer_can_be_changed_from_the_last_page(camdx, way, factory):
    to_the_employer(way).answer(q="Bakery").answer(q="Bakery", enterprise="typed").answer(employer_contact="quiet")
    way.answer()
    way.get(way.url.replace("/check/", "/place/")).answer(commune_code="120201")
    assert way.step == "check" and way.application.commune_code == "120201"


def test_sent_once_the_pages_lead_to_the_state(camdx, way):
    to_the_employer(way).answer(q="Bakery").answer(q="Bakery", enterprise="typed").answer(employer_contact="quiet")
    url = way.answer().url
    way.send()
    for _again in range(2):
        assert way.post(url).step == "done"
    assert way.get(url.replace("/check/", "/name/")).step == "done"
