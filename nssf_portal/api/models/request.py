from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.api.models.client import ApiClient
from nssf_portal.ids import uuid7


class IdempotentRequest(models.Model):
    """A request with an Idempotency-Key and its answer (encrypted): sent again, it is answered, not done, again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="+")
    key = models.UUIDField()  # a digest of what the client chose
    act = models.CharField(max_length=120)  # method and route
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)  # null: being answered, within the one transaction
    answer = models.BinaryField(null=True)
    headers = models.JSONField(default=dict)  # protocol headers of the answer: Location and the like
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("request answered once")
        ordering = ["-id"]
        indexes = [models.Index(fields=["expires_at"], name="api_request_expires")]
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="api_request_once")]

    def __str__(self) -> str:
        return str(self.id)
