"""The plan as data: rows of the action table in versions, decisions about them, its tables, its evaluation."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution
from nssf_portal.accounts.models.office import Bilingual
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from reporting.enums import Body, Criterion, DecisionKind, EvaluationState, Part, Theme
from reporting.workflow import EVALUATION

_STAYS = """
RAISE EXCEPTION 'a confirmed version does not change, the next one says otherwise (%)', TG_TABLE_NAME
    USING ERRCODE = 'check_violation';
"""


_PARTS_STAY = """
IF EXISTS (
    SELECT FROM reporting_measureversion v WHERE v.id = OLD.version_id AND v.confirmed_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'institutions of a confirmed version do not change (%)', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END IF;
RETURN COALESCE(NEW, OLD);
"""


def _in_words(obj: models.Model, field: str) -> str:
    first, second = ("en", "km") if get_language() == "en" else ("km", "en")
    return getattr(obj, f"{field}_{first}") or getattr(obj, f"{field}_{second}")


@tracked()
class Plan(Bilingual):
    """An operational plan with its period; a later plan names the one it follows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    counted_from = models.DateField(_("new members are counted from"))  # a stated choice: the plan names no day
    counted_why_km = models.CharField(_("why from that day, in Khmer"), max_length=500, blank=True)
    counted_why_en = models.CharField(_("why from that day, in English"), max_length=500, blank=True)
    follows = models.OneToOneField("self", models.RESTRICT, null=True, blank=True, related_name="successor")
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-starts_on"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="plan_dates_in_order")]


class Measure(models.Model):
    """A row of the action table ("1.1"); what it says stands in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="measures")
    number = models.CharField(_("number"), max_length=6)
    theme = models.CharField(_("key measure"), max_length=1, choices=Theme)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="measure_number_once")]

    def __str__(self) -> str:
        return self.number


class MeasureVersionQuerySet(models.QuerySet["MeasureVersion"]):
    def in_force(self, on: date | None = None) -> "MeasureVersionQuerySet":
        """What each measure says on a day (today): the newest confirmed version that has begun.

        Of a plan that has not begun, what it says on its first day."""
        day = Greatest(Value(on or timezone.localdate(), models.DateField()), F("measure__plan__starts_on"))
        begun = self.model.objects.filter(confirmed_at__isnull=False, valid_from__lte=day)
        newest = begun.filter(measure=models.OuterRef("measure"))
        return self.filter(pk=models.Subquery(newest.order_by("-version").values("pk")[:1]))


@tracked()
class MeasureVersion(models.Model):
    """What a row says from a date on; made by one person, confirmed by another, never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.RESTRICT, related_name="versions")
    version = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(_("from"))
    title_km = models.CharField(_("measure in Khmer"), max_length=1500)
    title_en = models.CharField(_("measure in English"), max_length=1500)
    indicator_km = models.CharField(_("indicator text in Khmer"), max_length=500)
    indicator_en = models.CharField(_("indicator text in English"), max_length=500)
    first_year = models.PositiveSmallIntegerField(_("timeline from"))
    last_year = models.PositiveSmallIntegerField(_("timeline to"))
    why = models.CharField(_("why it was changed"), max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = MeasureVersionQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="confirmed_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
                func=_STAYS,
            )
        ]
        verbose_name = _("version of a measure")
        verbose_name_plural = _("versions of measures")
        ordering = ["measure", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "version"], name="measure_version_once"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="measure_years_in_order"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("made_by")), name="measure_version_by_two"
            ),
            # What nobody of the portal made was confirmed by the Council; what somebody made, by somebody else here.
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=True, made_by__isnull=True),
                name="measure_version_confirmed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["measure"], condition=Q(confirmed_at__isnull=True), name="measure_one_open_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.version}"

    @property
    def title(self) -> str:
        return _in_words(self, "title")

    @property
    def indicator(self) -> str:
        return _in_words(self, "indicator")


