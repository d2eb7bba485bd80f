"""A card as text: COSE_Sign1 (RFC 9052) of its claims, Base45 (RFC 9285), small enough for a QR code of 65 x 65.

Whoever reads a token reads the envelope byte by byte before anything is decoded: one algorithm of two, one kid, an
empty unprotected header, no spare byte. So no change of a single bit outside the signature goes unnoticed."""

from dataclasses import dataclass, replace

import base45
from cwt import COSE
from cwt.cose_key_interface import COSEKeyInterface
from cwt.exceptions import CWTError

from registration.cards.claims import Claims
from registration.cards.enums import Algorithm

PREFIX = "NSSF1:"
LONGEST = 419  # letters that a version 12 code of level M holds (ISO/IEC 18004, table 7)
_ALGORITHM, _KID = 1, 4  # RFC 9052, 3.1
IDS: dict[str, int] = {Algorithm.ES256: -7, Algorithm.EDDSA: -8}
ALGORITHMS = {number: name for name, number in IDS.items()}
_SIGN1, _ARRAY_OF_4, _NO_HEADERS, _BYTES_64 = b"\xd2", b"\x84", b"\xa0", b"\x58\x40"
_cose = COSE.new()


class Malformed(ValueError):
    """Not a card at all: another QR code, a torn one, or one that somebody altered clumsily."""


@dataclass(frozen=True)
class Envelope:
    """A token read but not yet believed."""

    raw: bytes
    kid: str
    algorithm: str


def sign(claims: Claims, kid: str, algorithm: str, key: COSEKeyInterface) -> bytes:
    """The token of a card that fits into its QR code; a very long name is cut, and says so by its last sign."""
    name = claims.name
    while True:
        token = sign_payload(claims.packed(), kid, algorithm, key)
        spare = LONGEST - len(text_of(token))
        if spare >= 0:
            return token
        name = shorter(name, -spare)
        claims = replace(claims, name=name)


def sign_payload(payload: bytes, kid: str, algorithm: str, key: COSEKeyInterface) -> bytes:
    """A COSE_Sign1 message in the one form that `envelope` accepts."""
    return _cose.encode_and_sign(payload, key, protected={_ALGORITHM: IDS[algorithm], _KID: kid.encode()})


def text_of(token: bytes) -> str:
    """What stands in the QR code."""
    return PREFIX + base45.b45encode(token).decode()


def bytes_of(text: str) -> bytes:
    """The token behind the text of a QR code; raises Malformed."""
    text = text.strip("\r\n\t ")
    if not text.startswith(PREFIX) or len(text) > LONGEST:
        raise Malformed("prefix or length")
    try:
        token = base45.b45decode(text.removeprefix(PREFIX))
    except ValueError as wrong:
        raise Malformed("base45") from wrong
    if text_of(token) != text:
        raise Malformed("base45")
    return token


def envelope(token: bytes) -> Envelope:
    """Read the frame of a token without decoding what somebody else may have made; raises Malformed."""
    head = _SIGN1 + _ARRAY_OF_4
    if not token.startswith(head):
        raise Malformed("frame")
    protected, at = _byte_string(token, len(head))
    if token[at : at + 1] != _NO_HEADERS:
        raise Malformed("headers")
    _payload, at = _byte_string(token, at + 1)
    if token[at : at + 2] != _BYTES_64 or len(token) != at + 66:
        raise Malformed("signature")
    kid, algorithm = _protected(protected)
    return Envelope(token, kid, algorithm)


def payload_of(read: Envelope, key: COSEKeyInterface) -> bytes | None:
    """What was signed, when this key signed it; else None."""
    try:
        return _cose.decode(read.raw, key)
    except (CWTError, ValueError):
        return None


def shorter(name: str, letters: int) -> str:
    """Cut by about so many letters of Base45, between clusters of Khmer signs, never inside one."""
    enough = len(name.encode()) - (letters * 2 + 2) // 3 - 3
    clusters = _clusters(name.rstrip("…"))
    while len(clusters) > 1 and len("".join(clusters).encode()) > enough:
        clusters.pop()
    return "".join(clusters).rstrip() + "…"


def _clusters(text: str) -> list[str]:
    """Khmer consonants with what hangs on them: coeng pairs, vowels and signs stay with their base."""
    found: list[str] = []
    for sign_ in text:
        hangs = "\u17b4" <= sign_ <= "\u17d3" or sign_ == "\u17dd"
        if found and (hangs or found[-1].endswith("\u17d2")):
            found[-1] += sign_
        else:
            found.append(sign_)
    return found


def _byte_string(token: bytes, at: int) -> tuple[bytes, int]:
    """A CBOR byte string in its shortest form at this place, and where it ends."""
    first = token[at] if at < len(token) else -1
    if 0x40 <= first <= 0x57:
        size, start = first - 0x40, at + 1
    elif first == 0x58 and at + 1 < len(token) and token[at + 1] >= 24:
        size, start = token[at + 1], at + 2
    elif first == 0x59 and at + 2 < len(token) and token[at + 1] >= 1:
        size, start = int.from_bytes(token[at + 1 : at + 3], "big"), at + 3
    elif first == 0x5A and token[at + 1 : at + 3] > b"\x00\x00":  # a long revocation list
        size, start = int.from_bytes(token[at + 1 : at + 5], "big"), at + 5
    else:
        raise Malformed("byte string")
    if start + size > len(token):
        raise Malformed("byte string")
    return token[start : start + size], start + size


def _protected(header: bytes) -> tuple[str, str]:
    """Exactly {1: ES256 or EdDSA, 4: kid}: "none", MACs and everything else end here."""
    size = len(header) - 5
    algorithm = {0x26: Algorithm.ES256, 0x27: Algorithm.EDDSA}.get(header[2]) if 1 <= size <= 16 else None
    if algorithm is None or header[:2] != b"\xa2\x01" or header[3:5] != bytes([_KID, 0x40 + size]):
        raise Malformed("protected header")
    kid = header[5:]
    if not kid.isalnum():
        raise Malformed("kid")
    return kid.decode("ascii"), algorithm
