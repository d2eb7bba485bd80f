"""Files people gave us (Upload) and papers we gave out (IssuedDocument); both encrypted at rest."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from nssf_portal.documents.enums import IssuedKind, ScanState
from nssf_portal.ids import uuid7

if TYPE_CHECKING:
    from nssf_portal.accounts.models import User


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: "User") -> "UploadQuerySet":
        """A file is its giver's; whoever else may see it does so through the record it was given for."""
        return self.filter(owner=user)


class Upload(models.Model):
    """One file as it was given: who, what by content, what a scanner said, and where its ciphertext lies."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, null=True, related_name="+")
    submission_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=30)
    original_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes of what is kept.")
    sha256 = models.CharField(max_length=64, help_text="Of what is kept.")
    given_sha256 = models.CharField(max_length=64, help_text="Of what was given, before a picture was made smaller.")
    stored = models.CharField(max_length=200, help_text="Where the ciphertext lies.")
    scan_state = models.CharField(max_length=12, choices=ScanState.choices, default=ScanState.UNSCANNED)
    scanner = models.CharField(max_length=100, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="upload_scan_has_scanner",
                condition=Q(scan_state__in=[ScanState.CLEAN, ScanState.INFECTED], scanned_at__isnull=False)
                & ~Q(scanner="")
                | Q(scan_state__in=[ScanState.UNSCANNED, ScanState.UNAVAILABLE], scanned_at=None),
            ),
            models.CheckConstraint(name="upload_size_positive", condition=Q(size__gt=0)),
        ]
        indexes = [models.Index(fields=["owner", "kind"])]

    def __str__(self) -> str:
        return str(self.id)


class IssuedDocument(models.Model):
    """A paper with our letterhead; `/verify/<code>` says from this row whether it is ours and still valid."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=30, choices=IssuedKind.choices)
    subject_km = models.CharField(max_length=250, blank=True, help_text="Name of the enterprise the paper is about.")
    subject_latin = models.CharField(max_length=250, blank=True)
    subject_number = models.CharField(max_length=30, blank=True, help_text="Its NSSF number.")
    language = models.CharField(max_length=2)
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=200)
    issued_at = models.DateTimeField(db_default=Now(), editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                # By nobody: who held a letter's code changed the data that the paper shows.
                name="issueddocument_revoked_for_a_reason",
                condition=Q(revoked_at=None, revoked_by=None, revoked_reason="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
            ),
            models.CheckConstraint(name="issueddocument_has_subject", condition=~Q(subject_km="", subject_latin="")),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    def verify_url(self) -> str:
        """The whole address, as the QR code holds it."""
        return verify_url(self.code)


def verify_url(code: str) -> str:
    """The public address that answers for a code."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('verify', args=[code])}"
