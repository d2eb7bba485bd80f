"""Where a message goes is asked when it is sent; apps above say how (a member's phone lives in their tables)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nssf_portal.notifications.chats import chat_of

if TYPE_CHECKING:
    from nssf_portal.notifications.models import Message

Resolver = Callable[["Message"], str | None]
Language = Callable[["Message"], str | None]
_resolvers: dict[str, Resolver] = {}
_languages: dict[str, Language] = {}


def register(kind: str, resolver: Resolver) -> None:
    """Name who finds the address of recipients of a kind: a phone (+855...) for an SMS, else an e-mail address."""
    if _resolvers.setdefault(kind, resolver) is not resolver:
        raise ValueError(f"recipients of kind {kind!r} are registered already")


def register_language(kind: str, func: Language) -> None:
    """Name who knows the language of recipients of a kind; None from it leaves what the row says."""
    if _languages.setdefault(kind, func) is not func:
        raise ValueError(f"the language of recipients of kind {kind!r} is registered already")


def language_of(message: "Message") -> str:
    """The language the person chose, asked when the message is sent, or the one it was written down with."""
    known = _languages.get(message.recipient_kind)
    return (known(message) if known else None) or message.language


def address_of(message: "Message") -> str | None:
    """Find the address, or None when the person has none for this channel (any more)."""
    resolver = _resolvers.get(message.recipient_kind)
    return resolver(message) if resolver else None


def user_address(message: "Message") -> str | None:
    """Find the address of somebody who signs in."""
    user = message.recipient_user
    if user is None or not user.is_active:
        return None
    if message.channel == "telegram":
        return chat_of(user)
    return user.phone if message.channel == "sms" else user.email
