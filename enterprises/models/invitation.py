from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import InvitationState, RepresentativeRole
from enterprises.models.enterprise import Enterprise
from enterprises.workflow import INVITATION
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.ids import uuid7
from nssf_portal.workflow import together


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> "InvitationQuerySet":
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user))

    def open(self) -> "InvitationQuerySet":
        return self.filter(state=InvitationState.PENDING, expires_at__gt=timezone.now())


@tracked()
class Invitation(models.Model):
    """An owner asks somebody to act for the enterprise; accepted by a signed link and signing in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="invitations")
    role = models.CharField(_("role"), max_length=12, choices=RepresentativeRole)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=16, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=InvitationState, default=InvitationState.PENDING)
    submission_id = models.UUIDField(unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "id"]
        triggers = [INVITATION.guard()]
        constraints = [
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="invitation_has_an_address"),
            together("invitation_accepted_by_and_at", "accepted_by", "accepted_at"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        return self.state == InvitationState.PENDING and self.expires_at > timezone.now()


class Certificate(models.Model):
    """Which paper was issued for which enterprise, from which data: the same data gives the same paper again."""

    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="certificates")
    document = models.OneToOneField(IssuedDocument, models.RESTRICT, related_name="+")
    language = models.CharField(max_length=2)
    data_digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("registration certificate")
        ordering = ["-id"]
        indexes = [models.Index(fields=["enterprise", "language", "data_digest"], name="certificate_of_data")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.language}"
