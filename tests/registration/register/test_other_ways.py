"""Casual, domestic, dependant, owner: each has a way of its own, and none is a dead end."""

import datetime
import uuid

import pytest
from django.test import Client

from nssf_portal.notifications.models import Message
from registration.models import Application, Dependency, Interest, Member
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, identifier
from tests.registration.register.conftest import BOPHA, VANNA, Way, sms_code

pytestmark = pytest.mark.django_db
MEMBER_PHONE = "+85598111222"


@pytest.fixture
def sponsor():
    made = MemberFactory(khmer_id="010203041")
    identifier(made, MEMBER_PHONE, "phone")
    return made


def say_the_member(way: Way, sponsor: Member, **changes) -> Way:
    said = {"member_number": sponsor.member_number, "born_on": "23/04/1994"} | changes
    return way.start("dependant").phone().answer(**said)


def child(way: Way) -> Way:
    way.answer(kind="birth_certificate", number="123/2015").answer(family_name_latin="HENG", given_name_latin="LITA")
    return way.answer(born_on="5 May 2015", sex="F").answer(commune_code="120101")


def test_a_casual_worker_of_a_farm_goes_the_employers_way(camdx, way):
    farm = EnterpriseFactory(nssf_number="700500")
    way.start("casual").phone().answer(payer="enterprise").person().answer(q="700500")
    way.answer(q="700500", enterprise=str(farm.pk)).answer(employer_contact="ask").answer().answer(equity_card="none")
    assert way.step == "check"
    way.send()
    assert way.application.enterprise == farm and way.application.work_item, "nobody at the farm can answer"


def test_a_casual_worker_of_nobody_goes_the_informal_way(camdx, way):
    way.start("casual").phone().answer(payer="many").person(BOPHA, informal_platform="yes")
    assert way.step == "certificate"
    way.answer(have="yes", certificate=BOPHA.certificate).answer(equity_card="equity").send()
    assert way.application.state == "approved" and way.application.member.group == "casual"


def test_changing_who_pays_changes_the_way_and_back_again(camdx, way):
    way.start("casual").phone().answer(payer="enterprise").person()
    way.answer(q="Bakery").answer(q="Bakery", enterprise="typed").answer(employer_contact="ask")
    assert way.step == "work"
    way.answer(wage="800,000").answer(equity_card="none")
    assert way.get(way.url.replace("/check/", "/work/")).answer(wage="800000").step == "check"
    way.get(way.url.replace("/check/", "/payer/")).answer(payer="nobody")
    assert way.step == "consent" and way.application.employer_contact == ""
    way.answer(identity_check="yes", informal_platform="no")
    assert way.step == "certificate"
    way.get(way.url.replace("/certificate/", "/payer/")).answer(payer="household")
    assert way.step == "enterprise", "what was said about the employer before does not hold any more"


def test_a_domestic_worker_is_not_named_by_default_and_households_are_not_looked_up(camdx, way):
    EnterpriseFactory(kind="household", name_latin="House of Sok", nssf_number="700600")
    way.start("domestic").phone().person().answer(q="House of Sok")
    assert way.step == "contact" and way.application.enterprise is None
    assert 'value="quiet" checked' in way.text or "checked" in way.text.split('value="quiet"')[1][:200]
    way.answer(employer_contact="quiet").answer().answer(equity_card="not_said").send()
    assert way.application.enterprise_typed == "House of Sok" and way.application.work_item


def test_a_child_of_a_member_by_the_members_phone(way, sponsor):
    say_the_member(way, sponsor)
    assert way.step == "code" and "If number and birth date fit" in way.text
    way.answer(code=sms_code()).answer(relation="child").answer(is_disabled="no")
    child(way).answer(people="4", package="on").answer(equity_card="none")
    assert way.step == "document" and "Birth certificate" in way.text
    way.answer(kind="birth_certificate", submission_id=str(uuid.uuid4())).send()
    application = way.application
    assert (application.kind, application.sponsor) == ("dependant", sponsor)
    assert Interest.objects.get().people == 4
    assert application.state in ("approved", "submitted")
    if application.state == "approved":
        assert Dependency.objects.get().sponsor == sponsor


