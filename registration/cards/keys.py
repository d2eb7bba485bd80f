"""The keys that sign cards: public halves in the database for verifiers, private halves in the key file.

ES256, because every browser of the last ten years verifies it; EdDSA is accepted too, for the day it is so common.
A key is public some days before its first signature, so that verifiers that are seldom online know it by then, and
stays public until its last card has run out."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import cbor2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cwt import COSEKey
from cwt.cose_key_interface import COSEKeyInterface
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.keys import add_card_key, card_key, drop_card_key, key_ring
from nssf_portal.law.book import value_or
from registration.cards.claims import expiry
from registration.cards.enums import Algorithm
from registration.cards.token import IDS
from registration.cards.workflow import CARD_KEY
from registration.models.card import Card, CardKey

_COORDINATE = 32
_CURVES = {Algorithm.ES256: ("EC", "P-256"), Algorithm.EDDSA: ("OKP", "Ed25519")}
_COSE_CURVES = {Algorithm.ES256: (2, 1), Algorithm.EDDSA: (1, 6)}  # kty, crv (RFC 9053, 7)


class KeyRefused(Exception):
    """The key cannot be used so; `code` is for scripts."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class SigningKey:
    row: CardKey
    cose: COSEKeyInterface


@dataclass(frozen=True)
class PublicKey:
    algorithm: str
    cose: COSEKeyInterface


KeySet = dict[str, PublicKey]
"""What a verifier needs and all it needs: public keys by their ids."""


def trusted_keys(at: datetime | None = None) -> KeySet:
    """The public keys of today, read once for many verifications."""
    return {row.kid: public_key(row) for row in CardKey.objects.trusted(_day(at))}


def public_key(row: CardKey) -> PublicKey:
    return PublicKey(row.algorithm, COSEKey.from_jwk(jwk(row) | {"key_ops": ["verify"]}))


def signing_key(*, make_first: bool = False) -> SigningKey:
    """The one that signs now; whoever issues the first card of an installation makes its first key. Raises KeyRefused.

    That first key signs at once: no verifier can have missed it."""
    row = CardKey.objects.active().first() or (_first() if make_first else None)
    if row is None:
        raise KeyRefused("no_active_key", "No card key is active.")
    private = card_key(row.kid)
    if private is None:
        raise KeyRefused("no_private_key", f"The key file does not hold the private half of card key {row.kid}.")
    return SigningKey(row, _cose_private(row, private))


def publish(*, by: User | None = None, algorithm: str = Algorithm.ES256) -> CardKey:
    """A new key, public from now on. One that an operator put into the key file by hand is taken first.

    Effects: perhaps one more private key in the key file, one CardKey row."""
    known = set(CardKey.objects.values_list("kid", flat=True))
    waiting = [kid for kid in key_ring().cards if kid not in known]
    kid = waiting[0] if waiting else _make(algorithm)
    private = card_key(kid)
    assert private is not None  # noqa: S101  just made or just seen
    with acting(by=by, action="card_key.publish"):
        return CardKey.objects.create(kid=kid, **_public_half(private))


@transaction.atomic
def activate(key: CardKey, *, by: User | None = None, at_once: bool = False) -> CardKey:
    """From now on this key signs; the one before signs no more and stays public until its last card runs out.

    `at_once` is for a key that was stolen: verifiers that were not online since cannot check the new cards yet.
    Effects: this key, the one before, and its private half in the key file. Raises KeyRefused."""
    if not at_once and timezone.now() < may_sign_from(key):
        raise KeyRefused("too_early", f"Verifiers may not know {key.kid} before {may_sign_from(key):%Y-%m-%d %H:%M}.")
    if card_key(key.kid) is None:
        raise KeyRefused("no_private_key", f"The key file does not hold the private half of card key {key.kid}.")
    with acting(by=by, action="card_key.activate"):
        for before in CardKey.objects.active().select_for_update(of=("self",)):
            _retire(before)
        return CARD_KEY.transition(key, "activate", active_from=timezone.now())


