"""Lists by pages that go on from a key: no counting, no skipping, the same cost on every page."""

import base64
import binascii
import uuid
from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from rest_framework.response import Response

from nssf_portal.api.problems import parameter_error


def page(found: models.QuerySet, query: dict[str, Any], show: Callable[[Any], dict[str, Any]]) -> Response:
    """Newest first by their UUIDv7 keys; `next_cursor` is null on the last page."""
    if cursor := query.get("cursor"):
        found = found.filter(pk__lt=_read(cursor))
    limit = query["limit"]
    rows = list(found.order_by("-pk")[: limit + 1])
    more = rows[limit - 1].pk if len(rows) > limit else None
    return Response({"items": [show(row) for row in rows[:limit]], "next_cursor": _write(more) if more else None})


def _write(key: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(key.bytes).decode().rstrip("=")


def _read(cursor: str) -> uuid.UUID:
    try:
        return uuid.UUID(bytes=base64.b64decode(f"{cursor}==".encode(), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error) as wrong:
        raise parameter_error("cursor", _("This cursor is none of ours. Begin with the first page.")) from wrong
