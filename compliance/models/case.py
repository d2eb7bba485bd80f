"""Case files and what is found at a visit."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import (
    Answer,
    CaseKind,
    CaseOutcome,
    CaseState,
    Entry,
    FindingState,
    Ground,
    VisitState,
)
from compliance.models.checklist import Checklist, ChecklistQuestion, ViolationType
from compliance.models.conflict import ConflictOfInterest
from compliance.models.scope import of_officers
from compliance.models.target import TargetLine
from compliance.workflow import CASE, FINDING, VISIT
from enterprises.models import Enterprise
from nssf_portal.accounts.models import Institution, Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from registration.models import Application


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def visible_to(self, user: User) -> Self:
        """Inspectors of the place, and whoever is assigned (a labour inspector of a joint visit); never the tied."""
        if not user.is_authenticated:
            return self.none()
        here = of_officers(user, Permission.READ_CASES, "commune_code", "enterprise")
        mine = Q(pk__in=CaseInspector.objects.active().filter(user=user).values("case"))
        own = Q(enterprise__in=Enterprise.objects.represented_by(user).values("pk"))
        tied = Q(enterprise__in=ConflictOfInterest.objects.standing().filter(user=user).values("enterprise"))
        return self.filter(here | (mine & ~own & ~tied))

    def open(self) -> Self:
        return self.exclude(state=CaseState.CLOSED)


@tracked()
class CaseFile(models.Model):
    """From the reason to look to the outcome; nothing of it is ever deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    submission_id = models.UUIDField(unique=True, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    commune_code = models.CharField(max_length=6, blank=True)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=CaseKind)
    ground = models.CharField(_("ground"), max_length=16, choices=Ground, blank=True)
    ground_text = models.CharField(_("what the ground is"), max_length=500, blank=True)
    line = models.OneToOneField(TargetLine, models.RESTRICT, null=True, blank=True, related_name="case")
    follows = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="followed_by")
    checklist = models.ForeignKey(Checklist, models.RESTRICT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=CaseState, default=CaseState.OPENED)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    notified_at = models.DateTimeField(null=True, blank=True)
    visited_at = models.DateTimeField(null=True, blank=True)
    minuted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=14, choices=CaseOutcome, blank=True)
    outcome_text = models.CharField(_("what was decided"), max_length=1000, blank=True)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("case file")
        verbose_name_plural = _("case files")
        ordering = ["-opened_at", "id"]
        triggers = [CASE.guard()]
        indexes = [
            models.Index(fields=["enterprise", "-opened_at"], name="case_of"),
            models.Index(fields=["state", "-opened_at"], name="case_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enterprise"], condition=~Q(state="closed"), name="case_one_open"),
            state_needs("case_notified_at", ("notified",), "notified_at"),
            state_needs("case_visited_at", ("visited",), "visited_at"),
            state_needs("case_minuted_at", ("minuted",), "minuted_at"),
            state_needs("case_closed_by", ("closed",), "closed_at", "closed_by"),
            together("case_closed_by_and_at", "closed_at", "closed_by"),
            models.CheckConstraint(condition=Q(state="closed") ^ Q(outcome=""), name="case_closed_with_outcome"),
            models.CheckConstraint(
                condition=~Q(kind="special") | ~Q(ground="") & ~Q(ground_text=""), name="case_special_has_ground"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["compliant", "warned", "fined", "court"]) | Q(minuted_at__isnull=False),
                name="case_outcome_rests_on_minutes",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CaseInspectorQuerySet(models.QuerySet["CaseInspector"]):
    def active(self) -> Self:
        return self.filter(ended_at__isnull=True)