@transaction.atomic
def withdraw(key: CardKey, *, by: User | None = None, reason: str) -> int:
    """A stolen key: verifiers drop it with their next look, and all its cards must be issued anew. How many those are.

    Effects: the key; its private half in the key file."""
    with acting(by=by, action="card_key.withdraw", reason=reason):
        CARD_KEY.transition(key, "withdraw", retired_at=timezone.now())
    forget_private(key.kid)
    return Card.objects.filter(key=key).valid(timezone.localdate()).count()


def may_sign_from(key: CardKey) -> datetime:
    """The law book's days after its publication."""
    return key.published_at + timedelta(days=int(value_or("card.key.publication", 7)))


def forget_private(kid: str) -> bool:
    """Take the private half out of the key file; False where the file is a mounted secret: the operator's work."""
    try:
        drop_card_key(kid)
    except OSError:
        return False
    return True


def jwk(row: CardKey) -> dict[str, str]:
    """As RFC 7517 writes a public key."""
    kind, curve = _CURVES[Algorithm(row.algorithm)]
    key = {"kty": kind, "crv": curve, "alg": row.algorithm, "use": "sig", "kid": row.kid, "x": row.x}
    return key | ({"y": row.y} if row.y else {})


def jwks(at: datetime | None = None) -> dict[str, list[dict[str, str]]]:
    """The key set as JSON (RFC 7517, 5)."""
    return {"keys": [jwk(row) for row in CardKey.objects.trusted(_day(at))]}


def cose_key_set(at: datetime | None = None) -> bytes:
    """The same as a COSE key set (RFC 9052, 7): for readers without JSON."""
    return cbor2.dumps([_cose_map(row) for row in CardKey.objects.trusted(_day(at))], canonical=True)


def _cose_map(row: CardKey) -> dict[int, int | bytes]:
    kind, curve = _COSE_CURVES[Algorithm(row.algorithm)]
    found: dict[int, int | bytes] = {1: kind, 2: row.kid.encode(), 3: IDS[row.algorithm], -1: curve, -2: _raw(row.x)}
    return found | ({-3: _raw(row.y)} if row.y else {})


def _retire(key: CardKey) -> None:
    """Every card that it may have signed by now counts, one signed a moment ago too."""
    last = Card.objects.filter(key=key).aggregate(last=Max("expires_on"))["last"]
    newest = expiry(timezone.localdate())
    CARD_KEY.move(key, "retire", retired_at=timezone.now(), needed_until=max(last or newest, newest))
    transaction.on_commit(lambda: forget_private(key.kid))


def _first() -> CardKey:
    """A second process at the same moment waits and finds it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registration.card_keys'))")
        if found := CardKey.objects.active().first():
            return found
        if CardKey.objects.exists():
            raise KeyRefused("no_active_key", "No card key is active: publish one and activate it.")
        return activate(publish(), at_once=True)


def _make(algorithm: str) -> str:
    made = ec.generate_private_key(ec.SECP256R1()) if algorithm == Algorithm.ES256 else None
    private = (made or ed25519.Ed25519PrivateKey.generate()).private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    kid = secrets.token_hex(3)
    try:
        add_card_key(kid, private)
    except OSError as closed:
        message = 'The key file cannot be written. Add a PKCS8 key under "cards" to the secret and run this again.'
        raise KeyRefused("key_file_read_only", message) from closed
    return kid


def _public_half(private: bytes) -> dict[str, str]:
    public = serialization.load_der_private_key(private, None).public_key()
    if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1):
        point = public.public_numbers()
        return {"algorithm": Algorithm.ES256, "x": _text(point.x.to_bytes(_COORDINATE)), "y": _text(_y(point))}
    if isinstance(public, ed25519.Ed25519PublicKey):
        return {"algorithm": Algorithm.EDDSA, "x": _text(public.public_bytes_raw())}
    raise KeyRefused("wrong_kind", "A key of cards is P-256 or Ed25519.")


def _y(point: ec.EllipticCurvePublicNumbers) -> bytes:
    return point.y.to_bytes(_COORDINATE)


def _cose_private(row: CardKey, private: bytes) -> COSEKeyInterface:
    key = serialization.load_der_private_key(private, None)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return COSEKey.from_pem(pem, alg=row.algorithm, kid=row.kid)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _day(at: datetime | None):
    return timezone.localdate(at) if at else timezone.localdate()
