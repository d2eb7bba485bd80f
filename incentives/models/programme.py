"""What being registered earns: programmes with their conditions and published terms; requests, consents, answers."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from compliance.enums import StandingState
from compliance.models import ConflictOfInterest
from enterprises.models import Enterprise
from incentives.enums import AnswerChannel, AnswerKind, Measure, ProgrammeKind, RequestState, Size
from incentives.models.scope import of_employer, of_officers
from incentives.workflow import REQUEST
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.models.office import Bilingual
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on)))


@tracked()
class Programme(Bilingual):
    """One thing an enterprise can earn by being registered, from one day to another, by one legal ground."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=ProgrammeKind)
    institution = models.ForeignKey(
        Institution, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("institution")
    )
    summary_km = models.CharField(_("in plain words, in Khmer"), max_length=1000)
    summary_en = models.CharField(_("in plain words, in English"), max_length=1000)
    legal_ground = models.CharField(_("legal ground"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    budget = models.BigIntegerField(_("budget in riel"), null=True, blank=True)  # empty: not stated
    takes_requests = models.BooleanField(_("can be asked for here"), default=True)  # no: information only
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["order", "code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="programme_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="programme_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(takes_requests=False) | Q(institution__isnull=False), name="programme_has_who_answers"
            ),
        ]

    @property
    def summary(self) -> str:
        return self.summary_en if get_language() == "en" else self.summary_km


@tracked()
class ProgrammeCondition(models.Model):
    """One condition: a measure of the register within bounds, or one of a list; by which text."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.RESTRICT, related_name="conditions")
    measure = models.CharField(_("measure"), max_length=18, choices=Measure)
    minimum = models.PositiveIntegerField(_("at least"), null=True, blank=True)
    maximum = models.PositiveIntegerField(_("at most"), null=True, blank=True)
    one_of = ArrayField(models.CharField(max_length=8), default=list, blank=True)  # sizes, sectors or place codes
    source = models.CharField(_("source"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("condition of a programme")
        verbose_name_plural = _("conditions of a programme")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "measure"], name="programme_condition_once"),
            models.CheckConstraint(
                condition=Q(maximum__isnull=True) | Q(minimum__isnull=True) | Q(maximum__gte=F("minimum")),
                name="programme_condition_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.measure


@tracked()
class ProgrammeTerm(models.Model):
    """A term an institution published (interest, years, amount), with its day and source; old ones are history."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.RESTRICT, related_name="terms")
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="+")
    label_km = models.CharField(_("term in Khmer"), max_length=200)
    label_en = models.CharField(_("term in English"), max_length=200)
    value_km = models.CharField(_("value in Khmer"), max_length=200)
    value_en = models.CharField(_("value in English"), max_length=200)
    published_on = models.DateField(_("published on"))
    valid_to = models.DateField(_("held until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    is_history = models.BooleanField(_("history only"), default=False)  # quoted, not known to hold today

    class Meta:
        verbose_name = _("published term")
        verbose_name_plural = _("published terms")
        ordering = ["-published_on", "id"]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"

    @property
    def label(self) -> str:
        return self.label_en if get_language() == "en" else self.label_km

    @property
    def value(self) -> str:
        return self.value_en if get_language() == "en" else self.value_km


class IncentiveRequestQuerySet(models.QuerySet["IncentiveRequest"]):
    def visible_to(self, user: User) -> Self:
        """The enterprise its own; officers of the place; the institution what was sent to it, while consent holds."""
        if not user.is_authenticated:
            return self.none()
        mine = of_employer(user) | of_officers(user, Permission.READ_INCENTIVES)
        return self.filter(mine | Q(pk__in=self.model.objects.sent_to(user).values("pk")))

    def looked_after_by(self, user: User) -> Self:
        """What an officer works on: of the places, never of an enterprise of one's own."""
        return self.filter(of_officers(user, Permission.READ_INCENTIVES)) if user.is_authenticated else self.none()

    def sent_to(self, user: User) -> Self:
        """What an institution's people may see of others' enterprises; a tie to one hides it from its clerk."""
        own = Enterprise.objects.represented_by(user).values("pk")
        tied = ConflictOfInterest.objects.standing().filter(user_id=user.pk).values("enterprise")
        theirs = self.shared_with(user.institutions(Permission.ANSWER_INCENTIVES))
        sides = Q(proposed_by=user) | Q(granted_by=user)  # who asked for it, or sent it for the Fund
        return theirs.exclude(enterprise__in=own).exclude(enterprise__in=tied).exclude(sides)

    def shared_with(self, institutions: Iterable[int]) -> Self:
        """Sent to one of these institutions, and the consent neither ended nor was taken back."""
        theirs = Q(institution__in=list(institutions), granted_at__isnull=False)
        holds = Q(consent_until__gte=timezone.localdate(), consent_ended_at__isnull=True)
        return self.filter(theirs & holds).exclude(state__in=(RequestState.WITHDRAWN, RequestState.REVOKED))


@tracked()
class IncentiveRequest(models.Model):
    """An enterprise asks for a programme and agrees that its standing goes to the institution, for a purpose, to a day.

    Shared are standing, its day and the size band, as they were when it was sent: no persons, no wages."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    programme = models.ForeignKey(Programme, models.RESTRICT, related_name="requests")
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.PROPOSED)
    amount = models.BigIntegerField(_("amount asked for, riel"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone of the contact"), max_length=16, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    # Consent: what for and how long.
    consent_purpose = models.CharField(_("purpose"), max_length=300)
    consent_until = models.DateField(_("consent until"))
    consent_ended_at = models.DateTimeField(null=True, blank=True)
    consent_ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+"
    )
    # What the institution is shown, as it stood on the day it was sent.
    shared_standing = models.CharField(_("standing"), max_length=16, choices=StandingState, blank=True)
    shared_on = models.DateField(_("as of"), null=True, blank=True)
    shared_size = models.CharField(_("size band"), max_length=8, choices=Size, blank=True)
    granted_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    answer_by = models.DateField(_("answer wanted by"), null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    refused_reason = models.CharField(max_length=500, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    revoked_reason = models.CharField(max_length=500, blank=True)
    taken_up_on = models.DateField(_("taken up on"), null=True, blank=True)
    taken_up_amount = models.BigIntegerField(_("amount taken up, riel"), null=True, blank=True)

    objects = IncentiveRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for an incentive")
        verbose_name_plural = _("requests for incentives")
        ordering = ["-proposed_at", "id"]
        triggers = [REQUEST.guard()]
        indexes = [models.Index(fields=["institution", "state"], name="incentive_request_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "enterprise"],
                condition=Q(state__in=["proposed", "granted"]),
                name="incentive_request_one_open",
            ),
            state_needs(
                "incentive_request_granted",
                ("granted", "declined", "taken_up", "lapsed", "revoked"),
                "granted_at",
                "granted_by",
                "shared_on",
            ),
            together("incentive_request_granted_by_and_at", "granted_at", "granted_by"),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("proposed_by")),
                name="incentive_request_second_is_not_first",
            ),
            state_needs("incentive_request_refused", ("refused",), "refused_at", "refused_by"),
            together("incentive_request_refused_by_and_at", "refused_at", "refused_by"),
            state_needs("incentive_request_revoked", ("revoked",), "revoked_at", "revoked_by"),
            together("incentive_request_revoked_by_and_at", "revoked_at", "revoked_by"),
            state_needs("incentive_request_taken_up", ("taken_up",), "taken_up_on"),
            together("incentive_request_consent_ended_by_and_at", "consent_ended_at", "consent_ended_by"),
        ]

    def __str__(self) -> str:
        return self.reference


class PartnerAnswer(models.Model):
    """What an institution said of a request, by screen, file or exchange; a repeated message is the same answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.CharField(max_length=64, unique=True, editable=False)
    request = models.ForeignKey(IncentiveRequest, models.RESTRICT, related_name="answers")
    kind = models.CharField(_("answer"), max_length=10, choices=AnswerKind)
    channel = models.CharField(_("channel"), max_length=8, choices=AnswerChannel)
    amount = models.BigIntegerField(_("amount, riel"), null=True, blank=True)
    interest = models.DecimalField(_("interest a year, of 100"), max_digits=5, decimal_places=2, null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    happened_on = models.DateField(_("on"))
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    upload = models.ForeignKey(Upload, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("answer of an institution")
        verbose_name_plural = _("answers of institutions")
        ordering = ["received_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="refused") | ~Q(reason=""), name="partner_answer_refusal_has_reason"
            )
        ]

    def __str__(self) -> str:
        return self.kind
