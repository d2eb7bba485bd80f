"""What the clock starts for the API: old tokens, answers and files go; messages whose job died are taken up."""

import logging

from django.utils import timezone

from nssf_portal.api import exports, webhooks
from nssf_portal.api.models import AccessToken, IdempotentRequest
from nssf_portal.celery import app

log = logging.getLogger(__name__)


@app.task(name="nssf_portal.api.tasks.tidy")
def tidy() -> None:
    now = timezone.now()
    tokens, _kinds = AccessToken.objects.filter(expires_at__lt=now).delete()
    answers, _kinds = IdempotentRequest.objects.filter(expires_at__lt=now).delete()
    files, lost = exports.delete_expired(), webhooks.requeue_lost()
    log.info("api: %s tokens, %s answers, %s files deleted; %s messages taken up", tokens, answers, files, lost)