def test_a_wrong_birth_date_is_answered_just_the_same_and_sends_nothing(way, sponsor):
    say_the_member(way, sponsor, born_on="24/04/1994")
    assert way.step == "code" and "If number and birth date fit" in way.text
    assert not Message.objects.filter(template="accounts.contact_code").exists()
    way.answer(code="123456")
    assert "not the code" in way.text and way.application.sponsor is None


def test_the_member_number_cannot_be_tried_on_and_on(way, sponsor):
    for _try in range(3):
        say_the_member(way, sponsor, born_on="24/04/1994")
    say_the_member(way, sponsor)
    assert "tried too often" in way.text and way.step == "sponsor"


def test_without_the_code_an_officer_asks_the_member(way, sponsor):
    say_the_member(way, sponsor).answer(without="1").answer(relation="orphan")
    assert way.step == "disabled" and sponsor.member_number in way.application.statement


def test_a_signed_in_member_needs_no_code(sponsor):
    sponsor.user = UserFactory()
    sponsor.save()
    client = Client()
    client.force_login(sponsor.user)
    way = Way(client).start("dependant").phone()
    assert "Are you the member?" in way.text
    way.answer(me="1")
    assert way.step == "relation" and way.application.sponsor == sponsor and way.application.user == sponsor.user


def test_an_unregistered_marriage_is_explained_and_goes_on(camdx, way, sponsor):
    say_the_member(way, sponsor).answer(without="1").answer(relation="spouse").answer(marriage_registered="no")
    assert way.step == "unregistered" and "late registration is possible" in way.text
    way.answer(interest="on")
    assert way.step == "identity" and Interest.objects.get().kind == "spouse"
    way.person(VANNA).answer().answer(equity_card="none").send()
    assert way.application.work_item, "an officer looks"


def test_an_owners_wish_is_counted_once_without_an_application(way):
    way.start("owner")
    assert way.step == "owner" and "No scheme open yet" in way.text
    data = {"kinds": ["own_cover", "family_workers"], "people": "2", "submission_id": str(uuid.uuid4())}
    for _press in range(2):
        way.post("/en/register/owner/", **data)
    assert way.step == "noted" and Interest.objects.count() == 2 and not Application.objects.exists()


def test_an_owner_may_be_noted_in_the_register_too(camdx, way):
    way.post("/en/register/owner/", also="1", submission_id=str(uuid.uuid4())).phone().person(VANNA)
    assert way.step == "check" and way.application.path == "owner"
    way.send()
    assert way.application.state == "approved" and way.application.member.plan_group == "0"


def test_who_is_not_served_here_is_told_where_to_go(client):
    text = client.get("/en/register/elsewhere/").content.decode()
    assert "Civil servant" in text and "Served elsewhere" in text


def test_the_front_page_opens_five_ways(client):
    text = client.get("/en/").content.decode()
    for who in ("employee", "self_employed", "domestic", "casual", "dependant"):
        assert f"/en/register/?who={who}" in text
    assert 'value="casual"' in client.get("/en/register/?who=casual").content.decode()


def test_a_dependant_over_age_goes_to_an_officer(way, sponsor):
    say_the_member(way, sponsor).answer(code=sms_code()).answer(relation="child").answer(is_disabled="yes")
    way.answer(kind="birth_certificate", number="1/1990").answer(given_name_latin="RATHA")
    way.answer(born_on="1990", sex="M").answer(commune_code="120101").answer().answer(equity_card="none")
    way.answer(submission_id=str(uuid.uuid4())).send()
    assert way.application.born_on == datetime.date(1990, 1, 1) and way.application.state == "submitted"
