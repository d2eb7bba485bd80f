from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import (
    Capacity,
    ClaimPath,
    ClaimState,
    IdentityKind,
    LookUpState,
    Outcome,
)
from enterprises.models.enterprise import Enterprise, Named
from enterprises.models.registry import RegistryRecord
from enterprises.workflow import CLAIM
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.khmer.keys import name_key
from nssf_portal.law.enums import DocumentKind
from nssf_portal.work.models import WorkItem
from nssf_portal.workflow import state_needs, together


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User) -> "ClaimQuerySet":
        """One's own, and those sent to the officers of the place; a draft is nobody else's business."""
        sent = in_places(user, Permission.READ_WORK, "place_code") & ~Q(state=ClaimState.DRAFT)
        return self.filter(Q(user_id=user.pk) | sent)

    def of(self, user: User) -> "ClaimQuerySet":
        return self.filter(user_id=user.pk)

    def unfinished(self) -> "ClaimQuerySet":
        return self.exclude(state__in=[ClaimState.APPROVED, ClaimState.REFUSED, ClaimState.WITHDRAWN])


@tracked(exclude=["identity_cipher", "identity_blind"])
class Claim(Named):
    """A person asks to act for an enterprise, which is registered by the same act when it was not yet.

    As a draft it keeps everything typed; what was typed stays when it is sent, returned or refused."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    submission_id = models.UUIDField(unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="claims")
    state = models.CharField(_("state"), max_length=16, choices=ClaimState, default=ClaimState.DRAFT)
    path = models.CharField(max_length=12, choices=ClaimPath)
    created_at = models.DateTimeField(default=timezone.now)

    tin = models.CharField(_("TIN"), max_length=20, blank=True)
    moc_number = models.CharField(_("MoC number"), max_length=20, blank=True)
    certificate_number = models.CharField(_("certificate number"), max_length=40, blank=True)
    place_code = models.CharField(max_length=6, blank=True)  # the scope: where the officers who decide work
    look_up_state = models.CharField(max_length=12, choices=LookUpState, blank=True)
    looked_up_at = models.DateTimeField(null=True, blank=True)
    records = models.ManyToManyField(RegistryRecord, related_name="+", blank=True)

    commune_code = models.CharField(_("commune"), max_length=6, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone number"), max_length=16, blank=True)
    sector = models.CharField(_("sector"), max_length=1, blank=True)
    activity = models.CharField(_("main activity"), max_length=200, blank=True)
    workers = models.PositiveIntegerField(_("workers"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # the data page was answered

    family_name_km = models.CharField(max_length=80, blank=True)
    given_name_km = models.CharField(max_length=80, blank=True)
    family_name_latin = models.CharField(max_length=80, blank=True)
    given_name_latin = models.CharField(max_length=80, blank=True)
    identity_kind = models.CharField(max_length=12, choices=IdentityKind, blank=True)
    identity_cipher = models.BinaryField(null=True, editable=False)
    identity_blind = models.UUIDField(null=True, editable=False)
    identity_last4 = models.CharField(max_length=4, blank=True)
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity, blank=True)
    matched_role = models.CharField(max_length=8, blank=True)  # owner or director, as a registry names this person

    needed_document = models.CharField(max_length=30, choices=DocumentKind.choices, blank=True)
    needed_why = models.CharField(max_length=24, blank=True)
    invite_asked_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    work_item = models.OneToOneField(WorkItem, models.RESTRICT, null=True, blank=True, related_name="+")
    rule = models.CharField(max_length=60, blank=True)  # name and version of the rule that approved it
    returned_fields = models.JSONField(default=list, blank=True)
    returned_why = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    decision_reason = models.CharField(max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-created_at", "id"]
        triggers = [CLAIM.guard()]
        indexes = [models.Index(fields=["user", "-created_at"], name="claim_of_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enterprise"],
                condition=~Q(state__in=["approved", "refused", "withdrawn"]) & Q(enterprise__isnull=False),
                name="claim_one_open_per_enterprise",
            ),
            state_needs("claim_sent_at", ("submitted", "in_review", "returned", "refusal_proposed"), "submitted_at"),
            state_needs("claim_decided_at", ("approved", "refused"), "decided_at"),
            state_needs("claim_approved_enterprise", ("approved",), "enterprise"),
            state_needs("claim_refused_by", ("refused",), "decided_by"),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(rule="") | Q(decided_by__isnull=False), name="claim_approved_by"
            ),
            together("claim_identity_whole", "identity_cipher", "identity_blind"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def person_keys(self) -> tuple[str, str]:
        return (
            name_key(self.family_name_km, self.given_name_km),
            name_key(self.family_name_latin, self.given_name_latin),
        )

    @property
    def is_household(self) -> bool:
        return self.path == ClaimPath.HOUSEHOLD

    @property
    def asks_registries(self) -> bool:
        return self.path in (ClaimPath.TIN, ClaimPath.MOC)

    @property
    def can_be_edited(self) -> bool:
        return self.state in (ClaimState.DRAFT, ClaimState.RETURNED)

    @property
    def is_decided(self) -> bool:
        return self.state in (ClaimState.APPROVED, ClaimState.REFUSED, ClaimState.WITHDRAWN)


class ClaimDocument(models.Model):
    """A file given as evidence; the upload is the giver's, and the officers see it through the claim."""

    claim = models.ForeignKey(Claim, models.RESTRICT, related_name="documents")
    upload = models.OneToOneField(Upload, models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document of a claim")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.claim_id}"


class ClaimCheck(models.Model):
    """An automatic test of a claim, with its evidence; only the newest of each code counts."""

    claim = models.ForeignKey(Claim, models.RESTRICT, related_name="checks")
    code = models.CharField(max_length=24)
    outcome = models.CharField(max_length=12, choices=Outcome)
    evidence = models.CharField(max_length=300, blank=True)  # codes, sources and dates; no personal data
    exchange_id = models.BigIntegerField(null=True, blank=True)  # the exchange log's row
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("check of a claim")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["claim", "code"], name="claim_check_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.outcome}"


class LookUp(models.Model):
    """Who asked how often about enterprises: for the hourly limit, and for the security officer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12)

    class Meta:
        verbose_name = _("look-up")
        ordering = ["id"]
        indexes = [models.Index(fields=["user", "-at"], name="look_up_of_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
