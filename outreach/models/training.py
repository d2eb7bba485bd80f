"""Capacity of officials (plan 4.3): courses, who took part, who passed, certificates, who needs a refresher."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.models.office import Bilingual
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from outreach.enums import CourseKind, EnrolmentState
from outreach.models.activity import Activity
from outreach.workflow import ENROLMENT


@tracked()
class Course(Bilingual):
    """What is taught to officials, in versions of a plan; passing lasts so many months."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("for"), max_length=12, choices=CourseKind)
    goals_km = models.CharField(_("goals in Khmer"), max_length=1000, blank=True)
    goals_en = models.CharField(_("goals in English"), max_length=1000, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), default=6)
    pass_mark = models.PositiveSmallIntegerField(_("mark needed, of 100"), null=True, blank=True)  # empty: no test
    valid_months = models.PositiveSmallIntegerField(_("months until a refresher"), null=True, blank=True)
    retired_on = models.DateField(_("not given any more from"), null=True, blank=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["kind", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True) | Q(pass_mark__lte=100), name="course_mark_of_100"
            )
        ]


class CourseSession(models.Model):
    """An activity that gives a course."""

    activity = models.OneToOneField(Activity, models.RESTRICT, primary_key=True, related_name="course_session")
    course = models.ForeignKey(Course, models.RESTRICT, related_name="sessions")

    class Meta:
        verbose_name = _("session of a course")
        ordering = ["activity"]

    def __str__(self) -> str:
        return str(self.pk)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: User) -> Self:
        """Officers of outreach in the place of the activity; everybody the own ones."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | in_places(user, Permission.READ_OUTREACH, "activity__place_code"))


@tracked()
class Enrolment(models.Model):
    """An official in a session: a user of the portal, or a name of an institution outside it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="enrolments")
    course = models.ForeignKey(Course, models.RESTRICT, related_name="enrolments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)  # who has no sign-in
    institution = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    position = models.CharField(_("position"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=EnrolmentState, default=EnrolmentState.INVITED)
    mark = models.PositiveSmallIntegerField(_("mark, of 100"), null=True, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    certificate_km = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    certificate_en = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    enrolled_at = models.DateTimeField(default=timezone.now)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["enrolled_at", "id"]
        triggers = [ENROLMENT.guard()]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "user"], condition=Q(user__isnull=False), name="enrolment_user_once"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, name="") | Q(user__isnull=True) & ~Q(name=""),
                name="enrolment_user_or_name",
            ),
            state_needs("enrolment_assessed", ("passed", "failed"), "assessed_at", "assessed_by"),
            together("enrolment_assessed_by_and_at", "assessed_at", "assessed_by"),
            models.CheckConstraint(condition=Q(mark__isnull=True) | Q(mark__lte=100), name="enrolment_mark_of_100"),
            models.CheckConstraint(
                condition=Q(assessed_by__isnull=True) | Q(user__isnull=True) | ~Q(assessed_by=models.F("user")),
                name="enrolment_nobody_assesses_oneself",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
