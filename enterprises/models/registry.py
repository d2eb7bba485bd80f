from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Verification
from enterprises.models.enterprise import Enterprise, Named
from nssf_portal.accounts.models.office import Bilingual
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7


class Source(Bilingual):
    """Who says it: an institution's registry, NSSF's core system, or the enterprise itself."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("source")
        ordering = ["code"]


@tracked()
class RegistryRecord(Named):
    """What one institution says of a unit, with its own date; linked to exactly one enterprise or waiting."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(Source, models.RESTRICT, related_name="+")
    source_key = models.CharField(_("key at the source"), max_length=60)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="records")
    tin = models.CharField(max_length=20, blank=True)
    moc_number = models.CharField(max_length=20, blank=True)
    commune_code = models.CharField(max_length=6, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    sector = models.CharField(max_length=1, blank=True)
    activity = models.CharField(max_length=200, blank=True)
    declared_workers = models.PositiveIntegerField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    verification = models.CharField(max_length=16, choices=Verification, default=Verification.UNVERIFIED)
    exchange_id = models.BigIntegerField(
        null=True, blank=True
    )  # the exchange log's row: no key into a partitioned table

    class Meta:
        verbose_name = _("registry record")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["source", "source_key"], name="registry_record_once_per_source")]
        indexes = [models.Index(fields=["tin"], name="registry_record_tin", condition=~Q(tin=""))]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.source_key}"


class RegistryPerson(models.Model):
    """An owner or director a registry names; the identity number only as a blind index: it is for comparing."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        DIRECTOR = "director", _("director")

    record = models.ForeignKey(RegistryRecord, models.CASCADE, related_name="people")
    role = models.CharField(max_length=8, choices=Role)
    key_km = models.CharField(max_length=250, blank=True)
    key_latin = models.CharField(max_length=250, blank=True)
    identity_blind = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("person named by a registry")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.role} of {self.record_id}"
