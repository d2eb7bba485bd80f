"""Issuing and withdrawing members' cards; everybody else's door to them."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.crypto import decrypt, encrypt
from nssf_portal.ids import uuid7
from registration.cards import revocations, token
from registration.cards.claims import claims_of, expiry
from registration.cards.enums import CardState
from registration.cards.keys import SigningKey, signing_key
from registration.cards.workflow import CARD
from registration.enums import MemberState
from registration.models.card import Card
from registration.models.member import Member


class NotIssuable(Exception):
    """This member cannot have a card; the message says why, for a page."""


@transaction.atomic
def issue(member: Member, *, by: User | None, reason: str = "", submission_id: uuid.UUID | None = None) -> Card:
    """A new card, which replaces the valid one; the same submission again is the same card. Raises NotIssuable.

    Effects: the card before is replaced, one new card."""
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)  # two at once: one waits, then replaces
    if submission_id and (known := Card.objects.filter(submission_id=submission_id, member=member).first()):
        return known
    member.refresh_from_db()
    if member.state != MemberState.ACTIVE:
        raise NotIssuable(_("Only an active member has a card."))
    with acting(by=by, action="card.issue", reason=reason):
        replace_cards([member], timezone.now())
        return issue_many([member], by=by, reason=reason, submission_id=submission_id)[0]


@transaction.atomic
def revoke(card: Card, by: User, reason: str) -> bool:
    """Withdraw a card that was lost, stolen or wrongly given; False when it already was. A reason is compulsory.

    Effects: the card; within the hour the revocation list, at once the live answer."""
    if not reason.strip():
        raise ValueError("a card is withdrawn for a reason")
    locked = Card.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if not CARD.allows(locked, "revoke"):
        return False
    with acting(by=by, action="card.revoke", reason=reason):
        CARD.move(locked, "revoke", revoked_at=timezone.now(), revoked_by=by, revoked_reason=reason.strip()[:300])
    card.refresh_from_db()
    transaction.on_commit(revocations.forget)
    return True


def close_for_merge(other: Member) -> int:
    """The member was merged into another: their card leads to the survivor's from now on. How many cards that is."""
    return replace_cards([other], timezone.now())


def valid_card(member: Member, on: date | None = None) -> Card | None:
    """The member's card, if there is one that has neither been closed nor run out."""
    cards = Card.objects.filter(member=member).valid(on or timezone.localdate())
    return cards.select_related("key").first()


def payload_of(card: Card) -> str:
    """The text of the card's QR code: always the very one that was given out."""
    return text_from(card.pk, card.token)


def text_from(card_id: uuid.UUID, kept: bytes) -> str:
    """The same from the two columns alone, for long lists."""
    return token.text_of(decrypt(kept, card_id.bytes))


def issue_many(
    members: Sequence[Member],
    *,
    by: User | None,
    reason: str = "",
    submission_id: uuid.UUID | None = None,
    key: SigningKey | None = None,
) -> list[Card]:
    """Sign and keep cards of locked, active members without a valid one; the caller says who acts (`acting`)."""
    key, now = key or signing_key(make_first=True), timezone.now()
    last_day = expiry(timezone.localdate())
    versions = _versions(members)
    cards = [
        _signed(member, key, version=versions.get(member.pk, 0) + 1, at=now, expires_on=last_day) for member in members
    ]
    for card in cards:
        card.issued_by, card.issue_reason, card.submission_id = by, reason[:300], submission_id
    return Card.objects.bulk_create(cards)


def _signed(member: Member, key: SigningKey, *, version: int, at: datetime, expires_on: date) -> Card:
    card = Card(
        id=uuid7(),
        member=member,
        version=version,
        cti=uuid.uuid4(),  # tells nothing: it is in the public list when the card is withdrawn
        key=key.row,
        issued_at=at,
        expires_on=expires_on,
    )
    claims = claims_of(member, version=version, cti=card.cti, at=at, expires_on=expires_on)
    signed = token.sign(claims, key.row.kid, key.row.algorithm, key.cose)
    card.token = encrypt(signed, card.pk.bytes)
    return card


def _versions(members: Sequence[Member]) -> dict[uuid.UUID, int]:
    rows = Card.objects.order_by().filter(member__in=members).values_list("member").annotate(Max("version"))
    return dict(rows)


def replace_cards(members: Sequence[Member], at: datetime) -> int:
    """The cards these members hold are replaced; how many those were."""
    held = Card.objects.filter(member__in=members, state=CardState.ISSUED)
    return CARD.transition_many(held, "replace", replaced_at=at)
