"""Referrals: the Fund asks an institution or a labour office, and they ask the Fund; who owes what on one board."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.jurisdiction import mlvt_office
from compliance.models import CaseEntry, Referral
from compliance.services import referrals
from enterprises.models import Representative
from nssf_portal.accounts.models import RoleGrant
from nssf_portal.law import clock
from nssf_portal.notifications.models import Message
from nssf_portal.workflow import NotPossible
from tests.factories import compliance
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
BOARD, REFERRALS = "/en/inspect/together/", "/en/inspect/together/referrals/"


@pytest.fixture(autouse=True)
def offices():
    for code in ("HQ", "12", "17"):
        OfficeFactory(code=code)
        OfficeFactory(code=code, tree="mlvt")


def contact(code="GDT"):
    user = UserFactory()
    RoleGrant.objects.create(user=user, role="institution_contact", institution=compliance.institution(code))
    return user


def labour(code="12"):
    return UserFactory(grant=("labour_inspector", code, "mlvt"))


def test_jurisdiction_by_place_and_number_of_workers():
    """Prakas 185 of 28 August 2008: the capital's department up to 100 workers, above it the ministry."""
    for place, workers, code in (("120101", 100, "12"), ("120101", 101, "HQ"), ("170101", 5_000, "17"), ("", 1, "HQ")):
        office = mlvt_office(EnterpriseFactory(commune_code=place, declared_workers=workers))
        assert (office.tree, office.code) == ("mlvt", code)


def test_an_inspector_asks_an_institution_which_answers(client):
    case, there = compliance.case_file(), contact("GDT")
    client.force_login(case.opened_by)
    url = f"/en/inspect/together/cases/{case.pk}/refer/"
    assert client.get(url).status_code == 200
    given = {"to": str(compliance.institution("GDT").pk), "what": "Does it pay tax?", "submission_id": uuid.uuid4()}
    page = client.post(url, given).url
    assert client.post(url, given).url == page and Referral.objects.count() == 1
    referral = Referral.objects.get()
    assert referral.due_on == clock.deadline("referral.days", timezone.localdate())
    assert Message.objects.get(template="referral.sent").recipient_user == there

    client.force_login(there)
    text = client.get(page).text
    assert "Does it pay tax?" in text and case.reference not in text
    client.post(f"{page}act/", {"act": "accept"})
    assert "Write the answer" in client.post(f"{page}act/", {"act": "answer", "text": " "}, follow=True).text
    client.post(f"{page}act/", {"act": "answer", "text": "Yes, monthly."})
    referral.refresh_from_db()
    assert (referral.state, referral.answer, referral.answered_by) == ("answered", "Yes, monthly.", there)
    assert Message.objects.get(template="referral.answered").recipient_user == case.opened_by
    assert set(CaseEntry.objects.filter(case=case, reference=referral.reference).values_list("act", flat=True)) == {
        "asked",
        "told",
    }
    again = client.post(f"{page}act/", {"act": "answer", "text": "No."}, follow=True)
    assert "already decided" in again.text
    assert client.post(f"{page}act/", {"act": "eat"}).status_code == 404


def test_an_inspector_asks_the_labour_office_of_the_enterprise(client):
    case = compliance.case_file()
    client.force_login(case.opened_by)
    given = {"to": "office", "what": "Was it inspected?", "submission_id": uuid.uuid4()}
    page = client.post(f"/en/inspect/together/cases/{case.pk}/refer/", given).url
    for code, status in (("12", 200), ("17", 404)):
        client.force_login(labour(code))
        assert client.get(page).status_code == status
    client.force_login(labour("12"))
    client.post(f"{page}act/", {"act": "decline", "text": "Not ours."})
    assert Referral.objects.get().state == "declined"


def test_without_the_ministrys_offices_institutions_can_still_be_asked(client):
    case = compliance.case_file()
    type(case.office).objects.filter(tree="mlvt").delete()
    assert mlvt_office(case.enterprise) is None
    client.force_login(case.opened_by)
    assert client.get(f"/en/inspect/together/cases/{case.pk}/refer/").status_code == 200


def test_one_institution_sees_nothing_of_anothers(client):
    referral = compliance.referral(to="MOC")
    client.force_login(contact("GDT"))
    assert client.get(f"{REFERRALS}{referral.pk}/").status_code == 404
    assert client.post(f"{REFERRALS}{referral.pk}/act/", {"act": "accept"}).status_code == 404
    assert referral.reference not in client.get(BOARD).text


