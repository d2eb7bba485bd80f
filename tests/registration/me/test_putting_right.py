"""Corrections as applications: what an approval does, and the two that need two people."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from nssf_portal.notifications.models import Message
from nssf_portal.workflow import NotPossible
from registration.models import Application, Member, MemberIdentifier, Merge, Reattachment
from registration.services import application_deciding as deciding
from registration.services import correcting, merging, reattaching
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, employment
from tests.registration.me.conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(grant=("clerk", "12"))


@pytest.fixture
def senior():
    return UserFactory(grant=("senior_clerk", "12"))


def ask(client, code, **fields):
    """What the member types on the page; the application."""
    given = {"submission_id": str(uuid.uuid4()), "statement": "It is written wrong."} | fields
    response = client.post(f"/en/me/put-right/{code}/", given)
    assert response.status_code == 302, text_of(response)
    return Application.objects.latest("created_at")


def approved(application, clerk):
    deciding.approve(application, by=clerk, reason="seen on the card")
    return Member.objects.get(pk=application.corrects_id)


NEW_NAME = {"family_name_km": "សៅ", "given_name_latin": "DARO"}
CASES = [
    (
        "name",
        {"family_name_km": "សៅ", "given_name_latin": "DARO"},
        {"family_name_km": "សៅ", "given_name_latin": "DARO"},
    ),
    ("birth_date", {"born_on": "24 April 1994"}, {"born_on": date(1994, 4, 24)}),
    ("sex", {"sex": "M"}, {"sex": "M"}),
    ("nationality", {"nationality": "VN"}, {"nationality": "VN"}),
    ("address", {"commune_code": "120109"}, {"commune_code": "120109"}),
]


@pytest.mark.parametrize(("code", "typed", "becomes"), CASES)
def test_nothing_changes_before_an_officer_approved(mine, member, clerk, code, typed, becomes):
    before = {name: getattr(member, name) for name in becomes}
    application = ask(mine, code, **typed)
    member.refresh_from_db()
    assert {name: getattr(member, name) for name in becomes} == before
    assert application.state == "submitted" and application.work_item.is_open
    member = approved(application, clerk)
    assert {name: getattr(member, name) for name in becomes} == becomes


def test_a_new_name_is_found_by_search(mine, member, clerk):
    member = approved(ask(mine, "name", family_name_latin="SAO"), clerk)
    assert member.key_latin.startswith("sao") or "sao" in member.key_latin.lower()


def test_a_new_identity_number_takes_the_old_ones_place(mine, member, clerk):
    approved(ask(mine, "identity_number", identity_kind="khmer_id", identity_number="010 203 049"), clerk)
    known = MemberIdentifier.objects.filter(member=member, kind="khmer_id")
    assert {(n.last_four, n.superseded_at is None) for n in known} == {("3041", False), ("3049", True)}


def test_a_number_that_another_holds_stays_to_be_proved(mine, member, clerk):
    MemberFactory(khmer_id="010203049")
    approved(ask(mine, "identity_number", identity_kind="khmer_id", identity_number="010203049"), clerk)
    assert MemberIdentifier.objects.get(member=member, last_four="3049").disputed


def test_a_number_without_the_form_of_the_document_is_refused(mine, member):
    typed = {"identity_kind": "khmer_id", "identity_number": "123", "submission_id": str(uuid.uuid4())}
    assert mine.post("/en/me/put-right/identity_number/", typed).status_code == 422


def test_a_lost_phone_opens_nothing_after_the_change(mine, member, clerk):
    approved(ask(mine, "phone_lost", phone="098 111 222"), clerk)
    phones = MemberIdentifier.objects.filter(member=member, kind="phone", superseded_at=None)
    assert [phone.reveal() for phone in phones] == ["+85598111222"]


def test_the_same_is_asked_once_and_a_double_click_is_one(mine, member):
    first = ask(mine, "sex", sex="M")
    assert first.reference in text_of(mine.get("/en/me/put-right/sex/"))
    mine.post("/en/me/put-right/sex/", {"sex": "M", "submission_id": str(uuid.uuid4())})
    assert Application.objects.count() == 1
    again = {"values": {"sex": "M"}, "numbers": {}, "document": None, "by": None, "language": "km"}
    with pytest.raises(correcting.AlreadyAsked):
        correcting.ask(member=member, code="sex", submission_id=uuid.uuid4(), **again)
    assert correcting.ask(member=member, code="sex", submission_id=first.submission_id, **again) == first


def test_what_an_officer_sends_back_is_answered_on_the_same_page(mine, member, clerk):
    application = ask(mine, "birth_date", born_on="24 April 1994")
    deciding.send_back(application, fields=["born_on"], why="The photo is not readable.", by=clerk)
    assert "We need an answer" in text_of(mine.get("/en/me/"))
    assert "The photo is not readable." in text_of(mine.get("/en/me/put-right/birth_date/"))
    ask(mine, "birth_date", born_on="25 April 1994")
    application.refresh_from_db()
    assert application.state == "submitted" and application.born_on == date(1994, 4, 25)


def test_taken_back(mine, member):
    application = ask(mine, "sex", sex="M")
    mine.post("/en/me/put-right/sex/withdraw/")
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert mine.post("/en/me/put-right/sex/withdraw/").status_code == 302


def test_wrong_work_is_only_ones_own_and_the_employer_learns_nothing(mine, member):
    factory = EnterpriseFactory()
    representative_of(factory)
    own = employment(member, factory, date(2022, 1, 3))
    strange = employment(MemberFactory(), factory, date(2022, 1, 3))
    typed = {"employment": strange.pk, "statement": "Never there", "submission_id": str(uuid.uuid4())}
    assert mine.post("/en/me/put-right/employment_wrong/", typed).status_code == 422
    application = ask(mine, "employment_wrong", employment=own.pk)
    assert application.employment == own and application.work_item.label == application.reference
    assert set(Message.objects.values_list("recipient_user", flat=True)) == {member.user_id}


def test_an_edit_voids_what_was_proposed_about_the_record(mine, member, clerk, senior):
    merge = merging.propose_merge(
        survivor=member, other=MemberFactory(), reason="same", by=senior, submission_id=uuid.uuid4()
    )
    approved(ask(mine, "sex", sex="M"), clerk)
    merge.work_item.refresh_from_db()
    assert merge.work_item.state == "waiting"


def test_unknown_things_and_coming_back_without_having_left_are_404(mine):
    assert mine.get("/en/me/put-right/wage/").status_code == 404
    assert mine.get("/en/me/put-right/returning/").status_code == 404


@pytest.fixture
def twice(mine, member):
    """The same person with an older record, and the private application about it."""
    older = MemberFactory(registered_on=date(2015, 1, 1))
    employment(member, EnterpriseFactory(), date(2022, 1, 3))
    return ask(mine, "two_numbers", other_person=older.member_number), older


def test_two_numbers_become_one_by_two_people(twice, member, clerk, senior):
    application, older = twice
    with pytest.raises(NotPossible):
        deciding.approve(application, by=clerk)
    deciding.propose_approval(application, reason="same face", by=clerk)
    assert not Merge.objects.exists()
    with pytest.raises(PermissionDenied):
        deciding.confirm_approval(application, by=clerk)
    deciding.confirm_approval(application, by=senior)
    member.refresh_from_db()
    assert member.merged_into == older and older.employments.count() == 1
    application.refresh_from_db()
    assert application.member == older
    assert (application.first_decided_by, application.decided_by) == (clerk, senior)


def test_the_first_is_never_the_second_even_a_senior(twice, senior):
    application, _older = twice
    deciding.propose_approval(application, reason="same face", by=senior)
    with pytest.raises(PermissionDenied):
        deciding.confirm_approval(application, by=senior)


def test_the_database_refuses_one_person_alone(twice, member, clerk):
    application, _older = twice
    alone = {"state": "approved", "member": member, "decided_at": timezone.now(), "decided_by": clerk}
    for first in (None, clerk):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(first_decided_by=first, **alone)


def test_an_unknown_other_number_is_said_to_nobody_and_cannot_be_approved(mine, member, clerk, senior):
    application = ask(mine, "two_numbers", other_person="1234567890")
    deciding.propose_approval(application, reason="?", by=clerk)
    with pytest.raises(correcting.CannotCorrect):
        deciding.confirm_approval(application, by=senior)


def test_the_second_person_may_disagree(twice, clerk, senior):
    application, _older = twice
    deciding.propose_approval(application, reason="same face", by=clerk)
    deciding.void_approval(application, reason="another face", by=senior)
    application.refresh_from_db()
    assert application.first_decided_by is None and application.work_item.state == "waiting"
    with pytest.raises(NotPossible):
        deciding.confirm_approval(application, by=senior)


@pytest.fixture
def lent(mine, member):
    """Work that the member did under a lender's name, and the private application about it."""
    lender = MemberFactory()
    factory = EnterpriseFactory()
    representative_of(factory)
    spell = employment(lender, factory, date(2020, 1, 6), date(2021, 1, 5))
    typed = {"other_person": "SOK Vanna", "enterprise_typed": "Blue Boats", "statement": "I was 17."}
    return ask(mine, "other_name", **typed), spell, lender


