"""Working beside NSSF's core system: deltas both ways, the daily comparison, applications begun in its apps."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.work.models import WorkItem
from nssf_portal.workflow import state_needs, together
from registration.core.enums import DeltaState, DifferenceKind, DifferenceState, Direction, Subject
from registration.core.workflow import DELTA, DIFFERENCE
from registration.models.application import Application
from registration.models.member import Member


class NationalQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Counts and files of the whole country: whoever reconciles for the whole country."""
        if user.is_authenticated and user.place_prefixes(Permission.RECONCILE) == [""]:
            return self.all()
        return self.none()


@tracked()
class CoreDelta(models.Model):
    """One numbered piece of what changed on one side, for the other side; its rows lie in an encrypted file."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    direction = models.CharField(max_length=3, choices=Direction)
    sequence = models.PositiveBigIntegerField(_("sequence number"))
    from_cursor = models.CharField(max_length=60, blank=True)
    to_cursor = models.CharField(max_length=60, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    rows_done = models.PositiveIntegerField(default=0)  # of an incoming one: how far it was taken over
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=14, choices=DeltaState)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+"
    )

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("delta of the core system")
        ordering = ["-made_at", "-id"]
        triggers = [DELTA.guard()]
        constraints = [
            models.UniqueConstraint(fields=["direction", "sequence"], name="core_delta_once"),
            state_needs("core_delta_delivered_at", ("delivered",), "delivered_at"),
            state_needs("core_delta_acknowledged_at", ("acknowledged",), "acknowledged_at"),
            models.CheckConstraint(condition=Q(sequence__gt=0), name="core_delta_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.sequence}"


class CoreDeltaProblem(models.Model):
    """A row of an incoming delta that was not taken as it is, and why; the value itself is not repeated here."""

    delta = models.ForeignKey(CoreDelta, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    field = models.CharField(max_length=24)
    code = models.CharField(max_length=32)
    severity = models.CharField(max_length=8)

    class Meta:
        verbose_name = _("problem of a row of a delta")
        ordering = ["row", "id"]

    def __str__(self) -> str:
        return self.code


@tracked()
class Reconciliation(models.Model):
    """What both systems held at the end of one day, compared; the newest of a day counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    day = models.DateField(_("day"))
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    in_core = models.PositiveIntegerField(_("in the core system"))
    here = models.PositiveIntegerField(_("here"))
    same = models.PositiveIntegerField(_("the same"))
    only_core = models.PositiveIntegerField(_("only in the core system"))
    only_here = models.PositiveIntegerField(_("only here"))
    differing = models.PositiveIntegerField(_("said differently"))
    numbered_by_both = models.PositiveIntegerField(_("one number, two people"))
    not_comparable = models.PositiveIntegerField(_("not comparable"))

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("reconciliation with the core system")
        ordering = ["-day", "-at"]
        constraints = [models.UniqueConstraint(fields=["day", "digest"], name="reconciliation_once")]

    def __str__(self) -> str:
        return f"{self.day}"


class DifferenceQuerySet(models.QuerySet["ReconciliationDifference"]):
    def visible_to(self, user: User) -> Self:
        """Those of the places one reconciles for; whoever may see its work item sees it too."""
        if not user.is_authenticated:
            return self.none()
        placed = in_places(user, Permission.RECONCILE, "commune_code")
        return self.filter(placed | Q(work_item__in=WorkItem.objects.visible_to(user)))


@tracked(exclude=["core_values", "our_values"])
class ReconciliationDifference(models.Model):
    """One thing that the two systems do not say alike, until somebody explains or settles it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reconciliation = models.ForeignKey(
        Reconciliation, models.RESTRICT, null=True, blank=True, related_name="differences"
    )  # null: found while taking a delta over
    subject = models.CharField(max_length=12, choices=Subject)
    kind = models.CharField(max_length=18, choices=DifferenceKind)
    number = models.CharField(_("number"), max_length=20)
    other_number = models.CharField(_("the core system's number"), max_length=20, blank=True)
    fields = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    core_values = ArrayField(models.TextField(), default=list, blank=True)  # in the order of `fields`
    our_values = ArrayField(models.TextField(), default=list, blank=True)
    commune_code = models.CharField(max_length=6, blank=True)  # the scope; empty where only the core system knows
    member = models.ForeignKey(Member, models.RESTRICT, null=True, blank=True, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=DifferenceState, default=DifferenceState.OPEN)
    found_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(_("why"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    work_item = models.OneToOneField(WorkItem, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference from the core system")
        ordering = ["id"]
        triggers = [DIFFERENCE.guard()]
        indexes = [
            models.Index(fields=["reconciliation", "kind", "id"], name="difference_of_day"),
            models.Index(fields=["number"], name="difference_number"),
        ]
        constraints = [
            together("difference_decided", "decided_at", "decided_by"),
            state_needs("difference_decided_by", ("explained", "settled"), "decided_at"),
            models.CheckConstraint(condition=Q(state="open") | ~Q(why=""), name="difference_has_a_reason"),
            models.UniqueConstraint(
                fields=["number", "other_number"],
                condition=Q(kind="two_numbers", state="open"),
                name="difference_two_numbers_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class AppBeginning(models.Model):
    """An application begun in one of NSSF's apps: the app's own name for it, and the draft that goes on here."""

    client = models.CharField(max_length=64)
    external_id = models.CharField(max_length=64)
    application = models.OneToOneField(Application, models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("application begun in an app")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["client", "external_id"], name="app_beginning_once")]

    def __str__(self) -> str:
        return self.external_id
