"""Encrypted values: format byte | key id (2) | nonce (12) | AES-256-GCM ciphertext, bound to its record by the AAD."""

import functools
import hmac
import os
import uuid

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nssf_portal.identifiers.keys import key_ring

_FORMAT = b"\x01"


def encrypt(plaintext: bytes, aad: bytes) -> bytes:
    """`aad` is the id of the record that owns the value: a ciphertext moved to another record does not open."""
    ring = key_ring()
    nonce = os.urandom(12)
    header = _FORMAT + ring.current.to_bytes(2, "big")
    return header + nonce + _cipher(ring.current).encrypt(nonce, plaintext, aad)


def decrypt(blob: bytes, aad: bytes) -> bytes:
    """Raises cryptography.exceptions.InvalidTag when the value was altered or belongs to another record."""
    blob = bytes(blob)
    if blob[:1] != _FORMAT:
        raise ValueError("unknown format of an encrypted value")
    return _cipher(int.from_bytes(blob[1:3], "big")).decrypt(blob[3:15], blob[15:], aad)


def key_id(blob: bytes) -> int:
    return int.from_bytes(bytes(blob[1:3]), "big")


def blind_index(kind: str, value: str) -> uuid.UUID:
    """HMAC-SHA256 of a normalised value, 16 bytes in a uuid: exact search and uniqueness without the value.

    Nine-digit numbers can be enumerated, so the secret is the key, which is not in the database."""
    digest = hmac.digest(key_ring().blind, f"{kind}:{value}".encode(), "sha256")
    return uuid.UUID(bytes=digest[:16])


@functools.cache
def _cipher(number: int) -> AESGCM:
    return AESGCM(key_ring().encryption[number])
