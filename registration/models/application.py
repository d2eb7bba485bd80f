from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Outcome
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.identifiers.crypto import decrypt, encrypt, key_id
from nssf_portal.identifiers.models import Identifier
from nssf_portal.ids import uuid7
from nssf_portal.law.enums import DocumentKind
from nssf_portal.work.models import WorkItem
from nssf_portal.workflow import state_needs, together
from registration.enums import (
    ApplicantPath,
    ApplicationKind,
    ApplicationState,
    Channel,
    EmployerContact,
    EquityCard,
    NoIdentity,
    Payer,
    Precision,
    Relation,
    Sex,
    WaitsFor,
)
from registration.identity import identity_index
from registration.models.employment import Employment
from registration.models.member import Member, PersonName
from registration.models.priority import PriorityGroup
from registration.models.tally import APPLICATIONS
from registration.workflow import APPLICATION

_CLOSED = [ApplicationState.APPROVED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN]


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> Self:
        """One's own, those one helped to fill, and those sent to the officers of the place; no one else's drafts."""
        if not user.is_authenticated:
            return self.none()
        sent = in_places(user, Permission.READ_WORK, "place_code") & ~Q(state=ApplicationState.DRAFT)
        return self.filter(Q(user_id=user.pk) | Q(helped_by_id=user.pk) | sent)

    def reached_by_phone(self, index: object) -> Self:
        """Those begun with a phone number: whoever proves the phone by a code may go on with drafts and see states."""
        return self.filter(numbers__kind=Identifier.Kind.PHONE, numbers__blind_index=index)

    def unfinished(self) -> Self:
        return self.exclude(state__in=_CLOSED)


@tracked()
class Application(PersonName):
    """A person asks to be entered in the register of members, or to have the record put right.

    As a draft it keeps everything typed, page by page; numbers are in ApplicationNumber, nowhere else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    submission_id = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=ApplicationKind, default=ApplicationKind.MEMBER)
    path = models.CharField(max_length=14, choices=ApplicantPath)
    state = models.CharField(_("state"), max_length=16, choices=ApplicationState, default=ApplicationState.DRAFT)
    waits_for = models.CharField(max_length=12, choices=WaitsFor, blank=True)
    waits_until = models.DateField(null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.WEB)
    language = models.CharField(_("language"), max_length=2, default="km")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    helped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    born_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    nationality = models.CharField(_("nationality"), max_length=2, default="KH")
    identity_kind = models.CharField(max_length=20, choices=Identifier.Kind, blank=True)
    no_identity = models.CharField(max_length=10, choices=NoIdentity, blank=True)
    commune_code = models.CharField(_("commune"), max_length=6, blank=True)
    place_code = models.CharField(max_length=6, blank=True)  # the scope: where the officers who decide work
    occupation = models.CharField(_("occupation"), max_length=120, blank=True)
    equity_card = models.CharField(max_length=8, choices=EquityCard, blank=True)

    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="+")
    enterprise_typed = models.CharField(_("employer"), max_length=250, blank=True)
    employer_contact = models.CharField(max_length=6, choices=EmployerContact, blank=True)
    payer = models.CharField(max_length=10, choices=Payer, blank=True)
    started_on = models.DateField(_("hired on"), null=True, blank=True)
    wage = models.DecimalField(_("monthly wage"), max_digits=14, decimal_places=2, null=True, blank=True)

    priority_group = models.ForeignKey(PriorityGroup, models.RESTRICT, null=True, blank=True, related_name="+")
    uses_workers = models.BooleanField(_("uses workers"), null=True, blank=True)
    accepted_terms_at = models.DateTimeField(null=True, blank=True)

    sponsor = models.ForeignKey(Member, models.RESTRICT, null=True, blank=True, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation, blank=True)
    is_disabled = models.BooleanField(_("disabled or chronically ill"), null=True, blank=True)
    marriage_registered = models.BooleanField(_("the marriage is registered"), null=True, blank=True)

    corrects = models.ForeignKey(Member, models.RESTRICT, null=True, blank=True, related_name="+")
    correction = models.CharField(max_length=24, blank=True)  # what is to be put right; a code of services.correcting
    statement = models.CharField(_("in your words"), max_length=1000, blank=True)

    employment = models.ForeignKey(Employment, models.RESTRICT, null=True, blank=True, related_name="+")
    other_person = models.CharField(_("the other number or name"), max_length=120, blank=True)

    submitted_at = models.DateTimeField(null=True, blank=True)
    work_item = models.OneToOneField(WorkItem, models.RESTRICT, null=True, blank=True, related_name="+")
    rule = models.CharField(max_length=60, blank=True)  # name and version of the rule that approved it
    returned_fields = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    returned_why = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    decision_reason = models.CharField(max_length=500, blank=True)
    first_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+"
    )  # who proposed a refusal, or the approval of a private correction
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    reopened_against = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+"
    )  # who had decided then
    member = models.ForeignKey(Member, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at", "id"]
        triggers = [APPLICATION.guard(), *APPLICATIONS.triggers()]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="application_of_user", condition=Q(user__isnull=False)),
            models.Index(fields=["member"], name="application_of_member", condition=Q(member__isnull=False)),
            models.Index(fields=["waits_until"], name="application_waits", condition=~Q(waits_for="")),
            models.Index(fields=["created_at"], name="application_drafts", condition=Q(state="draft")),
        ]
        constraints = [
            state_needs(
                "application_sent_at", ("submitted", "in_review", "returned", "refusal_proposed"), "submitted_at"
            ),
            state_needs("application_decided_at", ("approved", "refused"), "decided_at"),
            state_needs("application_refused_by", ("refused",), "decided_by"),
            state_needs("application_approved_member", ("approved",), "member"),
            state_needs("application_in_review_item", ("in_review", "refusal_proposed"), "work_item"),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(rule="") | Q(decided_by__isnull=False),
                name="application_approved_by",
            ),
            together("application_reopened_by_and_at", "reopened_at", "reopened_by"),
            models.CheckConstraint(
                condition=Q(reopened_by__isnull=True) | ~Q(reopened_by=F("reopened_against")),
                name="application_reopened_by_another",
            ),
            models.CheckConstraint(
                condition=Q(waits_for="") | Q(state="submitted", waits_until__isnull=False),
                name="application_waits_when_sent",
            ),
            models.CheckConstraint(
                condition=~Q(kind="correction") | Q(corrects__isnull=False), name="application_corrects_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved", correction__in=["two_numbers", "other_name"])
                | Q(first_decided_by__isnull=False, decided_by__isnull=False) & ~Q(first_decided_by=F("decided_by")),
                name="application_private_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused")
                | Q(first_decided_by__isnull=False, decided_by__isnull=False) & ~Q(first_decided_by=F("decided_by")),
                name="application_refused_by_two",
            ),
            models.UniqueConstraint(
                fields=["corrects", "correction"],
                condition=Q(kind="correction") & ~Q(state__in=["approved", "refused", "withdrawn"]),
                name="application_one_open_correction",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def can_be_edited(self) -> bool:
        return self.state in (ApplicationState.DRAFT, ApplicationState.RETURNED)

    @property
    def is_decided(self) -> bool:
        return self.state in _CLOSED

    def number_of(self, kind: str) -> "ApplicationNumber | None":
        """The number of a kind as it stands in the application."""
        return next((number for number in self.numbers.all() if number.kind == kind), None)


@tracked(exclude=["ciphertext", "blind_index", "key_id"])
class ApplicationNumber(Identifier):
    """Identity and contact numbers given in an application, encrypted; they move to the member on approval."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="numbers")

    class Meta:
        verbose_name = _("number in an application")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "kind"], name="application_number_once")]
        indexes = [models.Index(fields=["blind_index"], name="application_number_index")]

    @classmethod
    def of(cls, application: Application, kind: str, value: str) -> Self:
        """A new, unsaved number; `value` is normalised already."""
        blob = encrypt(value.encode(), application.pk.bytes)
        return cls(
            application=application,
            kind=kind,
            ciphertext=blob,
            blind_index=identity_index(kind, value, application.nationality),
            last_four=value[-4:],
            key_id=key_id(blob),
        )

    def reveal(self) -> str:
        """The value in clear; the caller notes the reading first."""
        return decrypt(self.ciphertext, self.application_id.bytes).decode()


