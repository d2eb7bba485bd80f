"""The annual award: cycle, categories, criteria, computed eligibility, candidates (plan 2.1)."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import Result, StandingState
from enterprises.enums import Sector
from enterprises.models import Enterprise
from incentives.enums import (
    CandidateSource,
    CandidateState,
    CriterionKind,
    CycleState,
    Measure,
    Size,
)
from incentives.models.scope import of_employer, of_officers
from incentives.workflow import CANDIDATE, CYCLE
from nssf_portal.accounts.models import User
from nssf_portal.accounts.models.office import Bilingual
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together


class AwardCycleQuerySet(models.QuerySet["AwardCycle"]):
    def visible_to(self, user: User) -> Self:
        """Incentives officers see every cycle; jurors and the committee those they are called to."""
        if not user.is_authenticated:
            return self.none()
        if user.has_permission(Permission.READ_AWARDS):
            return self
        called = Q(jurors__user=user, jurors__ended_at__isnull=True)
        return self.filter(pk__in=self.model.objects.filter(called).values("pk"))

    def open_for_nominations(self, on) -> Self:
        return self.filter(state=CycleState.OPEN, nominations_from__lte=on, nominations_until__gte=on)


@tracked()
class AwardCycle(Bilingual):
    """One year's award, from its rules to the presentation in Cambodia Social Protection Week."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    cut_off_on = models.DateField(_("cut-off date"))  # eligibility: what was recorded by the end of this day
    months = models.PositiveSmallIntegerField(_("months looked at"), default=12)
    nominations_from = models.DateField(_("nominations from"))
    nominations_until = models.DateField(_("nominations until"))
    scoring_until = models.DateField(_("jury scores until"))
    week_from = models.DateField(_("Cambodia Social Protection Week from"), null=True, blank=True)
    week_until = models.DateField(_("Cambodia Social Protection Week until"), null=True, blank=True)
    presented_at = models.CharField(_("place of the presentation"), max_length=200, blank=True)
    legal_ground = models.CharField(_("legal ground"), max_length=300, blank=True)
    quorum = models.PositiveSmallIntegerField(_("committee members needed for a decision"), default=3)
    jurors_each = models.PositiveSmallIntegerField(_("jurors who score each candidate, at least"), default=2)
    long_list_size = models.PositiveSmallIntegerField(_("long list of a category, at most"), default=20)
    short_list_size = models.PositiveSmallIntegerField(_("short list of a category, at most"), default=5)
    state = models.CharField(_("state"), max_length=12, choices=CycleState, default=CycleState.DRAFTED)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    scored_at = models.DateTimeField(null=True, blank=True)
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    deliberated_at = models.DateTimeField(null=True, blank=True)
    deliberated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+"
    )
    announced_at = models.DateTimeField(null=True, blank=True)
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    cancelled_reason = models.CharField(max_length=500, blank=True)

    objects = AwardCycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("award cycle")
        verbose_name_plural = _("award cycles")
        ordering = ["-year"]
        triggers = [CYCLE.guard()]
        constraints = [
            models.CheckConstraint(
                condition=Q(nominations_until__gte=F("nominations_from"), scoring_until__gte=F("nominations_until")),
                name="award_cycle_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(week_from__isnull=True) | Q(week_until__gte=F("week_from")),
                name="award_cycle_week_in_order",
            ),
            models.CheckConstraint(condition=Q(quorum__gte=2, jurors_each__gte=1), name="award_cycle_quorum"),
            state_needs("award_cycle_opened", ("open", "scored", "deliberated", "announced", "archived"), "opened_at"),
            together("award_cycle_opened_by_and_at", "opened_at", "opened_by"),
            state_needs("award_cycle_scored", ("scored", "deliberated", "announced", "archived"), "scored_at"),
            together("award_cycle_scored_by_and_at", "scored_at", "scored_by"),
            state_needs("award_cycle_deliberated", ("deliberated", "announced", "archived"), "deliberated_at"),
            together("award_cycle_deliberated_by_and_at", "deliberated_at", "deliberated_by"),
            state_needs("award_cycle_announced", ("announced", "archived"), "announced_at"),
            together("award_cycle_announced_by_and_at", "announced_at", "announced_by"),
            state_needs("award_cycle_archived", ("archived",), "archived_at"),
            together("award_cycle_archived_by_and_at", "archived_at", "archived_by"),
            state_needs("award_cycle_cancelled", ("cancelled",), "cancelled_at"),
            together("award_cycle_cancelled_by_and_at", "cancelled_at", "cancelled_by"),
        ]


