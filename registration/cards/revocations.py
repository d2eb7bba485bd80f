"""The public list of cards that nobody may rely on: signed, small, good for a day, kept by verifiers."""

import time
from dataclasses import dataclass
from datetime import datetime

import cbor2
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from nssf_portal.law.book import value_or
from registration.cards import token
from registration.cards.claims import EXP, IAT, ISS, ISSUER, REVOKED
from registration.cards.keys import KeySet, signing_key
from registration.models.card import Card

SHORT = 8
"""Bytes of each card id: with a million entries, one chance in 2^44 that a good card looks withdrawn."""
FRESH = 3600
_KEY = "cards:revocations"


@dataclass(frozen=True)
class RevocationList:
    made_at: int
    expires_at: int
    ids: frozenset[bytes]


def make(at: datetime | None = None) -> bytes:
    """The list of this minute as a COSE_Sign1 message of the key that signs cards. Raises KeyRefused."""
    key = signing_key()
    now = at or timezone.now()
    hours = int(value_or("card.revocation_list.valid", 24))
    dead = Card.objects.dead(timezone.localdate(now)).order_by().values_list("cti", flat=True)
    ids = b"".join(sorted(cti.bytes[:SHORT] for cti in dead))
    made = int(now.timestamp())
    payload = cbor2.dumps({ISS: ISSUER, EXP: made + hours * FRESH, IAT: made, REVOKED: ids}, canonical=True)
    return token.sign_payload(payload, key.row.kid, key.row.algorithm, key.cose)


def current() -> bytes:
    """The list of the running hour; made anew where there is no cache. Raises KeyRefused."""
    try:
        kept = cache.get(_KEY)
        if kept is None:
            kept = make()
            cache.set(_KEY, kept, timeout=FRESH - int(time.time()) % FRESH)
        return kept
    except (RedisError, OSError):
        return make()


def forget() -> None:
    """A card was withdrawn: the next reader gets a new list."""
    try:
        cache.delete(_KEY)
    except (RedisError, OSError):
        return  # the hour will end


def read(raw: bytes, keys: KeySet) -> RevocationList | None:
    """A list that is ours, however old; None for anything else."""
    try:
        frame = token.envelope(raw)
    except token.Malformed:
        return None
    key = keys.get(frame.kid)
    payload = token.payload_of(frame, key.cose) if key and key.algorithm == frame.algorithm else None
    said = cbor2.loads(payload) if payload else {}
    if said.get(ISS) != ISSUER or REVOKED not in said:
        return None
    ids = said[REVOKED]
    return RevocationList(said[IAT], said[EXP], frozenset(ids[at : at + SHORT] for at in range(0, len(ids), SHORT)))
