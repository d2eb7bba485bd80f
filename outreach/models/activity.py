"""What is planned, held and verified: types with their own sheet, series, activities, money, partners, evidence."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import Institution, Office, User
from nssf_portal.accounts.models.office import Bilingual
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from outreach.enums import (
    ActivityState,
    EvidenceKind,
    FieldKind,
    MoneyKind,
    PartnerRole,
    Rhythm,
    TargetGroup,
)
from outreach.workflow import ACTIVITY


@tracked()
class ActivityType(Bilingual):
    """A kind of activity of the plan's action table, with the questions of its own sheet."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    action = models.CharField(_("row of the action table"), max_length=4)  # 1.1 to 4.5
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    asks_names = models.BooleanField(_("names may be taken"), default=True)
    at_enterprise = models.BooleanField(_("held at an enterprise"), default=False)
    for_officials = models.BooleanField(_("a training of officials"), default=False)
    at_school = models.BooleanField(_("held at a school"), default=False)
    is_competition = models.BooleanField(_("a knowledge competition"), default=False)
    is_public = models.BooleanField(_("shown to everybody"), default=True)
    minutes = models.PositiveSmallIntegerField(_("usual length in minutes"), default=120)
    valid_to = models.DateField(_("used until"), null=True, blank=True)

    class Meta:
        verbose_name = _("type of activity")
        verbose_name_plural = _("types of activity")
        ordering = ["order", "code"]


@tracked()
class TypeField(models.Model):
    """One question of a type's sheet; the answers stand in SheetAnswer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    type = models.ForeignKey(ActivityType, models.RESTRICT, related_name="fields")
    label_km = models.CharField(_("question in Khmer"), max_length=200)
    label_en = models.CharField(_("question in English"), max_length=200)
    kind = models.CharField(_("kind of answer"), max_length=8, choices=FieldKind, default=FieldKind.TEXT)
    choices_km = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    choices_en = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    ended_on = models.DateField(_("asked until"), null=True, blank=True)

    class Meta:
        verbose_name = _("question of a sheet")
        verbose_name_plural = _("questions of a sheet")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.label_en if get_language() == "en" else self.label_km


class OfPlaces(models.QuerySet):
    """Rows with a `place_code` of their own: officers of the places, and who may see the whole country."""

    def visible_to(self, user: User) -> Self:
        return self.filter(in_places(user, Permission.READ_OUTREACH, "place_code"))


@tracked()
class Series(Bilingual):
    """Activities that come back every week, month or year; each is an activity of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    type = models.ForeignKey(ActivityType, models.RESTRICT, related_name="+")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+", verbose_name=_("office"))
    place_code = models.CharField(_("place"), max_length=6, blank=True)  # the scope
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm)
    every = models.PositiveSmallIntegerField(_("every so many"), default=1)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    starts = models.TimeField(_("begins at"))
    ends = models.TimeField(_("ends at"))
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = OfPlaces.as_manager()

    class Meta:
        verbose_name = _("series of activities")
        verbose_name_plural = _("series of activities")
        ordering = ["-first_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on"), ends__gt=F("starts"), every__gte=1), name="series_in_order"
            ),
            together("series_ended_by_and_at", "ended_at", "ended_by"),
        ]


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> Self:
        """Officers of the place; a partner what it proposed or takes part in (counts only, services say which)."""
        if not user.is_authenticated:
            return self.none()
        theirs = user.institutions(Permission.JOIN_OUTREACH)
        joined = ActivityPartner.objects.filter(institution__in=theirs).values("activity")
        return self.filter(
            in_places(user, Permission.READ_OUTREACH, "place_code") | Q(proposed_for__in=theirs) | Q(pk__in=joined)
        )

    def public(self) -> Self:
        """On the page of events: once announced, not cancelled since, and meant for everybody."""
        shown = (ActivityState.ANNOUNCED, ActivityState.HELD, ActivityState.REPORTED, ActivityState.VERIFIED)
        return self.filter(is_public=True, announced_at__isnull=False, state__in=shown)

    def counted(self) -> Self:
        """Only what a second person verified counts in indicators."""
        return self.filter(state=ActivityState.VERIFIED)

    def took_place(self) -> Self:
        return self.filter(state__in=(ActivityState.HELD, ActivityState.REPORTED, ActivityState.VERIFIED))


