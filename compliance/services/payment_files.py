"""A file of the collection system: plain CSV in UTF-8, kept as it came."""

import csv
import io
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.models import PaymentBatch
from compliance.services.payments import REQUIRED, Outcome, take_payments
from nssf_portal.accounts.models import User
from nssf_portal.documents import services as documents
from nssf_portal.documents.types import CSV
from nssf_portal.law.book import value_or
from registration.enums import Channel
from registration.register_file import FileRefused, read_rows

KIND = "payments"


@transaction.atomic
def take_upload(file: UploadedFile, *, submission_id: uuid.UUID, by: User) -> Outcome:
    """A file sent from the page; the same submission again is the same batch. Raises FileRefused, UploadRefused."""
    if earlier := PaymentBatch.objects.filter(submission_id=submission_id).first():
        return Outcome(earlier)
    upload = documents.take_in(file, kind=KIND, by=by, allowed=(CSV,), submission_id=submission_id)
    rows = list(rows_of(documents.content_of(upload)))
    return take_payments(
        rows, source="collection", by=by, channel=Channel.WEB, upload=upload, submission_id=submission_id
    )


def take_path(path: Path, *, source: str) -> Outcome:
    """A file on this machine, for the command. Raises FileRefused."""
    rows = list(_limited(read_rows(path, REQUIRED, REQUIRED[:1])))
    return take_payments(rows, source=source, by=None)


def rows_of(content: bytes) -> Iterator[dict[str, Any]]:
    """Rows by column name; raises FileRefused with a sentence that says what is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused("not_utf8", _("The file is not UTF-8 text: save it as CSV UTF-8 and try again.")) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    names = [str(name).strip().lower() for name in reader.fieldnames or ()]
    if missing := [name for name in REQUIRED if name not in names]:
        raise FileRefused("columns_unknown", _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    reader.fieldnames = names
    try:
        yield from _limited(reader)
    except csv.Error as error:
        raise FileRefused("file_broken", _("The file is not a table of comma-separated values.")) from error


def _limited(rows: Any) -> Iterator[dict[str, Any]]:
    most = int(value_or("payments.rows", 50_000))
    for count, row in enumerate(rows, start=1):
        if count > most:
            raise FileRefused("too_many_rows", _("At most %(most)s rows in one file.") % {"most": most})
        yield row
