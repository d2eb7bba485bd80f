"""What an institution delivers: a batch of registry records with sender, period, counts and the meaning of columns."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import BatchChannel, BatchState
from enterprises.models.source import Source
from enterprises.workflow import BATCH
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together


class RegistryBatchQuerySet(models.QuerySet["RegistryBatch"]):
    def visible_to(self, user: User) -> Self:
        """All for headquarters; what they sent themselves for other officers; its own for an institution."""
        if "" in user.place_prefixes(Permission.LOAD_REGISTRY):
            return self
        seen = Q(institution__in=user.institutions(Permission.SEND_REGISTRY))
        if user.has_permission(Permission.LOAD_REGISTRY):
            seen |= Q(received_by=user)
        return self.filter(seen)


@tracked()
class RegistryBatch(models.Model):
    """One delivery of one source for one period, and how far it got."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    source = models.ForeignKey(Source, models.RESTRICT, related_name="+", verbose_name=_("source"))
    institution = models.ForeignKey(Institution, models.RESTRICT, null=True, related_name="+")
    period = models.CharField(_("period"), max_length=7)  # 2026-10: the month the list speaks of
    as_of = models.DateField(_("as of"), null=True, blank=True)  # for rows that do not say it themselves
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.RECEIVED)
    channel = models.CharField(_("channel"), max_length=8, choices=BatchChannel, default=BatchChannel.FILE)
    upload = models.ForeignKey(Upload, models.RESTRICT, null=True, related_name="+")
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sheet = models.CharField(max_length=80, blank=True)
    header_row = models.PositiveIntegerField(null=True)
    submission_id = models.UUIDField(unique=True, editable=False)
    problem = models.CharField(max_length=40, blank=True)  # why the file could not be read
    problem_detail = models.CharField(max_length=40, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    read_to = models.PositiveIntegerField(default=0)  # rows taken over so far: where a killed worker's heir goes on
    created = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    undone_rows = models.PositiveIntegerField(_("put back"), default=0)
    kept_rows = models.PositiveIntegerField(_("changed since, left as they are"), default=0)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    undone_why = models.CharField(_("why it was undone"), max_length=500, blank=True)

    objects = RegistryBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        triggers = [BATCH.guard()]
        indexes = [models.Index(fields=["source", "-id"], name="registry_batch_of_source")]
        constraints = [
            # The same file again while it is open is the same delivery.
            models.UniqueConstraint(
                fields=["source", "sha256", "period"],
                condition=Q(state__in=["received", "mapping", "ready", "loading"]) & ~Q(sha256=""),
                name="registry_batch_file_once",
            ),
            state_needs("registry_batch_done_at", ("done", "undoing", "undone"), "done_at"),
            state_needs("registry_batch_undone_at", ("undone",), "undone_at"),
            together("registry_batch_undone", "undone_at", "undone_by"),
        ]

    def __str__(self) -> str:
        return self.reference


class BatchColumn(models.Model):
    """A column of a delivery's file and what it means, as found or as the sender said."""

    batch = models.ForeignKey(RegistryBatch, models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=120)
    field = models.CharField(max_length=24, blank=True)  # '' = not used

    class Meta:
        verbose_name = _("column of a delivery")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="batch_column_once")]

    def __str__(self) -> str:
        return self.heading


class SourceColumn(models.Model):
    """What a source's heading means: asked once, remembered."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    heading_key = models.CharField(max_length=120)
    field = models.CharField(max_length=24)  # or "ignore"

    class Meta:
        verbose_name = _("remembered column of a source")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["source", "heading_key"], name="source_column_once")]

    def __str__(self) -> str:
        return f"{self.heading_key} = {self.field}"


class BatchProblem(models.Model):
    """What is wrong in one cell of a delivery; the row is named as its sender sees it. Never the cell's text."""

    batch = models.ForeignKey(RegistryBatch, models.CASCADE, related_name="problems")
    row_no = models.PositiveIntegerField()
    field = models.CharField(max_length=24)
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8)  # error: the row is refused; warning: taken without this value

    class Meta:
        verbose_name = _("problem in a delivery")
        ordering = ["row_no", "id"]
        constraints = [models.UniqueConstraint(fields=["batch", "row_no", "field", "code"], name="batch_problem_once")]

    def __str__(self) -> str:
        return f"{self.row_no} {self.field} {self.code}"
