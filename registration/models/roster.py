from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, Establishment
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from registration.enums import (
    Channel,
    Currency,
    EndReason,
    LeaverState,
    Match,
    Precision,
    Presence,
    RosterMode,
    RosterState,
    RowState,
    Severity,
    Sex,
)
from registration.models.employment import Employment
from registration.models.member import Member, PersonName
from registration.workflow import LEAVER, ROSTER, ROW


class RosterQuerySet(models.QuerySet["Roster"]):
    def visible_to(self, user: User) -> Self:
        represented = Q(enterprise__in=Enterprise.objects.represented_by(user))
        return self.filter(represented | in_places(user, Permission.READ_MEMBERS, "enterprise__commune_code"))

    def open(self) -> Self:
        return self.exclude(state__in=[RosterState.DONE, RosterState.CANCELLED, RosterState.UNREADABLE])


@tracked()
class Roster(models.Model):
    """One file, pasted table or form of staff from an employer, and how far it got."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    establishment = models.ForeignKey(Establishment, models.RESTRICT, related_name="+")
    mode = models.CharField(_("who is in it"), max_length=10, choices=RosterMode)
    state = models.CharField(_("state"), max_length=12, choices=RosterState, default=RosterState.RECEIVED)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.ROSTER)
    upload = models.ForeignKey(Upload, models.RESTRICT, null=True, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    submission_id = models.UUIDField(unique=True, editable=False)
    replaces = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="+")
    sheet = models.CharField(max_length=80, blank=True)
    header_row = models.PositiveIntegerField(null=True)
    problem = models.CharField(max_length=40, blank=True)  # why the file could not be read
    problem_detail = models.CharField(max_length=40, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    read_to = models.PositiveIntegerField(default=0)  # staff rows staged so far: where a killed worker's heir goes on
    accepted = models.PositiveIntegerField(default=0)
    repair = models.PositiveIntegerField(default=0)
    review = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    registered = models.PositiveIntegerField(default=0)
    dropped = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)  # rows the file sent before held just so
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    first_checked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff list sent")
        verbose_name_plural = _("staff lists sent")
        ordering = ["-id"]
        triggers = [ROSTER.guard()]
        indexes = [models.Index(fields=["enterprise", "-id"], name="roster_of_enterprise")]
        constraints = [
            # The same file again while it is open is the same roster; once done, it is a new statement of the staff.
            models.UniqueConstraint(
                fields=["enterprise", "sha256", "mode"],
                condition=~Q(state__in=["done", "cancelled", "unreadable"]),
                name="roster_file_once",
            ),
            state_needs("roster_done_at", ("done",), "done_at"),
        ]

    def __str__(self) -> str:
        return self.reference


class RosterColumn(models.Model):
    """A column of the file and what it means, as found or as the employer said."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=120)
    field = models.CharField(max_length=24, blank=True)  # '' = not used

    class Meta:
        verbose_name = _("column of a staff list")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["roster", "position"], name="roster_column_once")]

    def __str__(self) -> str:
        return self.heading


