"""Who may do what by which text; texts that are missing and their way into force; guidelines."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from compliance.enums import Act, InspectorKind, RecommendationState, TextState
from compliance.models.case import CaseFile
from compliance.workflow import LEGAL_TEXT, RECOMMENDATION
from nssf_portal.accounts.models import Institution, User
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together


@tracked()
class LegalText(models.Model):
    """A law, sub-decree or prakas: in force, or missing and somewhere on its way (plan 4.3)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title_km = models.CharField(_("title in Khmer"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    institution = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=TextState, default=TextState.NEEDED)
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    repealed_on = models.DateField(_("repealed on"), null=True, blank=True)
    due_on = models.DateField(_("wanted by"), null=True, blank=True)
    upload = models.ForeignKey(Upload, models.RESTRICT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        ordering = ["title_en", "id"]
        triggers = [LEGAL_TEXT.guard()]
        constraints = [
            state_needs("legal_text_in_force_on", ("in_force", "repealed"), "in_force_on"),
            state_needs("legal_text_repealed_on", ("repealed",), "repealed_on"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" else self.title_km


class LegalTextStep(models.Model):
    """A step of a text's drafting: when, who, and what remains. Only ever added."""

    text = models.ForeignKey(LegalText, models.RESTRICT, related_name="steps")
    state = models.CharField(max_length=10, choices=TextState)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("step of a legal text")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.state


class PowerQuerySet(models.QuerySet["Power"]):
    def in_force(self, on: date) -> Self:
        """The power and the text it rests on are both in force that day."""
        spell = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        text = Q(text__state__in=[TextState.IN_FORCE, TextState.REPEALED], text__in_force_on__lte=on)
        standing = Q(text__repealed_on__isnull=True) | Q(text__repealed_on__gt=on)
        return self.filter(spell & text & standing)


@tracked()
class Power(models.Model):
    """This act, by this kind of inspector, by this text, from this day. No row in force: no button."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    act = models.CharField(_("act"), max_length=18, choices=Act)
    inspector_kind = models.CharField(_("kind of inspector"), max_length=16, choices=InspectorKind)
    text = models.ForeignKey(LegalText, models.RESTRICT, related_name="powers")
    article = models.CharField(_("article"), max_length=60, blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    objects = PowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("power")
        verbose_name_plural = _("powers")
        ordering = ["act", "inspector_kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["act", "inspector_kind", "text", "valid_from"], name="power_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="power_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.inspector_kind}"


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(case__in=CaseFile.objects.visible_to(user))


@tracked()
class Recommendation(models.Model):
    """What an inspector would do if a text allowed it; whoever has the power decides."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    case = models.ForeignKey(CaseFile, models.RESTRICT, related_name="recommendations")
    act = models.CharField(_("act"), max_length=18, choices=Act)
    reason = models.CharField(_("reason"), max_length=1000)
    state = models.CharField(max_length=10, choices=RecommendationState, default=RecommendationState.OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    decided_reason = models.CharField(max_length=500, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        ordering = ["-made_at", "id"]
        triggers = [RECOMMENDATION.guard()]
        constraints = [
            state_needs("recommendation_decided_by", ("followed", "dismissed"), "decided_at", "decided_by"),
            together("recommendation_decided_by_and_at", "decided_at", "decided_by"),
        ]

    def __str__(self) -> str:
        return self.act


@tracked()
class Guideline(models.Model):
    """How inspectors work, in versions; a published version never changes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"))
    title_km = models.CharField(_("title in Khmer"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    body_km = models.TextField(_("text in Khmer"), max_length=20000)
    body_en = models.TextField(_("text in English"), max_length=20000)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="guideline_version_once"),
            together("guideline_published_by_and_at", "published_at", "published_by"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" else self.title_km

    @property
    def body(self) -> str:
        return self.body_en if get_language() == "en" else self.body_km


class Acknowledgement(models.Model):
    """An inspector has read a version."""

    guideline = models.ForeignKey(Guideline, models.RESTRICT, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("acknowledgement of a guideline")
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["guideline", "user"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
