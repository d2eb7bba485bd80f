"""What the people who keep the exchange running note: the daily check of contracts, and what became of a doubt."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.workflow import together


class ContractResult(models.TextChoices):
    KEPT = "kept", _("As agreed")
    CHANGED = "changed", _("Described differently than before")
    MISSING = "missing", _("Not open to us")
    UNREACHABLE = "unreachable", _("Could not be asked")


class ContractCheckQuerySet(models.QuerySet["ContractCheck"]):
    def newest(self) -> "ContractCheckQuerySet":
        """The last word on each service."""
        return self.order_by("service", "-at", "-id").distinct("service")

    def agreed(self, service: str) -> "ContractCheckQuerySet":
        """What was found in order, by the check or by a person, newest first."""
        told = models.Q(result=ContractResult.KEPT) | models.Q(result=ContractResult.CHANGED, accepted_at__isnull=False)
        return self.filter(told, service=service).order_by("-at", "-id")


class ContractCheck(models.Model):
    """One day's answer to: may we still call this service, and is it still described as before?"""

    id = models.BigAutoField(primary_key=True)
    service = models.CharField(_("service"), max_length=400)
    at = models.DateTimeField(_("at"), default=timezone.now)
    result = models.CharField(_("result"), max_length=12, choices=ContractResult)
    shape = models.CharField(_("SHA-256 of the description"), max_length=64, blank=True)
    told = models.CharField(_("what was found"), max_length=500, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = ContractCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract check")
        verbose_name_plural = _("contract checks")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["service", "-at", "-id"], name="contract_check_newest")]
        constraints = [together("contract_check_accepted", "accepted_at", "accepted_by")]

    def __str__(self) -> str:
        return f"{self.service} {self.result}"

    @property
    def needs_a_look(self) -> bool:
        return self.result != ContractResult.KEPT and self.accepted_at is None


class Doubt(models.TextChoices):
    DONE = "done", _("The partner did it")
    NOT_DONE = "not_done", _("The partner did not do it")


class DoubtSettled(models.Model):
    """A person asked the partner what became of a message whose answer was lost, and wrote down what they said."""

    xroad_id = models.UUIDField(_("X-Road message"), primary_key=True)
    verdict = models.CharField(_("what the partner says"), max_length=8, choices=Doubt)
    why = models.CharField(_("who said so, and how you know"), max_length=300)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("settled doubt")
        verbose_name_plural = _("settled doubts")

    def __str__(self) -> str:
        return str(self.xroad_id)
