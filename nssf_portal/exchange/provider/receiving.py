"""Answering one message exactly once, and keeping the evidence whatever happens.

The views take no transaction of the request (`non_atomic_requests`): each message gets one of its own. An answer, what
it changed, its line in the exchange log and its place in the tally are committed together or not at all. When the
message is refused or fails, all of that is rolled back, and only then the line is written, by itself.
"""

import hashlib
import json
import logging
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from nssf_portal.audit.tracking import acting
from nssf_portal.exchange import conf, evidence_log
from nssf_portal.exchange.identifiers import encode_part
from nssf_portal.exchange.models import Direction, Exchange, Outcome
from nssf_portal.exchange.provider.gate import Admitted, Heard, admit
from nssf_portal.exchange.provider.models import ProvidedTally, ReceivedMessage
from nssf_portal.exchange.provider.problems import Refused
from nssf_portal.exchange.provider.registry import Message
from nssf_portal.identifiers.crypto import decrypt, encrypt

logger = logging.getLogger(__name__)
MAX_KEPT_BYTES = 256 * 1024
JSON, PROBLEM = "application/json", "application/problem+json"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    kind: str = JSON


def answer(heard: Heard) -> Reply:
    """Answer a message that came through the door; its line stands in the exchange log afterwards."""
    try:
        return _answered(heard, admit(heard))
    except Refused as refusal:
        reply, outcome, why = _refusal(refusal), Outcome.REFUSED, refusal.code
    except Exception as failure:  # whatever a service raises: the evidence is kept, the caller told
        logger.error("CamDX: %s could not answer: %s", heard.code, type(failure).__name__, exc_info=True)
        reply, outcome, why = _refusal(Refused(500, "our-fault")), Outcome.FAILED, type(failure).__name__
    evidence_log.write(**_line(heard, reply, outcome, why))
    return reply


def _refusal(refusal: Refused) -> Reply:
    return Reply(refusal.status, refusal.body(), PROBLEM)


@transaction.atomic
def _answered(heard: Heard, admitted: Admitted) -> Reply:
    """Effects: what the service does, the received message with its answer, one line of evidence, the tally."""
    received = _first_time(heard)
    if received is None:
        reply = _as_before(heard)
        Exchange.objects.create(**_line(heard, reply, Outcome.REPEATED))
        return reply
    number = _next_line()
    message = Message(admitted.client, heard.xroad_id, number, admitted.body, admitted.fields)
    with acting(by=None, action=f"exchange.{heard.code}", exchange=str(heard.xroad_id)):
        given = admitted.service.handler(message)
    reply = Reply(200, json.dumps(given, ensure_ascii=False).encode())
    received.answer = encrypt(reply.body, heard.xroad_id.bytes)
    received.save(update_fields=["answer"])
    Exchange.objects.create(id=number, **_line(heard, reply, Outcome.OK))
    _count(heard)
    return reply


def _first_time(heard: Heard) -> ReceivedMessage | None:
    """The database says who was first; who comes at the same moment waits here until the first is done or undone."""
    values = {"xroad_id": heard.xroad_id, "client": heard.client, "service": heard.code}
    try:
        with transaction.atomic():
            return ReceivedMessage.objects.create(**values, body_digest=heard.digest)
    except IntegrityError:
        return None


def _as_before(heard: Heard) -> Reply:
    kept = ReceivedMessage.objects.get(xroad_id=heard.xroad_id, client=heard.client, service=heard.code)
    if kept.body_digest != heard.digest or kept.answer is None:
        raise Refused(409, "other-body")
    return Reply(200, decrypt(bytes(kept.answer), heard.xroad_id.bytes))


def _next_line() -> int:
    """The number of the line that will be written: records may point to it before it stands there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('exchange_exchange', 'id'))")
        return int(cursor.fetchone()[0])


def _line(heard: Heard, reply: Reply, outcome: str, why: str = "") -> dict[str, object]:
    """One line of the exchange log. The request hash is the security servers' own; we keep it where they tell it."""
    granted = outcome != Outcome.REFUSED or why in ("wrong-body", "other-body")
    return {
        "direction": Direction.IN,
        "service": f"{conf.client_id()}/{encode_part(heard.code[:60])}"[:400],
        "client": heard.client or encode_part(heard.header("X-Road-Client"))[:300],
        "xroad_id": heard.xroad_id,
        "request_id": encode_part(heard.header("X-Road-Request-Id"))[:64],
        "request_hash": heard.header("X-Road-Request-Hash")[:100].replace("\x00", ""),
        "method": (heard.request.method or "")[:7],
        "status": reply.status,
        "outcome": outcome,
        "fault_type": why,
        "duration_ms": heard.duration_ms,
        "subject_kind": heard.code[:40],
        "body_digest": hashlib.sha256(reply.body).hexdigest(),
        "body": _sealed(heard, reply.body) if granted else None,
        "question_digest": heard.digest,
        "question": _sealed(heard, heard.body) if granted else None,
    }


def _sealed(heard: Heard, body: bytes) -> bytes | None:
    if not body or len(body) > MAX_KEPT_BYTES:
        return None
    return encrypt(body, heard.xroad_id.bytes)


def _count(heard: Heard) -> None:
    """Last in the transaction: callers of one service and day share this row, and wait for each other only here."""
    ProvidedTally.objects.bulk_create(
        [ProvidedTally(day=timezone.localdate(), service=heard.code, client=heard.client)],
        ignore_conflicts=True,
    )
    mine = ProvidedTally.objects.filter(day=timezone.localdate(), service=heard.code, client=heard.client)
    mine.update(answered=F("answered") + 1)
