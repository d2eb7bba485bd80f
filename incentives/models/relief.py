"""Relief: emergencies declared for sectors, places and dates; and what one employer asks for (plan 1.3, 2.2)."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import AdjustmentKind
from compliance.models import Adjustment, Fine
from enterprises.enums import Sector
from enterprises.models import Enterprise
from incentives.enums import EmergencyKind, InterventionState, LineState, ReliefKind, ReliefState, Size
from incentives.models.scope import if_national, of_employer, of_officers
from incentives.workflow import INTERVENTION, INTERVENTION_LINE, RELIEF
from nssf_portal.accounts.models import User
from nssf_portal.accounts.models.office import Bilingual
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together


class InterventionQuerySet(models.QuerySet["Intervention"]):
    def visible_to(self, user: User) -> Self:
        """Emergencies are declared for the country: officers of headquarters."""
        return self.filter(if_national(user, Permission.READ_INCENTIVES))


@tracked()
class Intervention(Bilingual):
    """An emergency relief for whole sectors and places: a rule selects, people review, a second person grants."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    kind = models.CharField(_("kind of emergency"), max_length=10, choices=EmergencyKind)
    effect = models.CharField(_("what is relieved"), max_length=16, choices=AdjustmentKind)
    legal_ground = models.CharField(_("legal ground"), max_length=300)
    reason = models.CharField(_("reason"), max_length=500)
    # The rule: what is empty does not matter.
    sectors = ArrayField(models.CharField(max_length=1, choices=Sector), default=list, blank=True)
    activity_contains = models.CharField(_("main activity contains"), max_length=60, blank=True)
    places = ArrayField(models.CharField(max_length=6), default=list, blank=True)  # province, district or commune codes
    sizes = ArrayField(models.CharField(max_length=8, choices=Size), default=list, blank=True)
    registered_before = models.DateField(_("registered before"), null=True, blank=True)
    from_month = models.DateField(_("from month"))
    to_month = models.DateField(_("to month"))
    state = models.CharField(_("state"), max_length=10, choices=InterventionState, default=InterventionState.DRAFTED)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    selected_at = models.DateTimeField(null=True, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    refused_reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    last_month = models.DateField(_("last month, ended early"), null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(_("why it ended"), max_length=500, blank=True)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency relief")
        verbose_name_plural = _("emergency reliefs")
        ordering = ["-created_at", "id"]
        triggers = [INTERVENTION.guard()]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_month__day=1, to_month__day=1, to_month__gte=F("from_month")),
                name="intervention_months_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(effect__in=["fine_relief", "contracts"]), name="intervention_relieves_months"
            ),
            state_needs("intervention_selected", ("selected", "proposed", "granted"), "selected_at"),
            state_needs(
                "intervention_proposed",
                ("proposed", "granted", "refused", "ended", "expired", "revoked"),
                "proposed_at",
                "proposed_by",
            ),
            together("intervention_proposed_by_and_at", "proposed_at", "proposed_by"),
            state_needs("intervention_granted", ("granted", "ended", "expired", "revoked"), "granted_at", "granted_by"),
            together("intervention_granted_by_and_at", "granted_at", "granted_by"),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("proposed_by")),
                name="intervention_second_is_not_first",
            ),
            state_needs("intervention_refused", ("refused",), "refused_at", "refused_by"),
            together("intervention_refused_by_and_at", "refused_at", "refused_by"),
            state_needs("intervention_ended", ("ended",), "ended_at", "ended_by", "last_month"),
            together("intervention_ended_by_and_at", "ended_at", "ended_by"),
            state_needs("intervention_expired", ("expired",), "expired_at"),
            state_needs("intervention_revoked", ("revoked",), "revoked_at", "revoked_by"),
            together("intervention_revoked_by_and_at", "revoked_at", "revoked_by"),
        ]


