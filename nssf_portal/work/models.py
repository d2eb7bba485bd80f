from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import NOTHING
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.tallies import Part, Tally
from nssf_portal.work.enums import OPEN_STATES, WorkState
from nssf_portal.work.workflow import WORK
from nssf_portal.workflow import state_needs, together

OPEN = Q(state__in=[str(state) for state in OPEN_STATES])
RARE = Q(state__in=["claimed", "asked", "proposed"])
_CLOSED_ON = "(closed_at AT TIME ZONE 'Asia/Phnom_Penh')::date"
CLOSED_WORK = Tally(
    name="work",
    table="work_worktally",
    source="work_workitem",
    sums={"items": "1"},
    parts=(
        Part(
            {
                "month": f"date_trunc('month', {_CLOSED_ON})::date",
                "province_code": "province_code",
                "kind": "kind",
                "kept": f"{_CLOSED_ON} <= due_on",
            },
            "state = 'done' AND closed_at IS NOT NULL",
        ),
    ),
)
_SCOPE_COLUMN = {2: "province_code", 4: "district_code"}


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def visible_to(self, user: User) -> "WorkItemQuerySet":
        """Items of the places of the user's offices; equality on a scope column, so the queue's index serves."""
        prefixes = user.place_prefixes(Permission.READ_WORK) if user.is_authenticated else []
        if prefixes == [""]:
            return self
        condition = NOTHING
        for prefix in prefixes:
            condition |= Q(**{_SCOPE_COLUMN[len(prefix)]: prefix})
        return self.filter(condition)

    def open(self) -> "WorkItemQuerySet":
        return self.filter(OPEN)

    def oldest_first(self) -> "WorkItemQuerySet":
        return self.order_by("due_on", "id")

    def after(self, due_on: str, item_id: str) -> "WorkItemQuerySet":
        """Keyset page: what follows the given item in `oldest_first` order."""
        return self.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=item_id), due_on__gte=due_on)


@tracked()
class WorkItem(models.Model):
    """Anything that waits for somebody at the Fund: what, where, since when, until when, who, decided by whom."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=24)
    subject_id = models.UUIDField()
    label = models.CharField(max_length=200)  # what the queue shows: references and enterprise names, no persons
    channel = models.CharField(max_length=12, default="web")
    place_code = models.CharField(max_length=6)
    province_code = models.GeneratedField(
        expression=Left("place_code", 2), output_field=models.CharField(max_length=2), db_persist=True
    )
    district_code = models.GeneratedField(
        expression=Left("place_code", 4), output_field=models.CharField(max_length=4), db_persist=True
    )
    office = models.ForeignKey(Office, models.RESTRICT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=WorkState, default=WorkState.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("due"))
    paused_on = models.DateField(null=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    first_decision = models.CharField(max_length=24, blank=True)
    first_reason = models.CharField(max_length=500, blank=True)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    second_reason = models.CharField(max_length=500, blank=True)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        ordering = ["due_on", "id"]
        triggers = [WORK.guard(), *CLOSED_WORK.triggers()]
        indexes = [
            models.Index(fields=["due_on", "id"], name="work_open", condition=OPEN),
            models.Index(fields=["province_code", "due_on", "id"], name="work_open_province", condition=OPEN),
            models.Index(fields=["district_code", "due_on", "id"], name="work_open_district", condition=OPEN),
            models.Index(fields=["kind", "due_on", "id"], name="work_open_kind", condition=OPEN),
            models.Index(
                fields=["province_code", "kind", "due_on", "id"], name="work_open_province_kind", condition=OPEN
            ),
            models.Index(
                fields=["district_code", "kind", "due_on", "id"], name="work_open_district_kind", condition=OPEN
            ),
            models.Index(fields=["state", "due_on", "id"], name="work_rare", condition=RARE),
            models.Index(fields=["state", "province_code", "due_on", "id"], name="work_rare_province", condition=RARE),
            models.Index(fields=["state", "district_code", "due_on", "id"], name="work_rare_district", condition=RARE),
            models.Index(fields=["claimed_by", "due_on", "id"], name="work_open_mine", condition=OPEN),
            models.Index(fields=["subject_id"], name="work_subject"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], condition=OPEN, name="work_one_open_per_subject"),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")), name="work_second_is_not_first"
            ),
            together("work_claimed_by_and_at", "claimed_by", "claimed_at"),
            together("work_first_by_and_at", "first_by", "first_at"),
            together("work_second_by_and_at", "second_by", "second_at"),
            state_needs("work_claimed_by", ("claimed",), "claimed_by"),
            state_needs("work_proposed_by", ("proposed",), "first_by"),
            state_needs("work_closed_at", ("done", "cancelled"), "closed_at"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Movement(models.Model):
    """The item's way through hands and states, so that waiting time can be reported."""

    item = models.ForeignKey(WorkItem, models.RESTRICT, related_name="movements")
    at = models.DateTimeField(default=timezone.now)
    act = models.CharField(max_length=16)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=WorkState)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("movement")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"


class WorkTally(models.Model):
    """Work done by month, place and kind, within its time or after it; rows add up (nssf_portal.tallies)."""

    month = models.DateField(_("month"))
    province_code = models.CharField(_("province"), max_length=2)
    kind = models.CharField(_("kind"), max_length=24)
    kept = models.BooleanField(_("within its time"))
    items = models.IntegerField(_("items"))

    class Meta:
        verbose_name = _("tally of work")
        ordering = ["month", "province_code"]

    def __str__(self) -> str:
        return f"{self.month} {self.kind} {self.items}"


class SavedView(models.Model):
    """Filters of the queue that a person comes back to, under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=200, blank=True)  # as in the address, beginning with "?"

    class Meta:
        verbose_name = _("saved view")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="work_view_once")]

    def __str__(self) -> str:
        return self.name
