"""A file whose row was never committed is removed after a day; every other file stays."""

import os
import time
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nssf_portal.documents import sweeping, vault
from nssf_portal.documents.models import Upload

pytestmark = pytest.mark.django_db
YESTERDAY = time.time() - 25 * 3600


def put(key: uuid.UUID, *, old: bool = True) -> str:
    stored = vault.put("uploads", key, b"content")
    if old:
        os.utime(default_storage.path(stored), (YESTERDAY, YESTERDAY))
    return stored


def test_only_old_files_without_a_row_go():
    known, lost, young = uuid.uuid4(), put(uuid.uuid4()), put(uuid.uuid4(), old=False)
    kept = put(known)
    Upload.objects.create(
        id=known,
        submission_id=uuid.uuid4(),
        kind="claim",
        original_name="paper.pdf",
        media_type="application/pdf",
        size=7,
        sha256="0" * 64,
        given_sha256="0" * 64,
        stored=kept,
    )
    assert sweeping.sweep() == 1
    assert [default_storage.exists(name) for name in (kept, lost, young)] == [True, False, True]
    assert sweeping.sweep() == 0


def test_what_was_not_put_there_by_us_stays():
    name = vault.put("issued", uuid.uuid4(), b"x").rpartition("/")[0] + "/readme.txt"
    default_storage.save(name, ContentFile(b"x"))
    os.utime(default_storage.path(name), (YESTERDAY, YESTERDAY))
    assert sweeping.sweep() == 0 and default_storage.exists(name)


def test_an_empty_store_is_nothing_to_do():
    assert sweeping.sweep() == 0
