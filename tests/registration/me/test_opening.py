"""Whose record opens for whom: a phone alone opens none, and no answer tells whether a phone or number is known."""

import datetime
import uuid

import pytest
from django.utils import timezone

from nssf_portal.exchange.identity.persons import Person
from registration.models import Application, Member, OwnAccess
from registration.services import access
from tests.factories.accounts import UserFactory
from tests.factories.applications import draft
from tests.factories.members import MemberFactory, identifier
from tests.registration.me.conftest import OTHER_PHONE, PHONE, text_of

pytestmark = pytest.mark.django_db
PAGES = (
    "record/", "work/", "dependants/", "readings/", "take-out/", "consents/", "put-right/", "put-right/name/", "card/",
    "card/paper/", "payments/", "stop/",
)  # fmt: skip
ACTS = (
    "record/numbers/",
    "take-out/file/",
    "consents/take-back/",
    "language/",
    "put-right/name/withdraw/",
    "card/lost/",
)


@pytest.mark.parametrize("where", PAGES)
def test_who_showed_nothing_is_asked_to_show_it(client, member, where):
    assert client.get(f"/en/me/{where}").url == "/en/me/open/"


@pytest.mark.parametrize("act", ACTS)
def test_no_act_without_the_record_and_none_by_get(client, mine, member, act):
    assert client.get(f"/en/me/{act}").status_code == 405
    client.logout()
    assert client.post(f"/en/me/{act}").url == "/en/me/open/"


def test_the_ways_in_are_shown_and_a_lost_phone_is_settled_by_people(client):
    shown = text_of(client.get("/en/me/open/"))
    assert "Send me a code" in shown and "1286" in shown and "identity card" in shown


def test_the_holder_of_the_sign_in_sees_the_record(mine, member):
    shown = text_of(mine.get("/en/me/"))
    assert member.member_number in shown and "active" in shown.lower()


def test_a_sign_in_without_a_record_opens_none(client, member):
    client.force_login(UserFactory())
    assert client.get("/en/me/").url == "/en/me/open/"
    assert client.get("/en/me/record/").url == "/en/me/open/"


def test_the_phones_code_shows_what_was_asked_and_nothing_of_the_record(client, member, by_phone):
    application = draft("casual", phone="012345678")
    number = application.number_of("phone")
    number.blind_index = access.phone_index(PHONE)
    number.save()
    assert by_phone().url == "/en/me/"
    shown = text_of(client.get("/en/me/"))
    assert application.reference in shown
    for secret in (member.member_number, "DARA", "SREYNEANG"):
        assert secret not in shown
    assert client.get("/en/me/record/").url == "/en/me/open/"


def test_code_and_two_facts_open_the_record_for_a_while(client, member, by_phone, facts):
    by_phone()
    assert client.post("/en/me/open/prove/", facts()).url == "/en/me/"
    assert member.member_number in text_of(client.get("/en/me/"))
    kept = client.session["me"]
    kept["until"] = 1
    session = client.session
    session["me"] = kept
    session.save()
    assert client.get("/en/me/record/").url == "/en/me/open/"
    assert OwnAccess.objects.get().way == "facts"


def test_the_two_facts_without_a_proved_phone_open_nothing(client, member, facts):
    assert client.post("/en/me/open/prove/", facts()).url == "/en/me/open/"


def test_whoever_knows_the_facts_but_holds_another_phone_stays_outside(client, member, by_phone, facts):
    """An employer knows number, birth date and identity card of the whole staff."""
    by_phone(OTHER_PHONE)
    assert client.post("/en/me/open/prove/", facts()).status_code == 422


def test_a_family_shares_a_phone_and_each_opens_only_the_own_record(client, member, by_phone, facts):
    sister = MemberFactory(khmer_id="020304052", born_on=datetime.date(1999, 1, 2))
    identifier(sister, PHONE, kind="phone")
    by_phone()
    mixed = facts(number=sister.member_number)
    assert client.post("/en/me/open/prove/", mixed).status_code == 422
    right = {"number": sister.member_number, "born_on": "2 January 1999", "last_four": "4052"}
    assert client.post("/en/me/open/prove/", right).url == "/en/me/"
    assert access.access_of(client.get("/en/me/record/").wsgi_request).member == sister


