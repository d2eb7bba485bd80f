from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.api.models.client import ApiClient
from nssf_portal.ids import uuid7
from nssf_portal.workflow import Workflow, state_needs


class ExportState(models.TextChoices):
    REQUESTED = "requested", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    DELETED = "deleted", _("deleted")


_S = ExportState
EXPORT = Workflow(
    {
        "finish": ((_S.REQUESTED,), _S.READY),
        "fail": ((_S.REQUESTED,), _S.FAILED),
        "delete": ((_S.REQUESTED, _S.READY, _S.FAILED), _S.DELETED),
    }
)


class BulkExport(models.Model):
    """A file of many lines, made by a job and taken within a day; encrypted where it lies."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(ApiClient, models.RESTRICT, related_name="+")
    what = models.CharField(max_length=20)
    since = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.REQUESTED)
    requested_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)
    lines = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    stored = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("bulk export")
        ordering = ["-id"]
        triggers = [EXPORT.guard()]
        indexes = [models.Index(fields=["client", "-id"], name="api_export_of_client")]
        constraints = [
            state_needs("api_export_ready", ("ready",), "ready_at", "expires_at"),
            state_needs("api_export_deleted", ("deleted",), "deleted_at"),
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(stored=""), name="api_export_ready_has_a_file"),
        ]

    def __str__(self) -> str:
        return str(self.id)
