from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import Result, StandingState
from compliance.models.scope import of_employer
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.ids import uuid7


class StandingQuerySet(models.QuerySet):
    """Rows and certificates: the enterprise's own, and those of the places where one reads declarations."""

    def visible_to(self, user: User) -> Self:
        return self.filter(
            of_employer(user, "enterprise") | in_places(user, Permission.READ_DECLARATIONS, "enterprise__commune_code")
        )


class StandingRow(models.Model):
    """Each registered enterprise's newest standing, computed every night for lists and counts; pages compute anew."""

    enterprise = models.OneToOneField(Enterprise, models.RESTRICT, primary_key=True, related_name="+")
    as_of = models.DateField(_("as of"))
    state = models.CharField(_("state"), max_length=16, choices=StandingState)
    registered = models.CharField(max_length=12, choices=Result)
    staff = models.CharField(max_length=12, choices=Result)
    declarations = models.CharField(max_length=12, choices=Result)
    payments = models.CharField(max_length=12, choices=Result)
    headcount = models.CharField(max_length=12, choices=Result)
    findings = models.CharField(max_length=12, choices=Result)
    missing_declarations = models.PositiveIntegerField(default=0)
    late_declarations = models.PositiveIntegerField(default=0)
    late_payments = models.PositiveIntegerField(default=0)
    late_hires = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField(default=timezone.now)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        ordering = ["enterprise_id"]
        indexes = [models.Index(fields=["state"], name="standing_state")]

    def __str__(self) -> str:
        return f"{self.state} {self.as_of}"


class StandingCertificate(models.Model):
    """A paper that says good standing on one day; nothing that arrives later makes it say more or less."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    as_of = models.DateField(_("as of"))
    language = models.CharField(max_length=2)
    document = models.OneToOneField(IssuedDocument, models.RESTRICT, related_name="+")

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of good standing")
        verbose_name_plural = _("certificates of good standing")
        ordering = ["-as_of", "id"]
        indexes = [models.Index(fields=["as_of"], name="standing_certificate_day")]

    def __str__(self) -> str:
        return f"{self.as_of} {self.language}"
