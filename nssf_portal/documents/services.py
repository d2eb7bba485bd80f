"""Taking files in, and handing files and papers out."""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from nssf_portal.documents import pictures, scanning, types, vault
from nssf_portal.documents.enums import ScanState
from nssf_portal.documents.models import IssuedDocument, Upload
from nssf_portal.ids import uuid7
from nssf_portal.law.book import value_or
from nssf_portal.references import new_reference, normalise

if TYPE_CHECKING:
    from nssf_portal.accounts.models import User

_MEGABYTE = 1024 * 1024


class UploadRefused(ValidationError):
    """The file can't be taken; `message` tells the person why and what to do."""


def size_limit(kind: str) -> int:
    """Bytes, from the law book: `upload.<kind>.size`, or the one for documents."""
    megabytes = value_or(f"upload.{kind}.size", None) or value_or("upload.document.size", 5)
    return megabytes * _MEGABYTE


def take_in(
    file: UploadedFile,
    *,
    kind: str,
    by: "User | None",
    allowed: Sequence[str] = types.EVIDENCE,
    submission_id: uuid.UUID | None = None,
) -> Upload:
    """Keep a file, or raise UploadRefused; the same submission a second time is the first one's row.

    Effects: the ciphertext in the storage, one Upload row."""
    if submission_id and (earlier := _earlier(submission_id, by)):
        return earlier
    given = _read(file, size_limit(kind))
    found = _checked_type(given, file.name or "", allowed)
    scan = scanning.scan(given)
    if scan.state == ScanState.INFECTED:
        raise UploadRefused(_("We found a virus in this file and did not keep it."), code="infected")
    kept = _cleaned(given, found)
    upload = Upload(
        id=uuid7(),
        owner=by,
        submission_id=submission_id or uuid7(),
        kind=kind,
        original_name=tidy_name(file.name or ""),
        media_type=types.TYPES[found].media_type,
        size=len(kept),
        sha256=_digest(kept),
        given_sha256=_digest(given),
        scan_state=scan.state,
        scanner=scan.scanner,
        scanned_at=timezone.now() if scan.state == ScanState.CLEAN else None,
    )
    return _keep(upload, kept, by)


def content_of(upload: Upload) -> bytes:
    """The file's bytes, for the app that asked `visible_to` first."""
    return vault.get(upload.stored, upload.id)


def respond(upload: Upload, filename: str | None = None) -> HttpResponse:
    """A private download; the caller has checked that this person may see the record the file belongs to."""
    if upload.scan_state == ScanState.INFECTED:
        raise Http404
    return respond_bytes(content_of(upload), filename or upload.original_name, upload.media_type)


def respond_bytes(content: bytes, filename: str, media_type: str) -> HttpResponse:
    """An attachment that no cache keeps and no browser takes for a page (names by RFC 6266)."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, filename)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def issue(
    *,
    kind: str,
    subject_km: str,
    subject_latin: str,
    subject_number: str,
    language: str,
    by: "User | None",
    render: Callable[[IssuedDocument], bytes],
    prefix: str = "DOC",
) -> IssuedDocument:
    """Make a paper: `render` gets the document with its code (for the QR) and gives the PDF.

    Effects: the ciphertext in the storage, one IssuedDocument row."""
    document = IssuedDocument(
        id=uuid7(),
        code=new_reference(prefix, letters=7),
        kind=kind,
        subject_km=subject_km,
        subject_latin=subject_latin,
        subject_number=subject_number,
        language=language,
        issued_at=timezone.now(),
        issued_by=by,
    )
    content = render(document)
    document.sha256 = _digest(content)
    document.stored = vault.put("issued", document.id, content)
    document.save(force_insert=True)
    return document


@transaction.atomic
def revoke(document: IssuedDocument, *, by: "User | None", reason: str) -> bool:
    """From now on `/verify/` says that the paper is no longer valid; False when it already was not."""
    open_ones = IssuedDocument.objects.filter(pk=document.pk, revoked_at=None)
    return bool(open_ones.update(revoked_at=timezone.now(), revoked_by=by, revoked_reason=reason))


def find_issued(code: str) -> IssuedDocument | None:
    """The paper with this code, however it was typed; None when the code is not one of ours."""
    tidy = normalise(code)
    return IssuedDocument.objects.filter(code=tidy).first() if tidy else None


def respond_issued(document: IssuedDocument, filename: str) -> HttpResponse:
    """The very PDF that was issued, for the app that checked who asks."""
    return respond_bytes(vault.get(document.stored, document.id), filename, "application/pdf")


def tidy_name(name: str) -> str:
    """The last part of the name without signs that could mislead a reader or a file system."""
    base = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(sign for sign in base if sign.isprintable() and sign not in '<>:"|?*')
    return clean[-200:].strip() or "file"


def _earlier(submission_id: uuid.UUID, by: "User | None") -> Upload | None:
    return Upload.objects.filter(submission_id=submission_id, owner=by).first()


def _read(file: UploadedFile, limit: int) -> bytes:
    given = b""
    if (file.size or 0) <= limit:
        file.seek(0)
        given = file.read(limit + 1)  # the size told may lie
    if not file.size or (file.size <= limit and not given):
        raise UploadRefused(_("This file is empty. Choose the file again."), code="empty")
    if file.size > limit or len(given) > limit:
        sizes = {"limit": limit // _MEGABYTE}
        raise UploadRefused(
            _("This file is too large. The most we can take is %(limit)s MB.") % sizes, code="too_large"
        )
    return given


def _checked_type(content: bytes, name: str, allowed: Sequence[str]) -> str:
    found = types.sniff(content)
    if found == types.LOCKED_OFFICE:
        message = _("This file is protected with a password. Save it without the password and send it again.")
        raise UploadRefused(message, code="locked")
    if found not in allowed:
        labels = ", ".join(dict.fromkeys(types.TYPES[kind].label for kind in allowed))
        raise UploadRefused(
            _("We cannot use this kind of file. Send one of: %(kinds)s.") % {"kinds": labels}, code="type"
        )
    if types.extension_of(name) not in types.TYPES[found].extensions:
        label = types.TYPES[found].label
        message = _("The name of this file does not fit its content, which is %(kind)s. Rename it and send it again.")
        raise UploadRefused(message % {"kind": label}, code="name")
    return found


def _cleaned(content: bytes, kind: str) -> bytes:
    if kind not in types.PICTURES:
        return content
    try:
        return pictures.clean(content, kind)
    except pictures.BrokenPicture as broken:
        message = _("We cannot open this picture. Take it again and send it.")
        raise UploadRefused(message, code="broken") from broken


def _keep(upload: Upload, content: bytes, by: "User | None") -> Upload:
    try:
        upload.stored = vault.put("uploads", upload.id, content)
    except OSError as full:
        message = _("We cannot keep files just now. Nothing was lost; try again in a few minutes.")
        raise UploadRefused(message, code="storage") from full
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
    except IntegrityError as taken:
        vault.drop(upload.stored)
        if earlier := _earlier(upload.submission_id, by):
            return earlier  # the same submission arrived twice at once
        message = _("This form was used before. Open the page again and send the file once more.")
        raise UploadRefused(message, code="submission") from taken
    return upload


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
