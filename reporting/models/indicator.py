"""What belongs to an indicator but not to its formula: owner, baselines, targets. Formulas are code."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from reporting.models.plan import Plan


@tracked()
class Indicator(models.Model):
    """The row of an indicator of the registry in code, made after each migrate; who owns it can be changed."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    owner = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired_on = models.DateField(_("not reported any more from"), null=True, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.code


@tracked()
class Baseline(models.Model):
    """Where an indicator stood before, with its date and source; several may stand side by side, never merged."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    indicator = models.ForeignKey(Indicator, models.RESTRICT, related_name="baselines")
    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="+")
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    numerator = models.BigIntegerField(_("of which"), null=True, blank=True)
    denominator = models.BigIntegerField(_("of all"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    note_km = models.CharField(_("note in Khmer"), max_length=500, blank=True)
    note_en = models.CharField(_("note in English"), max_length=500, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["indicator", "as_of", "id"]
        constraints = [models.UniqueConstraint(fields=["indicator", "as_of", "source"], name="baseline_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.as_of}"


@tracked()
class Target(models.Model):
    """What is to be reached by the end of a period, for the country or one province; a new one replaces the old."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.RESTRICT, related_name="targets")
    period = models.CharField(_("period"), max_length=8)  # "2026Q3", "2026", "plan"
    province_code = models.CharField(_("province"), max_length=2, blank=True)  # empty: the country
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=4)
    source = models.CharField(_("source"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["indicator", "period", "province_code", "-set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator", "period", "province_code"],
                condition=Q(replaced_at__isnull=True),
                name="target_one_now",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"
