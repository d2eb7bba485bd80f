from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import current_transaction


class ReadLogQuerySet(models.QuerySet["ReadLog"]):
    def of(self, kind: str, subject_id: object) -> "ReadLogQuerySet":
        return self.filter(subject_kind=kind, subject_id=subject_id)


class ReadLog(models.Model):
    """Who opened whose personal record, on which screen, why. Append-only."""

    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    screen = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)
    revealed = models.BooleanField(default=False)
    txid = models.BigIntegerField(db_default=current_transaction(), editable=False)

    objects = ReadLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a record")
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-id"], name="read_log_of_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.at:%Y-%m-%d %H:%M}"


class Seal(models.Model):
    """A signed digest over a batch of one event table's rows; each seal contains the digest of the one before."""

    table = models.CharField(max_length=80)
    from_txid = models.BigIntegerField()
    to_txid = models.BigIntegerField()
    rows = models.BigIntegerField()
    columns = models.TextField(blank=True)  # whose text was digested: a column added later changes no seal
    content = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=64)
    note = models.CharField(max_length=60, blank=True)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("seal")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["table", "from_txid"], name="seal_once_per_span")]

    def __str__(self) -> str:
        return f"{self.table} {self.from_txid}-{self.to_txid}"
