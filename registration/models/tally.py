"""What is counted of members and applications while it is written (nssf_portal.tallies)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nssf_portal.tallies import Part, Tally
from registration.enums import ApplicantPath, ApplicationState, MemberGroup, PlanGroup, Sex

_PERSON = {"province_code": "province_code", "sex": "sex", "group": '"group"', "plan_group": "plan_group"}
_COUNTED = "merged_into_id IS NULL AND state <> 'pending'"
_DECIDED_ON = "(decided_at AT TIME ZONE 'Asia/Phnom_Penh')::date"
_SENT_ON = "(submitted_at AT TIME ZONE 'Asia/Phnom_Penh')::date"
_MOST_DAYS = 400  # longer ones share a cell: a median never lies there

MEMBERS = Tally(
    name="members",
    table="registration_membertally",
    source="registration_member",
    sums={"people": "1"},
    parts=(Part({"month": "date_trunc('month', registered_on)::date", **_PERSON, "channel": "channel"}, _COUNTED),),
)
STOCK = Tally(
    name="stock",
    table="registration_memberstock",
    source="registration_member",
    sums={"people": "1"},
    parts=(
        Part({"month": "date_trunc('month', registered_on)::date", "moved": "'in'", **_PERSON}, _COUNTED),
        Part(
            {"month": "date_trunc('month', ended_on)::date", "moved": "'out'", **_PERSON},
            f"{_COUNTED} AND state = 'ended'",
        ),
    ),
)
APPLICATIONS = Tally(
    name="applications",
    table="registration_applicationtally",
    source="registration_application",
    sums={"applications": "1"},
    parts=(
        Part(
            {
                "month": f"date_trunc('month', {_DECIDED_ON})::date",
                "province_code": "left(place_code, 2)",
                "sex": "sex",
                "path": "path",
                "channel": "channel",
                "decision": "state",
                "by_rule": "rule <> ''",
                "days": f"least({_DECIDED_ON} - {_SENT_ON}, {_MOST_DAYS})",
            },
            "kind = 'member' AND state IN ('approved', 'refused') AND decided_at IS NOT NULL",
        ),
    ),
)


class MemberTally(models.Model):
    """New members by month, province, sex, groups and channel: rows add up (differences are folded nightly)."""

    month = models.DateField(_("month"))
    province_code = models.CharField(_("province"), max_length=2)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    group = models.CharField(_("group"), max_length=16, choices=MemberGroup)
    plan_group = models.CharField(_("plan group"), max_length=1, choices=PlanGroup)
    channel = models.CharField(_("channel"), max_length=12)
    people = models.IntegerField(_("people"))

    class Meta:
        verbose_name = _("tally of members")
        ordering = ["month", "province_code"]
        indexes = [models.Index(fields=["month", "province_code"], name="member_tally_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.province_code} {self.people}"


class MemberStock(models.Model):
    """Members who came ("in", by the month registered) or left ("out", by the month ended): a stock by sums."""

    month = models.DateField(_("month"))
    moved = models.CharField(max_length=3)
    province_code = models.CharField(_("province"), max_length=2)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    group = models.CharField(_("group"), max_length=16, choices=MemberGroup)
    plan_group = models.CharField(_("plan group"), max_length=1, choices=PlanGroup)
    people = models.IntegerField(_("people"))

    class Meta:
        verbose_name = _("stock of members")
        ordering = ["month", "province_code"]

    def __str__(self) -> str:
        return f"{self.month} {self.moved} {self.people}"


class ApplicationTally(models.Model):
    """Decided applications by month, place, sex, way, channel, decision, rule or person, and days waited."""

    month = models.DateField(_("month"))
    province_code = models.CharField(_("province"), max_length=2)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    path = models.CharField(_("way"), max_length=14, choices=ApplicantPath)
    channel = models.CharField(_("channel"), max_length=12)
    decision = models.CharField(_("decision"), max_length=16, choices=ApplicationState)
    by_rule = models.BooleanField(_("by rule"))
    days = models.IntegerField(_("days"), null=True)
    applications = models.IntegerField(_("applications"))

    class Meta:
        verbose_name = _("tally of applications")
        ordering = ["month", "province_code"]
        indexes = [models.Index(fields=["month", "province_code"], name="application_tally_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.province_code} {self.applications}"
