"""Encrypted files in the default storage: the id of the record is bound to its ciphertext."""

import uuid
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nssf_portal.identifiers.crypto import decrypt, encrypt


def put(folder: str, key: uuid.UUID, content: bytes) -> str:
    """Keep the content under a name that tells nothing; half a file left by a full disk is taken away."""
    day = date.today()
    name = f"{folder}/{day:%Y/%m}/{key}.bin"
    try:
        return default_storage.save(name, ContentFile(encrypt(content, key.bytes)))
    except OSError:
        default_storage.delete(name)
        raise


def get(stored: str, key: uuid.UUID) -> bytes:
    with default_storage.open(stored, "rb") as file:
        return decrypt(file.read(), key.bytes)


def drop(stored: str) -> None:
    default_storage.delete(stored)