class InterventionLineQuerySet(models.QuerySet["InterventionLine"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(of_officers(user, Permission.READ_INCENTIVES))


class InterventionLine(models.Model):
    """One enterprise on the list of an emergency relief, with the adjustment that came of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    intervention = models.ForeignKey(Intervention, models.RESTRICT, related_name="lines")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=LineState, default=LineState.SELECTED)
    workers = models.PositiveIntegerField(_("registered workers"), default=0)  # when it was selected
    adjustment = models.OneToOneField(Adjustment, models.RESTRICT, null=True, blank=True, related_name="+")
    excluded_at = models.DateTimeField(null=True, blank=True)
    excluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    excluded_reason = models.CharField(_("why it is off the list"), max_length=300, blank=True)

    objects = InterventionLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of an emergency relief")
        ordering = ["id"]
        triggers = [INTERVENTION_LINE.guard()]
        constraints = [
            models.UniqueConstraint(fields=["intervention", "enterprise"], name="intervention_line_once"),
            state_needs("intervention_line_excluded", ("excluded",), "excluded_at", "excluded_by"),
            together("intervention_line_excluded_by_and_at", "excluded_at", "excluded_by"),
            state_needs("intervention_line_applied", ("applied", "reversed"), "adjustment"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.state}"


@tracked()
class ReliefReason(Bilingual):
    """A reason accepted for relief; the list is the Fund's (plan 1.3: "acceptable reasons")."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("what is relieved"), max_length=10, choices=ReliefKind)
    legal_ground = models.CharField(_("legal ground"), max_length=300)
    needs_document = models.BooleanField(_("needs a document"), default=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("reason for relief")
        verbose_name_plural = _("reasons for relief")
        ordering = ["order", "code"]


class ReliefRequestQuerySet(models.QuerySet["ReliefRequest"]):
    def visible_to(self, user: User) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(of_employer(user) | of_officers(user, Permission.READ_INCENTIVES))


@tracked()
class ReliefRequest(models.Model):
    """An employer asks for relief of a fine, of lateness, of interest, or of suspended contracts' contributions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    kind = models.CharField(_("what is asked for"), max_length=10, choices=ReliefKind)
    reason = models.ForeignKey(ReliefReason, models.RESTRICT, related_name="+")
    text = models.CharField(_("what happened"), max_length=1000)
    fine = models.ForeignKey(Fine, models.RESTRICT, null=True, blank=True, related_name="+")
    from_month = models.DateField(_("from month"), null=True, blank=True)
    to_month = models.DateField(_("to month"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReliefState, default=ReliefState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    adjustment = models.OneToOneField(Adjustment, models.RESTRICT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    refused_reason = models.CharField(max_length=500, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    revoked_reason = models.CharField(max_length=500, blank=True)

    objects = ReliefRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for relief")
        verbose_name_plural = _("requests for relief")
        ordering = ["-asked_at", "id"]
        triggers = [RELIEF.guard()]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="penalty", fine__isnull=False, from_month__isnull=True)
                | ~Q(kind="penalty") & Q(fine__isnull=True, from_month__isnull=False),
                name="relief_request_of_a_fine_or_months",
            ),
            models.CheckConstraint(
                condition=Q(from_month__isnull=True) | Q(to_month__gte=F("from_month")),
                name="relief_request_months_in_order",
            ),
            models.UniqueConstraint(
                fields=["fine"],
                condition=Q(fine__isnull=False, state__in=["asked", "proposed", "granted"]),
                name="relief_request_one_open_for_a_fine",
            ),
            state_needs(
                "relief_request_proposed",
                ("proposed", "granted", "revoked"),
                "proposed_at",
                "proposed_by",
                "adjustment",
            ),
            together("relief_request_proposed_by_and_at", "proposed_at", "proposed_by"),
            state_needs("relief_request_granted", ("granted", "revoked"), "granted_at", "granted_by"),
            together("relief_request_granted_by_and_at", "granted_at", "granted_by"),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("proposed_by")),
                name="relief_request_second_is_not_first",
            ),
            state_needs("relief_request_refused", ("refused",), "refused_at", "refused_by"),
            together("relief_request_refused_by_and_at", "refused_at", "refused_by"),
            state_needs("relief_request_revoked", ("revoked",), "revoked_at", "revoked_by"),
            together("relief_request_revoked_by_and_at", "revoked_at", "revoked_by"),
        ]

    def __str__(self) -> str:
        return self.reference


class ReliefDocument(models.Model):
    """A paper that shows why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(ReliefRequest, models.RESTRICT, related_name="documents")
    upload = models.ForeignKey(Upload, models.RESTRICT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("document of a request for relief")
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class ReliefContract(models.Model):
    """One employment whose contract is suspended, as the employer names it; it becomes relief when granted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(ReliefRequest, models.RESTRICT, related_name="contracts")
    employment = models.ForeignKey("registration.Employment", models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("suspended contract asked for")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["request", "employment"], name="relief_contract_once")]

    def __str__(self) -> str:
        return str(self.pk)
