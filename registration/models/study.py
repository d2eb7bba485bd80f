from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import tracked
from registration.models.priority import PriorityGroup


class Measure(models.TextChoices):
    """How a criterion gets its figure: somebody enters it with a source, or the register is counted."""

    ENTERED = "entered", _("entered")
    MEMBERS = "members", _("members of the group in the register")
    APPLICATIONS = "applications", _("applications of the last 12 months")


class _Bilingual(models.Model):
    name_km = models.CharField(_("name in Khmer"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_km


@tracked()
class PriorityCriterion(_Bilingual):
    """One reason to put a group first, with its weight (plan 1.5: criteria and classification do not exist yet)."""

    code = models.SlugField(_("code"), max_length=24, unique=True)
    measure = models.CharField(_("where the figure comes from"), max_length=12, choices=Measure)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2)
    more_is_first = models.BooleanField(_("a higher figure comes first"), default=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    active = models.BooleanField(_("used"), default=True)

    class Meta:
        verbose_name = _("criterion of priority")
        verbose_name_plural = _("criteria of priority")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(weight__gte=0), name="criterion_weight_not_negative")]

    def __str__(self) -> str:
        return self.name


@tracked()
class PriorityFigure(models.Model):
    """What somebody entered for a group and an entered criterion, with its source and date; the newest counts."""

    group = models.ForeignKey(PriorityGroup, models.RESTRICT, related_name="figures")
    criterion = models.ForeignKey(PriorityCriterion, models.RESTRICT, related_name="figures")
    value = models.DecimalField(_("figure"), max_digits=16, decimal_places=4)
    source = models.CharField(_("source"), max_length=300)
    as_of = models.DateField(_("as of"))
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    submission_id = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("figure of a priority group")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.group_id} {self.criterion_id}"


@tracked()
class FamilyPackage(_Bilingual):
    """A contribution for a family that an analyst thinks about (plan 1.3); nothing is offered to anybody by it."""

    monthly_amount = models.DecimalField(_("contribution of a family a month, riel"), max_digits=12, decimal_places=0)
    covers_spouse = models.BooleanField(_("covers the spouse"), default=True)
    most_children = models.PositiveSmallIntegerField(_("most children covered"), default=3)
    take_up = models.DecimalField(_("families that join, of 100"), max_digits=5, decimal_places=1)
    monthly_cost = models.DecimalField(_("cost of a covered person a month, riel"), max_digits=12, decimal_places=0)
    assumptions = models.CharField(_("where take-up and cost come from"), max_length=500)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    submission_id = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("family package under study")
        verbose_name_plural = _("family packages under study")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(take_up__gte=0, take_up__lte=100), name="package_take_up_of_100"),
            models.CheckConstraint(
                condition=Q(monthly_amount__gte=0, monthly_cost__gte=0), name="package_amounts_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name
