"""Re-registration of enterprises from before the exchange (plan 4.1): asked by letter and SMS, answered in one page."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import RequestState
from enterprises.models.enterprise import Enterprise
from enterprises.workflow import CONFIRMATION_REQUEST
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs


class ConfirmationRoundQuerySet(models.QuerySet["ConfirmationRound"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(in_places(user, Permission.READ_REGISTRY, "place_code"))


@tracked()
class ConfirmationRound(models.Model):
    """One batch of requests: which enterprises, asked when, by whom."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    submission_id = models.UUIDField(unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    place_code = models.CharField(_("place"), max_length=6, blank=True)  # '' = the whole country
    registered_before = models.DateField(_("registered before"))
    answer_by = models.DateField(_("answer by"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    size = models.PositiveIntegerField(default=0)
    letters = models.ForeignKey(Upload, models.RESTRICT, null=True, related_name="+")  # one PDF for the printer
    sent_at = models.DateTimeField(null=True)

    objects = ConfirmationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of requests")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.reference


class ConfirmationRequestQuerySet(models.QuerySet["ConfirmationRequest"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(in_places(user, Permission.READ_REGISTRY, "enterprise__commune_code"))

    def open(self) -> Self:
        return self.filter(state__in=["ready", "sent", "opened"])


@tracked(exclude=["code_cipher"])
class ConfirmationRequest(models.Model):
    """One enterprise is asked to confirm what the Fund and the registries know of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(ConfirmationRound, models.RESTRICT, related_name="requests")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    code_digest = models.CharField(max_length=64)  # the code itself stands on the letter only
    code_cipher = models.BinaryField(null=True)  # until the letter is made, then empty
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.READY)
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    wrong_why = models.CharField(_("what is wrong"), max_length=300, blank=True)

    objects = ConfirmationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to confirm data")
        ordering = ["id"]
        triggers = [CONFIRMATION_REQUEST.guard()]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(state__in=["ready", "sent", "opened"]),
                name="confirmation_request_one_open",
            ),
            state_needs("confirmation_request_answered", ("confirmed", "wrong"), "answered_at"),
        ]

    def __str__(self) -> str:
        return self.reference
