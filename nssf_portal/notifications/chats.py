"""Telegram by deep link: a bot may write only to who pressed Start, so pressing it in our link connects the chat."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from nssf_portal.exchange.conf import double_url
from nssf_portal.identifiers.crypto import blind_index, decrypt, encrypt, key_id
from nssf_portal.ids import uuid7
from nssf_portal.law.book import value_or
from nssf_portal.notifications.models import TelegramChat, TelegramInvite

if TYPE_CHECKING:
    from nssf_portal.accounts.models import User

DEMO_BOT = "nssf_sample_bot"
DOUBLE_OFFSET = 92
"""The stand-in's port above the web's."""
_LINK = "telegram_link"


def bot() -> str:
    """The bot's name; empty where the channel is not set up."""
    return settings.TELEGRAM_BOT or (DEMO_BOT if settings.DEMO else "")


def new_link(user: "User") -> str:
    """Make the link that connects this person's Telegram, once, within the law book's minutes."""
    token = secrets.token_urlsafe(24)
    TelegramInvite.objects.filter(user=user, used_at=None).delete()
    TelegramInvite.objects.create(
        user=user, digest=_secret(token), expires_at=timezone.now() + timedelta(minutes=_minutes())
    )
    place = "https://t.me" if settings.TELEGRAM_BOT else double_url(DOUBLE_OFFSET)
    return f"{place}/{bot()}?start={token}"


def keep_link(request: HttpRequest) -> None:
    """Make a link and keep it in the (encrypted) session until the page has shown it."""
    until = timezone.now() + timedelta(minutes=_minutes())
    request.session[_LINK] = {"link": new_link(cast("User", request.user)), "until": until.timestamp()}


def open_link(request: HttpRequest) -> str:
    """The link made a while ago, while it is good."""
    kept = request.session.get(_LINK) or {}
    return kept["link"] if kept and kept["until"] > timezone.now().timestamp() else ""


@transaction.atomic
def bind(token: str, chat: int) -> bool:
    """Connect a chat by the secret of a link; False when it was used already, is too old, or was never ours."""
    now = timezone.now()
    invite = (
        TelegramInvite.objects.select_for_update()
        .filter(digest=_secret(token), used_at=None, expires_at__gt=now)
        .select_related("user")
        .first()
    )
    if invite is None or not invite.user.is_active:
        return False
    TelegramInvite.objects.filter(pk=invite.pk).update(used_at=now)
    TelegramChat.objects.filter(user=invite.user).delete()
    TelegramChat.objects.create(**_sealed(chat), user=invite.user)
    return True


def unbind_chat(chat: int) -> int:
    """Forget a chat, whoever connected it: `/stop`, or the bot was blocked there."""
    return TelegramChat.objects.filter(blind_index=_index(chat)).delete()[0]


def unbind(user: "User") -> None:
    """Forget this person's chat."""
    TelegramChat.objects.filter(user=user).delete()


def chat_of(user: "User") -> str | None:
    """The number of this person's chat, decrypted only to be handed to Telegram."""
    found = TelegramChat.objects.filter(user=user).first()
    return decrypt(bytes(found.ciphertext), found.id.bytes).decode() if found else None


def _minutes() -> int:
    return int(value_or("telegram.bind.minutes", 15))


def _sealed(chat: int) -> dict[str, Any]:
    row = uuid7()
    sealed = encrypt(str(chat).encode(), row.bytes)
    return {"id": row, "ciphertext": sealed, "key_id": key_id(sealed), "blind_index": _index(chat)}


def _index(chat: int) -> UUID:
    return blind_index("telegram-chat", str(chat))


def _secret(token: str) -> UUID:
    return blind_index("telegram-link", token)
