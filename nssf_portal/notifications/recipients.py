"""Where a message goes is asked when it is sent; apps above say how (a member's phone lives in their tables)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nssf_portal.notifications.models import Message

Resolver = Callable[["Message"], str | None]
_resolvers: dict[str, Resolver] = {}


def register(kind: str, resolver: Resolver) -> None:
    """Name who finds the address of recipients of a kind: a phone (+855...) for an SMS, else an e-mail address."""
    if _resolvers.setdefault(kind, resolver) is not resolver:
        raise ValueError(f"recipients of kind {kind!r} are registered already")


def address_of(message: "Message") -> str | None:
    """Find the address, or None when the person has none for this channel (any more)."""
    resolver = _resolvers.get(message.recipient_kind)
    return resolver(message) if resolver else None


def user_address(message: "Message") -> str | None:
    """Find the address of somebody who signs in."""
    user = message.recipient_user
    if user is None or not user.is_active:
        return None
    return user.phone if message.channel == "sms" else user.email
