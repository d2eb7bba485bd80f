"""The exchange log's row of a sign-in at a provider: that it happened, when, and what was said, encrypted."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from nssf_portal.exchange import evidence_log
from nssf_portal.exchange.models import Outcome
from nssf_portal.identifiers.crypto import encrypt

SUBJECT = "identity-sign-in"


def keep(provider: str, claims: Mapping[str, Any]) -> uuid.UUID:
    """Write the row and give its id; it did not travel over X-Road, so only we know the id."""
    exchange_id = uuid.uuid4()
    body = json.dumps(claims, ensure_ascii=False, default=str).encode()
    evidence_log.write(
        service=provider,
        client="portal",
        xroad_id=exchange_id,
        method="GET",
        status=200,
        outcome=Outcome.OK,
        duration_ms=0,
        subject_kind=SUBJECT,
        body_digest=hashlib.sha256(body).hexdigest(),
        body=encrypt(body, exchange_id.bytes),
    )
    return exchange_id


def note_failure(provider: str, reason: str) -> uuid.UUID:
    """Write the row of a sign-in that came to nothing; the reason is a word of ours."""
    exchange_id = uuid.uuid4()
    evidence_log.write(
        service=provider,
        client="portal",
        xroad_id=exchange_id,
        method="GET",
        outcome=Outcome.UNAVAILABLE,
        fault_type=reason[:200],
        duration_ms=0,
        subject_kind=SUBJECT,
    )
    return exchange_id
