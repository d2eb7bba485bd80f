"""Received messages are kept for as long as a partner may send one again; the exchange log stays."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from nssf_portal.exchange.provider.models import ReceivedMessage
from nssf_portal.law.book import value_or

KEPT = "exchange.provider.kept"


@shared_task(name="nssf_portal.exchange.provider.forget_received")
def forget_received() -> int:
    """Delete the answers that are too old to be asked for again; how many those were."""
    before = timezone.now() - timedelta(days=int(value_or(KEPT, 30)))
    deleted, _by_model = ReceivedMessage.objects.filter(received_at__lt=before).delete()
    return deleted
