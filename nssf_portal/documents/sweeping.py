"""Files without a row: what is left when a request died between writing the ciphertext and committing its row."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from nssf_portal.documents import vault
from nssf_portal.documents.models import IssuedDocument, Upload

log = logging.getLogger(__name__)
OLD = timedelta(days=1)  # no request lives that long
_FOLDERS: dict[str, type[models.Model]] = {"uploads": Upload, "issued": IssuedDocument}


def sweep() -> int:
    """Remove the files of this month and the last that nobody knows; how many."""
    removed = 0
    for folder, model in _FOLDERS.items():
        found = _old_files(folder)
        while names := list(islice(found, 500)):
            removed += _remove_unknown(model, names)
    if removed:
        log.info("%s files without a row removed", removed)
    return removed


def _old_files(folder: str) -> Iterator[str]:
    now = timezone.now()
    today = timezone.localdate()
    for day in (today, today.replace(day=1) - timedelta(days=1)):
        for name in vault.names(folder, day):
            if default_storage.get_modified_time(name) < now - OLD:
                yield name


def _remove_unknown(model: type[models.Model], names: list[str]) -> int:
    keys = {name: key for name in names if (key := vault.key_of(name))}
    known = set(model._default_manager.filter(pk__in=keys.values()).values_list("pk", flat=True))
    unknown = [name for name, key in keys.items() if key not in known]
    for name in unknown:
        vault.drop(name)
    return len(unknown)