def test_the_fund_does_not_answer_for_the_institution(client):
    referral = compliance.referral()
    client.force_login(compliance.inspector())
    assert client.post(f"{REFERRALS}{referral.pk}/act/", {"act": "answer", "text": "x"}).status_code == 403
    client.post(f"{REFERRALS}{referral.pk}/act/", {"act": "withdraw"})
    referral.refresh_from_db()
    assert referral.state == "withdrawn"
    with pytest.raises(NotPossible):
        referrals.accept(referral, by=contact())


def test_an_inspector_of_another_province_and_an_owner_find_nothing(client):
    referral = compliance.referral()
    client.force_login(compliance.inspector("17"))
    assert client.get(f"{REFERRALS}{referral.pk}/").status_code == 404
    client.force_login(representative_of(referral.enterprise))
    assert client.get(f"{REFERRALS}{referral.pk}/").status_code == 403


@pytest.mark.parametrize("number", ["K001-123456789", " k001-123456789 "])
def test_a_partner_refers_an_enterprise_by_its_number_and_the_inspectors_answer(client, number):
    enterprise = EnterpriseFactory(tin="K001-123456789")
    sender = contact("MISTI")
    client.force_login(sender)
    assert client.get(f"{REFERRALS}new/").status_code == 200
    given = {"number": number, "what": "Forty workers, none insured.", "submission_id": uuid.uuid4()}
    page = client.post(f"{REFERRALS}new/", given).url
    referral = Referral.objects.get()
    assert (referral.enterprise, referral.to_office.code) == (enterprise, "12")
    assert referral.from_institution.code == "MISTI"
    assert client.get(page).status_code == 200 and referral.reference in client.get(BOARD).text

    inspector = compliance.inspector()
    client.force_login(inspector)
    assert "for you" in client.get(BOARD).text
    client.post(f"{page}act/", {"act": "accept"})
    client.post(f"{page}act/", {"act": "answer", "text": "A case is open."})
    referral.refresh_from_db()
    assert (referral.state, referral.answered_by) == ("answered", inspector)


def test_a_number_that_nobody_has_is_not_guessed(client):
    client.force_login(contact())
    answer = client.post(f"{REFERRALS}new/", {"number": "K009", "what": "x", "submission_id": uuid.uuid4()})
    assert answer.status_code == 422 and not Referral.objects.exists()


def test_the_board_puts_the_overdue_first_and_counts(client):
    late = compliance.referral(to="MOC")
    Referral.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    due = compliance.referral(to="GDT")
    compliance.unit_question(EnterpriseFactory())
    client.force_login(compliance.inspector())
    text = client.get(BOARD).text
    assert text.index(late.reference) < text.index(due.reference)
    assert "1 answer is overdue" in text and "3 days late" in text
    assert due.reference not in client.get(f"{BOARD}?kind=question").text
    assert late.reference not in client.get(f"{BOARD}?who={due.to_institution.name}").text


def test_a_partner_sees_its_own_part_of_the_board_only(client):
    mine, other = compliance.referral(to="GDT"), compliance.referral(to="MOC")
    question = compliance.unit_question(EnterpriseFactory(name_latin="Only Ours"))
    client.force_login(contact("GDT"))
    text = client.get(BOARD).text
    assert mine.reference in text and other.reference not in text and question.enterprise.name_latin not in text
    client.force_login(labour())
    text = client.get(BOARD).text
    assert mine.reference not in text and "Only Ours" not in text


def test_an_empty_board_says_so(client):
    client.force_login(compliance.inspector("17"))
    compliance.referral()
    assert "Nothing waits" in client.get(BOARD).text


def test_the_board_is_no_place_for_others(client):
    client.force_login(UserFactory(grant=("local_authority", "120101", "local")))
    assert client.get(BOARD).status_code == 403
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert client.get(BOARD).status_code == 403


def test_the_board_costs_the_same_for_many(client, django_assert_max_num_queries):
    for _ in range(8):
        compliance.referral()
        compliance.unit_question(EnterpriseFactory())
    client.force_login(compliance.inspector())
    with django_assert_max_num_queries(24):
        client.get(BOARD)


def test_a_partner_does_not_read_what_is_asked_about_its_own_unit():
    referral = compliance.referral()
    user = contact()
    assert Referral.objects.visible_to(user).get() == referral
    Representative.objects.create(enterprise=referral.enterprise, user=user, role="owner", basis="sample")
    assert not Referral.objects.visible_to(user).exists()