class ColumnMapping(models.Model):
    """What an enterprise once said a heading means: asked once, remembered."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    heading_key = models.CharField(max_length=120)
    field = models.CharField(max_length=24)  # or "ignore"

    class Meta:
        verbose_name = _("remembered column")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["enterprise", "heading_key"], name="column_mapping_once")]

    def __str__(self) -> str:
        return f"{self.heading_key} = {self.field}"


class RosterRow(PersonName):
    """One person of a roster. A staging table: COPY fills it; its id becomes the member's if the row makes one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    roster = models.ForeignKey(Roster, models.RESTRICT, related_name="rows", db_index=False)  # roster_row_once serves
    row_no = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState)
    cells = models.BinaryField()  # encrypted JSON: field -> text as in the file
    edits = models.BinaryField(null=True)  # encrypted JSON: field -> text as repaired in the page
    digest = models.BinaryField()
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    born_on = models.DateField(null=True)
    born_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    nationality = models.CharField(max_length=2, default="KH")
    identity_kind = models.CharField(max_length=20, blank=True)
    identity_cipher = models.BinaryField(null=True)
    identity_blind = models.UUIDField(null=True)
    identity_last4 = models.CharField(max_length=4, blank=True)
    phone_cipher = models.BinaryField(null=True)
    phone_blind = models.UUIDField(null=True)
    phone_last4 = models.CharField(max_length=4, blank=True)
    hired_on = models.DateField(null=True)
    wage = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    wage_currency = models.CharField(max_length=3, choices=Currency, default=Currency.KHR)
    occupation = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=120, blank=True)
    staff_number = models.CharField(max_length=40, blank=True)
    stated_member_number = models.CharField(max_length=20, blank=True)
    one_part_name = models.BooleanField(
        default=False, db_default=False
    )  # the employer confirmed that the person has one name
    young = models.BooleanField(default=False)  # 15 to 17: accepted and marked
    namesake_cleared = models.BooleanField(default=False, db_default=False)  # an officer said: not the same person
    evidence = models.ForeignKey(Upload, models.RESTRICT, null=True, related_name="+", db_index=False)
    birth_altered = models.BooleanField(
        default=False, db_default=False
    )  # changed after `under_age`: a document and an officer decide
    match = models.CharField(max_length=8, choices=Match, blank=True, default="", db_default="")
    matched_member = models.ForeignKey(Member, models.RESTRICT, null=True, related_name="+", db_index=False)
    employment = models.ForeignKey(Employment, models.RESTRICT, null=True, related_name="+", db_index=False)
    changes = ArrayField(
        models.CharField(max_length=12), default=list, db_default=Value([])
    )  # wage, occupation, phone: proposed changes
    changes_applied_at = models.DateTimeField(null=True)
    member = models.ForeignKey(Member, models.RESTRICT, null=True, related_name="+", db_index=False)
    registered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("row of a staff list")
        ordering = ["row_no"]
        triggers = [ROW.guard()]
        constraints = [
            models.UniqueConstraint(fields=["roster", "row_no"], name="roster_row_once"),
            state_needs("roster_row_registered", ("registered",), "registered_at", "member"),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id} {self.row_no}"


class RosterProblem(models.Model):
    """What is wrong with a row, in which field; the value itself stays in the row's encrypted cells."""

    row = models.ForeignKey(RosterRow, models.CASCADE, related_name="problems")
    field = models.CharField(max_length=24)
    code = models.CharField(max_length=32)
    severity = models.CharField(max_length=8, choices=Severity)

    class Meta:
        verbose_name = _("problem in a staff list")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.field} {self.code}"


class RosterEdit(models.Model):
    """Who did what to a roster or one of its rows (which fields, never the values). Append-only."""

    roster = models.ForeignKey(Roster, models.RESTRICT, related_name="edits")
    row_no = models.PositiveIntegerField(null=True)
    act = models.CharField(max_length=24)
    fields = ArrayField(models.CharField(max_length=24), default=list)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")

    class Meta:
        verbose_name = _("act on a staff list")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"


@tracked()
class Leaver(models.Model):
    """Somebody on the staff whom a roster with "everyone" does not name: proposed, never ended by itself."""

    roster = models.ForeignKey(Roster, models.RESTRICT, related_name="leavers")
    employment = models.ForeignKey(Employment, models.RESTRICT, related_name="+")
    state = models.CharField(max_length=10, choices=LeaverState, default=LeaverState.PROPOSED)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=16, choices=EndReason, blank=True)
    presence = models.CharField(max_length=12, choices=Presence, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")

    class Meta:
        verbose_name = _("person missing from a staff list")
        ordering = ["id"]
        triggers = [LEAVER.guard()]
        constraints = [
            models.UniqueConstraint(fields=["roster", "employment"], name="leaver_once"),
            together("leaver_decided_by_and_at", "decided_at", "decided_by"),
            state_needs("leaver_ended_on", ("ended",), "ended_on", "decided_by"),
            state_needs("leaver_kept_by", ("kept",), "decided_by"),
        ]

    def __str__(self) -> str:
        return f"{self.employment_id} {self.state}"