@tracked()
class AwardCategory(Bilingual):
    """Who competes with whom: size class, sector, province, first year; what is left empty does not matter."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    cycle = models.ForeignKey(AwardCycle, models.RESTRICT, related_name="categories")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    size = models.CharField(_("size class"), max_length=8, choices=Size, blank=True)
    sector = models.CharField(_("sector"), max_length=1, choices=Sector, blank=True)
    province_code = models.CharField(_("province"), max_length=2, blank=True)
    first_year = models.BooleanField(_("registered within the last year only"), default=False)
    winners = models.PositiveSmallIntegerField(_("awards"), default=1)

    class Meta:
        verbose_name = _("award category")
        verbose_name_plural = _("award categories")
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(condition=Q(winners__gte=1), name="award_category_winners")]


@tracked()
class AwardCriterion(Bilingual):
    """One rule of a cycle: computed from standing (must hold, or gives points), or judged on a scale."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    cycle = models.ForeignKey(AwardCycle, models.RESTRICT, related_name="criteria")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=CriterionKind)
    measure = models.CharField(_("measure"), max_length=18, choices=Measure, blank=True)
    minimum = models.PositiveIntegerField(_("at least"), null=True, blank=True)  # years, workers
    required = models.BooleanField(_("must hold"), default=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    scale = models.PositiveSmallIntegerField(_("highest mark"), null=True, blank=True)
    guidance_km = models.CharField(_("guidance in Khmer"), max_length=500, blank=True)
    guidance_en = models.CharField(_("guidance in English"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("award criterion")
        verbose_name_plural = _("award criteria")
        ordering = ["kind", "order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="computed", scale__isnull=True) & ~Q(measure="")
                | Q(kind="judged", measure="", scale__gte=1),
                name="award_criterion_computed_or_judged",
            ),
            models.UniqueConstraint(
                fields=["cycle", "measure"], condition=~Q(measure=""), name="award_criterion_measure_once"
            ),
        ]


class EligibilityRun(models.Model):
    """Eligibility of every registered enterprise at a cut-off, frozen; a later run proves that it is the same."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    cycle = models.ForeignKey(AwardCycle, models.RESTRICT, related_name="runs")
    cut_off_on = models.DateField(_("cut-off date"))
    ran_at = models.DateTimeField(_("computed"), default=timezone.now)
    ran_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    enterprises = models.PositiveIntegerField(_("enterprises"), null=True)  # empty: the job is not done
    eligible = models.PositiveIntegerField(_("eligible"), null=True)
    digest = models.CharField(_("digest of the rows"), max_length=64, blank=True)
    is_frozen = models.BooleanField(default=False)  # what the lists are made of; others only check it
    is_draft = models.BooleanField(default=False)  # rests on law values that wait for confirmation
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("run of eligibility")
        verbose_name_plural = _("runs of eligibility")
        ordering = ["-ran_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle"], condition=Q(is_frozen=True), name="eligibility_one_frozen_run"),
            together("eligibility_run_done", "done_at", "enterprises", "eligible"),
        ]

    def __str__(self) -> str:
        return f"{self.cut_off_on:%Y-%m-%d}"


class EligibilityRowQuerySet(models.QuerySet["EligibilityRow"]):
    def visible_to(self, user: User) -> Self:
        """Officers of the place; nobody sees the enterprise they are tied to."""
        return self.filter(of_officers(user, Permission.READ_AWARDS))


class EligibilityRow(models.Model):
    """One enterprise at the cut-off: the facts, the category, and which criteria it misses."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(EligibilityRun, models.RESTRICT, related_name="rows")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    category = models.ForeignKey(AwardCategory, models.RESTRICT, null=True, blank=True, related_name="+")
    eligible = models.BooleanField(_("eligible"))
    missed = ArrayField(models.CharField(max_length=18, choices=Measure), default=list)  # required measures
    unknown = ArrayField(models.CharField(max_length=18, choices=Measure), default=list)  # could not be computed
    points = models.PositiveIntegerField(_("points"), default=0)  # of computed criteria that hold, by weight
    # As the register stood at the cut-off.
    size = models.CharField(max_length=8, choices=Size, blank=True)
    sector = models.CharField(max_length=1, choices=Sector, blank=True)
    province_code = models.CharField(max_length=2, blank=True)
    registered_on = models.DateField(null=True)
    workers = models.PositiveIntegerField(default=0)
    standing = models.CharField(max_length=16, choices=StandingState)
    registered = models.CharField(max_length=12, choices=Result)
    staff = models.CharField(max_length=12, choices=Result)
    declarations = models.CharField(max_length=12, choices=Result)
    payments = models.CharField(max_length=12, choices=Result)
    headcount = models.CharField(max_length=12, choices=Result)
    findings = models.CharField(max_length=12, choices=Result)
    late_hires = models.PositiveIntegerField(default=0)
    months_due = models.PositiveIntegerField(default=0)
    months_missing = models.PositiveIntegerField(default=0)
    months_late = models.PositiveIntegerField(default=0)
    months_paid_late = models.PositiveIntegerField(default=0)
    workers_said = models.PositiveIntegerField(null=True)  # what others say; empty: nobody said

    objects = EligibilityRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("eligibility of an enterprise")
        ordering = ["-points", "id"]
        indexes = [
            models.Index(fields=["run", "category", "-points"], name="eligibility_list", condition=Q(eligible=True))
        ]
        constraints = [models.UniqueConstraint(fields=["run", "enterprise"], name="eligibility_once")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.eligible}"


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def visible_to(self, user: User) -> Self:
        """Officers of the place; the enterprise its own nomination; jurors what is on a list they score."""
        if not user.is_authenticated:
            return self.none()
        juror = Q(cycle__jurors__user=user, cycle__jurors__ended_at__isnull=True)
        listed = Q(state__in=(CandidateState.LONG_LIST, CandidateState.SHORT_LIST))
        own = Enterprise.objects.represented_by(user).values("pk")
        scored = self.model.objects.filter(juror & listed).exclude(enterprise__in=own).values("pk")
        return self.filter(of_officers(user, Permission.READ_AWARDS) | of_employer(user) | Q(pk__in=scored))

    def looked_after_by(self, user: User) -> Self:
        """What officers' pages show: of the places, never of an enterprise of one's own or with a tie."""
        return self.filter(of_officers(user, Permission.READ_AWARDS)) if user.is_authenticated else self.none()

    def standing(self) -> Self:
        return self.exclude(state__in=(CandidateState.SET_ASIDE, CandidateState.WITHDRAWN))


@tracked()
class Candidate(models.Model):
    """An enterprise that competes in a category: computed, nominated by an office, or by itself. Once in a cycle."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    cycle = models.ForeignKey(AwardCycle, models.RESTRICT, related_name="candidates")
    category = models.ForeignKey(AwardCategory, models.RESTRICT, related_name="candidates")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    source = models.CharField(_("nominated by"), max_length=8, choices=CandidateSource)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CandidateState, default=CandidateState.NOMINATED)
    nominated_at = models.DateTimeField(default=timezone.now)
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    set_aside_reason = models.CharField(max_length=500, blank=True)
    # Its name on the public roll of honour: only the enterprise itself can say yes.
    public_at = models.DateTimeField(null=True, blank=True)
    public_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["id"]
        triggers = [CANDIDATE.guard()]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "enterprise"], name="candidate_once_a_cycle"),
            state_needs("candidate_set_aside", ("set_aside",), "set_aside_at", "set_aside_by"),
            together("candidate_set_aside_by_and_at", "set_aside_at", "set_aside_by"),
            together("candidate_public_by_and_at", "public_at", "public_by"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.state}"
