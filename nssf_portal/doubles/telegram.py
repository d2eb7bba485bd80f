"""Telegram as one sample person's phone: a page to press Start on, the bot's messages, and its closed chat.

Known of the real one (core.telegram.org/bots/api): POST /bot<token>/sendMessage {chat_id, text} answers
{"ok": true, "result": {"message_id": n}}; 403 when the bot was blocked; 429 with parameters.retry_after; what people
press comes by POST to the webhook with X-Telegram-Bot-Api-Secret-Token, and its answer may be a message.
"""

import json
import time
from collections import deque
from html import escape
from typing import Any
from urllib.parse import parse_qs

import httpx

from nssf_portal.doubles.http import Double, Reply, Request

SAMPLE_TOKEN = "sample-token"  # noqa: S105  the stand-in's
CHAT = 700000001
KEPT = 200


class TelegramDouble(Double):
    """Speaks for one phone, whose chat has one number."""

    def __init__(self, *, webhook: str = "", secret: str = "", token: str = SAMPLE_TOKEN, port: int = 0) -> None:
        super().__init__(port)
        self.webhook, self.secret, self.token = webhook, secret, token
        self.messages: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self.blocked = False

    def answer(self, request: Request) -> Reply:
        if request.path.startswith("/bot"):
            return self.method(request)
        if request.path == "/press" and request.method == "POST":
            return self.pressed(parse_qs(request.body.decode()))
        if request.method != "GET":
            return Reply.json({"ok": False}, 405)
        token = parse_qs(request.query).get("start", [""])[0]
        return Reply.html(page(list(self.messages), token, blocked=self.blocked))

    def method(self, request: Request) -> Reply:
        if request.path != f"/bot{self.token}/sendMessage":
            return _refused(401, "Unauthorized")
        data = json.loads(request.body or b"{}")
        if data.get("chat_id") != CHAT:
            return _refused(400, "Bad Request: chat not found")
        if self.blocked:
            return _refused(403, "Forbidden: bot was blocked by the user")
        self.keep("bot", str(data.get("text", "")))
        return Reply.json({"ok": True, "result": {"message_id": len(self.messages)}})

    def pressed(self, form: dict[str, list[str]]) -> Reply:
        """Do as the person did, and go back to the chat."""
        text = form.get("text", [""])[0]
        if text == "block":
            self.blocked = not self.blocked
        elif text:
            self.press(text)
        return Reply(303, [("Location", "/")])

    def press(self, text: str) -> dict[str, Any]:
        """Send what was typed to the webhook, and show its answer in the chat."""
        self.blocked = False
        self.keep("person", text)
        update = {"update_id": int(time.time()), "message": {"chat": {"id": CHAT, "type": "private"}, "text": text}}
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret}
        said = httpx.post(self.webhook, json=update, headers=headers, timeout=10, trust_env=False)
        answer = said.json() if said.is_success else {}
        if answer.get("text"):
            self.keep("bot", answer["text"])
        return answer

    def keep(self, who: str, text: str) -> None:
        with self.lock:
            self.messages.append({"who": who, "at": time.time(), "text": text})


def _refused(code: int, why: str) -> Reply:
    return Reply.json({"ok": False, "error_code": code, "description": why}, code)


def page(messages: list[dict[str, Any]], token: str, *, blocked: bool) -> str:
    """Show the chat, with Start when a link brought us here."""
    said = "".join(f"<p class={m['who']}><b>{m['who']}</b><br>{escape(m['text'])}</p>" for m in messages)
    start = _button(f"/start {token}", "START") if token else ""
    buttons = start + _button("/stop", "/stop") + _button("block", "Unblock the bot" if blocked else "Block the bot")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Telegram (stand-in)</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body{font:16px/1.6 sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}"
        "p{border-radius:8px;background:#eef;padding:.5rem;white-space:pre-wrap}.person{background:#efe}"
        "form{display:inline}button{font:inherit;padding:.5rem 1rem;margin:.2rem}</style>"
        f"</head><body><h1>Telegram (stand-in)</h1>{said or '<p>Nothing was said yet.</p>'}{buttons}</body></html>"
    )


def _button(text: str, words: str) -> str:
    value = escape(text, quote=True)
    return f'<form method="post" action="/press"><button name="text" value="{value}">{words}</button></form>'
