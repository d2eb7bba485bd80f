"""Who signed up, who came, heads counted, partners' lists with consent; little is kept, and not for long."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Claim, Enterprise
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ids import uuid7
from nssf_portal.workflow import together
from outreach.enums import CountedHow, Gender, PersonListState, TargetGroup
from outreach.models.activity import Activity
from outreach.workflow import PERSON_LIST
from registration.models import Application


class SignUp(models.Model):
    """Somebody wants to come. Name and telephone go when the retention of the law book is over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="sign_ups")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.BinaryField(null=True, editable=False)  # encrypted; for reminders
    phone_blind = models.UUIDField(null=True, editable=False, db_index=True)
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    language = models.CharField(max_length=2, default="km")
    access_needs = models.CharField(
        _("what we should prepare (ramp, sign language, other)"), max_length=200, blank=True
    )
    childcare = models.PositiveSmallIntegerField(_("children to be looked after"), default=0)
    consented_at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["consented_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="sign_up_people"),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True) | Q(name="", phone__isnull=True, access_needs=""),
                name="sign_up_purged_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Attendance(models.Model):
    """One person who came: by the own phone at the door, or written at the desk. Name and number only with consent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="attendances")
    how = models.CharField(_("how counted"), max_length=5, choices=CountedHow)
    device = models.CharField(
        max_length=64, blank=True, editable=False
    )  # digest of a random cookie: a phone counts once
    gender = models.CharField(_("sex"), max_length=1, choices=Gender, default=Gender.NOT_STATED)
    group = models.CharField(_("group"), max_length=14, choices=TargetGroup, blank=True)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.BinaryField(null=True, editable=False)
    phone_blind = models.UUIDField(null=True, editable=False, db_index=True)
    consented_at = models.DateTimeField(null=True, blank=True)  # to keep name and number
    access_needs = models.CharField(_("what should be prepared"), max_length=200, blank=True)
    childcare = models.BooleanField(_("brought children"), default=False)
    came_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["came_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "device"], condition=~Q(device=""), name="attendance_once_a_phone"
            ),
            models.UniqueConstraint(
                fields=["activity", "phone_blind"],
                condition=Q(phone_blind__isnull=False, struck_at__isnull=True),
                name="attendance_once_a_number",
            ),
            models.CheckConstraint(
                condition=Q(consented_at__isnull=False) | Q(name="", phone__isnull=True, phone_blind__isnull=True),
                name="attendance_names_need_consent",
            ),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True) | Q(name="", phone__isnull=True, access_needs=""),
                name="attendance_purged_is_empty",
            ),
            together("attendance_struck_by_and_at", "struck_at", "struck_by"),
        ]

    def __str__(self) -> str:
        return self.how


class HeadCount(models.Model):
    """Heads counted where names are not taken, by group and sex; a later count of the same group replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="heads")
    group = models.CharField(_("group"), max_length=14, choices=TargetGroup, blank=True)
    women = models.PositiveIntegerField(_("women"), default=0)
    men = models.PositiveIntegerField(_("men"), default=0)
    not_stated = models.PositiveIntegerField(_("not stated"), default=0)
    counted_at = models.DateTimeField(default=timezone.now)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("heads counted")
        ordering = ["counted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "group"], condition=Q(replaced_at__isnull=True), name="head_count_one_a_group"
            )
        ]

    def __str__(self) -> str:
        return self.group


class PersonListQuerySet(models.QuerySet["PersonList"]):
    def visible_to(self, user: User) -> Self:
        """Officers who see the activity; the partner its own lists (counts only)."""
        if not user.is_authenticated:
            return self.none()
        theirs = user.institutions(Permission.JOIN_OUTREACH)
        seen = Activity.objects.visible_to(user)
        officers = Q(activity__in=seen) if user.has_permission(Permission.READ_OUTREACH) else Q(pk__in=[])
        return self.filter(officers | Q(institution__in=theirs))


class PersonList(models.Model):
    """People a partner brings, each with consent to be called about registering."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="lists")
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=PersonListState, default=PersonListState.RECEIVED)
    rows = models.PositiveIntegerField(_("people"), default=0)
    refused = models.PositiveIntegerField(_("rows not taken"), default=0)
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = PersonListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of a partner")
        verbose_name_plural = _("lists of partners")
        ordering = ["-received_at", "id"]
        triggers = [PERSON_LIST.guard()]

    def __str__(self) -> str:
        return str(self.pk)


class ListedPerson(models.Model):
    """One person of a partner's list; gone when the retention is over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    list = models.ForeignKey(PersonList, models.RESTRICT, related_name="people")
    row = models.PositiveIntegerField(_("row"))
    name = models.CharField(_("name"), max_length=120)
    gender = models.CharField(_("sex"), max_length=1, choices=Gender, default=Gender.NOT_STATED)
    phone = models.BinaryField(null=True, editable=False)
    phone_blind = models.UUIDField(null=True, editable=False, db_index=True)
    consented_on = models.DateField(_("agreed on"))
    called_at = models.DateTimeField(null=True, blank=True)
    application = models.ForeignKey(Application, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("person on a partner's list")
        ordering = ["row", "id"]
        constraints = [models.UniqueConstraint(fields=["list", "row"], name="listed_person_once")]

    def __str__(self) -> str:
        return str(self.row)


class StartedHere(models.Model):
    """An application begun at an activity, on the spot. The activity knows; the application does not point up."""

    application = models.OneToOneField(Application, models.RESTRICT, primary_key=True, related_name="+")
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="started")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("application begun at an activity")
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.pk)


class StartedClaim(models.Model):
    """An enterprise's own request to be registered, begun at an activity: it counts when it is approved."""

    claim = models.OneToOneField(Claim, models.RESTRICT, primary_key=True, related_name="+")
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("request of an enterprise begun at an activity")
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.pk)


class StartedEnterprise(models.Model):
    """An enterprise whose registration was begun at an activity."""

    enterprise = models.OneToOneField(Enterprise, models.RESTRICT, primary_key=True, related_name="+")
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("enterprise begun at an activity")
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.pk)
