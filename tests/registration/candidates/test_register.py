"""Candidates out of a register: which way each is found, what is left out, and what officers of other places see."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from nssf_portal.audit.models import ReadLog
from registration import finding
from registration.candidates import Person, candidates_masked, find_candidates, person_of
from registration.candidates.sounds import skeleton
from registration.enums import MemberState
from registration.models import Member, MemberName
from registration.sample.names import names
from registration.services.enrolling import remember_names
from tests.factories.accounts import UserFactory
from tests.factories.members import MemberFactory, identifier

pytestmark = pytest.mark.django_db

NAME = {
    "family_name_km": "ចាន់", "given_name_km": "ស្រីមុំ", "family_name_latin": "CHAN", "given_name_latin": "SREYMOM",
}  # fmt: skip
ONE = Person(**NAME, sex="F", born_on=date(1994, 4, 23), nationality="KH")


@pytest.fixture
def member():
    return known(**NAME)


def known(**fields) -> Member:
    member = MemberFactory(**fields)
    remember_names(member)
    return member


def found(person: Person) -> dict[uuid.UUID, str]:
    return {candidate.member_id: candidate.band for candidate in find_candidates(person)}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"given_name_latin": "SREI MUM", "given_name_km": ""},
        {"family_name_km": "", "given_name_km": ""},
        {"family_name_latin": "", "given_name_latin": ""},
        {"born_on": date(1994, 4, 13)},
        {"born_on": date(1994, 1, 1)},
        {"born_on": date(1994, 1, 1), "born_precision": "year"},
        {"family_name_km": NAME["given_name_km"], "given_name_km": NAME["family_name_km"],
         "family_name_latin": "SREYMOM", "given_name_latin": "CHAN"},
    ],
)  # fmt: skip
def test_a_member_is_found_by_a_name_written_otherwise(member, changed):
    assert member.pk in found(replace(ONE, **changed))


def test_a_member_known_in_khmer_is_found_by_a_latin_name():
    member = known(**NAME | {"family_name_latin": "", "given_name_latin": ""})
    assert member.pk in found(replace(ONE, family_name_km="", given_name_km=""))


def test_a_member_is_found_by_number_and_by_phone_whatever_the_name():
    holder, claimer, caller = MemberFactory(khmer_id="010203041"), MemberFactory(), known(**NAME)
    number = holder.identifiers.get()
    disputed = identifier(claimer, "010203041", disputed=True)
    phone = identifier(caller, "+85512345678", "phone")
    person = Person(
        family_name_latin="LONG", given_name_latin="VISAL", numbers=((number.kind, disputed.blind_index),),
        phone=phone.blind_index,
    )  # fmt: skip
    assert set(found(person)) == {holder.pk, claimer.pk}
    assert found(replace(ONE, born_on=None, phone=phone.blind_index)) == {caller.pk: "possible"}


def test_merged_members_and_oneself_are_left_out(member):
    other = known(**NAME)
    Member.objects.filter(pk=other.pk).update(state=MemberState.ENDED, ended_on=date(2024, 1, 1), merged_into=member)
    assert set(found(ONE)) == {member.pk}
    assert not found(person_of(member))


def test_strangers_are_no_candidates(member):
    assert not found(replace(ONE, given_name_km="ធីតា", given_name_latin="THIDA"))
    assert not found(replace(ONE, born_on=date(1970, 10, 12)))
    assert not found(Person())


def test_the_number_of_questions_does_not_grow_with_the_register(member, django_assert_max_num_queries):
    for _n in range(30):
        known(**NAME)
    person = person_of(member)
    with django_assert_max_num_queries(10):
        assert len(find_candidates(person, limit=5)) == 5


def test_officers_of_other_places_see_them_masked_and_it_is_written_down():
    member = known(**NAME, khmer_id="010203041")
    clerk = UserFactory(grant=("clerk", "17"))
    (seen,) = candidates_masked(ONE, by=clerk, screen="desk.application")
    assert (seen.member_id, seen.birth_year, seen.last_four, seen.in_own_places) == (member.pk, 1994, "3041", False)
    assert seen.province
    assert "The same name." in seen.reasons
    assert "010203041" not in repr(seen)
    assert ReadLog.objects.filter(subject_id=member.pk, user=clerk, screen="desk.application").count() == 1
    (own,) = candidates_masked(ONE, by=UserFactory(grant=("clerk", "12")), screen="desk.application")
    assert own.in_own_places


def test_the_database_hears_names_as_python_does():
    keys = {key for pool in (names().families, names().women, names().men) for part in pool.parts
            for key in (part.key_km, part.key_latin)}  # fmt: skip
    keys |= {"ស y", "yim yy", "r", "h", "chhr vr", "ចaន 3", "o u", "ហmង ក"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT k, portal_name_sound(k) FROM unnest(%s::text[]) k", [sorted(keys)])
        assert [(key, heard) for key, heard in cursor.fetchall() if heard != skeleton(key)] == []
    assert MemberName.objects.create(key="chan sreymom") and MemberName.objects.get().sound == "CN SRM"


# The clerks' search


@pytest.mark.parametrize("text", ["chan sreymum", "chann sreymom", "cahn sreymom", "ចាន់ ស្រីមំ"])
def test_a_name_typed_nearly_right_is_found(client, member, text):
    client.force_login(UserFactory(grant=("clerk", "12")))
    body = client.post("/en/desk/members/", {"text": text}).content.decode()
    assert "Names written nearly the same" in body
    assert member.member_number in body


def test_near_names_of_other_places_stay_hidden(client, member):
    client.force_login(UserFactory(grant=("clerk", "17")))
    body = client.post("/en/desk/members/", {"text": "chan sreymum"}).content.decode()
    assert member.member_number not in body
    assert "Nobody found in your places" in body


def test_a_member_is_listed_once_and_the_page_is_not_overfull():
    clerk = UserFactory(grant=("clerk", "12"))
    for _n in range(30):
        known(**NAME)
    near = [known(**NAME | {"given_name_latin": "SREYMUM"}) for _n in range(2)]
    assert finding.find("chan sreymom", by=clerk).alike == []
    answer = finding.find("chan sreymum", by=clerk)
    assert {m.pk for m in answer.members} == {m.pk for m in near}
    assert len(answer.members) + len(answer.alike) == finding.MOST
    assert not {m.pk for m in answer.members} & {m.pk for m in answer.alike}


def test_a_disputed_number_finds_who_claims_it(client):
    claimer = MemberFactory()
    identifier(claimer, "010203041", disputed=True)
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert claimer.member_number in client.post("/en/desk/members/", {"text": "010203041"}).content.decode()