def test_work_under_another_name_goes_where_it_belongs(lent, member, clerk, senior):
    application, spell, lender = lent
    reattaching.name_spell(application=application, employment=spell, by=clerk)
    deciding.propose_approval(application, reason="pay slips", by=clerk)
    told = set(Message.objects.values_list("pk", flat=True))
    deciding.confirm_approval(application, by=senior)
    spell.refresh_from_db()
    assert spell.member == member and not lender.employments.exists()
    assert Reattachment.objects.get().confirmed_by == senior
    fresh = Message.objects.exclude(pk__in=told)
    assert set(fresh.values_list("recipient_user", flat=True)) == {member.user_id}


def test_without_a_named_spell_it_cannot_be_approved(lent, clerk, senior):
    deciding.propose_approval(lent[0], reason="pay slips", by=clerk)
    with pytest.raises(correcting.CannotCorrect):
        deciding.confirm_approval(lent[0], by=senior)


def test_a_spell_named_later_voids_the_first_decision(lent, clerk):
    application, spell, _lender = lent
    deciding.propose_approval(application, reason="pay slips", by=clerk)
    reattaching.name_spell(application=application, employment=spell, by=clerk)
    application.refresh_from_db()
    assert application.first_decided_by is None


def test_overlapping_work_is_not_moved(lent, member, clerk, senior):
    _application, spell, _lender = lent
    Employment = type(spell)
    spell2 = employment(member, spell.enterprise, date(2020, 6, 1), date(2020, 7, 1))
    assert isinstance(spell2, Employment)
    with pytest.raises(correcting.CannotCorrect):
        reattaching.reattach(employment=spell, to_member=member, by=clerk, second_by=senior)
    with pytest.raises(PermissionDenied):
        reattaching.reattach(employment=spell, to_member=member, by=senior, second_by=senior)
