from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.work.models import WorkItem
from nssf_portal.workflow import together
from registration.enums import PairState
from registration.models.member import Member
from registration.models.roster import RosterRow
from registration.workflow import PAIR


class WithWorkQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Whoever may see the work item sees its subject: a pair grants that clerk that comparison."""
        return self.filter(work_item__in=WorkItem.objects.visible_to(user))


@tracked()
class DuplicatePair(models.Model):
    """A row of a roster and a member who may be the same person; an officer compares and decides."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    row = models.ForeignKey(RosterRow, models.RESTRICT, related_name="pairs")
    member = models.ForeignKey(Member, models.RESTRICT, null=True, related_name="+")  # null: only the age is doubtful
    reason = models.CharField(max_length=32)  # the problem's code
    state = models.CharField(max_length=10, choices=PairState, default=PairState.OPEN)
    work_item = models.OneToOneField(WorkItem, models.RESTRICT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")

    objects = WithWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        ordering = ["id"]
        triggers = [PAIR.guard()]
        constraints = [
            models.UniqueConstraint(fields=["row"], condition=Q(state__in=["open", "asked"]), name="pair_one_open"),
            together("pair_decided_by_and_at", "decided_at", "decided_by"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.state}"


@tracked()
class Correction(models.Model):
    """Fields of a member that an employer's row says differently; the row holds the proposed values."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, models.RESTRICT, related_name="+")
    row = models.ForeignKey(RosterRow, models.RESTRICT, related_name="+")
    fields = ArrayField(models.CharField(max_length=24))
    work_item = models.OneToOneField(WorkItem, models.RESTRICT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    accepted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")

    objects = WithWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of a member")
        ordering = ["id"]
        constraints = [together("correction_decided", "accepted", "decided_at", "decided_by")]

    def __str__(self) -> str:
        return f"correction of {self.member_id}"


@tracked()
class Merge(models.Model):
    """Two members who are one person: proposed by one officer, confirmed by another; the survivor keeps the number."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    survivor = models.ForeignKey(Member, models.RESTRICT, related_name="+")
    other = models.ForeignKey(Member, models.RESTRICT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    work_item = models.OneToOneField(WorkItem, models.RESTRICT, related_name="+")
    merged_at = models.DateTimeField(null=True)
    submission_id = models.UUIDField(null=True, unique=True, editable=False)

    objects = WithWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two members")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(survivor=F("other")), name="merge_two_members"),
            models.UniqueConstraint(fields=["other"], condition=Q(merged_at__isnull=False), name="merge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} into {self.survivor_id}"


@tracked()
class WrongReport(models.Model):
    """A member's confidential "this is wrong" to a notice of hire, end or change; the employer never sees it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, models.RESTRICT, related_name="+")
    message_id = models.UUIDField(unique=True)
    about = models.CharField(max_length=24)
    said = models.CharField(_("what is wrong"), max_length=24, blank=True)
    work_item = models.OneToOneField(WorkItem, models.RESTRICT, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now)

    objects = WithWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("report that a notice is wrong")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.about
