"""The commune is asked about a unit: on a phone behind a link, or signed in. Silence and interest prove nothing."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from compliance.models import CaseEntry, UnitQuestion
from compliance.services import asking, telling_partners
from compliance.services.refusing import Refused
from enterprises.models import Representative
from nssf_portal import law
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import own_link
from tests.factories import compliance
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
UNIT, QUESTIONS = "/inspect/together/unit/", "/en/inspect/together/questions/"
ANSWER = {"exists": "yes", "is_open": "no", "where": "Phsar Thmei", "interest": "no", "note": ""}


def commune(code="120101", **fields):
    return UserFactory(grant=("local_authority", code, "local"), **fields)


@pytest.fixture(autouse=True)
def _nobody_counted_yet():
    cache.clear()


@pytest.fixture
def asked():
    case = compliance.case_file(EnterpriseFactory(name_latin="Bayon Bakery", address="Street 5", tin="K001-1"))
    return asking.ask(case.enterprise, case.opened_by, case=case)


def test_the_page_behind_the_link_shows_name_place_and_address_and_asks(client, asked):
    text = client.get(f"{UNIT}{asked.token}/").content.decode()
    assert 'lang="km"' in text and "Street 5" in text
    assert "K001-1" not in text and asked.question.case.reference not in text
    answer = client.post(f"{UNIT}{asked.token}/", ANSWER)
    assert answer.url == "/inspect/together/unit/thanks/"
    assert client.get(answer.url).status_code == 200
    question = UnitQuestion.objects.get()
    assert (question.state, question.exists, question.is_open, question.interest) == ("answered", "yes", "no", False)
    assert question.answered_by is None and question.token_digest is None
    assert CaseEntry.objects.filter(act="told").count() == 1


def test_only_a_digest_of_the_link_is_kept(asked):
    assert asked.token not in str(vars(UnitQuestion.objects.get()))


def test_wrong_used_and_late_links_look_the_same(client, asked):
    wrong = client.get(f"{UNIT}{'x' * 32}/")
    client.post(f"{UNIT}{asked.token}/", ANSWER)
    used = client.get(f"{UNIT}{asked.token}/")
    other = asking.ask(EnterpriseFactory(), compliance.inspector())
    UnitQuestion.objects.filter(pk=other.question.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    late = client.get(f"{UNIT}{other.token}/")
    assert {wrong.status_code, used.status_code, late.status_code} == {404}
    bodies = {re.sub(r'(name="csrfmiddlewaretoken" value|href|value)="[^"]*"', "", r.text) for r in (wrong, used, late)}
    assert len(bodies) == 1
    again = client.post(f"{UNIT}{asked.token}/", ANSWER | {"exists": "no"})
    assert again.status_code == 404 and UnitQuestion.objects.get(pk=asked.question.pk).exists == "yes"


def test_guessing_is_counted(client):
    tries = int(law.value("unit_question.tries").value)
    answers = [client.get(f"{UNIT}{'x' * 32}/").status_code for _ in range(tries + 1)]
    assert answers[-1] == 429 and set(answers[:-1]) == {404}


def test_an_answer_needs_existence_and_interest(client, asked):
    answer = client.post(f"{UNIT}{asked.token}/", {"exists": "yes"})
    assert answer.status_code == 422 and UnitQuestion.objects.get().state == "asked"
    assert client.post(f"{UNIT}{asked.token}/", {"exists": "no", "interest": "no"}).status_code == 302


def test_an_sms_with_a_link_of_its_own_goes_to_the_authority_with_a_phone(client):
    there, elsewhere = commune(phone="+85512000111"), commune("170101", phone="+85512000112")
    asked = asking.ask(EnterpriseFactory(), compliance.inspector())
    message = Message.objects.get()
    assert asked.told == 1 and message.recipient_user == there != elsewhere
    path = own_link(message).split("/inspect/", 1)[1]
    assert client.post(f"/inspect/{path}", ANSWER).status_code == 302
    assert client.get(f"/inspect/{path}").status_code == 404


def test_the_inspector_asks_from_the_case_and_gets_the_link_once_with_its_qr(client):
    case = compliance.case_file()
    client.force_login(case.opened_by)
    url = f"/en/inspect/together/cases/{case.pk}/ask/"
    assert "It sees only this" in client.get(url).text and not UnitQuestion.objects.exists()
    there = client.post(url).url
    text = client.get(there).content.decode()
    assert "/inspect/together/unit/" in text and "data:image/png" in text
    assert client.post(url).url == there and UnitQuestion.objects.count() == 1
    link = re.search(r"/inspect/together/unit/([^/]+)/", text)[1]
    question = UnitQuestion.objects.get()
    client.post(f"{QUESTIONS}{question.pk}/act/", {"act": "link"})
    assert asking.held(link) is None
    client.post(f"{QUESTIONS}{question.pk}/act/", {"act": "void"})
    assert UnitQuestion.objects.get().state == "void"


def test_the_inspector_asks_about_a_line_of_a_list(client):
    line = compliance.target_line()
    client.force_login(compliance.inspector())
    assert client.get(f"/en/inspect/together/lines/{line.pk}/ask/").status_code == 200
    client.post(f"/en/inspect/together/lines/{line.pk}/ask/")
    assert UnitQuestion.objects.get().line == line
    client.force_login(compliance.inspector("17"))
    assert client.post(f"/en/inspect/together/lines/{line.pk}/ask/").status_code == 404


def test_nobody_can_be_asked_about_a_unit_without_a_place():
    with pytest.raises(Refused):
        asking.ask(EnterpriseFactory(commune_code=""), compliance.inspector("HQ"))


def test_the_authority_lands_on_its_questions_and_answers_signed_in(client, asked):
    user = commune()
    client.force_login(user)
    assert client.get("/en/accounts/").url == QUESTIONS
    assert "Bayon Bakery" in client.get(QUESTIONS).text
    page = client.get(f"{QUESTIONS}{asked.question.pk}/").text
    assert "Street 5" in page and "K001-1" not in page and asked.question.case.reference not in page
    client.post(f"{QUESTIONS}{asked.question.pk}/", ANSWER)
    assert UnitQuestion.objects.get().answered_by == user
    client.post(f"{QUESTIONS}{asked.question.pk}/", ANSWER | {"exists": "no", "is_open": ""})
    corrected = UnitQuestion.objects.get()
    assert (corrected.state, corrected.exists) == ("answered", "no")
    assert client.get(f"{QUESTIONS}?state=answered").status_code == 200


def test_a_district_answers_for_its_communes_and_another_commune_finds_nothing(client, asked):
    client.force_login(commune("1201"))
    assert client.get(f"{QUESTIONS}{asked.question.pk}/").status_code == 200
    client.force_login(commune("120102"))
    assert client.get(f"{QUESTIONS}{asked.question.pk}/").status_code == 404
    assert "Bayon Bakery" not in client.get(QUESTIONS).text


def test_who_represents_the_unit_is_not_asked_about_it(client, asked):
    user = commune()
    asked.question.enterprise.representatives.create(user=user, role="owner", basis="sample")
    client.force_login(user)
    assert client.get(f"{QUESTIONS}{asked.question.pk}/").status_code == 404


def test_an_inspector_reads_but_does_not_answer(client, asked):
    client.force_login(compliance.inspector())
    assert client.post(f"{QUESTIONS}{asked.question.pk}/", ANSWER).status_code == 404
    client.force_login(compliance.inspector("17"))
    assert client.get(f"{QUESTIONS}{asked.question.pk}/").status_code == 404
    client.force_login(representative_of(asked.question.enterprise))
    assert client.get(f"{QUESTIONS}{asked.question.pk}/").status_code == 403


def test_silence_ends_the_question_and_proves_nothing(client, asked):
    case = asked.question.case
    UnitQuestion.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert asking.expire_due() == 1
    assert asking.expire_due() == 0
    question = UnitQuestion.objects.get()
    assert (question.state, question.exists, question.token_digest) == ("expired", "", None)
    assert not asking.says_gone(case) and not asking.evidence(case).exists()
    client.force_login(compliance.inspector())
    assert "proves nothing" in client.get(f"{QUESTIONS}{question.pk}/").text


def test_the_authority_may_still_answer_late(client, asked):
    UnitQuestion.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    asking.expire_due()
    client.force_login(commune())
    client.post(f"{QUESTIONS}{asked.question.pk}/", ANSWER)
    assert UnitQuestion.objects.get().state == "answered"


def test_an_answer_with_interest_is_shown_with_its_warning_and_closes_nothing(client, asked):
    case = asked.question.case
    asking.answer(asked.question, by=None, exists="no", interest=True)
    assert not asking.says_gone(case)
    client.force_login(compliance.inspector())
    assert "has a part in this enterprise" in client.get(f"{QUESTIONS}{asked.question.pk}/").text


def test_a_commune_without_interest_can_say_that_it_is_gone(asked):
    asking.answer(asked.question, by=None, exists="no", interest=False)
    assert asking.says_gone(asked.question.case)


def test_the_list_costs_the_same_for_many(client, django_assert_max_num_queries):
    for _ in range(12):
        compliance.unit_question(EnterpriseFactory())
    client.force_login(commune())
    with django_assert_max_num_queries(16):
        client.get(QUESTIONS)


def test_the_case_page_offers_to_ask_and_shows_what_was_said(client):
    case = compliance.case_file(by=compliance.chief())
    page = f"/en/inspect/cases/{case.pk}/"
    client.force_login(case.opened_by)
    assert "Ask the commune" in client.get(page).text
    asked = asking.ask(case.enterprise, case.opened_by, case=case)
    asking.answer(asked.question, by=None, exists="no", interest=True)
    assert "has a part in it, proves nothing" in client.get(page).text


def test_who_cannot_be_asked_leads_back_to_the_case(client):
    case = compliance.case_file(EnterpriseFactory(commune_code="12"), compliance.chief())
    client.force_login(case.opened_by)
    answer = client.post(f"/en/inspect/together/cases/{case.pk}/ask/", follow=True)
    assert "nobody can be asked" in answer.text and answer.redirect_chain[0][0].endswith(f"/cases/{case.pk}/")


def test_the_place_is_told_however_many_authorities_there_are_and_nobody_about_a_unit_of_their_own(monkeypatch):
    monkeypatch.setattr(telling_partners, "_MOST", 2)
    for number, code in enumerate(("010101", "020202")):
        commune(code, phone=f"+8551200001{number}")
    unit = EnterpriseFactory(commune_code="120101")
    here, owner = commune(phone="+85512000002"), commune(phone="+85512000003")
    Representative.objects.create(enterprise=unit, user=owner, role="owner", basis="sample")
    asking.ask(unit, compliance.inspector())
    assert [message.recipient_user for message in Message.objects.filter(event="unit.asked")] == [here]
