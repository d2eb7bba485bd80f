"""The exchange log: one row for each message, with what ties it to the security server's signed log."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import tracked


class Direction(models.TextChoices):
    OUT = "out", _("Sent by us")
    IN = "in", _("Received by us")


class Outcome(models.TextChoices):
    OK = "ok", _("Answered")
    FAULT = "fault", _("Refused by CamDX")
    UNAVAILABLE = "unavailable", _("No answer")
    SENT = "sent", _("Sent")  # written before a message that may be sent only once; a second line says what came of it
    IN_DOUBT = "in_doubt", _("Not known whether it was done")
    REFUSED = "refused", _("Refused by us")  # what we receive: the caller, the service or the body was not right
    REPEATED = "repeated", _("Sent again, answered as before")
    FAILED = "failed", _("Could not be answered by us")


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    def answers(self) -> "ExchangeQuerySet":
        """One line for each message: that it was sent is a line of its own, told only when no other followed."""
        return self.exclude(outcome=Outcome.SENT)

    def since(self, moment: datetime) -> "ExchangeQuerySet":
        return self.filter(at__gte=moment)


class Exchange(models.Model):
    """One message over CamDX; rows are only ever added."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"), db_default=Now())
    direction = models.CharField(_("direction"), max_length=3, choices=Direction, default=Direction.OUT)
    service = models.CharField(_("service"), max_length=400)
    client = models.CharField(_("client"), max_length=300)
    xroad_id = models.UUIDField(_("X-Road message"))
    request_id = models.CharField(_("X-Road request"), max_length=64, blank=True)
    request_hash = models.CharField(_("request hash"), max_length=100, blank=True)
    method = models.CharField(_("method"), max_length=7)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    fault_type = models.CharField(_("fault"), max_length=200, blank=True)
    duration_ms = models.PositiveIntegerField(_("duration in milliseconds"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    subject_kind = models.CharField(_("about"), max_length=40, blank=True)
    body_digest = models.CharField(_("SHA-256 of the answer"), max_length=64, blank=True)
    body = models.BinaryField(_("answer, encrypted"), null=True)
    # Of what we receive: the question, so that it can be laid beside the security server's signed log.
    question_digest = models.CharField(_("SHA-256 of the question"), max_length=64, blank=True, default="")
    question = models.BinaryField(_("question, encrypted"), null=True)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        indexes = [
            models.Index(fields=["xroad_id"], name="exchange_xroad_id"),
            models.Index(fields=["-at"], name="exchange_at"),
            models.Index(fields=["service", "-at"], name="exchange_service_at"),
            models.Index(fields=["-at"], name="exchange_doubt", condition=models.Q(outcome__in=["sent", "in_doubt"])),
        ]

    def __str__(self) -> str:
        return str(self.xroad_id)


class RegistryServiceQuerySet(models.QuerySet["RegistryService"]):
    def in_use(self) -> "RegistryServiceQuerySet":
        return self.filter(enabled=True).order_by("source")


class RegistryService(models.Model):
    """A registry that answers look-ups, by the source code of its records."""

    source = models.SlugField(_("source"), max_length=20, unique=True)
    service = models.CharField(
        _("X-Road service"), max_length=400, help_text=_("instance/class/member/subsystem/service")
    )
    enabled = models.BooleanField(_("in use"), default=True)

    objects = RegistryServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("registry service")
        verbose_name_plural = _("registry services")

    def __str__(self) -> str:
        return self.source


@tracked()
class IdentityLink(models.Model):
    """An account of ours and one person at a provider of identities, by the provider's own key (no ID number)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    provider = models.CharField(_("provider"), max_length=20)
    subject = models.CharField(_("key at the provider"), max_length=191)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("identity link")
        verbose_name_plural = _("identity links")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_link_once"),
            models.CheckConstraint(condition=~models.Q(subject=""), name="identity_link_has_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} of {self.user_id}"


class UsedToken(models.Model):
    """A sign-in token that was used once: the same one again is a replay. Kept until it would have expired."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("used token")
        indexes = [models.Index(fields=["expires_at"], name="used_token_expires")]

    def __str__(self) -> str:
        return self.digest[:8]


from nssf_portal.exchange.operator_models import ContractCheck, DoubtSettled  # noqa: E402, F401  (found by Django here)
from nssf_portal.exchange.provider.models import (  # noqa: E402, F401  (found by Django here)
    PartnerClient,
    PartnerGrant,
    ProvidedTally,
    ReceivedMessage,
)
