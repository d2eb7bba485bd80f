"""Encrypted files in the default storage: the id of the record is bound to its ciphertext."""

import uuid
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nssf_portal.identifiers.crypto import decrypt, encrypt


def put(folder: str, key: uuid.UUID, content: bytes) -> str:
    """Keep the content under a name that tells nothing; half a file left by a full disk is taken away."""
    name = f"{_month(folder, date.today())}/{key}.bin"
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


def names(folder: str, day: date) -> list[str]:
    """What lies in the month of this day; nothing when nothing was ever put there."""
    month = _month(folder, day)
    try:
        return [f"{month}/{name}" for name in default_storage.listdir(month)[1]]
    except FileNotFoundError:
        return []


def key_of(stored: str) -> uuid.UUID | None:
    """The record a file was kept for, by its name; None for what was not put here by `put`."""
    try:
        return uuid.UUID(stored.rpartition("/")[2][:36])
    except ValueError:
        return None


def _month(folder: str, day: date) -> str:
    return f"{folder}/{day:%Y/%m}"
