"""The Fund on the telephone: calls, call-backs, tips about enterprises, complaints about ourselves, reviews."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.identifiers.crypto import decrypt, encrypt, key_id
from nssf_portal.ids import uuid7
from nssf_portal.work.models import WorkItem
from nssf_portal.workflow import state_needs, together
from registration.enums import Channel
from registration.enums_service import (
    CallBackState,
    CallTime,
    CallTopic,
    ComplaintAbout,
    ComplaintState,
    Fact,
    ReviewOf,
    ReviewState,
    TipAbout,
    TipState,
)
from registration.models.application import Application
from registration.models.member import Member
from registration.workflow_service import CALL_BACK, COMPLAINT, REVIEW, TIP


class SealedContact(models.Model):
    """How to reach somebody, encrypted and bound to the record; a list shows the end of it at most."""

    contact_cipher = models.BinaryField(null=True)
    contact_last4 = models.CharField(max_length=4, blank=True)
    contact_key = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True

    def seal(self, value: str) -> None:
        """Call before saving; an empty value seals nothing."""
        if value:
            self.contact_cipher = encrypt(value.encode(), self.pk.bytes)
            self.contact_last4, self.contact_key = value[-4:], key_id(self.contact_cipher)

    def reveal(self) -> str:
        """The contact in clear; the caller notes the reading first."""
        return decrypt(self.contact_cipher, self.pk.bytes).decode() if self.contact_cipher else ""


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: User) -> Self:
        """One's own calls, while one may take calls or works at a counter."""
        takes = user.is_authenticated and (
            user.has_permission(Permission.ANSWER_CALLS) or user.has_permission(Permission.DECIDE_WORK)
        )
        return self.filter(agent=user) if takes else self.none()