@tracked()
class CaseInspector(models.Model):
    """Who works on a case, and until when; one leads."""

    case = models.ForeignKey(CaseFile, models.RESTRICT, related_name="inspectors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    leads = models.BooleanField(_("leads"), default=False)
    assigned_at = models.DateTimeField(default=timezone.now)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = CaseInspectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspector of a case")
        ordering = ["-leads", "id"]
        indexes = [models.Index(fields=["user"], name="case_inspector_of", condition=Q(ended_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at__isnull=True), name="case_inspector_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True, leads=True), name="case_one_leads"
            ),
            together("case_inspector_ended_by_and_at", "ended_at", "ended_by"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class OfCaseQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the case."""
        return self.filter(case__in=CaseFile.objects.visible_to(user))


class CaseEntry(models.Model):
    """A line of the case's timeline: what, who, when, and the paper that belongs to it. Only ever added."""

    case = models.ForeignKey(CaseFile, models.RESTRICT, related_name="entries")
    act = models.CharField(max_length=16, choices=Entry)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    number = models.BigIntegerField(null=True, blank=True)  # workers, riel: what the act's sentence counts
    reference = models.CharField(max_length=24, blank=True)  # of the notice, fine or paper

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a case")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> Self:
        """The shared calendar: both trees' visits in the places one plans for, and those of one's own cases."""
        if not user.is_authenticated:
            return self.none()
        here = of_officers(user, Permission.PLAN_VISITS, "commune_code", "enterprise")
        return self.filter(here | Q(case__in=CaseFile.objects.visible_to(user)))

    def standing(self) -> Self:
        return self.exclude(state=VisitState.CANCELLED)


@tracked()
class Visit(models.Model):
    """A visit by NSSF or by MLVT's inspection team: one calendar, so that nobody is visited twice without a reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    case = models.ForeignKey(CaseFile, models.RESTRICT, null=True, blank=True, related_name="visits")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    commune_code = models.CharField(max_length=6, blank=True)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")  # of either tree
    joint_with = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    planned_on = models.DateField(_("planned on"))
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    announced = models.BooleanField(_("announced"), default=True)
    repeat_reason = models.CharField(_("why visited again so soon"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=VisitState, default=VisitState.PLANNED)
    held_at = models.DateTimeField(_("held"), null=True, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    workers_met = models.PositiveIntegerField(_("workers met"), null=True, blank=True)
    employer_statement = models.TextField(_("what the employer says"), max_length=4000, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    cancelled_reason = models.CharField(max_length=500, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["planned_on", "id"]
        triggers = [VISIT.guard()]
        indexes = [
            models.Index(fields=["enterprise", "-planned_on"], name="visit_of"),
            models.Index(fields=["planned_on", "id"], name="visit_day"),
        ]
        constraints = [
            state_needs("visit_held_by", ("held",), "held_at", "held_by"),
            together("visit_held_by_and_at", "held_at", "held_by"),
            together("visit_planned_by_and_at", "planned_at", "planned_by"),
            together("visit_cancelled_by_and_at", "cancelled_at", "cancelled_by"),
            state_needs("visit_cancelled_at", ("cancelled",), "cancelled_at"),
            together("visit_where", "latitude", "longitude"),
        ]

    def __str__(self) -> str:
        return f"{self.planned_on}"


class VisitAnswer(models.Model):
    """What was found about one question of the checklist."""

    visit = models.ForeignKey(Visit, models.RESTRICT, null=True, blank=True, related_name="answers")
    case = models.ForeignKey(CaseFile, models.RESTRICT, related_name="answers")
    question = models.ForeignKey(ChecklistQuestion, models.RESTRICT, related_name="+")
    answer = models.CharField(max_length=6, choices=Answer)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("answer at a visit")
        ordering = ["question__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "visit", "question"], name="visit_answer_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.answer


class PersonPresent(models.Model):
    """Somebody who was there, as they gave their name."""

    visit = models.ForeignKey(Visit, models.RESTRICT, related_name="present")
    name = models.CharField(_("name"), max_length=160)
    capacity = models.CharField(_("as what"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("person present at a visit")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)


@tracked()
class Finding(models.Model):
    """A fact that breaks a rule, linked to the rule; cured when the rule is kept again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    case = models.ForeignKey(CaseFile, models.RESTRICT, related_name="findings")
    visit = models.ForeignKey(Visit, models.RESTRICT, null=True, blank=True, related_name="findings")
    violation = models.ForeignKey(ViolationType, models.RESTRICT, related_name="+")
    text = models.CharField(_("what was found"), max_length=1000)
    workers = models.PositiveIntegerField(_("workers concerned"), default=0)
    since = models.DateField(_("since"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=FindingState, default=FindingState.OPEN)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    cured_at = models.DateTimeField(null=True, blank=True)
    cured_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    cured_text = models.CharField(_("how it was put right"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["recorded_at", "id"]
        triggers = [FINDING.guard()]
        constraints = [
            state_needs("finding_cured_by", ("cured",), "cured_at", "cured_by"),
            together("finding_cured_by_and_at", "cured_at", "cured_by"),
            state_needs("finding_withdrawn_by", ("withdrawn",), "withdrawn_at", "withdrawn_by"),
            together("finding_withdrawn_by_and_at", "withdrawn_at", "withdrawn_by"),
        ]

    def __str__(self) -> str:
        return f"{self.violation_id} {self.workers}"


class Evidence(models.Model):
    """A photo or paper with its time and place."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(CaseFile, models.RESTRICT, related_name="evidence")
    visit = models.ForeignKey(Visit, models.RESTRICT, null=True, blank=True, related_name="evidence")
    finding = models.ForeignKey(Finding, models.RESTRICT, null=True, blank=True, related_name="evidence")
    upload = models.OneToOneField(Upload, models.RESTRICT, related_name="+")
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    note = models.CharField(_("what it shows"), max_length=300, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        ordering = ["added_at", "id"]
        constraints = [together("evidence_where", "latitude", "longitude")]

    def __str__(self) -> str:
        return str(self.pk)


@tracked()
class FoundWorker(models.Model):
    """Somebody at work who is not registered: their registration is opened, with the channel inspection."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    case = models.ForeignKey(CaseFile, models.RESTRICT, related_name="found_workers")
    visit = models.ForeignKey(Visit, models.RESTRICT, null=True, blank=True, related_name="found_workers")
    name = models.CharField(_("name"), max_length=160)
    works_since = models.DateField(_("works there since"), null=True, blank=True)
    application = models.OneToOneField(Application, models.RESTRICT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("worker found")
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)
