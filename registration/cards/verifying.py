"""Is this card ours and still good? No database is needed: public keys, a clock, the list of withdrawn cards."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from registration.cards import claims as said
from registration.cards import token
from registration.cards.enums import CardState
from registration.cards.keys import KeySet, trusted_keys
from registration.enums import MemberState
from registration.models.card import Card

_CLOCKS_DIFFER = 300  # seconds that a phone's clock may be behind ours


class Reason(StrEnum):
    """Why a card is good or not; scripts and the page's own verifier use the same words."""

    VALID = "valid"
    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    NOT_YET = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


GENUINE = (Reason.VALID, Reason.EXPIRED, Reason.REVOKED, Reason.REPLACED)


@dataclass(frozen=True)
class Verified:
    """The answer; `claims` only when the signature is ours."""

    valid: bool
    reason: Reason
    claims: said.Claims | None = None
    member_number: str | None = None


def verify(
    text: str, *, at: datetime | None = None, keys: KeySet | None = None, revoked: Container[bytes] = ()
) -> Verified:
    """Offline: the signature, the dates, and the list of withdrawn cards if there is one (`revocations.short`)."""
    try:
        envelope = token.envelope(token.bytes_of(text))
    except token.Malformed:
        return Verified(False, Reason.MALFORMED)
    key = (trusted_keys(at) if keys is None else keys).get(envelope.kid)
    if key is None:
        return Verified(False, Reason.UNKNOWN_KEY)
    payload = token.payload_of(envelope, key.cose) if key.algorithm == envelope.algorithm else None
    if payload is None:
        return Verified(False, Reason.BAD_SIGNATURE)
    try:
        claims = said.read(payload)
    except said.NotACard:
        return Verified(False, Reason.MALFORMED)
    reason = _by_date(claims, at or timezone.now())
    if reason == Reason.VALID and claims.cti.bytes[:8] in revoked:
        reason = Reason.REVOKED
    return Verified(reason == Reason.VALID, reason, claims, claims.member_number)


def verify_now(text: str, *, at: datetime | None = None) -> Verified:
    """The same, then the Fund's own record of that card: what is true this minute."""
    offline = verify(text, at=at)
    if offline.claims is None or not offline.valid:
        return offline
    card = Card.objects.filter(cti=offline.claims.cti).select_related("member__merged_into").first()
    reason = status_of(card)
    return Verified(reason == Reason.VALID, reason, offline.claims, _number(card) or offline.member_number)


def status_of(card: Card | None) -> Reason:
    """What the record says; a member who was merged into another has a newer card, or should ask for one."""
    if card is None:
        return Reason.UNKNOWN
    if card.state == CardState.REPLACED or (card.state == CardState.ISSUED and card.member.merged_into_id):
        return Reason.REPLACED
    if card.state == CardState.REVOKED or card.member.state == MemberState.ENDED:
        return Reason.REVOKED
    return Reason.VALID if card.expires_on >= timezone.localdate() else Reason.EXPIRED


def _number(card: Card | None) -> str | None:
    """Of the member as the register knows them now: an old card leads to whom the member was merged into."""
    if card is None:
        return None
    member = card.member
    while member.merged_into:
        member = member.merged_into
    return member.member_number


def _by_date(claims: said.Claims, at: datetime) -> Reason:
    now = at.timestamp()
    if now >= claims.expires_at:
        return Reason.EXPIRED
    return Reason.NOT_YET if now < claims.issued_at - _CLOCKS_DIFFER else Reason.VALID
