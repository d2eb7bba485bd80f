from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, Establishment
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from registration.enums import ExportFormat, ExportState
from registration.workflow import EXPORT


class ExportRequestQuerySet(models.QuerySet["ExportRequest"]):
    def visible_to(self, user: User) -> Self:
        """The enterprise's own representatives only: nobody at the Fund takes an employer's file away."""
        return self.filter(enterprise__in=Enterprise.objects.represented_by(user))

    def reviewed_by(self, user: User) -> Self:
        """Who looks into access reads that a file was asked for, never the file."""
        return self.all() if user.has_permission(Permission.REVIEW_ACCESS) else self.none()


@tracked()
class ExportRequest(models.Model):
    """Somebody wants the staff list as a file: why, how many people, who agreed, who took it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    establishment = models.ForeignKey(Establishment, models.RESTRICT, null=True, blank=True, related_name="+")
    leavers = models.BooleanField(_("people who left"), default=False)
    file_format = models.CharField(_("kind of file"), max_length=4, choices=ExportFormat)
    reason = models.CharField(_("reason"), max_length=200)
    people = models.PositiveIntegerField(_("people"))
    state = models.CharField(_("state"), max_length=8, choices=ExportState)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    submission_id = models.UUIDField(unique=True, editable=False)

    objects = ExportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of a staff list")
        ordering = ["-id"]
        triggers = [EXPORT.guard()]
        indexes = [models.Index(fields=["enterprise", "-id"], name="export_of_enterprise")]
        constraints = [
            together("export_confirmed_by_and_at", "confirmed_at", "confirmed_by"),
            state_needs("export_taken_at", ("taken",), "taken_at"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("requested_by")),
                name="export_second_is_not_first",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
