from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import RepresentativeRole
from enterprises.models.enterprise import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import together


class RepresentativeQuerySet(models.QuerySet["Representative"]):
    def active(self) -> "RepresentativeQuerySet":
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: User) -> "RepresentativeQuerySet":
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user))


@tracked()
class Representative(models.Model):
    """A user who may act for an enterprise, and how that was established."""

    class Basis(models.TextChoices):
        REGISTRY = "registry", _("the registry names this person")
        CLAIM = "claim", _("a clerk accepted the evidence")
        INVITATION = "invitation", _("invited by the enterprise")
        SAMPLE = "sample", _("sample data")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="representatives")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=RepresentativeRole)
    basis = models.CharField(max_length=12, choices=Basis)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "user"], condition=Q(ended_at__isnull=True), name="representative_once"
            ),
            together("representative_ended_by_and_at", "ended_at", "ended_by"),
        ]
        indexes = [models.Index(fields=["user"], name="representative_user", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.enterprise_id}"
