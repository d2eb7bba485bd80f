"""Officers call the people of a list, begin registrations with them, and forget who does not want it."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nssf_portal.audit.models import ReadLog
from nssf_portal.identifiers.crypto import encrypt
from nssf_portal.ids import uuid7
from outreach.models import ListedPerson, PersonList
from outreach.services import listing
from registration.models import Application
from tests.factories import outreach as made

pytestmark = pytest.mark.django_db
LISTS = "/en/outreach/partners/lists/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def officer(db):
    return made.officer()


@pytest.fixture
def desk(officer):
    return signed_in(officer)


def listed(of: PersonList, row: int = 2, **fields) -> ListedPerson:
    pk = uuid7()
    given = {"name": "សុខ ចាន់ធី", "gender": "f", "consented_on": timezone.localdate()} | fields
    blind = listing.phone_blind("+85512345678")
    phone = encrypt(b"+85512345678", pk.bytes)
    return ListedPerson.objects.create(id=pk, list=of, row=row, phone=phone, phone_blind=blind, **given)


@pytest.fixture
def person(officer):
    return listed(made.person_list(made.activity("announced"), rows=1))


def at(person: ListedPerson, rest: str = "") -> str:
    return f"{LISTS}{person.list_id}/{person.row}/{rest}"


def wants(**fields) -> dict:
    return {"path": "employee", "agreed": "on"} | fields


def test_the_lists_and_the_people_on_them_show_the_last_signs_only(desk, person):
    assert "1 list of a partner waits" in text(desk.get(LISTS))
    page = text(desk.get(f"{LISTS}{person.list_id}/"))
    assert "សុខ ចាន់ធី" in page and "5678" in page and "to be called" in page
    for address in (f"{LISTS}{person.list_id}/", at(person)):
        assert "345" not in text(desk.get(address))


def test_the_number_is_shown_on_a_press_and_that_is_written_down(desk, officer, person):
    assert desk.get(at(person, "call/")).status_code == 405
    page = text(desk.post(at(person, "call/")))
    assert "345" in page and "Begin the registration" in page
    person.refresh_from_db()
    assert person.called_at and person.list.__class__.objects.get().state == "used"
    assert ReadLog.objects.filter(user=officer, subject_id=person.list_id, revealed=True).count() == 1


def test_a_registration_is_begun_once_with_what_the_list_says(desk, officer, person):
    desk.post(at(person, "call/"))
    first, second = desk.post(at(person, "begin/"), wants()), desk.post(at(person, "begin/"), wants())
    made_one = Application.objects.get()
    assert first.url == second.url == f"/en/register/{made_one.pk}/"
    assert (made_one.family_name_km, made_one.given_name_km, made_one.sex) == ("សុខ", "ចាន់ធី", "F")
    assert (made_one.helped_by, made_one.channel, made_one.state) == (officer, "hotline", "draft")
    assert made_one.numbers.get().reveal() == "+85512345678"
    assert desk.get(first.url, follow=True).status_code == 200
    assert made_one.reference.split("-")[-1] in text(desk.get(at(person)))


def test_a_colleague_sees_that_it_was_begun_and_does_not_get_into_it(desk, person):
    desk.post(at(person, "call/"))
    desk.post(at(person, "begin/"), wants())
    other = signed_in(made.officer())
    answer = other.post(at(person, "begin/"), wants())
    assert answer.url == at(person) and "A colleague began" in text(other.get(at(person)))
    assert other.get(f"/en/register/{Application.objects.get().pk}/").status_code == 404


def test_nothing_is_begun_without_a_call_and_a_yes(desk, person):
    assert "Call the person first" in text(desk.post(at(person, "begin/"), wants()))
    desk.post(at(person, "call/"))
    assert "Ask the person first" in text(desk.post(at(person, "begin/"), {"path": "employee"}))
    assert not Application.objects.exists()


def test_who_does_not_want_it_is_forgotten_at_once(desk, person):
    desk.post(at(person, "call/"))
    assert desk.post(at(person, "forget/")).url == f"{LISTS}{person.list_id}/"
    person.refresh_from_db()
    assert (person.name, person.phone, person.phone_blind) == ("", None, None)
    assert "does not want to be called" in text(desk.post(at(person, "call/")))
    assert "name and number removed" in text(desk.get(f"{LISTS}{person.list_id}/"))


def test_officers_elsewhere_and_unknown_rows_are_not_found(desk, person):
    elsewhere = signed_in(made.officer("17"))
    for address in (f"{LISTS}{person.list_id}/", at(person)):
        assert elsewhere.get(address).status_code == 404
    assert elsewhere.post(at(person, "call/")).status_code == 404
    assert desk.get(f"{LISTS}{person.list_id}/99/").status_code == 404
    assert desk.get(f"{LISTS}{uuid.uuid4()}/").status_code == 404


def test_names_go_by_the_clock_and_counts_stay(desk, person):
    desk.post(at(person, "call/"))
    today = timezone.localdate()
    assert listing.purge(today + timedelta(days=90)) == 0
    assert listing.purge(today + timedelta(days=91)) == 1
    assert listing.purge(today + timedelta(days=91)) == 0
    person.refresh_from_db()
    assert (person.name, person.phone, person.phone_blind is None) == ("", None, False)
    page = text(desk.get(f"{LISTS}{person.list_id}/"))
    assert "The names of this list were removed" in page
    assert "names of this list were removed" in text(desk.post(at(person, "call/")))
    listing.purge(today + timedelta(days=401))
    person.refresh_from_db()
    assert person.phone_blind is None


def test_the_activity_shows_who_brought_people(desk, person):
    page = text(desk.get(f"/en/outreach/activities/{person.list.activity_id}/"))
    assert "1 person brought with consent" in page and f"{LISTS}{person.list_id}/" in page


def test_lists_and_people_ask_the_same_questions_whatever_their_length(desk, person, django_assert_max_num_queries):
    for row in range(3, 9):
        listed(person.list, row)
    made.person_list(person.list.activity)
    desk.get(LISTS)
    with django_assert_max_num_queries(22):
        assert desk.get(LISTS).status_code == 200
    with django_assert_max_num_queries(22):
        assert desk.get(f"{LISTS}{person.list_id}/").status_code == 200
