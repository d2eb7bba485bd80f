"""A caller at the hotline: known by facts, told the next step, masked; call-backs with their clock; a phone changed."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from nssf_portal.audit.models import ReadLog
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.recipients import address_of
from registration.models import Call, CallAttempt, CallBack
from registration.services import calls
from tests.factories.accounts import UserFactory
from tests.factories.applications import at_the_desk
from tests.factories.members import MemberFactory, identifier
from tests.factories.service import call_back, caller

pytestmark = pytest.mark.django_db
HOTLINE = "/en/desk/hotline/"
BACKS = "/en/desk/hotline/call-backs/"
RIGHT = {"born_on": "23/4/1994", "last_four": "3041", "commune": "120101"}


@pytest.fixture
def agent():
    return UserFactory(grant=("hotline_agent", "HQ"))


def address(call, act=""):
    return f"/en/desk/calls/{call.pk}/{act}"


def begin(client, number):
    return client.post(HOTLINE, {"number": number, "submission_id": uuid.uuid4()})


def test_a_call_begins_with_a_whole_number_never_with_a_name(client, agent):
    member = MemberFactory(family_name_latin="HENG", member_number="1020300001")
    identifier(member, "010203041")
    client.force_login(agent)
    assert "Nothing has this number" in begin(client, "HENG").content.decode()
    assert "Nothing has this number" in begin(client, "10203").content.decode()
    body = client.get(begin(client, "1020300001").url).content.decode()
    assert "Who is speaking?" in body
    assert "HENG" not in body and "3041" not in body and "1994" not in body


def test_after_three_facts_status_and_next_step_are_shown_masked_and_logged(client, agent):
    call = caller(agent, family_name_latin="HENG", given_name_latin="DARA")
    client.force_login(agent)
    assert call.facts == ["born_on", "last_four", "commune"]
    assert client.post(address(call), RIGHT).status_code == 302
    body = client.get(address(call)).content.decode()
    assert "H•••• D••••" in body and "active" in body
    assert "HENG" not in body and "3041" not in body and call.member.member_number not in body
    assert ReadLog.objects.filter(subject_id=call.member.pk, user=agent, screen="desk.call.hotline").count() == 1


def test_three_wrong_answers_close_the_record_for_everybody_and_do_not_say_which_was_wrong(client, agent):
    call = caller(agent)
    client.force_login(agent)
    for _n in range(3):
        body = client.post(address(call), RIGHT | {"last_four": "9999"}).content.decode()
    assert "Which of them is wrong is not shown." in body
    other = calls.start(call.member, by=agent, submission_id=uuid.uuid4())
    assert "stays closed for an hour" in client.post(address(other), RIGHT).content.decode()
    assert CallAttempt.objects.filter(right=False).count() == 3
    CallAttempt.objects.update(at=timezone.now() - timedelta(hours=2))
    assert client.post(address(other), RIGHT).status_code == 302


def test_a_record_of_which_too_little_is_known_is_not_opened_by_telephone(client, agent):
    call = calls.start(MemberFactory(), by=agent, submission_id=uuid.uuid4())
    client.force_login(agent)
    assert "Too little is known" in client.get(address(call)).content.decode()
    assert client.post(address(call), {}).status_code == 200
    assert not Call.objects.get(pk=call.pk).verified_at


def test_an_application_by_its_reference(client, agent):
    made = at_the_desk(khmer_id="", phone="")
    client.force_login(agent)
    call = Call.objects.get(pk=begin(client, made.reference.lower()).url.split("/")[-2])
    assert call.application == made and call.facts == []
    made = at_the_desk("domestic", khmer_id="020304059")
    call = Call.objects.get(pk=begin(client, made.reference).url.split("/")[-2])
    client.post(address(call), {"born_on": "14/8/1996", "last_four": "4059", "commune": "120101"})
    body = client.get(address(call)).content.decode()
    assert "An officer looks at it." in body and made.reference in body
    assert "Daun Penh" not in body


def test_a_call_is_the_agents_own_and_closes_by_itself(client, agent):
    call = caller(agent)
    client.force_login(UserFactory(grant=("hotline_agent", "HQ")))
    assert client.get(address(call)).status_code == 404
    client.force_login(UserFactory(grant=("analyst", "HQ")))
    assert client.get(address(call)).status_code == 403
    assert client.get(HOTLINE).status_code == 403
    client.force_login(agent)
    client.post(address(call), RIGHT)
    Call.objects.update(verified_at=timezone.now() - timedelta(hours=1))
    body = client.get(address(call)).content.decode()
    assert "This call is over" in body and "H••••" not in body
    assert client.post(address(call, "language/"), {"language": "en"}).status_code == 403


def test_the_language_is_set_and_the_call_ended(client, agent):
    call = caller(agent)
    client.force_login(agent)
    client.post(address(call), RIGHT)
    client.post(address(call, "language/"), {"language": "en"})
    call.member.refresh_from_db()
    assert call.member.language == "en"
    assert client.post(address(call, "end/")).url == HOTLINE
    assert "This call is over" in client.get(address(call)).content.decode()


def test_a_new_phone_counts_the_old_one_no_more_and_both_are_told(client, agent):
    call = caller(agent)
    client.force_login(agent)
    assert client.post(address(call, "phone/"), {"phone": "098 765 432"}).status_code == 403
    client.post(address(call), RIGHT)
    assert "9 or 10 digits" in client.post(address(call, "phone/"), {"phone": "1"}).content.decode()
    for _again in range(2):
        client.post(address(call, "phone/"), {"phone": "098 765 432"})
    counts = call.member.identifiers.filter(kind="phone", superseded_at__isnull=True)
    assert [phone.reveal() for phone in counts] == ["+85598765432"]
    told = Message.objects.filter(template="member.phone_changed")
    assert {address_of(message) for message in told} == {"+85598765432", "+85512345678"}


def test_at_a_counter_the_same_facts_are_asked(client):
    clerk = UserFactory(grant=("clerk", "12"))
    call = caller(clerk)
    client.force_login(clerk)
    body = client.post("/en/desk/counter/person/", {"number": call.member.member_number, "submission_id": uuid.uuid4()})
    made = Call.objects.get(pk=body.url.split("/")[-2])
    assert made.channel == "counter"
    client.post(address(made), RIGHT)
    assert "Phone changed or lost" in client.get(address(made)).content.decode()
    client.force_login(UserFactory(grant=("bank_agent", "12")))
    assert client.get("/en/desk/counter/person/").status_code == 403


def ask(client, phone="012 345 678", **changes):
    data = {"phone": phone, "best_time": "any", "topic": "register", "language": "km", "submission_id": uuid.uuid4()}
    return client.post("/en/register/call-me/", data | changes)


def test_anybody_asks_to_be_called_and_the_number_is_kept_encrypted(client):
    same = uuid.uuid4()
    for _again in range(2):
        answer = ask(client, submission_id=same)
    assert "Somebody calls you" in client.get(answer.url).content.decode()
    made = CallBack.objects.get()
    assert (made.contact_last4, made.reveal(), made.work_item.kind) == ("5678", "+85512345678", "call_back")
    assert b"12345678" not in bytes(made.contact_cipher)
    assert "345" not in made.work_item.label


def test_one_phone_is_not_asked_for_all_day(client):
    for _n in range(3):
        assert ask(client).status_code == 302
    answer = ask(client)
    assert answer.status_code == 429 and "too often" in answer.content.decode()
    assert ask(client, phone="098 765 432").status_code == 302


def test_what_is_missing_is_said(client):
    body = ask(client, phone="", topic="").content.decode()
    assert "Enter your phone number." in body and "Choose what it is about." in body


def test_an_agent_takes_a_call_sees_the_number_and_notes_what_came_of_it(client, agent):
    made = call_back()
    client.force_login(agent)
    page = f"{BACKS}{made.pk}/"
    assert page in client.get(BACKS).content.decode()
    assert "012 345 678" not in client.get(page).content.decode().replace("\xa0", " ")
    assert client.post(page, {"outcome": "done"}).url == page
    client.post(page + "claim/")
    assert "tel:+85512345678" in client.get(page).content.decode()
    assert ReadLog.objects.filter(subject_id=made.pk, user=agent).count() == 1
    assert "Choose what came of it." in client.post(page, {}).content.decode()
    client.post(page, {"outcome": "done", "note": "Told where to go"})
    made.refresh_from_db()
    assert (made.state, made.attempts, made.work_item.state) == ("done", 1, "done")
    assert client.post(page, {"outcome": "done"}).status_code == 302
    assert "tel:" not in client.get(page).content.decode().split("<footer")[0]


def test_nobody_answered_three_times_and_we_stop(client, agent):
    made = call_back()
    client.force_login(agent)
    for _n in range(3):
        client.post(f"{BACKS}{made.pk}/claim/")
        client.post(f"{BACKS}{made.pk}/", {"outcome": "not_reached"})
    made.refresh_from_db()
    assert (made.state, made.attempts) == ("not_reached", 3)


def test_two_agents_do_not_call_the_same_person(client, agent):
    made = call_back()
    client.force_login(UserFactory(grant=("hotline_agent", "HQ"), name="Sokha"))
    client.post(f"{BACKS}{made.pk}/claim/")
    client.force_login(agent)
    answer = client.post(f"{BACKS}{made.pk}/claim/", follow=True)
    assert "already decided or changed" in answer.content.decode()
    assert "Sokha" in client.get(f"{BACKS}{made.pk}/").content.decode()


def test_a_clerk_of_a_province_sees_no_call_backs(client):
    made = call_back()
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert client.get(f"{BACKS}{made.pk}/").status_code == 404
    client.force_login(UserFactory(grant=("clerk", "HQ")))
    assert client.get(f"{BACKS}{made.pk}/").status_code == 200
    assert "/desk/hotline/call-backs/" in client.get("/en/desk/").content.decode()


def test_an_agent_takes_down_a_call_back(client, agent):
    client.force_login(agent)
    data = {"phone": "012345678", "best_time": "noon", "topic": "card", "language": "en", "submission_id": uuid.uuid4()}
    assert client.post(BACKS + "new/", data).url == BACKS
    assert CallBack.objects.get().opened_by == agent


def test_the_list_asks_the_same_however_long(client, agent, django_assert_max_num_queries):
    client.force_login(agent)
    call_back()
    client.get(BACKS)
    with django_assert_max_num_queries(14) as first:
        client.get(BACKS)
    for _n in range(4):
        call_back()
    with django_assert_max_num_queries(len(first)):
        client.get(BACKS)
