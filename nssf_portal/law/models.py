"""Effective-dated rules, holidays, opening hours and checklists; spells under one code never overlap."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import tracked
from nssf_portal.law.enums import (
    Applicant,
    Counter,
    CoverageStatus,
    DocumentKind,
    PersonCategory,
    Procedure,
    Requirement,
    Scheme,
    Unit,
    ValueType,
)


def _spell() -> Func:
    """Both days included: "to 24 November" means that day too."""
    return Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange")


def no_overlap(name: str, *columns: str) -> ExclusionConstraint:
    expressions: list[tuple[Any, str]] = [(column, RangeOperators.EQUAL) for column in columns]
    return ExclusionConstraint(name=name, expressions=[*expressions, (_spell(), RangeOperators.OVERLAPS)])


def _ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name=name)


class SpellQuerySet(models.QuerySet[Any]):
    def in_force(self, on: date) -> "SpellQuerySet":
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


@tracked()
class LawValue(models.Model):
    """One value of one rule for one spell of time, with the text it comes from."""

    code = models.CharField(_("code"), max_length=80)
    value_type = models.CharField(_("kind of value"), max_length=8, choices=ValueType.choices)
    number = models.DecimalField(_("number"), max_digits=18, decimal_places=6, null=True, blank=True)
    text = models.CharField(_("text"), max_length=300, null=True, blank=True)
    flag = models.BooleanField(_("yes or no"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices, blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("Last day in force; empty while it lasts.")
    )
    source = models.CharField(_("source"), max_length=300, help_text=_("Legal reference."))
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Not ticked: shown as 'to be confirmed' wherever used.")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("law value")
        verbose_name_plural = _("law values")
        ordering = ["code", "valid_from"]
        constraints = [
            no_overlap("lawvalue_no_overlap", "code"),
            _ends_after_it_starts("lawvalue_ends_after_start"),
            models.CheckConstraint(
                name="lawvalue_one_typed_value",
                condition=Q(
                    value_type=ValueType.INTEGER, number__isnull=False, number=Func(F("number"), function="trunc")
                )
                & Q(text=None, flag=None)
                | Q(value_type=ValueType.DECIMAL, number__isnull=False, text=None, flag=None)
                | Q(value_type=ValueType.TEXT, text__isnull=False, number=None, flag=None)
                | Q(value_type=ValueType.BOOLEAN, flag__isnull=False, number=None, text=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.valid_from.isoformat()})"

    @property
    def value(self) -> int | Decimal | str | bool:
        if self.value_type == ValueType.BOOLEAN:
            return bool(self.flag)
        if self.value_type == ValueType.TEXT:
            return self.text or ""
        number = self.number or Decimal(0)
        return int(number) if self.value_type == ValueType.INTEGER else number.normalize()


@tracked()
class Holiday(models.Model):
    """A public holiday; the lunar ones are fixed by a sub-decree each year, so later years are forecasts."""

    date = models.DateField(_("date"), unique=True)
    name_km = models.CharField(_("name in Khmer"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date.isoformat()} {self.name_en}"

    def name(self, lang: str | None = None) -> str:
        english = (lang or translation.get_language() or "km").startswith("en")
        return self.name_en if english else self.name_km


@tracked()
class OpeningHours(models.Model):
    """When people can come or call: counters, headquarters and the hotline, by day of the week (Monday is 0)."""

    counter = models.CharField(_("counter"), max_length=12, choices=Counter.choices)
    weekday = models.PositiveSmallIntegerField(_("day of the week"))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"), help_text=_("23:59 means the whole evening and night."))
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    objects = SpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["counter", "weekday", "valid_from"]
        constraints = [
            no_overlap("openinghours_no_overlap", "counter", "weekday"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="openinghours_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="openinghours_close_after_open"),
        ]

    def __str__(self) -> str:
        return f"{self.counter} {self.weekday}"


class ChecklistQuerySet(SpellQuerySet):
    def asked_for(self, procedure: str, applicant: str, on: date) -> "ChecklistQuerySet":
        """What this applicant shows in this procedure on that date; abolished items are not among them."""
        items = self.in_force(on).filter(procedure=procedure, applicant=applicant)
        return items.exclude(requirement=Requirement.ABOLISHED).order_by("order", "document")

    def abolished(self, procedure: str, applicant: str, on: date) -> "ChecklistQuerySet":
        """What nobody may ask for any more (measure 4.1 of the plan counts these)."""
        items = self.in_force(on).filter(procedure=procedure, applicant=applicant)
        return items.filter(requirement=Requirement.ABOLISHED).order_by("order", "document")


@tracked()
class ChecklistItem(models.Model):
    """Whether a document is needed, from when to when, and by which text."""

    procedure = models.CharField(_("procedure"), max_length=8, choices=Procedure.choices)
    applicant = models.CharField(_("applicant"), max_length=16, choices=Applicant.choices)
    document = models.CharField(_("document"), max_length=30, choices=DocumentKind.choices)
    requirement = models.CharField(_("requirement"), max_length=10, choices=Requirement.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["procedure", "applicant", "order", "valid_from"]
        constraints = [
            no_overlap("checklistitem_no_overlap", "procedure", "applicant", "document"),
            _ends_after_it_starts("checklistitem_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.applicant} {self.document}"


@tracked()
class Coverage(models.Model):
    """Which category of persons is covered by which scheme, since when, and by which text."""

    category = models.CharField(_("category"), max_length=16, choices=PersonCategory)
    scheme = models.CharField(_("scheme"), max_length=20, choices=Scheme)
    status = models.CharField(_("status"), max_length=12, choices=CoverageStatus)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    where_km = models.CharField(_("where to go, in Khmer"), max_length=300, blank=True)
    where_en = models.CharField(_("where to go, in English"), max_length=300, blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        ordering = ["category", "scheme", "valid_from"]
        constraints = [
            no_overlap("coverage_no_overlap", "category", "scheme"),
            _ends_after_it_starts("coverage_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.scheme}"

    @property
    def where(self) -> str:
        english = (translation.get_language() or "km").startswith("en")
        return self.where_en if english else self.where_km
