"""Sessions at rest: whoever reads the session table learns nothing about the people in it."""

import base64
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12


class EncryptedSerializer:
    """Session data as AES-256-GCM under a key derived from SECRET_KEY; allauth keeps addresses and codes in it."""

    def dumps(self, obj: Any) -> bytes:
        nonce = os.urandom(_NONCE)
        text = json.dumps(obj, separators=(",", ":")).encode()
        return base64.b64encode(nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, text, None))

    def loads(self, data: bytes) -> Any:
        raw = base64.b64decode(data)
        return json.loads(_cipher(settings.SECRET_KEY).decrypt(raw[:_NONCE], raw[_NONCE:], None))


def _cipher(secret: str) -> AESGCM:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"nssf sessions").derive(secret.encode())
    return AESGCM(key)
