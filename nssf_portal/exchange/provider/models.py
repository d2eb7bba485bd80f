"""Who may ask the Fund over CamDX and what they are told; what was received; how much was given."""

import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution
from nssf_portal.audit.tracking import tracked
from nssf_portal.workflow import together


@tracked()
class PartnerClient(models.Model):
    """A subsystem on CamDX with which the Fund has an agreement."""

    client = models.CharField(
        _("X-Road client"), max_length=300, unique=True, help_text=_("instance/class/member/subsystem")
    )
    name = models.CharField(_("name"), max_length=200)
    institution = models.ForeignKey(
        Institution, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("institution")
    )
    source = models.SlugField(
        _("source"), max_length=20, blank=True, help_text=_("Under which source its pushed records are kept.")
    )
    active = models.BooleanField(_("active"), default=True)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("partner on CamDX")
        verbose_name_plural = _("partners on CamDX")
        ordering = ["client"]

    def __str__(self) -> str:
        return self.client


class PartnerGrantQuerySet(models.QuerySet["PartnerGrant"]):
    def in_force(self, on: datetime.date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


@tracked()
class PartnerGrant(models.Model):
    """One service one partner may use: why, on what ground, from when to when, and which fields beyond the least."""

    client = models.ForeignKey(PartnerClient, models.RESTRICT, related_name="grants", verbose_name=_("partner"))
    service = models.SlugField(_("service"), max_length=60)
    fields = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("fields beyond the least")
    )
    purpose = models.CharField(_("purpose"), max_length=300)
    legal_ground = models.CharField(_("legal ground"), max_length=300)
    since = models.DateField(_("in force from"), default=timezone.localdate)
    until = models.DateField(_("in force until"), null=True, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+", editable=False
    )

    objects = PartnerGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("service granted to a partner")
        verbose_name_plural = _("services granted to partners")
        ordering = ["client", "service", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "service"], condition=Q(until__isnull=True), name="partner_grant_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="partner_grant_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(legal_ground="") & ~Q(purpose=""), name="partner_grant_has_a_ground"),
            together("partner_grant_reviewed", "reviewed_at", "reviewed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.service}"


class ReceivedMessage(models.Model):
    """A message that was acted on, with its answer: sent again it gets the same answer, and nothing happens twice."""

    xroad_id = models.UUIDField()
    client = models.CharField(max_length=300)
    service = models.CharField(max_length=60)
    body_digest = models.CharField(max_length=64)
    answer = models.BinaryField(null=True)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("received message")
        constraints = [
            models.UniqueConstraint(fields=["xroad_id", "client", "service"], name="received_message_once"),
        ]
        indexes = [models.Index(fields=["received_at"], name="received_message_age")]

    def __str__(self) -> str:
        return str(self.xroad_id)


class ProvidedTally(models.Model):
    """How many messages of a client a service answered on a day: what the Fund gives, counted as it is given."""

    day = models.DateField()
    service = models.CharField(max_length=60)
    client = models.CharField(max_length=300)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("answers given on a day")
        ordering = ["day", "service", "client"]
        constraints = [models.UniqueConstraint(fields=["day", "service", "client"], name="provided_tally_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.service} {self.answered}"
