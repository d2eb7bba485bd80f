"""Two SMS gateways, NOMSA's and PlasGate's, and a page on which a developer reads what was sent.

Known of NOMSA: POST /v1/transactional/sms/send with a Bearer key and {body, recipient, label} answers 201 and
sends later; a GET gives the state; 429 above the limit; 410 when the text was redacted.
Known of PlasGate: POST /rest/send?private_key=... with X-Secret and {sender, to, content}.
"""

import json
import re
import time
import uuid
from collections import deque
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from nssf_portal.doubles.http import Double, Reply, Request

SEND = "/v1/transactional/sms/send"
STATUS = re.compile(r"/v1/transactional/sms/([0-9a-f-]{36})\Z")
PLASGATE = "/rest/send"
RECIPIENT = re.compile(r"\+855\d{8,9}\Z")
SAMPLE_KEY = "sample-key"
KEPT = 2000
_LINK = re.compile(r"(https?://[^\s<]+)")


class SmsGatewayDouble(Double):
    """Takes messages, keeps the last ones in memory and all in a file."""

    def __init__(self, *, key: str = SAMPLE_KEY, file: Path | None = None, per_minute: int = 0, port: int = 0) -> None:
        super().__init__(port)
        self.key = key
        self.file = file
        self.per_minute = per_minute
        self.outcome = "delivered"
        """What becomes of messages: accepted, delivered, errored, redacted ..."""
        self.messages: deque[dict[str, Any]] = deque(maxlen=KEPT)
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)

    def answer(self, request: Request) -> Reply:
        if request.method == "GET" and request.path == "/":
            return Reply.html(page(list(self.messages)))
        if request.path == PLASGATE:
            return self.send_plasgate(request)
        if request.header("Authorization") != f"Bearer {self.key}":
            return Reply.json({"message": "Unauthenticated."}, 401)
        if request.path == SEND:
            return self.send(request)
        found = STATUS.match(request.path)
        return self.status(found[1]) if found and request.method == "GET" else Reply.json({"message": "Not found"}, 404)

    def send(self, request: Request) -> Reply:
        if request.method != "POST":
            return Reply.json({"message": "Method not allowed"}, 405)
        if self.over_limit():
            return Reply.json({"message": "Too many requests"}, 429, [("Retry-After", "30")])
        data = _json(request.body)
        if not data.get("body") or not RECIPIENT.match(str(data.get("recipient") or "")):
            return Reply.json({"message": "body and a recipient like +85512345678 are needed"}, 422)
        return Reply.json({"id": self.keep(data), "status": "UNSENT"}, 201)

    def send_plasgate(self, request: Request) -> Reply:
        keys = parse_qs(request.query).get("private_key"), request.header("X-Secret")
        if request.method != "POST" or keys != ([self.key], self.key):
            return Reply.json({"message": "Unauthorized"}, 401)
        if self.over_limit():
            return Reply.json({"message": "Too many requests"}, 429, [("Retry-After", "30")])
        data = _json(request.body)
        recipient = f"+{data.get('to')}"
        if not data.get("content") or not data.get("sender") or not RECIPIENT.match(recipient):
            return Reply.json({"message": "sender, content and to like 85512345678 are needed"}, 422)
        label = f"PlasGate: {data['sender']}"
        number = self.keep({"recipient": recipient, "label": label, "body": data["content"]})
        return Reply.json({"message_count": 1, "queue_id": number})

    def keep(self, data: dict[str, Any]) -> str:
        row = {
            "id": str(uuid.uuid4()),
            "at": time.time(),
            "recipient": data["recipient"],
            "label": str(data.get("label") or ""),
            "body": str(data["body"]),
            "status": self.outcome,
        }
        with self.lock:
            self.messages.append(row)
            if self.file:
                with self.file.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
        return row["id"]

    def over_limit(self) -> bool:
        recent = sum(1 for row in self.messages if row["at"] > time.time() - 60)
        return bool(self.per_minute) and recent >= self.per_minute

    def status(self, message_id: str) -> Reply:
        for row in self.messages:
            if row["id"] == message_id:
                return Reply.json(
                    {"id": message_id, "status": row["status"]}, 410 if row["status"] == "redacted" else 200
                )
        return Reply.json({"message": "Not found"}, 404)


def _json(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def page(messages: list[dict[str, Any]]) -> str:
    """Show the messages, newest first, with their links to follow."""
    rows = "".join(_row(message) for message in reversed(messages)) or "<p>Nothing was sent yet.</p>"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>SMS sent (stand-in)</title>'
        '<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="10">'
        "<style>body{font:16px/1.6 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
        "article{border-top:1px solid #ccc;padding:.5rem 0}p{margin:.2rem 0;white-space:pre-wrap}</style>"
        f"</head><body><h1>SMS sent (stand-in)</h1>{rows}</body></html>"
    )


def _row(message: dict[str, Any]) -> str:
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(message["at"]))
    text = _LINK.sub(r'<a href="\1">\1</a>', escape(message["body"]))
    head = f"{when} · {escape(message['recipient'])} · {escape(message['label'])}"
    return f"<article><small>{head}</small><p>{text}</p></article>"
