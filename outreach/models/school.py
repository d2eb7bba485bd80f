"""Schools (plan 4.5): institutions, visits with pupils reached, and what stands in the curriculum."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.models.office import Bilingual
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from outreach.enums import CurriculumState, SchoolLevel
from outreach.models.activity import Activity
from outreach.workflow import CURRICULUM


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, user: User) -> Self:
        """Officers of the place; the ministry of education everywhere."""
        if not user.is_authenticated:
            return self.none()
        if user.has_permission(Permission.REPORT_SCHOOLS):
            return self
        return self.filter(in_places(user, Permission.READ_OUTREACH, "commune_code"))


@tracked()
class School(Bilingual):
    """An educational institution."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    level = models.CharField(_("level"), max_length=10, choices=SchoolLevel)
    commune_code = models.CharField(_("commune"), max_length=6)
    code = models.CharField(_("code of the ministry"), max_length=20, blank=True)
    pupils = models.PositiveIntegerField(_("pupils"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["commune_code", "name_en", "id"]


class SchoolVisit(models.Model):
    """An activity at a school, with pupils reached by sex; a class list is never taken."""

    activity = models.OneToOneField(Activity, models.RESTRICT, primary_key=True, related_name="school_visit")
    school = models.ForeignKey(School, models.RESTRICT, related_name="visits")
    grade = models.CharField(_("grades"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("visit of a school")
        ordering = ["activity"]

    def __str__(self) -> str:
        return str(self.pk)


@tracked()
class CurriculumItem(Bilingual):
    """One piece of social security in a textbook or lesson: where, which grade, which text, how far."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    level = models.CharField(_("level"), max_length=10, choices=SchoolLevel)
    grade = models.CharField(_("grade"), max_length=40)
    subject = models.CharField(_("subject"), max_length=120)
    textbook = models.CharField(_("textbook and page"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=8000, blank=True)
    upload = models.ForeignKey(Upload, models.RESTRICT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=CurriculumState, default=CurriculumState.PROPOSED)
    taught_from = models.DateField(_("taught from"), null=True, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("curriculum item")
        verbose_name_plural = _("curriculum items")
        ordering = ["level", "grade", "id"]
        triggers = [CURRICULUM.guard()]


class CurriculumStep(models.Model):
    """A step of a curriculum item. Only ever added."""

    item = models.ForeignKey(CurriculumItem, models.RESTRICT, related_name="steps")
    became = models.CharField(max_length=8, choices=CurriculumState)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("step of a curriculum item")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.became
