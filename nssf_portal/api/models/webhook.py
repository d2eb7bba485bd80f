from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.api.models.client import ApiClient
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import Workflow, state_needs


class WebhookEndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    def active(self) -> Self:
        return self.filter(disabled_at__isnull=True, client__active=True)


@tracked(exclude=("secret",))
class WebhookEndpoint(models.Model):
    """Where a client wants to be told; each message is signed with the endpoint's own secret."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="webhooks")
    url = models.CharField(_("address"), max_length=500)
    events = ArrayField(models.CharField(max_length=40))
    secret = models.BinaryField()  # encrypted: needed to sign with
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    disabled_at = models.DateTimeField(null=True)
    disabled_why = models.CharField(max_length=20, blank=True)  # gone, deleted, failing

    objects = WebhookEndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.id)


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waits")
    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")


_S = DeliveryState
DELIVERY = Workflow(
    {"deliver": ((_S.WAITING,), _S.DELIVERED), "give_up": ((_S.WAITING,), _S.GIVEN_UP)},
)


class WebhookDelivery(models.Model):
    """The outbox: written with the event itself, sent after commit until the receiver says yes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)  # also the message's webhook-id
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    ids = models.JSONField(default=dict)  # references only, never a person's data
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_status = models.PositiveSmallIntegerField(null=True)
    last_problem = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message of a webhook")
        ordering = ["-id"]
        triggers = [DELIVERY.guard()]
        constraints = [state_needs("api_delivery_ended", ("delivered", "given_up"), "ended_at")]

    def __str__(self) -> str:
        return str(self.id)
