from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from registration.enums import ConfirmationState, EmployerContact
from registration.models.application import Application
from registration.workflow import CONFIRMATION


class ConfirmationQuerySet(models.QuerySet["EmploymentConfirmation"]):
    def visible_to(self, user: User) -> Self:
        """The employer who is asked; a quiet one is nobody's at the enterprise."""
        return self.filter(enterprise__in=Enterprise.objects.represented_by(user), contact=EmployerContact.ASK)

    def asked(self) -> Self:
        return self.filter(state=ConfirmationState.ASKED)

    def overdue(self, today: object) -> Self:
        """Silence past its clock, and all quiet ones: a reason for a routine visit, never the worker's name."""
        quiet = Q(contact=EmployerContact.QUIET)
        late = Q(state=ConfirmationState.SILENT) | Q(state=ConfirmationState.ASKED, due_on__lt=today)
        return self.filter(quiet & ~Q(state=ConfirmationState.VOID) | late)


@tracked()
class EmploymentConfirmation(models.Model):
    """Does this person work for you? One tap for the employer instead of an employment letter (plan 4.1).

    With `contact` quiet nobody is asked: it only tells compliance that a routine visit is due, without a name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.OneToOneField(Application, models.RESTRICT, related_name="confirmation")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    contact = models.CharField(max_length=6, choices=EmployerContact)
    state = models.CharField(max_length=10, choices=ConfirmationState, default=ConfirmationState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation of an employment")
        ordering = ["due_on", "id"]
        triggers = [CONFIRMATION.guard()]
        indexes = [
            models.Index(fields=["enterprise", "due_on"], name="confirmation_open", condition=Q(state="asked")),
            models.Index(fields=["due_on"], name="confirmation_due", condition=Q(state="asked")),
        ]
        constraints = [
            state_needs("confirmation_answered_by", ("confirmed", "denied"), "answered_by"),
            together("confirmation_answered_by_and_at", "answered_at", "answered_by"),
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.state}"
