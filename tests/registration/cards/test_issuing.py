"""A member's card: issued, replaced, withdrawn; one at a time, each version kept."""

import uuid
from datetime import date, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction
from django.utils import timezone

from registration.cards import services
from registration.cards.claims import expiry
from registration.cards.verifying import Reason, verify, verify_now
from registration.models import Card, Member
from registration.services.merging import confirm_merge, propose_merge
from tests.factories.accounts import UserFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def test_a_card_says_who_the_member_is_and_until_when(card, member):
    said = verify(services.payload_of(card)).claims
    assert (said.member_number, said.name, said.language) == ("1023448719", "ហេង ដារ៉ា", "km")
    assert (said.born, said.sex, said.nationality, said.version) == ("19940403", "M", "KH", 1)
    assert said.schemes == ("OR", "HC", "PE")
    assert card.expires_on <= timezone.localdate() + timedelta(days=366)
    assert services.valid_card(member) == card


def test_the_same_text_is_shown_each_time(card):
    assert services.payload_of(card) == services.payload_of(Card.objects.get())


def test_a_new_card_replaces_the_one_before(card, member, clerk):
    second = services.issue(member, by=clerk, reason="lost")
    card.refresh_from_db()
    assert (card.state, second.version, second.state) == ("replaced", 2, "issued")
    assert services.valid_card(member) == second
    assert verify_now(services.payload_of(card)).reason == Reason.REPLACED


def test_the_same_submission_again_is_the_same_card(member, clerk):
    asked = uuid.uuid4()
    first = services.issue(member, by=clerk, submission_id=asked)
    assert services.issue(member, by=clerk, submission_id=asked) == first
    assert Card.objects.count() == 1


@pytest.mark.parametrize("state", ["pending", "suspended", "ended"])
def test_only_active_members_have_a_card(clerk, state):
    gone = MemberFactory(state=state, ended_on=date(2025, 1, 1) if state == "ended" else None)
    with pytest.raises(services.NotIssuable):
        services.issue(gone, by=clerk)


def test_a_withdrawn_card_is_no_longer_good(card, clerk, member):
    assert services.revoke(card, clerk, "stolen on the way")
    assert not services.revoke(card, clerk, "again")
    assert (card.state, card.revoked_by) == ("revoked", clerk)
    assert verify_now(services.payload_of(card)).reason == Reason.REVOKED
    assert services.valid_card(member) is None


def test_nothing_is_withdrawn_without_a_reason(card, clerk):
    with pytest.raises(ValueError, match="reason"):
        services.revoke(card, clerk, " ")


def test_the_database_keeps_one_valid_card_a_member(card):
    copy = Card(member=card.member, version=2, cti=uuid.uuid4(), key=card.key, token=b"x", expires_on=card.expires_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_a_withdrawn_card_cannot_come_back(card, clerk):
    services.revoke(card, clerk, "stolen")
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=card.pk).update(state="issued")


def test_what_is_kept_is_encrypted_and_bound_to_its_card(card):
    assert b"1023448719" not in bytes(card.token)
    with pytest.raises(InvalidTag):
        services.text_from(uuid.uuid4(), card.token)


def test_an_old_card_leads_to_the_member_it_was_merged_into(card, member, clerk):
    survivor = MemberFactory()
    merge = propose_merge(survivor=survivor, other=member, reason="one person", by=clerk, submission_id=uuid.uuid4())
    confirm_merge(merge=merge, reason="seen", by=UserFactory(grant=("senior_clerk", "12")))
    answer = verify_now(services.payload_of(card))
    assert (answer.reason, answer.member_number) == (Reason.REPLACED, survivor.member_number)
    card.refresh_from_db()
    assert card.state == "replaced"


def test_clerks_see_cards_of_their_places_and_members_their_own(card, member, clerk):
    assert Card.objects.visible_to(clerk).get() == card
    assert not Card.objects.visible_to(UserFactory(grant=("clerk", "17"))).exists()
    user = UserFactory()
    Member.objects.filter(pk=member.pk).update(user=user)
    assert Card.objects.visible_to(user).get() == card


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 22), date(2027, 11, 21)),
        (date(2024, 2, 29), date(2025, 2, 27)),
        (date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_card_lasts_twelve_months(today, last):
    assert expiry(today) == last
