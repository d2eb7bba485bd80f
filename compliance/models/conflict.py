from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import Tie
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import together


class ConflictQuerySet(models.QuerySet["ConflictOfInterest"]):
    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(user=user) if user.is_authenticated else self.none()


@tracked()
class ConflictOfInterest(models.Model):
    """An inspector declares a tie to an enterprise: from then on that inspector sees and decides nothing there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    tie = models.CharField(_("tie"), max_length=8, choices=Tie)
    note = models.CharField(_("note"), max_length=300, blank=True)
    declared_at = models.DateTimeField(default=timezone.now)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    submission_id = models.UUIDField(null=True, unique=True, editable=False)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        ordering = ["-declared_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enterprise"], condition=Q(ended_at__isnull=True), name="conflict_once"
            ),
            together("conflict_ended_by_and_at", "ended_at", "ended_by"),
        ]

    def __str__(self) -> str:
        return f"{self.tie} {self.declared_at:%Y-%m-%d}"
