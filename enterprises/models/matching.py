"""Comparing registry records with enterprises: what may be the same, what a person decided, and each run's counts."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Verdict
from enterprises.models.enterprise import Enterprise
from enterprises.models.registry import RegistryRecord
from enterprises.models.source import Source
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import together


class MatchRun(models.Model):
    """One run of the comparison: when, over what, with what result."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(Source, models.RESTRICT, null=True, related_name="+")  # null: all
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    records = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    possible = models.PositiveIntegerField(default=0)
    unmatched = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)  # records whose state or link this run changed

    class Meta:
        verbose_name = _("comparison of records")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.pk)


class MatchCandidate(models.Model):
    """An enterprise that a record may be, with the points and the reasons; a run replaces what no person touched."""

    record = models.ForeignKey(RegistryRecord, models.CASCADE, related_name="candidates")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(default=1)
    score = models.DecimalField(max_digits=4, decimal_places=3)
    reasons = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        verbose_name = _("candidate")
        ordering = ["record_id", "rank"]
        constraints = [models.UniqueConstraint(fields=["record", "enterprise"], name="match_candidate_once")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.score}"


class MatchDecisionQuerySet(models.QuerySet["MatchDecision"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(in_places(user, Permission.READ_REGISTRY, "record__commune_code"))

    def standing(self) -> Self:
        return self.filter(undone_at__isnull=True)


@tracked()
class MatchDecision(models.Model):
    """What a person decided about a record and an enterprise; no run overrules it, only a person undoes it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    record = models.ForeignKey(RegistryRecord, models.RESTRICT, related_name="decisions")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    score = models.DecimalField(max_digits=4, decimal_places=3)  # what the rule gave at that moment
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    why = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")

    objects = MatchDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about a record")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "enterprise"], condition=Q(undone_at__isnull=True), name="match_decision_once"
            ),
            # A record is one enterprise: at most one standing "same".
            models.UniqueConstraint(
                fields=["record"], condition=Q(undone_at__isnull=True, verdict="same"), name="match_decision_one_same"
            ),
            together("match_decision_undone", "undone_at", "undone_by"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.verdict}"
