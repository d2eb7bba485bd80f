"""`Idempotency-Key`: a request sent again, even at the same moment, is answered again and done once.

The key's row and what the request does are one transaction: a second request with the key waits for the first to
commit, and finds its answer; a first that failed leaves nothing, so its key can be used again."""

import functools
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from nssf_portal.api.authentication import client_of
from nssf_portal.api.models import ApiClient, IdempotentRequest
from nssf_portal.api.problems import Problem, parameter_error
from nssf_portal.identifiers.crypto import blind_index, decrypt, encrypt
from nssf_portal.law.book import value_or

HEADER = "Idempotency-Key"
MOST = 128
_WAIT_MS = 10_000
_KEPT_HEADERS = ("Location", "Content-Location", "Retry-After", "ETag")


def idempotent(handler: Callable[..., Response]) -> Callable[..., Response]:
    """Decorator of a view's method; the key is compulsory."""

    @functools.wraps(handler)
    def wrapper(view: Any, request: Request, **kwargs: Any) -> Response:
        key, act = key_of(request), f"{request.method} {request.path}"[:120]
        row = _begin(client_of(request), key, act, _body_digest(request))
        if row.status is not None:
            return _again(row)
        response = handler(view, request, **kwargs)
        _keep(row, response)
        return response

    wrapper.is_idempotent = True  # type: ignore[attr-defined]  # the schema says so too
    return wrapper


def key_of(request: Request) -> str:
    key = request.headers.get(HEADER, "")
    if not key or len(key) > MOST or not (key.isascii() and key.isprintable()) or " " in key:
        words = _("Send a key of your own, the same each time you repeat this request: 1 to 128 signs, no spaces.")
        raise parameter_error(HEADER, words, "required" if not key else "invalid")
    return key


def _begin(client: ApiClient, key: str, act: str, digest: str) -> IdempotentRequest:
    now = timezone.now()
    ours = IdempotentRequest(
        client=client,
        key=blind_index(f"api.key.{client.pk}", key),
        act=act,
        body_digest=digest,
        expires_at=now + timedelta(hours=int(value_or("api.idempotency_hours", 24))),
    )
    IdempotentRequest.objects.filter(client=client, key=ours.key, expires_at__lt=now).delete()
    _insert_or_wait(ours)
    found = IdempotentRequest.objects.filter(client=client, key=ours.key).first()
    if found is None:
        raise Problem("in_progress", headers={"Retry-After": "2"})
    if found.pk != ours.pk and (found.act, found.body_digest) != (act, digest):
        raise Problem("key_used", _("Take a new key for a new request."))
    return found


def _insert_or_wait(ours: IdempotentRequest) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(_WAIT_MS)])
            IdempotentRequest.objects.bulk_create([ours], ignore_conflicts=True)
            cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    except OperationalError as waited:
        raise Problem("in_progress", headers={"Retry-After": "5"}) from waited


def _keep(row: IdempotentRequest, response: Response) -> None:
    row.status = response.status_code
    row.answer = encrypt(JSONRenderer().render(response.data), row.pk.bytes)
    row.headers = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
    row.save(update_fields=["status", "answer", "headers"])


def _again(row: IdempotentRequest) -> Response:
    data = json.loads(decrypt(bytes(row.answer or b""), row.pk.bytes) or b"null")
    return Response(data, status=row.status, headers=row.headers | {"Idempotent-Replayed": "true"})


def _body_digest(request: Request) -> str:
    """Of what was understood, so that the same fields in another order are the same request."""
    parts = {name: _part(value) for name, value in request.data.items()} if hasattr(request.data, "items") else None
    text = json.dumps(parts if parts is not None else request.data, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _part(value: Any) -> Any:
    if not hasattr(value, "chunks"):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return f"{value.name} {digest.hexdigest()}"
