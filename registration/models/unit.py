"""Mobile units and on-site registration days (plan 1.2): stops with slots, teams, bookings, cards handed over."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.models.office import Bilingual
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from registration.enums import BookingState, StopKind, StopState
from registration.models.application import Application
from registration.models.card import Card
from registration.workflow import BOOKING, STOP

ASKED = Q(state=StopState.PLANNED, enterprise__isnull=False, is_public=False)
"""Days that employers asked for and nobody answered yet."""


class MobileUnitQuerySet(models.QuerySet["MobileUnit"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(in_places(user, Permission.PLAN_STOPS, "place_code"))

    def in_use(self) -> Self:
        return self.filter(retired_on__isnull=True)


@tracked()
class MobileUnit(Bilingual):
    """A van or a travelling desk with its team, of one office."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), max_length=20, unique=True)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+", verbose_name=_("office"))
    place_code = models.CharField(_("place"), max_length=6, blank=True)  # the scope
    people_an_hour = models.PositiveSmallIntegerField(_("people an hour"), default=12)
    retired_on = models.DateField(_("not used any more from"), null=True, blank=True)

    objects = MobileUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("mobile unit")
        verbose_name_plural = _("mobile units")
        ordering = ["code"]


class UnitStopQuerySet(models.QuerySet["UnitStop"]):
    def visible_to(self, user: User) -> Self:
        """Who plans stops of the place, and the team of the stop."""
        if not user.is_authenticated:
            return self.none()
        team = self.model.objects.filter(team__user=user, team__left_at__isnull=True).values("pk")
        return self.filter(in_places(user, Permission.PLAN_STOPS, "commune_code") | Q(pk__in=team))

    def public(self) -> Self:
        return self.filter(state__in=(StopState.ANNOUNCED, StopState.OPEN), is_public=True)


@tracked()
class UnitStop(models.Model):
    """A day or part of it at one place: a mobile unit's stop, or a registration day at an enterprise."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=StopKind)
    unit = models.ForeignKey(MobileUnit, models.RESTRICT, null=True, blank=True, related_name="stops")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="+")
    commune_code = models.CharField(_("commune"), max_length=6)
    venue = models.CharField(_("venue"), max_length=200)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    slot_minutes = models.PositiveSmallIntegerField(_("minutes of a slot"), default=30)
    slot_people = models.PositiveSmallIntegerField(_("people in a slot"), default=6)
    is_public = models.BooleanField(_("shown to everybody"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=StopState, default=StopState.PLANNED)
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    announced_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    cancelled_reason = models.CharField(max_length=300, blank=True)

    objects = UnitStopQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["starts_at", "id"]
        triggers = [STOP.guard()]
        indexes = [models.Index(fields=["commune_code", "starts_at"], name="unit_stop_place")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="unit_stop_times_in_order"),
            models.CheckConstraint(condition=Q(slot_minutes__gte=5, slot_people__gte=1), name="unit_stop_slots"),
            models.CheckConstraint(
                condition=Q(kind="mobile", unit__isnull=False) | Q(kind="on_site"), name="unit_stop_has_its_unit"
            ),
            state_needs("unit_stop_announced", ("announced",), "announced_at"),
            state_needs("unit_stop_opened", ("open",), "opened_at"),
            state_needs("unit_stop_closed", ("closed",), "closed_at"),
            state_needs("unit_stop_cancelled", ("cancelled",), "cancelled_at"),
            together("unit_stop_cancelled_by_and_at", "cancelled_at", "cancelled_by"),
        ]

    def __str__(self) -> str:
        return self.reference


class StopTeamMember(models.Model):
    """Who works at a stop."""

    stop = models.ForeignKey(UnitStop, models.RESTRICT, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("member of a stop's team")
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["stop", "user"], condition=Q(left_at__isnull=True), name="stop_team_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class StopBookingQuerySet(models.QuerySet["StopBooking"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the stop; an employer its own."""
        if not user.is_authenticated:
            return self.none()
        own = Enterprise.objects.represented_by(user).values("pk")
        return self.filter(Q(stop__in=UnitStop.objects.visible_to(user)) | Q(enterprise__in=own))


class StopBooking(models.Model):
    """Somebody, or an employer with some staff, comes at a time. Name and number go after the stop."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    stop = models.ForeignKey(UnitStop, models.RESTRICT, related_name="bookings")
    slot_at = models.DateTimeField(_("at"))
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.BinaryField(null=True, editable=False)  # encrypted; for a reminder
    language = models.CharField(max_length=2, default="km")
    state = models.CharField(_("state"), max_length=10, choices=BookingState, default=BookingState.BOOKED)
    walk_in = models.BooleanField(_("walked in"), default=False)
    booked_at = models.DateTimeField(default=timezone.now)
    came_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = StopBookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["slot_at", "id"]
        triggers = [BOOKING.guard()]
        indexes = [models.Index(fields=["stop", "slot_at"], name="stop_booking_slot")]
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="stop_booking_people"),
            state_needs("stop_booking_came", ("came",), "came_at"),
            state_needs("stop_booking_cancelled", ("cancelled",), "cancelled_at"),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True) | Q(name="", phone__isnull=True),
                name="stop_booking_purged_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class StopApplication(models.Model):
    """An application taken in at a stop."""

    application = models.OneToOneField(Application, models.RESTRICT, primary_key=True, related_name="+")
    stop = models.ForeignKey(UnitStop, models.RESTRICT, related_name="applications")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("application taken in at a stop")
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.pk)


class CardHandover(models.Model):
    """A card given into the member's hand at a stop. Only ever added."""

    card = models.OneToOneField(Card, models.RESTRICT, primary_key=True, related_name="+")
    stop = models.ForeignKey(UnitStop, models.RESTRICT, related_name="handovers")
    handed_at = models.DateTimeField(default=timezone.now)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("card handed over")
        ordering = ["handed_at"]

    def __str__(self) -> str:
        return str(self.pk)