@tracked()
class Call(models.Model):
    """A person who calls or comes about one record: which facts were asked, how often they were wrong, since when
    the caller is known. It opens that one record, masked, for a short time, to the one who asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.HOTLINE)
    application = models.ForeignKey(Application, models.RESTRICT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Member, models.RESTRICT, null=True, blank=True, related_name="+")
    facts = ArrayField(models.CharField(max_length=12, choices=Fact), default=list)
    started_at = models.DateTimeField(default=timezone.now)
    verified_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-started_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False, member__isnull=True)
                | Q(application__isnull=True, member__isnull=False),
                name="call_about_one_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.started_at:%Y-%m-%d}"


class CallAttempt(models.Model):
    """One answer to the facts, right or wrong; wrong ones are counted for the record, whoever takes the calls."""

    call = models.ForeignKey(Call, models.RESTRICT, related_name="attempts")
    subject_id = models.UUIDField()  # the application's or the member's key: counted across calls
    right = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attempt to show who one is")
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_id", "at"], name="call_attempt_of", condition=Q(right=False))]

    def __str__(self) -> str:
        return "right" if self.right else "wrong"


class CallBackQuerySet(models.QuerySet["CallBack"]):
    def visible_to(self, user: User) -> Self:
        """The hotline's, and of officers who see the whole country's queue."""
        if user.is_authenticated and user.has_permission(Permission.ANSWER_CALLS):
            return self
        return self.filter(work_item__in=WorkItem.objects.visible_to(user)) if user.is_authenticated else self.none()

    def waiting(self) -> Self:
        return self.filter(state=CallBackState.WAITING)


@tracked(exclude=["contact_cipher"])
class CallBack(SealedContact):
    """Somebody asks to be called; who calls, when, how often nobody answered, and by when we promised."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    topic = models.CharField(_("topic"), max_length=10, choices=CallTopic)
    best_time = models.CharField(_("time"), max_length=8, choices=CallTime, default=CallTime.ANY)
    language = models.CharField(max_length=2, default="km")
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.WEB)
    state = models.CharField(max_length=12, choices=CallBackState, default=CallBackState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_tried_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    work_item = models.OneToOneField(WorkItem, models.RESTRICT, related_name="+")

    objects = CallBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("call-back")
        verbose_name_plural = _("call-backs")
        ordering = ["asked_at", "id"]
        triggers = [CALL_BACK.guard()]
        indexes = [models.Index(fields=["asked_at", "id"], name="callback_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.topic} {self.state}"


class TipQuerySet(models.QuerySet["Tip"]):
    def visible_to(self, user: User) -> Self:
        """Inspectors of the place; never somebody who represents the enterprise that the tip is about."""
        if not user.is_authenticated:
            return self.none()
        own = Enterprise.objects.represented_by(user).values("pk")
        here = self.filter(in_places(user, Permission.READ_TIPS, "place_code"))
        return here.exclude(enterprise__isnull=False, enterprise__in=own)


@tracked()
class Tip(models.Model):
    """What somebody says of an enterprise. Who said it is in TipSource, and never leaves it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    submission_id = models.UUIDField(unique=True, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="+")
    enterprise_typed = models.CharField(_("enterprise"), max_length=250, blank=True)
    where = models.CharField(_("where"), max_length=250, blank=True)
    place_code = models.CharField(max_length=6, blank=True)
    about = models.CharField(_("what"), max_length=16, choices=TipAbout)
    text = models.CharField(_("what happened"), max_length=2000, blank=True)
    seen = models.CharField(_("when seen"), max_length=120, blank=True)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.WEB)
    state = models.CharField(max_length=10, choices=TipState, default=TipState.RECEIVED)
    received_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    looked_at_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=1000, blank=True)

    objects = TipQuerySet.as_manager()

    class Meta:
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        ordering = ["-received_at", "id"]
        triggers = [TIP.guard()]
        indexes = [
            models.Index(fields=["enterprise"], name="tip_of_enterprise", condition=Q(enterprise__isnull=False)),
            models.Index(fields=["due_on", "id"], name="tip_open", condition=~Q(state="closed")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False) | ~Q(enterprise_typed=""), name="tip_about_somebody"
            ),
            state_needs("tip_looked_at_by", ("looking", "closed"), "looked_at_by"),
            state_needs("tip_closed_at", ("closed",), "closed_at"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_late(self) -> bool:
        return self.state != TipState.CLOSED and self.due_on < timezone.localdate()


class TipSourceQuerySet(models.QuerySet["TipSource"]):
    def visible_to(self, user: User) -> Self:
        """The inspector who has the tip in hand, and the chief inspectors of the place; no other inspector."""
        seen = self.filter(tip__in=Tip.objects.visible_to(user))
        is_chief = user.is_authenticated and any(grant.role == "chief_inspector" for grant in user.active_grants)
        return seen if is_chief else seen.filter(tip__looked_at_by=user.pk)


@tracked(exclude=["contact_cipher"])
class TipSource(SealedContact):
    """Who gave a tip, only when they wished: in a table of its own, so that no list can show it by mistake."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tip = models.OneToOneField(Tip, models.RESTRICT, related_name="source")
    given_at = models.DateTimeField(default=timezone.now)

    objects = TipSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of a tip")
        ordering = ["id"]

    def __str__(self) -> str:
        return "••••"


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> Self:
        """Headquarters' complaints officers; nobody whose office or who himself is complained of.

        Of headquarters itself only a complaints officer of its own hears: other staff there are complained of."""
        if not user.is_authenticated or "" not in user.place_prefixes(Permission.HANDLE_COMPLAINTS):
            return self.none()
        officer = any(grant.role == "complaints_officer" for grant in user.active_grants)
        own = {g.office_id for g in user.active_grants if g.office and not (officer and g.office.code == "HQ")}
        return self.exclude(office_id__in=own).exclude(person=user)

    def unanswered(self) -> Self:
        return self.filter(state__in=[ComplaintState.RECEIVED, ComplaintState.LOOKING])


@tracked(exclude=["contact_cipher", "code_digest"])
class Complaint(SealedContact):
    """About the Fund's own work. May be anonymous; whoever holds reference and code reads the answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    submission_id = models.UUIDField(unique=True, editable=False)
    code_digest = models.UUIDField()
    about = models.CharField(_("about"), max_length=10, choices=ComplaintAbout)
    office = models.ForeignKey(Office, models.RESTRICT, null=True, blank=True, related_name="+")
    person_typed = models.CharField(_("person complained of"), max_length=200, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    text = models.CharField(_("what happened"), max_length=2000)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.WEB)
    language = models.CharField(max_length=2, default="km")
    state = models.CharField(max_length=10, choices=ComplaintState, default=ComplaintState.RECEIVED)
    received_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["due_on", "id"]
        triggers = [COMPLAINT.guard()]
        indexes = [models.Index(fields=["received_at", "about"], name="complaint_of_month")]
        constraints = [
            together("complaint_answered_by_and_at", "answered_at", "answered_by"),
            state_needs("complaint_handled_by", ("looking", "answered", "closed"), "handled_by"),
            state_needs("complaint_answered_at", ("answered", "closed"), "answered_at"),
            state_needs("complaint_closed_at", ("closed",), "closed_at"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(answered_by__isnull=True) | ~Q(answered_by=F("person")),
                name="complaint_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in (ComplaintState.RECEIVED, ComplaintState.LOOKING)

    def is_late(self, today: date | None = None) -> bool:
        return self.is_open and self.due_on < (today or timezone.localdate())


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the work item, and may review."""
        if not user.is_authenticated or not user.has_permission(Permission.DECIDE_SECOND):
            return self.none()
        return self.filter(work_item__in=WorkItem.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(state=ReviewState.ASKED)


@tracked()
class Review(models.Model):
    """Somebody does not agree with a decision: a person who took no part in it looks again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    submission_id = models.UUIDField(unique=True, editable=False)
    subject_kind = models.CharField(max_length=12, choices=ReviewOf)
    subject_id = models.UUIDField()
    statement = models.CharField(_("why you do not agree"), max_length=2000)
    language = models.CharField(max_length=2, default="km")
    state = models.CharField(max_length=8, choices=ReviewState, default=ReviewState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    work_item = models.OneToOneField(WorkItem, models.RESTRICT, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["due_on", "id"]
        triggers = [REVIEW.guard()]
        indexes = [models.Index(fields=["subject_id"], name="review_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], condition=Q(state="asked"), name="review_one_open"
            ),
            together("review_decided_by_and_at", "decided_at", "decided_by"),
            state_needs("review_decided_by", ("upheld", "changed"), "decided_by"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(first_by__isnull=True) | ~Q(decided_by=F("first_by")),
                name="review_not_by_the_first",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(second_by__isnull=True) | ~Q(decided_by=F("second_by")),
                name="review_not_by_the_second",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
