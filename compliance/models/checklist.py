"""What an inspector asks, by kind of inspection, and the violations that findings are linked to; both are data."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from compliance.enums import CaseKind
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7


class InTwoLanguages(models.Model):
    """A text in both languages."""

    text_km = models.CharField(_("text in Khmer"), max_length=300)
    text_en = models.CharField(_("text in English"), max_length=300)

    class Meta:
        abstract = True

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_km


@tracked()
class ViolationType(InTwoLanguages):
    """A kind of violation, with its legal reference (the four that NSSF announced on 14 January 2025 at first)."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    source = models.CharField(_("source"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    fine = models.BooleanField(_("may be fined"), default=True)
    active = models.BooleanField(_("used"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("type of violation")
        verbose_name_plural = _("types of violation")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.text


@tracked()
class Checklist(models.Model):
    """A version of what is asked in one kind of inspection; a published one never changes, a new version follows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=CaseKind)
    version = models.PositiveSmallIntegerField(_("version"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("checklist of an inspection")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="checklist_version_once"),
            # By nobody: the first versions come with the portal.
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | Q(published_at__isnull=False),
                name="checklist_published_by_and_at",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(published_at__isnull=True), name="checklist_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


@tracked()
class ChecklistQuestion(InTwoLanguages):
    """One question; `proven_by` names the exchanged fact that answers it, so that it is not asked again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    checklist = models.ForeignKey(Checklist, models.RESTRICT, related_name="questions")
    code = models.SlugField(_("code"), max_length=30)
    section_km = models.CharField(_("section in Khmer"), max_length=120, blank=True)
    section_en = models.CharField(_("section in English"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    violation = models.ForeignKey(ViolationType, models.RESTRICT, null=True, blank=True, related_name="+")
    proven_by = models.SlugField(_("proven by"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("question of a checklist")
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["checklist", "code"], name="checklist_question_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def section(self) -> str:
        return self.section_en if get_language() == "en" else self.section_km