@pytest.mark.parametrize("wrong", [{"number": "9999999999"}, {"born_on": "24 April 1994"}, {"last_four": "9999"}])
def test_whichever_fact_is_wrong_the_answer_is_one(client, member, by_phone, facts, wrong):
    by_phone()
    response = client.post("/en/me/open/prove/", facts(**wrong))
    assert response.status_code == 422
    assert "This does not fit together, or it was wrong too often." in text_of(response)


def test_three_wrong_answers_close_a_number_known_or_not(client, member, by_phone, facts):
    by_phone()
    for number in (member.member_number, "9999999999"):
        for _attempt in range(4):
            answer = text_of(client.post("/en/me/open/prove/", facts(number=number, last_four="9999")))
            assert "This does not fit together, or it was wrong too often." in answer
    assert client.post("/en/me/open/prove/", facts()).status_code == 422


def test_known_and_unknown_phones_get_the_same_answer(client, member):
    answers = [client.post("/en/me/open/phone/", {"phone": phone}) for phone in (PHONE, OTHER_PHONE)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/en/me/open/code/")}
    assert client.post("/en/me/open/code/", {"code": "000000"}).status_code == 422


def test_an_unknown_number_costs_the_questions_of_a_known_one(member, django_assert_num_queries):
    asked = {"born_on": datetime.date(1990, 1, 1), "last_four": "0000", "phones": {uuid.uuid4()}}
    with django_assert_num_queries(5):
        assert access.prove(number="9999999999", **asked) is None


def test_a_proved_record_can_be_linked_to_the_sign_in_once(client, member, by_phone, facts):
    signed_in = UserFactory(language="en")
    client.force_login(signed_in)
    by_phone()
    client.post("/en/me/open/prove/", facts())
    assert client.post("/en/me/link/").url == "/en/me/"
    member.refresh_from_db()
    assert member.user == signed_in
    assert not access.link(user=UserFactory(), member=member)


def test_a_verified_phone_of_the_sign_in_counts_as_the_code(client, member, facts):
    client.force_login(UserFactory(phone=PHONE, phone_verified=True))
    assert client.post("/en/me/open/prove/", facts()).url == "/en/me/"


def test_a_digital_identity_opens_by_whole_number_and_birth_date(member):
    person = Person("camdigikey", "x", timezone.now(), uuid.uuid4(), id_number="010203041", id_kind="khmer_id")
    assert access.member_of_person(person) is None
    dated = {"born_on": member.born_on, "id_kind": "khmer_id", "nationality": "KH"}
    right = Person("camdigikey", "x", timezone.now(), uuid.uuid4(), id_number="010203041", **dated)
    assert access.member_of_person(right) == member
    other = Person("camdigikey", "x", timezone.now(), uuid.uuid4(), id_number="010203042", **dated)
    assert access.member_of_person(other) is None


def test_closing_the_record_closes_it(client, member, by_phone, facts):
    by_phone()
    client.post("/en/me/open/prove/", facts())
    client.post("/en/me/close/")
    assert client.get("/en/me/").url == "/en/me/open/"


def test_a_members_sign_in_leads_here(mine):
    assert mine.get("/en/accounts/").url == "/en/me/"


def test_a_merged_record_opens_the_one_that_stayed(mine, member, user):
    survivor = MemberFactory(user=None)
    member.user = None
    member.save()
    survivor.user = user
    survivor.save()
    Member.objects.filter(pk=member.pk).update(state="ended", ended_on=timezone.localdate(), merged_into=survivor)
    assert survivor.member_number in text_of(mine.get("/en/me/"))
    assert Application.objects.count() == 0


def test_a_sign_in_by_a_code_alone_is_a_phone_and_no_more(client, member, facts):
    user = UserFactory(phone=PHONE, phone_verified=True)
    member.user = user
    member.save()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": 1}]
    session.save()
    assert client.get("/en/me/record/").url == "/en/me/open/"
    assert client.post("/en/me/open/prove/", facts()).url == "/en/me/"
    assert client.get("/en/me/record/").status_code == 200


def test_nobody_closes_anothers_record_from_a_phone_of_their_own(client, member, by_phone, facts):
    by_phone(OTHER_PHONE)
    for _attempt in range(5):
        client.post("/en/me/open/prove/", facts(last_four="9999"))
    client.post("/en/me/close/")
    by_phone()
    assert client.post("/en/me/open/prove/", facts()).url == "/en/me/"