# What the second person saw, and what registrations are given by: the database changes it no more once it is verified.
_SEEN = ("type_id", "place_code", "enterprise_id", "starts_at", "ends_at", "report", "reported_by_id", "verified_by_id")
_VERIFIED_STAYS = f"""
IF ({", ".join(f"OLD.{name}" for name in _SEEN)}) IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in _SEEN)}) THEN
    RAISE EXCEPTION 'it is verified: it stays as it is' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


@tracked()
class Activity(Bilingual):
    """A course, forum, workshop, visit or competition; what a second person verified counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    type = models.ForeignKey(ActivityType, models.RESTRICT, related_name="+", verbose_name=_("type"))
    series = models.ForeignKey(Series, models.RESTRICT, null=True, blank=True, related_name="activities")
    series_on = models.DateField(null=True, blank=True, editable=False)  # which one of the series
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+", verbose_name=_("office"))
    place_code = models.CharField(_("place"), max_length=6, blank=True)  # the scope: the commune where it is held
    proposed_for = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    summary_km = models.CharField(_("what it is about, in Khmer"), max_length=1000, blank=True)
    summary_en = models.CharField(_("what it is about, in English"), max_length=1000, blank=True)
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    target_group = models.CharField(_("for whom"), max_length=14, choices=TargetGroup, default=TargetGroup.PUBLIC)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to everybody"), default=True)
    takes_sign_ups = models.BooleanField(_("people sign up beforehand"), default=True)
    contact_phone = models.CharField(_("telephone for questions"), max_length=16, blank=True)
    door_digest = models.CharField(max_length=64, blank=True, editable=False)  # of the code at the door
    state = models.CharField(_("state"), max_length=10, choices=ActivityState, default=ActivityState.PLANNED)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)  # a proposal
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    decided_reason = models.CharField(max_length=500, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    report = models.TextField(_("what happened"), max_length=8000, blank=True)
    sent_back_reason = models.CharField(_("why it was sent back"), max_length=500, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    cancelled_reason = models.CharField(max_length=500, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-starts_at", "id"]
        triggers = [
            ACTIVITY.guard(),
            pgtrigger.Trigger(
                name="verified_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="verified"),
                func=_VERIFIED_STAYS,
            ),
        ]
        indexes = [
            models.Index(fields=["place_code", "starts_at"], name="activity_place"),
            models.Index(fields=["state", "starts_at"], name="activity_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "series_on"], condition=Q(series__isnull=False), name="activity_once_in_a_series"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="activity_times_in_order"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="activity_position_whole",
            ),
            state_needs("activity_declined", ("declined",), "decided_at", "decided_by"),
            together("activity_decided_by_and_at", "decided_at", "decided_by"),
            state_needs("activity_announced", ("announced",), "announced_at"),
            together("activity_announced_by_and_at", "announced_at", "announced_by"),
            state_needs("activity_held", ("held", "reported", "verified"), "held_at"),
            together("activity_held_by_and_at", "held_at", "held_by"),
            state_needs("activity_reported", ("reported", "verified"), "reported_at", "reported_by"),
            together("activity_reported_by_and_at", "reported_at", "reported_by"),
            state_needs("activity_verified", ("verified",), "verified_at", "verified_by"),
            together("activity_verified_by_and_at", "verified_at", "verified_by"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("reported_by")),
                name="activity_second_is_not_first",
            ),
            state_needs("activity_cancelled", ("cancelled",), "cancelled_at"),
            together("activity_cancelled_by_and_at", "cancelled_at", "cancelled_by"),
        ]

    @property
    def summary(self) -> str:
        return self.summary_en if get_language() == "en" else self.summary_km


class SheetAnswer(models.Model):
    """The answer to one question of the type's sheet."""

    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="answers")
    field = models.ForeignKey(TypeField, models.RESTRICT, related_name="+")
    text = models.CharField(max_length=1000, blank=True)
    number = models.IntegerField(null=True, blank=True)
    yes = models.BooleanField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer of a sheet")
        ordering = ["field", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "field"], name="sheet_answer_once")]

    def __str__(self) -> str:
        return str(self.pk)


@tracked()
class BudgetLine(models.Model):
    """Money of an activity, planned or spent, in whole riel, by source. Spent lines are the cost."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="money")
    kind = models.CharField(_("kind"), max_length=8, choices=MoneyKind)
    source = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")  # empty: the Fund
    what = models.CharField(_("for what"), max_length=200)
    amount = models.BigIntegerField(_("amount in riel"))
    spent_on = models.DateField(_("paid on"), null=True, blank=True)
    upload = models.ForeignKey(Upload, models.RESTRICT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["kind", "entered_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_amount"),
            together("budget_line_struck_by_and_at", "struck_at", "struck_by"),
        ]

    def __str__(self) -> str:
        return self.what


class ActivityPartner(models.Model):
    """An institution with a role in an activity."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="partners")
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=PartnerRole)

    class Meta:
        verbose_name = _("partner of an activity")
        verbose_name_plural = _("partners of an activity")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "institution", "role"], name="activity_partner_once")
        ]

    def __str__(self) -> str:
        return self.role


class Speaker(models.Model):
    """Who speaks; the name is shown only when the speaker agreed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="speakers")
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("from"), max_length=200, blank=True)
    agreed = models.BooleanField(_("agreed to be named in public"), default=False)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)


class ActivityEvidence(models.Model):
    """A photo or a sign-in sheet that shows it was held. Only ever added, or struck with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=8, choices=EvidenceKind)
    upload = models.ForeignKey(Upload, models.RESTRICT, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("evidence of an activity")
        ordering = ["added_at", "id"]
        constraints = [together("activity_evidence_struck_by_and_at", "struck_at", "struck_by")]

    def __str__(self) -> str:
        return self.kind


@tracked()
class Consultation(models.Model):
    """What people said at an activity, and what changed because of it. No names."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="consultations")
    institution = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    heard = models.CharField(_("what was said"), max_length=1000)
    changed = models.CharField(_("what changed because of it"), max_length=1000, blank=True)
    changed_on = models.DateField(_("changed on"), null=True, blank=True)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["entered_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)
