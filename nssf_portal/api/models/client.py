from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import together

if TYPE_CHECKING:
    import uuid


class ClientKind(models.TextChoices):
    EMPLOYER = "employer", _("an employer's programme")
    PARTNER = "partner", _("a partner's system")
    APP = "app", _("an application of the Fund")


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    def active(self) -> Self:
        return self.filter(active=True)

    def of_owner(self, owner_id: "uuid.UUID") -> Self:
        return self.filter(owner_id=owner_id)


@tracked(exclude=("secret_hash", "last_used_at"))
class ApiClient(models.Model):
    """A programme that may ask: its public id, the digest of its secret, what it may do, and the user it acts as."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    public_id = models.CharField(_("client id"), max_length=40, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=ClientKind, default=ClientKind.EMPLOYER)
    secret_hash = models.UUIDField(editable=False)  # keyed digest of 256 random bits: nothing to guess from it
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+", editable=False)
    owner_id = models.UUIDField(null=True, editable=False)  # the enterprise it works for, where there is one
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("may"), default=list)
    active = models.BooleanField(_("active"), default=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+", editable=False)
    secret_changed_at = models.DateTimeField(_("secret made"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last token"), null=True, editable=False)
    submission_id = models.UUIDField(unique=True, default=uuid7, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+", editable=False
    )

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme that uses the API")
        verbose_name_plural = _("programmes that use the API")
        ordering = ["-id"]
        indexes = [models.Index(fields=["owner_id"], name="api_client_owner")]
        constraints = [
            together("api_client_revoked_by_and_at", "revoked_at", "revoked_by"),
            models.CheckConstraint(
                condition=Q(active=True, revoked_at__isnull=True) | Q(active=False, revoked_at__isnull=False),
                name="api_client_revoked_is_not_active",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AccessToken(models.Model):
    """A short-lived key of a client; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="tokens")
    digest = models.UUIDField(unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("access token")
        ordering = ["-id"]
        indexes = [models.Index(fields=["expires_at"], name="api_token_expires")]

    def __str__(self) -> str:
        return str(self.id)