class ApplicationStep(models.Model):
    """A page that was answered: when, and how many fields it asked; so that the way can be shortened and measured."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=24)
    fields_asked = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answered page")
        ordering = ["answered_at", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "name"], name="application_step_once")]

    def __str__(self) -> str:
        return self.name


class ApplicationDocument(models.Model):
    """A file given as evidence; officers see it through the application."""

    application = models.ForeignKey(Application, models.RESTRICT, related_name="documents")
    upload = models.OneToOneField(Upload, models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document of an application")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.application_id}"


class ApplicationCheck(models.Model):
    """An automatic test with its evidence; the newest of each code counts."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="checks")
    code = models.CharField(max_length=24)
    outcome = models.CharField(max_length=12, choices=Outcome)
    evidence = models.CharField(max_length=300, blank=True)  # codes, sources and dates; no personal data
    exchange_id = models.UUIDField(null=True, blank=True)  # the X-Road message id of what was asked
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("check of an application")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "code"], name="application_check_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.outcome}"


class ApplicationCandidate(models.Model):
    """A member who may be the applicant, as the comparison saw it; it grants the deciding officer that comparison."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="candidates")
    member = models.ForeignKey(Member, models.RESTRICT, related_name="+")
    score = models.FloatField()
    band = models.CharField(max_length=10)  # same, possible
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("possible duplicate of an application")
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "member"], name="application_candidate_once"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="application_candidate_score"),
        ]

    def __str__(self) -> str:
        return f"{self.band} {self.score:.2f}"


class Consent(models.Model):
    """What a person agreed to share, in which version of the text; a later row for the same purpose replaces it."""

    application = models.ForeignKey(Application, models.RESTRICT, null=True, blank=True, related_name="consents")
    member = models.ForeignKey(Member, models.RESTRICT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=20)
    version = models.CharField(max_length=12)
    given = models.BooleanField()
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=12, choices=Channel)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        ordering = ["id"]
        indexes = [models.Index(fields=["member", "purpose"], name="consent_of_member")]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) | Q(member__isnull=False), name="consent_of_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Interest(models.Model):
    """A wish for cover that no scheme gives yet: counted, so that it can be asked for (plan 1.3)."""

    application = models.ForeignKey(Application, models.RESTRICT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Member, models.RESTRICT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16)
    people = models.PositiveSmallIntegerField(null=True, blank=True)
    province_code = models.CharField(max_length=2, blank=True)
    said_at = models.DateTimeField(default=timezone.now)
    submission_id = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("interest in a scheme")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.kind