class MeasurePart(models.Model):
    """An institution that leads or supports a row."""

    version = models.ForeignKey(MeasureVersion, models.RESTRICT, related_name="parts")
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="+")
    part = models.CharField(_("part"), max_length=8, choices=Part)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="confirmed_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_PARTS_STAY,
            )
        ]
        verbose_name = _("institution of a measure")
        ordering = ["part", "institution"]
        constraints = [models.UniqueConstraint(fields=["version", "institution"], name="measure_part_once")]

    def __str__(self) -> str:
        return self.part


class ContactInvitation(models.Model):
    """The letter that asked an institution to name who answers for its rows: by whom and when. It is not taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="invitations")
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="+")
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("invitation of an institution")
        ordering = ["-invited_at", "id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reference


@tracked()
class PlanDecision(models.Model):
    """A dated decision that extends, adjusts, ends or adds measures (plan, section 7)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="decisions")
    measure = models.ForeignKey(Measure, models.RESTRICT, null=True, blank=True, related_name="decisions")
    kind = models.CharField(_("kind"), max_length=8, choices=DecisionKind)
    body = models.CharField(_("decided by"), max_length=10, choices=Body)
    decided_on = models.DateField(_("decided on"))
    until = models.DateField(_("until"), null=True, blank=True)
    reference = models.CharField(_("number of the paper"), max_length=120)
    text_km = models.CharField(_("decision in Khmer"), max_length=2000)
    text_en = models.CharField(_("decision in English"), max_length=2000)
    upload = models.ForeignKey(Upload, models.RESTRICT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("decision on the plan")
        verbose_name_plural = _("decisions on the plan")
        ordering = ["-decided_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="extended") | Q(until__isnull=False), name="plan_decision_extended_until"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def text(self) -> str:
        return _in_words(self, "text")


class PlanFigure(models.Model):
    """One cell of a table of the plan's own text, as printed, with its source; nothing is computed from text."""

    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="figures")
    table = models.CharField(_("table"), max_length=8)  # "1", "2", or "text" for numbers in sentences
    row = models.SlugField(max_length=40)
    column = models.SlugField(max_length=40)
    row_order = models.PositiveSmallIntegerField(default=0)
    column_order = models.PositiveSmallIntegerField(default=0)
    label_km = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=12)  # people, units, percent
    as_of = models.CharField(max_length=40)  # "2019", "2022", "first half of 2024"
    source = models.CharField(max_length=200)
    note_km = models.CharField(max_length=500, blank=True)  # a conflict of the plan with itself
    note_en = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("figure of the plan's text")
        ordering = ["table", "row_order", "column_order"]
        constraints = [models.UniqueConstraint(fields=["plan", "table", "row", "column"], name="plan_figure_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"


@tracked()
class Evaluation(models.Model):
    """One question of the final evaluation and what was found; approved by another person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="evaluations")
    criterion = models.CharField(_("criterion"), max_length=14, choices=Criterion)
    question = models.CharField(_("question"), max_length=500)
    finding_km = models.TextField(_("finding in Khmer"), max_length=8000, blank=True)
    finding_en = models.TextField(_("finding in English"), max_length=8000, blank=True)
    recommendation_km = models.TextField(_("recommendation in Khmer"), max_length=4000, blank=True)
    recommendation_en = models.TextField(_("recommendation in English"), max_length=4000, blank=True)
    indicators = models.JSONField(default=list)  # codes of the figures it rests on
    state = models.CharField(_("state"), max_length=10, choices=EvaluationState, default=EvaluationState.DRAFTED)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("evaluation of the plan")
        verbose_name_plural = _("evaluation of the plan")
        ordering = ["criterion", "written_at"]
        triggers = [EVALUATION.guard()]
        constraints = [
            state_needs("evaluation_approved", ("approved",), "approved_at", "approved_by"),
            together("evaluation_approved_by_and_at", "approved_at", "approved_by"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")), name="evaluation_by_two"
            ),
        ]

    def __str__(self) -> str:
        return self.question
