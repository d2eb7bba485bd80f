"""Reports: asked for, computed, edited, reviewed, published; a published one never changes."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from reporting.enums import ChangeReason, FileKind, Hidden, Missing, Origin, ReportKind, ReportState
from reporting.models.plan import Plan
from reporting.workflow import REPORT

_OPEN = ["requested", "computing", "failed", "draft", "reviewed"]
_FROZEN = """
IF EXISTS (
    SELECT FROM reporting_report r WHERE r.id IN (NEW.report_id, OLD.report_id)
    AND r.state IN ('published', 'superseded')
) THEN
    RAISE EXCEPTION 'a published report does not change (%)', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END IF;
RETURN COALESCE(NEW, OLD);
"""

_STAYS = """
IF OLD.state IN ('published', 'superseded')
AND (TG_OP = 'DELETE' OR to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state') THEN
    RAISE EXCEPTION 'a published report does not change' USING ERRCODE = 'check_violation';
END IF;
RETURN COALESCE(NEW, OLD);
"""


def _stays() -> pgtrigger.Trigger:
    """Of a published report itself only the state goes on: a newer edition supersedes it."""
    moves = pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(name="published_stays", when=pgtrigger.Before, operation=moves, func=_STAYS)


def _frozen() -> pgtrigger.Trigger:
    """What belongs to a published report cannot be added, changed or deleted."""
    every = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(name="frozen", when=pgtrigger.Before, operation=every, func=_FROZEN)


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """Drafts for those who work on reports; published ones for everybody who is signed in and reads counts."""
        if not user.is_authenticated:
            return self.none()
        if user.has_permission(Permission.WORK_REPORTS) or user.has_permission(Permission.PUBLISH_REPORTS):
            return self.all()
        return self.published() if user.has_permission(Permission.READ_COUNTS) else self.none()

    def published(self) -> Self:
        """What was given to the Council, also what a newer edition replaced."""
        return self.filter(state__in=(ReportState.PUBLISHED, ReportState.SUPERSEDED))

    def open(self) -> Self:
        return self.filter(state__in=_OPEN)


@tracked()
class Report(models.Model):
    """A quarterly or annual progress report, one edition of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="reports")
    kind = models.CharField(_("kind"), max_length=10, choices=ReportKind)
    period = models.CharField(_("period"), max_length=8)  # "2026Q3" or "2026"
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.REQUESTED)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    figures_at = models.DateTimeField(_("figures as of"), null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)  # a code and a place, never data
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    corrects = models.OneToOneField("self", models.RESTRICT, null=True, blank=True, related_name="corrected_by")
    correction_km = models.CharField(_("why a new edition, in Khmer"), max_length=1000, blank=True)
    correction_en = models.CharField(_("why a new edition, in English"), max_length=1000, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of all figures and definitions

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-period", "-edition"]
        triggers = [REPORT.guard(), _stays()]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period", "edition"], condition=~Q(state="discarded"), name="report_edition_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "period"], condition=Q(state__in=_OPEN), name="report_one_open_a_period"
            ),
            state_needs("report_figures_at", ("draft", "reviewed", "published", "superseded"), "figures_at"),
            state_needs("report_reviewed", ("reviewed", "published", "superseded"), "reviewed_at", "reviewed_by"),
            together("report_reviewed_by_and_at", "reviewed_at", "reviewed_by"),
            state_needs("report_published", ("published", "superseded"), "published_at", "published_by"),
            together("report_published_by_and_at", "published_at", "published_by"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | (Q(requested_by__isnull=True) | ~Q(reviewed_by=F("requested_by")))
                & (Q(edited_by__isnull=True) | ~Q(reviewed_by=F("edited_by"))),
                name="report_second_is_not_first",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | (Q(requested_by__isnull=True) | ~Q(published_by=F("requested_by")))
                & (Q(edited_by__isnull=True) | ~Q(published_by=F("edited_by"))),
                name="report_publisher_is_not_first",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, corrects__isnull=True) | Q(edition__gt=1, corrects__isnull=False),
                name="report_edition_corrects",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ReportDefinition(models.Model):
    """What an indicator meant when the report was made: names, definition, unit, source, method, in both languages."""

    report = models.ForeignKey(Report, models.RESTRICT, related_name="definitions")
    indicator_code = models.SlugField(max_length=40)
    definition = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("definition in a report")
        ordering = ["report", "id"]
        triggers = [_frozen()]
        constraints = [models.UniqueConstraint(fields=["report", "indicator_code"], name="report_definition_once")]

    def __str__(self) -> str:
        return self.indicator_code


class ReportFigure(models.Model):
    """One cell: an indicator, the whole or cut by one or more dimensions; a missing one says why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, models.RESTRICT, related_name="figures")
    indicator_code = models.SlugField(max_length=40)
    cut = models.CharField(max_length=60, blank=True)  # "", "province", "sex+province+group": the table it belongs to
    cell = models.JSONField(default=dict)  # {"province": "12", "sex": "F"}
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    missing = models.CharField(max_length=16, choices=Missing, blank=True)
    hidden = models.CharField(max_length=8, choices=Hidden, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.COMPUTED)
    rows_digest = models.CharField(max_length=64, blank=True)  # of the rows counted, so that a later look can compare

    class Meta:
        verbose_name = _("figure of a report")
        ordering = ["report", "indicator_code", "cut", "id"]
        triggers = [_frozen()]
        indexes = [models.Index(fields=["report", "indicator_code", "cut"], name="report_figure_of")]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator_code", "cut", "cell"], name="report_figure_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing="") | Q(value__isnull=True) & ~Q(missing=""),
                name="report_figure_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return self.indicator_code


class ReportSection(models.Model):
    """A narrative part of a report, edited while it is a draft."""

    report = models.ForeignKey(Report, models.RESTRICT, related_name="sections")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    text_km = models.TextField(_("in Khmer"), max_length=12000, blank=True)
    text_en = models.TextField(_("in English"), max_length=12000, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("section of a report")
        ordering = ["report", "order"]
        triggers = [_frozen()]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="report_section_once"),
            together("report_section_edited_by_and_at", "edited_at", "edited_by"),
        ]

    def __str__(self) -> str:
        return self.key


class ReportFile(models.Model):
    """A file of a report, kept as it was published."""

    report = models.ForeignKey(Report, models.RESTRICT, related_name="files")
    kind = models.CharField(max_length=8, choices=FileKind)
    stored = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file of a report")
        ordering = ["report", "kind"]
        triggers = [_frozen()]
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="report_file_once")]

    def __str__(self) -> str:
        return self.kind


class EditionChange(models.Model):
    """A figure that differs from the edition before, and what moved it."""

    report = models.ForeignKey(Report, models.RESTRICT, related_name="changes")
    indicator_code = models.SlugField(max_length=40)
    cut = models.CharField(max_length=60, blank=True)
    cell = models.JSONField(default=dict)
    before = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    after = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    reason = models.CharField(max_length=10, choices=ChangeReason, blank=True)  # empty: not known

    class Meta:
        verbose_name = _("difference of an edition")
        ordering = ["report", "indicator_code", "id"]
        triggers = [_frozen()]

    def __str__(self) -> str:
        return self.indicator_code
