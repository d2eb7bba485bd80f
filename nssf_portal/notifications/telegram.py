"""Telegram's Bot API: what we say there (that there is a message, and where), and what people press there.

https://core.telegram.org/bots/api: sendMessage, setWebhook with a secret that comes back in a header."""

import hmac
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from nssf_portal.exchange.conf import double_url
from nssf_portal.identifiers.keys import key_ring
from nssf_portal.notifications import chats
from nssf_portal.notifications.delivery import SendRefused, answer_json, judge, post
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import link_of

DEMO_TOKEN = "sample-token"  # noqa: S105  the stand-in's
BLOCKED = (400, 403)
"""The chat is gone, or its owner blocked the bot."""


class Telegram:
    """The bot's token travels in the address, so neither errors nor logs may ever name the address."""

    name = "telegram"

    def __repr__(self) -> str:
        return "<Telegram>"

    def send(self, recipient: str, text: str, label: str) -> str:
        """Write to one chat; a chat that is closed to us is forgotten."""
        answer = post(method_url("sendMessage"), json={"chat_id": int(recipient), "text": text})
        said = answer_json(answer)
        if answer.status_code in BLOCKED:
            chats.unbind_chat(int(recipient))
            raise SendRefused("telegram-closed")
        wait = _part(said, "parameters").get("retry_after")
        judge(answer, wait=wait if isinstance(wait, int) else None)
        return str(_part(said, "result").get("message_id", ""))[:100]

    def status(self, provider_id: str) -> str:
        """Telegram tells no bot what was read."""
        return ""


def method_url(method: str) -> str:
    """The address of a method; never to be logged."""
    base = settings.TELEGRAM_URL.rstrip("/")
    if not base:
        base = double_url(chats.DOUBLE_OFFSET) if settings.DEMO else "https://api.telegram.org"
    return f"{base}/bot{settings.TELEGRAM_BOT_TOKEN or (DEMO_TOKEN if settings.DEMO else '')}/{method}"


def notice(message: Message, language: str) -> str:
    """All that is ever said there: Telegram is not in the country and not ours."""
    with translation.override(language):
        return f"{gettext('NSSF: you have a message.')} {link_of(message, language)}"


def path_secret() -> str:
    """What the webhook's address ends with."""
    return _secret(b"telegram:path")


def header_secret() -> str:
    """What Telegram repeats in X-Telegram-Bot-Api-Secret-Token: an address alone may stand in a proxy's log."""
    return _secret(b"telegram:header")


def is_telegram(secret: str, header: str) -> bool:
    """Whether a call of the webhook knows both secrets."""
    path_right = hmac.compare_digest(secret.encode(), path_secret().encode())
    return hmac.compare_digest(header.encode(), header_secret().encode()) and path_right


def heard(update: dict[str, Any]) -> str:
    """Act on what somebody pressed or typed in a private chat; give our answer there, "" for none."""
    said = _part(update, "message")
    chat = _part(said, "chat")
    if chat.get("type") != "private" or not isinstance(chat.get("id"), int):
        return ""
    word, _, token = str(said.get("text", "")).strip().partition(" ")
    if word == "/stop":
        chats.unbind_chat(chat["id"])
        return gettext("You get no more messages here. You can connect Telegram again in the portal.")
    if word == "/start" and token:
        return _started(token.strip(), chat["id"])
    return gettext("Connect Telegram in the portal, under “Your messages”. Send /stop to end messages here.")


def _started(token: str, chat: int) -> str:
    if chats.bind(token, chat):
        return gettext("Connected. We tell you here when there is a message for you. Send /stop to end it.")
    return gettext("This link was used already or is too old. Make a new one in the portal.")


def _part(data: dict[str, Any], name: str) -> dict[str, Any]:
    """An object inside an object; an empty one where something else stands."""
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _secret(purpose: bytes) -> str:
    return hmac.digest(key_ring().links, purpose, "sha256").hex()[:40]
