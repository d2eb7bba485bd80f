from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.fields.ranges import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, Establishment
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import together
from registration.enums import Channel, Currency, EndReason, Presence
from registration.models.member import Member

# Each member's own spells (OFFSET 0 fences them): going by the establishment, which stale statistics may suggest, would
# read its whole staff once for every person hired.
_NO_OVERLAP = """
IF EXISTS (
    SELECT FROM new_rows n CROSS JOIN LATERAL (
        SELECT * FROM registration_employment WHERE member_id = n.member_id OFFSET 0
    ) e
    WHERE e.establishment_id = n.establishment_id AND e.id <> n.id
      AND daterange(e.started_on, e.ended_on, '[]') && daterange(n.started_on, n.ended_on, '[]')
) THEN
    RAISE EXCEPTION 'employment spells overlap' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'employment_spells';
END IF;
RETURN NULL;
"""


def _no_overlap(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """Open against closed spells; closed ones among themselves are the EXCLUDE constraint's."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=_NO_OVERLAP,
    )


class EmploymentQuerySet(models.QuerySet["Employment"]):
    def visible_to(self, user: User) -> Self:
        """Of enterprises one represents, and in the places one's roles cover. (A member sees theirs on /me/.)"""
        represented = Q(enterprise__in=Enterprise.objects.represented_by(user))
        return self.filter(represented | in_places(user, Permission.READ_MEMBERS, "commune_code"))

    def current(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def past(self) -> Self:
        return self.filter(ended_on__isnull=False)


@tracked()
class Employment(models.Model):
    """A member's spell of work at an establishment; leave and suspension keep it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, models.RESTRICT, related_name="employments")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    establishment = models.ForeignKey(Establishment, models.RESTRICT, related_name="+")
    commune_code = models.CharField(max_length=6, blank=True)  # the establishment's: this table's own scope column
    staff_number = models.CharField(_("staff number"), max_length=40, blank=True)
    occupation = models.CharField(_("position"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    wage = models.DecimalField(_("monthly wage"), max_digits=14, decimal_places=2)
    wage_currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.KHR)
    started_on = models.DateField(_("hired on"))
    presence = models.CharField(_("presence"), max_length=12, choices=Presence, default=Presence.WORKING)
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    end_reason = models.CharField(_("reason for leaving"), max_length=16, choices=EndReason, null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    submission_id = models.UUIDField(null=True, unique=True, editable=False)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ["id"]
        triggers = [_no_overlap("spells_insert", pgtrigger.Insert), _no_overlap("spells_update", pgtrigger.Update)]
        indexes = [
            models.Index(fields=["enterprise", "id"], name="employment_current", condition=Q(ended_on__isnull=True)),
            models.Index(
                fields=["enterprise", "-ended_on"], name="employment_past", condition=Q(ended_on__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "establishment"], condition=Q(ended_on__isnull=True), name="employment_one_open"
            ),
            ExclusionConstraint(
                name="employment_closed_spells",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    ("establishment", RangeOperators.EQUAL),
                    (
                        Func(
                            F("started_on"),
                            F("ended_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_on__isnull=False),
            ),  # fmt: skip
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="employment_dates_in_order"
            ),
            models.CheckConstraint(condition=Q(wage__gte=0), name="employment_wage_not_negative"),
            together("employment_end_has_reason", "ended_on", "end_reason"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
