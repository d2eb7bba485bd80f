"""The exchange log: one row for each message, with what ties it to the security server's signed log."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    OUT = "out", _("Sent by us")
    IN = "in", _("Received by us")


class Outcome(models.TextChoices):
    OK = "ok", _("Answered")
    FAULT = "fault", _("Refused by CamDX")
    UNAVAILABLE = "unavailable", _("No answer")


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

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        indexes = [
            models.Index(fields=["xroad_id"], name="exchange_xroad_id"),
            models.Index(fields=["-at"], name="exchange_at"),
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
