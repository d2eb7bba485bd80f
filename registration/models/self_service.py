"""What members do for themselves on their own pages, and what is known about their payments."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import together
from registration.enums import AccessWay, Channel, OwnAct, Sex, StopReason, SurveyOccasion
from registration.models.application import Application
from registration.models.employment import Employment
from registration.models.member import Member


class OwnAccess(models.Model):
    """Who showed that a record is theirs opened it, or took its data: shown to the member beside the officers' reads.

    Somebody who knows another's phone and facts leaves a trace here."""

    member = models.ForeignKey(Member, models.RESTRICT, related_name="+")
    act = models.CharField(max_length=8, choices=OwnAct)
    way = models.CharField(max_length=10, choices=AccessWay)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("use of one's own record")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["member", "-at"], name="own_access_of_member")]

    def __str__(self) -> str:
        return self.act


@tracked()
class PaidMonth(models.Model):
    """A month of voluntary cover that the collection system says is paid; the reference is the receipt's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, models.RESTRICT, related_name="+")
    month = models.DateField(_("month"))  # its first day
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    paid_on = models.DateField(_("paid on"))
    reference = models.CharField(_("receipt"), max_length=60, unique=True)
    source = models.CharField(max_length=40)
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("paid month")
        ordering = ["month", "id"]
        indexes = [
            models.Index(fields=["member", "month"], name="paid_month_of_member"),
            models.Index(fields=["-paid_on"], name="paid_month_newest"),
            models.Index(fields=["month"], name="paid_month_oldest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="paid_month_first_day"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="paid_month_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


@tracked()
class VoluntaryStop(models.Model):
    """A voluntary member says "I stop": from when and why. The membership ends then, and can be taken up again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, models.RESTRICT, related_name="+")
    ends_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=16, choices=StopReason)
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    submission_id = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("end of a voluntary membership")
        ordering = ["id"]
        indexes = [models.Index(fields=["ends_on"], name="voluntary_stop_due", condition=Q(done_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(done_at=None, taken_back_at=None), name="voluntary_stop_one_open"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(taken_back_at=None), name="voluntary_stop_done_or_taken_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ends_on}"


@tracked()
class Reattachment(models.Model):
    """A spell of work done under another person's name, to be written where it belongs.

    One officer names it, the second decision on the application carries it out; both histories keep it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.RESTRICT, related_name="reattachments")
    employment = models.ForeignKey(Employment, models.RESTRICT, related_name="+")
    from_member = models.ForeignKey(Member, models.RESTRICT, related_name="+")
    to_member = models.ForeignKey(Member, models.RESTRICT, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("re-attached employment")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "employment"], name="reattachment_once"),
            models.CheckConstraint(condition=~Q(from_member=F("to_member")), name="reattachment_to_another"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("named_by")), name="reattachment_second_is_not_first"
            ),
            together("reattachment_done_by_and_at", "confirmed_by", "done_at"),
        ]

    def __str__(self) -> str:
        return str(self.employment_id)


class SurveyAnswer(models.Model):
    """Two taps after a decision, a card or a visit. It points to nobody: no person, no application, no exact time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # random: the order tells nothing
    occasion = models.CharField(_("after"), max_length=10, choices=SurveyOccasion)
    satisfied = models.PositiveSmallIntegerField(_("satisfied, 1 to 5"), null=True)
    easy = models.BooleanField(_("it was easy"), null=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    province_code = models.CharField(_("province"), max_length=2, blank=True)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    month = models.DateField(_("month"))

    class Meta:
        verbose_name = _("opinion")
        ordering = ["month", "id"]
        indexes = [models.Index(fields=["month", "occasion"], name="survey_answer_month")]
        constraints = [
            models.CheckConstraint(condition=Q(satisfied=None) | Q(satisfied__range=(1, 5)), name="survey_five_faces"),
            models.CheckConstraint(
                condition=Q(satisfied__isnull=False) | Q(easy__isnull=False), name="survey_answers_something"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="survey_month_first_day"),
        ]

    def __str__(self) -> str:
        return self.occasion


class SurveyUsed(models.Model):
    """A link to the two questions that was used; kept apart from the answers, and without a time."""

    digest = models.UUIDField(primary_key=True, editable=False)

    class Meta:
        verbose_name = _("used link to the two questions")
        ordering = ["digest"]

    def __str__(self) -> str:
        return "used"
