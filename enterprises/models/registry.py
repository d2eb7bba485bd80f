from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import MatchedBy, MatchState, Verification
from enterprises.models.delivery import RegistryBatch
from enterprises.models.enterprise import Enterprise, Named
from enterprises.models.source import Source
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.places.names import place_name


class RegistryRecordQuerySet(models.QuerySet["RegistryRecord"]):
    def visible_to(self, user: User) -> Self:
        """Officers see the records of their places; a record without a place is headquarters'."""
        return self.filter(in_places(user, Permission.READ_REGISTRY, "commune_code"))

    def live(self) -> Self:
        """What still stands: not withdrawn with its delivery."""
        return self.filter(withdrawn_at__isnull=True)


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
    # The head office's key at the same source, when the source says that this unit is a branch.
    parent_key = models.CharField(_("key of the head office at the source"), max_length=60, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    batch = models.ForeignKey(RegistryBatch, models.RESTRICT, null=True, blank=True, related_name="records")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)  # its delivery was undone
    match_state = models.CharField(max_length=10, choices=MatchState, default=MatchState.WAITING)
    matched_by = models.CharField(max_length=8, choices=MatchedBy, blank=True)
    matched_at = models.DateTimeField(null=True, blank=True)
    match_score = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    match_reasons = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    objects = RegistryRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("registry record")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="registry_record_once_per_source"),
            # Linked to exactly one enterprise, or waiting.
            models.CheckConstraint(
                condition=~Q(match_state="matched") | Q(enterprise__isnull=False),
                name="registry_record_matched_is_linked",
            ),
            models.CheckConstraint(
                condition=~Q(match_state="possible") | Q(enterprise__isnull=True), name="registry_record_possible_waits"
            ),
        ]
        indexes = [
            models.Index(fields=["tin"], name="registry_record_tin", condition=~Q(tin="")),
            models.Index(fields=["match_state", "id"], name="registry_record_match_state"),
            models.Index(OpClass(F("commune_code"), "varchar_pattern_ops"), name="registry_record_commune"),
            models.Index(fields=["batch"], name="registry_record_batch", condition=Q(batch__isnull=False)),
            # Looked up by officers: how a name begins, a number, the source's own key.
            models.Index(OpClass(F("key_latin"), "varchar_pattern_ops"), name="registry_record_key_latin"),
            models.Index(OpClass(F("key_km"), "varchar_pattern_ops"), name="registry_record_key_km"),
            models.Index(fields=["moc_number"], name="registry_record_moc", condition=~Q(moc_number="")),
            models.Index(fields=["source_key"], name="registry_record_source_key"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.source_key}"

    @property
    def place(self) -> str:
        """The place it says, with district and province, in the reader's language."""
        return place_name(self.commune_code)


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
