"""What an enterprise declares each month, what is due for it, and what the collection system says was paid."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import DeclarationKind
from compliance.models.scope import of_employer, of_officers
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.tallies import Part, Tally
from nssf_portal.workflow import together
from registration.enums import Channel

_FILED_ON = "(filed_at AT TIME ZONE 'Asia/Phnom_Penh')::date"
DECLARATIONS = Tally(
    name="declarations",
    table="compliance_declarationtally",
    source="compliance_declaration",
    sums={"declarations": "1"},
    parts=(
        Part(
            {
                "month": "month",
                "province_code": "province_code",
                "channel": "channel",
                "on_time": f"{_FILED_ON} <= due_on",
            },
            "is_first",
        ),
    ),
)
# Where the enterprise was when it declared, and whether a declaration came before: facts of the day, not of today.
_PLACED = """
NEW.province_code := COALESCE(
    (SELECT e.province_code FROM enterprises_enterprise e WHERE e.id = NEW.enterprise_id), ''
);
NEW.is_first := NOT EXISTS (
    SELECT FROM compliance_declaration d WHERE d.enterprise_id = NEW.enterprise_id AND d.month = NEW.month
);
RETURN NEW;
"""


def _first_of_month(field: str) -> Q:
    return Q(**{f"{field}__day": 1})


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def visible_to(self, user: User) -> Self:
        """The enterprise's own, and those of the places where a role lets one read declarations; never of the tied."""
        return self.filter(
            of_employer(user, "enterprise")
            | of_officers(user, Permission.READ_DECLARATIONS, "enterprise__commune_code", "enterprise")
        )

    def current(self) -> Self:
        """The newest of each month; corrected ones are history."""
        return self.filter(superseded_at__isnull=True)


@tracked()
class Declaration(models.Model):
    """An enterprise's statement of staff and wages for one month; a correction is a new one that supersedes it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    month = models.DateField(_("month"))  # its first day
    kind = models.CharField(_("kind"), max_length=10, choices=DeclarationKind)
    due_on = models.DateField(_("due"))  # by the law of that month
    filed_at = models.DateTimeField(_("declared"), default=timezone.now)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.WEB)
    workers = models.PositiveIntegerField(_("workers"), default=0)
    wages = models.DecimalField(_("wages"), max_digits=18, decimal_places=2, default=0)  # riel
    # Riel for the month; empty: not computed (a wage in another currency without a rate).
    occupational_risk = models.BigIntegerField(null=True)
    health_care = models.BigIntegerField(null=True)
    pension_employer = models.BigIntegerField(null=True)
    pension_worker = models.BigIntegerField(null=True)
    confirmed = models.BooleanField(default=False)  # whether every law value used is
    submission_id = models.UUIDField(unique=True, editable=False)
    province_code = models.CharField(max_length=2, blank=True, editable=False)  # by a trigger
    is_first = models.BooleanField(default=True, editable=False)  # by a trigger: of its month; whether it came in time
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["-month", "-filed_at"]
        triggers = [
            pgtrigger.Trigger(name="placed", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_PLACED),
            *DECLARATIONS.triggers(),
        ]
        indexes = [models.Index(fields=["enterprise", "-month"], name="declaration_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "month"], condition=Q(superseded_at__isnull=True), name="declaration_one_a_month"
            ),
            models.CheckConstraint(condition=_first_of_month("month"), name="declaration_month_is_first_day"),
            models.CheckConstraint(
                condition=~Q(kind="no_staff") | Q(workers=0, wages=0), name="declaration_no_staff_is_none"
            ),
            together("declaration_amounts", "occupational_risk", "health_care", "pension_employer", "pension_worker"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def amount(self) -> int | None:
        """Riel due for the month, all schemes and both sides; None when it could not be computed."""
        parts = (self.occupational_risk, self.health_care, self.pension_employer, self.pension_worker)
        return None if None in parts else sum(part for part in parts if part is not None)

    @property
    def is_late(self) -> bool:
        return timezone.localdate(self.filed_at) > self.due_on


class DeclarationTally(models.Model):
    """First declarations of a month by place, channel and whether they came in time; rows add up."""

    month = models.DateField(_("month"))
    province_code = models.CharField(_("province"), max_length=2)
    channel = models.CharField(_("channel"), max_length=12)
    on_time = models.BooleanField(_("declared on time"))
    declarations = models.IntegerField(_("declarations"))

    class Meta:
        verbose_name = _("tally of declarations")
        ordering = ["month", "province_code"]

    def __str__(self) -> str:
        return f"{self.month} {self.declarations}"


class DeclarationLine(models.Model):
    """One worker in one declaration, on both wage bases. Partitioned by month; nothing points here."""

    month = models.DateField()
    declaration = models.ForeignKey(Declaration, models.RESTRICT, related_name="lines")
    employment_id = models.UUIDField()
    member_id = models.UUIDField()
    wage = models.DecimalField(max_digits=14, decimal_places=2)
    wage_currency = models.CharField(max_length=3, default="KHR")
    wage_riel = models.BigIntegerField(null=True)
    base = models.BigIntegerField(null=True)
    pension_base = models.BigIntegerField(null=True)
    occupational_risk = models.BigIntegerField(null=True)
    health_care = models.BigIntegerField(null=True)
    pension_employer = models.BigIntegerField(null=True)
    pension_worker = models.BigIntegerField(null=True)
    joined = models.BooleanField(default=False)  # began in this month
    left = models.BooleanField(default=False)  # ended in this month

    class Meta:
        verbose_name = _("line of a declaration")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)


class PaymentBatch(models.Model):
    """One file or message of payment facts from the collection system."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(_("source"), max_length=40, default="collection")
    upload = models.ForeignKey(Upload, models.RESTRICT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.CORE)
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    submission_id = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("batch of payments")
        ordering = ["-received_at", "id"]

    def __str__(self) -> str:
        return f"{self.source} {self.received_at:%Y-%m-%d}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(
            of_employer(user, "enterprise")
            | of_officers(user, Permission.READ_DECLARATIONS, "enterprise__commune_code", "enterprise")
        )


class Payment(models.Model):
    """A fact from the collection system: so much came on that day under this reference. Never changed, only added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(PaymentBatch, models.RESTRICT, related_name="payments")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    month = models.DateField(_("month"), null=True, blank=True)  # null: a fine, or the payer did not say
    fine_reference = models.CharField(_("payment reference of a fine"), max_length=20, blank=True)
    amount = models.BigIntegerField(_("amount"))  # riel; negative: a reversal, under a reference of its own
    paid_on = models.DateField(_("paid on"))
    reference = models.CharField(_("reference"), max_length=60)
    received_at = models.DateTimeField(default=timezone.now)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-paid_on", "id"]
        indexes = [
            models.Index(fields=["enterprise", "month"], name="payment_of_month"),
            models.Index(fields=["fine_reference"], name="payment_of_fine", condition=~Q(fine_reference="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="payment_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="payment_is_not_nothing"),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | _first_of_month("month"), name="payment_month_is_first_day"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
