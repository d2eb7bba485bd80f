"""Enterprises chosen for a visit, ranked, each with its reasons in words."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import ChosenBy, LineState, ListState, Signal, Treatment
from compliance.models.scope import of_officers
from compliance.workflow import LINE, LIST
from enterprises.models import Enterprise
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together


class TargetListQuerySet(models.QuerySet["TargetList"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(in_places(user, Permission.READ_TARGETS, "place_code"))


@tracked()
class TargetList(models.Model):
    """One office's list for one month."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    place_code = models.CharField(max_length=6, blank=True)  # the office's prefix; '' is headquarters': the country
    month = models.DateField(_("month"))
    capacity = models.PositiveIntegerField(_("capacity"))
    candidates = models.PositiveIntegerField(_("candidates"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=ListState, default=ListState.DRAFT)
    built_at = models.DateTimeField(default=timezone.now)
    built_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = TargetListQuerySet.as_manager()

    class Meta:
        verbose_name = _("target list")
        verbose_name_plural = _("target lists")
        ordering = ["-month", "office_id"]
        triggers = [LIST.guard()]
        constraints = [
            models.UniqueConstraint(fields=["office", "month"], name="target_list_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="target_list_month_is_first_day"),
            together("target_list_settled_by_and_at", "settled_at", "settled_by"),
            state_needs("target_list_settled", ("settled",), "settled_at"),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.month:%Y-%m}"


class TargetWeight(models.Model):
    """The weights a list was made with, as the law book had them that day."""

    list = models.ForeignKey(TargetList, models.CASCADE, related_name="weights")
    signal = models.CharField(max_length=20, choices=Signal)
    weight = models.DecimalField(max_digits=8, decimal_places=4)

    class Meta:
        verbose_name = _("weight of a reason")
        ordering = ["-weight", "signal"]
        constraints = [models.UniqueConstraint(fields=["list", "signal"], name="target_weight_once")]

    def __str__(self) -> str:
        return f"{self.signal} {self.weight}"


class TargetLineQuerySet(models.QuerySet["TargetLine"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(of_officers(user, Permission.READ_TARGETS, "commune_code", "enterprise"))

    def chosen(self) -> Self:
        return self.exclude(chosen_by=ChosenBy.NEXT)


@tracked()
class TargetLine(models.Model):
    """One enterprise on a list: a reason to look, not a finding."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    list = models.ForeignKey(TargetList, models.RESTRICT, related_name="lines")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    commune_code = models.CharField(max_length=6, blank=True)
    rank = models.PositiveIntegerField(_("rank"))
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=4)  # 0 to 1
    missing = models.PositiveIntegerField(_("missing workers"), null=True, blank=True)  # an estimate; null: no source
    chosen_by = models.CharField(max_length=8, choices=ChosenBy, default=ChosenBy.SCORE)
    treatment = models.CharField(_("treatment"), max_length=5, choices=Treatment, default=Treatment.VISIT)
    state = models.CharField(_("state"), max_length=8, choices=LineState, default=LineState.PROPOSED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    chance_until = models.DateField(_("time to register until"), null=True, blank=True)
    complied_at = models.DateTimeField(null=True, blank=True)
    hit = models.BooleanField(null=True, blank=True)  # what came of it; null: not known yet

    objects = TargetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a target list")
        ordering = ["rank", "id"]
        triggers = [LINE.guard()]
        indexes = [
            models.Index(fields=["list", "rank"], name="target_line_rank"),
            models.Index(fields=["enterprise"], name="target_line_of"),
            models.Index(fields=["chance_until"], name="target_line_chance", condition=Q(state="nudged")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["list", "enterprise"], name="target_line_once"),
            together("target_line_decided_by_and_at", "decided_at", "decided_by"),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(decided_by__isnull=False) & ~Q(reason=""),
                name="target_line_refused_for_a_reason",
            ),
            state_needs("target_line_accepted_by", ("accepted",), "decided_by"),
            state_needs("target_line_nudged_until", ("nudged", "due"), "nudged_at", "chance_until"),
            state_needs("target_line_complied_at", ("complied",), "complied_at"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}"


class TargetReason(models.Model):
    """Why: the signal, how strong it is (0 to 1), and the facts its sentence is made of. Never who said it."""

    line = models.ForeignKey(TargetLine, models.CASCADE, related_name="reasons")
    signal = models.CharField(max_length=20, choices=Signal)
    strength = models.DecimalField(max_digits=5, decimal_places=4)
    points = models.DecimalField(max_digits=6, decimal_places=4)  # strength times weight, of the score
    number = models.BigIntegerField(null=True)  # workers there, months late ...
    against = models.BigIntegerField(null=True)  # workers registered ...
    since = models.DateField(null=True)
    source = models.CharField(max_length=20, blank=True)  # a source's code

    class Meta:
        verbose_name = _("reason on a target list")
        ordering = ["-points", "signal"]
        constraints = [models.UniqueConstraint(fields=["line", "signal"], name="target_reason_once")]

    def __str__(self) -> str:
        return self.signal


class NudgeLetter(models.Model):
    """The letter a listed enterprise got before any visit: one paper in each language."""

    line = models.OneToOneField(TargetLine, models.RESTRICT, related_name="letter")
    paper_km = models.OneToOneField(IssuedDocument, models.RESTRICT, related_name="+")
    paper_en = models.OneToOneField(IssuedDocument, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("letter to a listed enterprise")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.line_id}"
