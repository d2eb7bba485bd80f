"""Telling programmes what happened: an outbox row with the event, signed and sent after commit, repeated for a day.

Signatures follow the Standard Webhooks rules: HMAC-SHA256 of "id.timestamp.body" with the endpoint's secret."""

import base64
import hashlib
import hmac
import json
import logging
import secrets
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.api import guard
from nssf_portal.api.models import ApiClient, WebhookDelivery, WebhookEndpoint
from nssf_portal.api.models.webhook import DELIVERY, DeliveryState
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.crypto import decrypt, encrypt
from nssf_portal.ids import uuid7
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.jobs.services import Running
from nssf_portal.law.book import value_or

log = logging.getLogger(__name__)
JOB = "api.webhook"
GONE = 410
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=4)
_events: dict[str, Promise] = {}


def register_event(code: str, name: Promise) -> None:
    """Called from `AppConfig.ready()`."""
    _events[code] = name


def events() -> dict[str, Promise]:
    return dict(sorted(_events.items()))


def has_room(client: ApiClient) -> bool:
    """Whether one more may be set up; the client stays locked, so that two at once are counted one after the other."""
    ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
    return WebhookEndpoint.objects.active().filter(client=client).count() < value_or("api.webhooks", 5)


def create_endpoint(*, client: ApiClient, url: str, chosen: Iterable[str], by: User) -> tuple[WebhookEndpoint, str]:
    """An endpoint and its secret, which is shown this once. Raises guard.AddressRefused."""
    guard.check_form(url)
    key, raw = uuid7(), secrets.token_bytes(32)
    with acting(by=by, action="api.webhook.create"):
        endpoint = WebhookEndpoint.objects.create(
            id=key, client=client, url=url, events=sorted(set(chosen)), secret=encrypt(raw, key.bytes), created_by=by
        )
    return endpoint, f"whsec_{base64.b64encode(raw).decode()}"


def disable(endpoint: WebhookEndpoint, *, why: str, by: User | None) -> None:
    with acting(by=by, action="api.webhook.disable", reason=why):
        WebhookEndpoint.objects.filter(pk=endpoint.pk, disabled_at=None).update(
            disabled_at=timezone.now(), disabled_why=why
        )


def publish(
    event_type: str, *, owner_id: uuid.UUID | None = None, client: ApiClient | None = None, ids: Mapping[str, str]
) -> int:
    """Tell the clients of an owner, or one client, inside the caller's transaction; `ids` name records, never people.

    Returns how many messages were put in the outbox."""
    found = WebhookEndpoint.objects.active().filter(events__contains=[event_type])
    found = found.filter(client=client) if client else found.filter(client__owner_id=owner_id)
    if client is None and owner_id is None:
        return 0
    made = [WebhookDelivery(endpoint=endpoint, event=event_type, ids=dict(ids)) for endpoint in found]
    WebhookDelivery.objects.bulk_create(made)
    for delivery in made:
        _enqueue(delivery, timezone.now())
    return len(made)


def _enqueue(delivery: WebhookDelivery, when: datetime) -> None:
    key = f"{JOB}:{delivery.pk}:{delivery.attempts}"
    jobs.enqueue(kind=JOB, subject_id=delivery.pk, dedup_key=key, not_before=when)


def deliver(running: Running) -> None:
    """Job handler: one try; the next one is a job of its own, later and later, until a day has passed."""
    found = WebhookDelivery.objects.select_related("endpoint__client").filter(pk=running.job.subject_id).first()
    if found is None or found.state != DeliveryState.WAITING:
        return
    endpoint = found.endpoint
    if endpoint.disabled_at or not endpoint.client.active:
        DELIVERY.transition(found, "give_up", ended_at=timezone.now(), last_problem="disabled")
        return
    status, problem = _send(found)
    _note(found, status, problem)


def _send(delivery: WebhookDelivery) -> tuple[int | None, str]:
    body = body_of(delivery)
    try:
        return guard.post(delivery.endpoint.url, body, headers_of(delivery, body)), ""
    except guard.AddressRefused as refused:
        return None, refused.code
    except OSError as silent:
        return None, type(silent).__name__[:40]


@transaction.atomic
def _note(delivery: WebhookDelivery, status: int | None, problem: str) -> None:
    now = timezone.now()
    locked = WebhookDelivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if locked.state != DeliveryState.WAITING:
        return
    seen = {"attempts": locked.attempts + 1, "last_status": status, "last_problem": problem, "tried_at": now}
    if status is not None and 200 <= status < 300:
        DELIVERY.move(locked, "deliver", ended_at=now, **seen)
        return
    if status == GONE:
        disable(delivery.endpoint, why="gone", by=None)
    over = now > locked.created_at + timedelta(hours=int(value_or("api.webhook.retry_hours", 24)))
    if status == GONE or over:
        DELIVERY.move(locked, "give_up", ended_at=now, **seen)
        return
    for name, value in seen.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(seen))
    _enqueue(locked, now + pause_after(locked.attempts))


def pause_after(attempts: int) -> timedelta:
    """10 s, 40 s, 160 s ... at most four hours."""
    return min(_FIRST_PAUSE * 4 ** min(attempts - 1, 10), _LONGEST_PAUSE)


def body_of(delivery: WebhookDelivery) -> bytes:
    """The same bytes at every try."""
    said = {"type": delivery.event, "timestamp": delivery.created_at.isoformat(), "data": delivery.ids}
    return json.dumps(said, separators=(",", ":")).encode()


def headers_of(delivery: WebhookDelivery, body: bytes) -> dict[str, str]:
    stamp = str(int(timezone.now().timestamp()))
    name = f"msg_{delivery.pk.hex}"
    secret = decrypt(bytes(delivery.endpoint.secret), delivery.endpoint.pk.bytes)
    return {
        "Content-Type": "application/json",
        "User-Agent": "NSSF-Webhooks/1",
        "webhook-id": name,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{sign(secret, name, stamp, body)}",
    }


def sign(secret: bytes, name: str, stamp: str, body: bytes) -> str:
    digest = hmac.digest(secret, f"{name}.{stamp}.".encode() + body, hashlib.sha256)
    return base64.b64encode(digest).decode()


def requeue_lost() -> int:
    """Messages that wait although no job is left for them (a job that died); how many were taken up."""
    waiting = WebhookDelivery.objects.filter(state=DeliveryState.WAITING, endpoint__disabled_at=None)
    keys = {f"{JOB}:{one.pk}:{one.attempts}": one for one in waiting.order_by("id")[:500]}
    dead = Job.objects.filter(dedup_key__in=keys, state__in=[Job.State.DEAD, Job.State.DONE])
    for job in dead:
        jobs_left = keys[job.dedup_key]
        _note(jobs_left, None, "lost")
    return len(dead)


register_event("export.ready", _("A bulk export can be taken"))
