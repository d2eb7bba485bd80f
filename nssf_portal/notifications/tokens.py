"""Links in messages: the message's key and a MAC over it, so that a link needs no secret in the database."""

import base64
import binascii
import hmac
import uuid
from typing import TYPE_CHECKING

from nssf_portal.identifiers.keys import key_ring

if TYPE_CHECKING:
    from nssf_portal.notifications.models import Message

_MAC_BYTES = 8


def link_token(message_id: uuid.UUID) -> str:
    """Give the 32 signs that stand for a message in a link; guessing one takes 2^63 requests."""
    return base64.urlsafe_b64encode(message_id.bytes + _mac(message_id.bytes)).decode()


def message_id_of(token: str) -> uuid.UUID | None:
    """Read a token back, or None when nobody here made it."""
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    key, mac = raw[:16], raw[16:]
    return uuid.UUID(bytes=key) if len(key) == 16 and hmac.compare_digest(mac, _mac(key)) else None


def message_for_token(token: str) -> "Message | None":
    """Find the message a link was in."""
    from nssf_portal.notifications.models import Message

    message_id = message_id_of(token)
    return Message.objects.filter(pk=message_id).first() if message_id else None


def _mac(key: bytes) -> bytes:
    return hmac.digest(key_ring().links, b"message:" + key, "sha256")[:_MAC_BYTES]
