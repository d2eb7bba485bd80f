from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import SettledBy
from enterprises.models.enterprise import Enterprise
from enterprises.models.registry import RegistryRecord
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7


class SettlementQuerySet(models.QuerySet["Settlement"]):
    def standing(self) -> Self:
        return self.filter(superseded_at__isnull=True)


@tracked()
class Settlement(models.Model):
    """What was settled about one value of an enterprise: which, by whom and why. No delivery overwrites it silently."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="settlements")
    field = models.CharField(max_length=24)  # a column of Enterprise
    value = models.CharField(max_length=300, blank=True)  # as the column holds it; dates as year-month-day
    record = models.ForeignKey(RegistryRecord, models.RESTRICT, null=True, related_name="+")  # whose word was taken
    kind = models.CharField(max_length=10, choices=SettledBy)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")  # null: by code
    at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("settled value")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "field"], condition=Q(superseded_at__isnull=True), name="settlement_one_standing"
            ),
            models.CheckConstraint(
                condition=~Q(kind="clerk") | (Q(by__isnull=False) & ~Q(reason="")),
                name="settlement_officer_gives_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.field}"
