"""What institutions say each quarter: entries, values they enter, findings, and the coordination log."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from reporting.enums import Body, CoordinationState, EntryState, Inquiry, Status
from reporting.models.indicator import Indicator
from reporting.models.plan import Measure, Plan
from reporting.workflow import COORDINATION, ENTRY


class ProgressCall(models.Model):
    """The call for a quarter's entries, with the day they are due."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="calls")
    period = models.CharField(_("period"), max_length=8)
    due_on = models.DateField(_("due"))
    called_at = models.DateTimeField(default=timezone.now)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("call for progress")
        verbose_name_plural = _("calls for progress")
        ordering = ["-period"]
        constraints = [models.UniqueConstraint(fields=["plan", "period"], name="progress_call_once")]

    def __str__(self) -> str:
        return self.period


class OfInstitutions(models.QuerySet):
    """Rows with an `institution`: its contacts, and who reads the progress of all."""

    def visible_to(self, user: User) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.has_permission(Permission.READ_PROGRESS):
            return self.all()
        return self.filter(institution__in=user.institutions(Permission.ENTER_PROGRESS))


class ProgressEntryQuerySet(OfInstitutions):
    def owed(self) -> Self:
        """Not sent yet, or returned: who is reminded."""
        return self.filter(state__in=(EntryState.CALLED, EntryState.DRAFTED, EntryState.RETURNED))


@tracked()
class ProgressEntry(models.Model):
    """What one institution says of one row in one quarter."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    call = models.ForeignKey(ProgressCall, models.RESTRICT, related_name="entries")
    measure = models.ForeignKey(Measure, models.RESTRICT, related_name="entries")
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=EntryState, default=EntryState.CALLED)
    status = models.CharField(_("status"), max_length=12, choices=Status, blank=True)
    strengths = models.TextField(_("strengths"), max_length=4000, blank=True)
    weaknesses = models.TextField(_("weaknesses"), max_length=4000, blank=True)
    challenges = models.TextField(_("challenges"), max_length=4000, blank=True)
    needs = models.TextField(_("needs for coordination"), max_length=4000, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    returned_why = models.CharField(_("comments"), max_length=2000, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        ordering = ["call", "measure", "institution"]
        triggers = [ENTRY.guard()]
        constraints = [
            models.UniqueConstraint(fields=["call", "measure", "institution"], name="progress_entry_once"),
            state_needs("progress_entry_submitted", ("submitted", "approved"), "submitted_at", "submitted_by"),
            together("progress_entry_submitted_by_and_at", "submitted_at", "submitted_by"),
            state_needs("progress_entry_returned", ("returned",), "returned_at", "returned_by"),
            together("progress_entry_returned_by_and_at", "returned_at", "returned_by"),
            state_needs("progress_entry_approved", ("approved",), "approved_at", "approved_by"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")), name="progress_entry_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "approved"]) | ~Q(status=""), name="progress_entry_has_status"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class EntryEvidence(models.Model):
    """A file an institution gave with its entry; struck, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(ProgressEntry, models.RESTRICT, related_name="evidence")
    upload = models.ForeignKey(Upload, models.RESTRICT, related_name="+")
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("evidence of an entry")
        ordering = ["added_at", "id"]
        constraints = [together("entry_evidence_struck_by_and_at", "struck_at", "struck_by")]

    def __str__(self) -> str:
        return self.caption or str(self.pk)


class EnteredValue(models.Model):
    """A figure an institution entered; a later one replaces it, and both stay."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(ProgressEntry, models.RESTRICT, related_name="values")
    indicator = models.ForeignKey(Indicator, models.RESTRICT, related_name="+")
    province_code = models.CharField(_("province"), max_length=2, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    source = models.CharField(_("where it comes from"), max_length=300)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("entered value")
        verbose_name_plural = _("entered values")
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "indicator", "province_code"],
                condition=Q(replaced_at__isnull=True),
                name="entered_value_one_now",
            )
        ]

    def __str__(self) -> str:
        return self.indicator_id


@tracked()
class Finding(models.Model):
    """Qualitative work on indicators: how, where, how many took part, what was learnt. No names."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="+")
    measure = models.ForeignKey(Measure, models.RESTRICT, null=True, blank=True, related_name="findings")
    indicators = models.ManyToManyField(Indicator, related_name="findings", blank=True)
    inquiry = models.CharField(_("method"), max_length=12, choices=Inquiry)
    held_on = models.DateField(_("held on"))
    place_code = models.CharField(_("place"), max_length=6, blank=True)
    women = models.PositiveIntegerField(_("women"), default=0)
    men = models.PositiveIntegerField(_("men"), default=0)
    not_stated = models.PositiveIntegerField(_("not stated"), default=0)
    question = models.CharField(_("what was asked"), max_length=500)
    learnt = models.TextField(_("what was learnt"), max_length=4000)
    upload = models.ForeignKey(Upload, models.RESTRICT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    objects = OfInstitutions.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-held_on", "id"]

    def __str__(self) -> str:
        return self.question


class CoordinationQuerySet(OfInstitutions):
    def visible_to(self, user: User) -> Self:
        """Also for the contacts of the institution that is to do what was decided."""
        if not user.is_authenticated or user.has_permission(Permission.READ_PROGRESS):
            return super().visible_to(user)
        own = user.institutions(Permission.ENTER_PROGRESS)
        return self.filter(Q(institution__in=own) | Q(owner__in=own))

    def open(self) -> Self:
        """Nothing decided yet, or not done yet: what opens the next report."""
        return self.filter(state__in=(CoordinationState.OPEN, CoordinationState.DECIDED))


@tracked()
class CoordinationItem(models.Model):
    """A problem between institutions: who was asked, what was done, what was decided, who does it by when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="coordination")
    measure = models.ForeignKey(Measure, models.RESTRICT, null=True, blank=True, related_name="+")
    entry = models.ForeignKey(ProgressEntry, models.RESTRICT, null=True, blank=True, related_name="+")
    period = models.CharField(_("raised in"), max_length=8)
    problem = models.CharField(_("problem"), max_length=1000)
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="+", verbose_name=_("institution asked"))
    intervention = models.CharField(_("intervention"), max_length=1000, blank=True)
    body = models.CharField(_("decided by"), max_length=10, choices=Body, blank=True)
    decision = models.CharField(_("decision"), max_length=1000, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    owner = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_note = models.CharField(_("what was done"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=CoordinationState, default=CoordinationState.OPEN)
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of the coordination log")
        verbose_name_plural = _("coordination log")
        ordering = ["-raised_at", "id"]
        triggers = [COORDINATION.guard()]
        constraints = [
            state_needs("coordination_decided", ("decided",), "decided_on", "owner", "due_on"),
            state_needs("coordination_done", ("done",), "done_on"),
        ]

    def __str__(self) -> str:
        return self.reference
