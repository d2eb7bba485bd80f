from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import AdjustmentKind, AdjustmentState, FineState
from compliance.models.case import CaseFile, Finding
from compliance.models.scope import of_employer, of_officers
from compliance.workflow import ADJUSTMENT, FINE
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together


class FineQuerySet(models.QuerySet["Fine"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the case; the employer once it was confirmed by a second person."""
        if not user.is_authenticated:
            return self.none()
        hidden = (FineState.PROPOSED, FineState.DECLINED)
        told = of_employer(user, "case__enterprise") & ~Q(state__in=hidden)
        return self.filter(Q(case__in=CaseFile.objects.visible_to(user)) | told)

    def unpaid(self) -> Self:
        return self.filter(state__in=(FineState.CONFIRMED, FineState.PART_PAID))


@tracked()
class Fine(models.Model):
    """Multiplier x base daily wage x workers concerned (Prakas 168/22), by the law of the day the violation was found.

    All amounts in riel. Proposed by one person, confirmed by another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    number = models.CharField(_("number"), max_length=24, unique=True)
    case = models.ForeignKey(CaseFile, models.RESTRICT, related_name="fines")
    finding = models.ForeignKey(Finding, models.RESTRICT, related_name="fines")
    law_on = models.DateField(_("law of"))
    base_daily_wage = models.BigIntegerField(_("base daily wage"))
    multiplier = models.PositiveSmallIntegerField(_("multiplier"))
    multiplier_reason = models.CharField(_("why this multiplier"), max_length=500)
    workers = models.PositiveIntegerField(_("workers concerned"))
    amount = models.BigIntegerField(_("amount"))
    legal_source = models.CharField(_("legal reference"), max_length=600)
    is_draft = models.BooleanField(default=False)  # rests on a value to be confirmed: printed DRAFT, never confirmed
    state = models.CharField(_("state"), max_length=10, choices=FineState, default=FineState.PROPOSED)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    declined_reason = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(_("to be paid by"), null=True, blank=True)
    paid = models.BigIntegerField(_("paid"), default=0)
    paid_at = models.DateTimeField(null=True, blank=True)
    relieved_at = models.DateTimeField(null=True, blank=True)
    referred_at = models.DateTimeField(null=True, blank=True)
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    referred_to = models.CharField(_("court"), max_length=200, blank=True)
    paper_km = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    paper_en = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    court_paper_km = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    court_paper_en = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = FineQuerySet.as_manager()

    class Meta:
        verbose_name = _("fine")
        verbose_name_plural = _("fines")
        ordering = ["-proposed_at", "id"]
        triggers = [FINE.guard()]
        indexes = [models.Index(fields=["due_on"], name="fine_due", condition=Q(state__in=["confirmed", "part_paid"]))]
        constraints = [
            models.UniqueConstraint(fields=["finding"], condition=~Q(state="declined"), name="fine_once_for_a_finding"),
            models.CheckConstraint(
                condition=Q(amount=F("base_daily_wage") * F("multiplier") * F("workers")), name="fine_is_its_formula"
            ),
            models.CheckConstraint(condition=Q(workers__gt=0), name="fine_for_somebody"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="fine_second_is_not_first",
            ),
            models.CheckConstraint(
                condition=Q(is_draft=False) | Q(state__in=["proposed", "declined"]), name="fine_draft_is_not_confirmed"
            ),
            state_needs(
                "fine_confirmed_by",
                ("confirmed", "part_paid", "paid", "relieved", "referred"),
                "confirmed_at",
                "confirmed_by",
                "due_on",
            ),
            together("fine_confirmed_by_and_at", "confirmed_at", "confirmed_by"),
            state_needs("fine_declined_by", ("declined",), "declined_at", "declined_by"),
            together("fine_declined_by_and_at", "declined_at", "declined_by"),
            state_needs("fine_paid_at", ("paid",), "paid_at"),
            models.CheckConstraint(condition=~Q(state="paid") | Q(paid__gte=F("amount")), name="fine_paid_in_full"),
            state_needs("fine_relieved_at", ("relieved",), "relieved_at"),
            state_needs("fine_referred_by", ("referred",), "referred_at", "referred_by"),
            together("fine_referred_by_and_at", "referred_at", "referred_by"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def owed(self) -> int:
        """Riel still to be paid."""
        return max(self.amount - self.paid, 0)


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    def visible_to(self, user: User) -> Self:
        """Inspectors of the place; the employer once it was granted."""
        if not user.is_authenticated:
            return self.none()
        told = of_employer(user, "enterprise") & Q(state__in=(AdjustmentState.GRANTED, AdjustmentState.REVOKED))
        return self.filter(of_officers(user, Permission.READ_CASES, "enterprise__commune_code", "enterprise") | told)

    def granted(self) -> Self:
        return self.filter(state=AdjustmentState.GRANTED)


@tracked()
class Adjustment(models.Model):
    """A dated relief with its legal ground; a second person grants it. It never deletes what it relieves."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=AdjustmentKind)
    fine = models.ForeignKey(Fine, models.RESTRICT, null=True, blank=True, related_name="adjustments")
    from_month = models.DateField(_("from month"), null=True, blank=True)
    to_month = models.DateField(_("to month"), null=True, blank=True)
    legal_ground = models.CharField(_("legal ground"), max_length=300)
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("state"), max_length=10, choices=AdjustmentState, default=AdjustmentState.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    decided_reason = models.CharField(max_length=500, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    revoked_reason = models.CharField(max_length=500, blank=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["-proposed_at", "id"]
        triggers = [ADJUSTMENT.guard()]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="fine_relief", fine__isnull=False, from_month__isnull=True)
                | ~Q(kind="fine_relief") & Q(fine__isnull=True, from_month__isnull=False),
                name="adjustment_of_a_fine_or_months",
            ),
            models.CheckConstraint(
                condition=Q(to_month__isnull=True) | Q(to_month__gte=F("from_month")),
                name="adjustment_months_in_order",
            ),
            models.UniqueConstraint(
                fields=["fine"],
                condition=Q(fine__isnull=False, state__in=["proposed", "granted"]),
                name="adjustment_one_standing_for_a_fine",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="adjustment_second_is_not_first",
            ),
            state_needs("adjustment_decided_by", ("granted", "refused", "revoked"), "decided_at", "decided_by"),
            together("adjustment_decided_by_and_at", "decided_at", "decided_by"),
            state_needs("adjustment_revoked_by", ("revoked",), "revoked_at", "revoked_by"),
            together("adjustment_revoked_by_and_at", "revoked_at", "revoked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class SuspendedContract(models.Model):
    """An employment whose contract is suspended: no contributions in the months of the adjustment it belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    adjustment = models.ForeignKey(Adjustment, models.RESTRICT, related_name="contracts")
    employment = models.ForeignKey("registration.Employment", models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("suspended contract")
        verbose_name_plural = _("suspended contracts")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["adjustment", "employment"], name="suspended_contract_once")]

    def __str__(self) -> str:
        return str(self.pk)
