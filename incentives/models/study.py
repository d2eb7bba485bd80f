"""The studies that action 2.2 asks for: question, method, figures of the register, cost of a scheme, decision."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Sector
from incentives.enums import FigureTable, SchemeKind, Size, StudyState, StudyTopic
from incentives.workflow import STUDY
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together


class IncentiveStudyQuerySet(models.QuerySet["IncentiveStudy"]):
    def visible_to(self, user: User) -> Self:
        """National figures without a person: whoever may study them."""
        return self if user.is_authenticated and user.has_permission(Permission.STUDY) else self.none()


@tracked()
class IncentiveStudy(models.Model):
    """A question, how it was looked into, what was found, what was decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    topic = models.CharField(_("topic"), max_length=10, choices=StudyTopic)
    question = models.CharField(_("question"), max_length=500)
    method = models.TextField(_("method"), max_length=4000, blank=True)
    institution = models.ForeignKey(
        Institution, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("with")
    )
    due_on = models.DateField(_("wanted by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=StudyState, default=StudyState.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    findings = models.TextField(_("findings"), max_length=8000, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    decision = models.TextField(_("decision"), max_length=4000, blank=True)
    decision_reference = models.CharField(_("reference of the decision"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = IncentiveStudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        ordering = ["-opened_at", "id"]
        triggers = [STUDY.guard()]
        constraints = [
            state_needs("incentive_study_found", ("found", "decided"), "found_at", "found_by"),
            together("incentive_study_found_by_and_at", "found_at", "found_by"),
            state_needs("incentive_study_decided", ("decided",), "decided_at", "decided_by", "decided_on"),
            together("incentive_study_decided_by_and_at", "decided_at", "decided_by"),
        ]

    def __str__(self) -> str:
        return self.reference


class StudyDocument(models.Model):
    """A paper of a study."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    study = models.ForeignKey(IncentiveStudy, models.RESTRICT, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    upload = models.ForeignKey(Upload, models.RESTRICT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("document of a study")
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.title


class StudyFigure(models.Model):
    """A cell of a table kept as it stood when the study used it; the live table moves on."""

    study = models.ForeignKey(IncentiveStudy, models.RESTRICT, related_name="figures")
    table = models.CharField(_("table"), max_length=10, choices=FigureTable)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    key = models.CharField(max_length=40)  # the row: a size, sector, province, standing or group
    enterprises = models.PositiveIntegerField(null=True)  # empty: the table counts people
    workers = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("figure of a study")
        ordering = ["table", "-taken_at", "id"]
        constraints = [models.UniqueConstraint(fields=["study", "table", "taken_at", "key"], name="study_figure_once")]

    def __str__(self) -> str:
        return self.key


@tracked()
class Simulation(models.Model):
    """What a scheme would cost and reach on the register of a day; law-book values, no person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    study = models.ForeignKey(IncentiveStudy, models.RESTRICT, related_name="simulations")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=SchemeKind)
    sizes = ArrayField(models.CharField(max_length=8, choices=Size), default=list, blank=True)
    sectors = ArrayField(models.CharField(max_length=1, choices=Sector), default=list, blank=True)
    province_code = models.CharField(_("province"), max_length=2, blank=True)
    only_good = models.BooleanField(_("only enterprises in good standing"), default=True)
    months = models.PositiveSmallIntegerField(_("months"), default=12)
    share = models.DecimalField(_("share paid, of 100"), max_digits=5, decimal_places=2, null=True, blank=True)
    amount = models.BigIntegerField(_("sum in riel"), null=True, blank=True)
    take_up = models.DecimalField(_("enterprises that take it up, of 100"), max_digits=5, decimal_places=2, default=100)
    assumptions = models.CharField(_("where the assumptions come from"), max_length=500)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    # The answer, kept; empty: not computed.
    law_on = models.DateField(_("law of"))
    enterprises = models.PositiveIntegerField(_("enterprises reached"), null=True)
    workers = models.PositiveIntegerField(_("workers reached"), null=True)
    cost = models.BigIntegerField(_("cost in riel"), null=True)
    rests_on_unconfirmed = models.BooleanField(default=False)
    why_not = models.CharField(_("why it was not computed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("simulation")
        verbose_name_plural = _("simulations")
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(take_up__gte=0, take_up__lte=100)
                & (Q(share__isnull=True) | Q(share__gte=0, share__lte=100)),
                name="simulation_shares_of_100",
            )
        ]

    def __str__(self) -> str:
        return self.title
