"""Which registrations an activity brought: once each, by a stated rule."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.ids import uuid7
from outreach.enums import Rule, Subject
from outreach.models.activity import Activity
from registration.models import Member


class Attribution(models.Model):
    """One registration of one person or enterprise, given to one activity. Computed anew every night, set by set."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.CharField(max_length=10, choices=Subject)
    member = models.ForeignKey(Member, models.RESTRICT, null=True, blank=True, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, blank=True, related_name="+")
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="attributions")
    rule = models.CharField(_("rule"), max_length=14, choices=Rule)
    registered_on = models.DateField(_("registered on"))
    days = models.PositiveSmallIntegerField(_("days after the activity"))
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("registration brought by an activity")
        ordering = ["registered_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject="member", member__isnull=False, enterprise__isnull=True)
                | Q(subject="enterprise", member__isnull=True, enterprise__isnull=False),
                name="attribution_of_one",
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(member__isnull=False), name="attribution_member_once"
            ),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(enterprise__isnull=False), name="attribution_enterprise_once"
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class NextPlace(models.Model):
    """A commune where many workers are missing and nobody went for long, ranked; computed anew every night."""

    commune_code = models.CharField(max_length=6, primary_key=True)
    rank = models.PositiveIntegerField()
    missing_units = models.PositiveIntegerField(default=0)
    missing_workers = models.PositiveIntegerField(null=True)  # empty: nobody said
    last_activity_on = models.DateField(null=True)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("place to go next")
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.commune_code
