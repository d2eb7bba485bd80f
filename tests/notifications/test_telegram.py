"""Telegram by deep link: pressing Start connects, /stop ends, and nothing but "there is a message" is ever said."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from nssf_portal.doubles.telegram import CHAT, TelegramDouble
from nssf_portal.notifications import chats, telegram
from nssf_portal.notifications.models import Message, TelegramChat, TelegramInvite
from nssf_portal.notifications.sending import Sender
from nssf_portal.notifications.services import enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(settings):
    """The bot and one person's phone."""
    with TelegramDouble() as double:
        settings.TELEGRAM_URL, settings.TELEGRAM_BOT_TOKEN = double.url, double.token
        yield double


def call(text="/stop", *, chat=CHAT, path="", header="", kind="private", language="en"):
    message = {"chat": {"id": chat, "type": kind}, "text": text, "from": {"language_code": language}}
    return Client(enforce_csrf_checks=True).post(
        f"/callback/telegram/{path or telegram.path_secret()}",
        json.dumps({"message": message}),
        "application/json",
        headers={"x-telegram-bot-api-secret-token": header or telegram.header_secret()},
    )


def token_of(link: str) -> str:
    return link.partition("?start=")[2]


def connect(worker) -> None:
    assert chats.bind(token_of(chats.new_link(worker)), CHAT)


def send(worker, **changes):
    values = {"event": "e", "template": "test.hello", "channel": "telegram", "recipient_user": worker}
    message = enqueue(**values | {"parameters": {"reference": "APP-26-7K3Q-9"}} | changes)
    Sender().run(20)
    message.refresh_from_db()
    return message


def test_start_with_the_link_connects_the_chat(worker):
    said = call(f"/start {token_of(chats.new_link(worker))}").json()
    assert said["method"] == "sendMessage" and said["chat_id"] == CHAT and said["text"].startswith("Connected")
    assert chats.chat_of(worker) == str(CHAT)


def test_the_chat_is_encrypted_and_the_link_is_not_kept(worker):
    token = token_of(chats.new_link(worker))
    chats.bind(token, CHAT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text || i::text FROM notifications_telegramchat c, notifications_telegraminvite i")
        row = cursor.fetchone()[0]
    assert str(CHAT) not in row and token not in row and f"{CHAT:x}" not in row


def test_a_link_connects_once(worker):
    token = token_of(chats.new_link(worker))
    assert "Connected" in call(f"/start {token}").json()["text"]
    assert "used already" in call(f"/start {token}", chat=2).json()["text"]
    assert chats.chat_of(worker) == str(CHAT)


def test_a_link_that_is_too_old_or_made_up_connects_nothing(worker):
    token = token_of(chats.new_link(worker))
    TelegramInvite.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for text in (f"/start {token}", "/start made-up"):
        assert "used already or is too old" in call(text).json()["text"]
    assert not TelegramChat.objects.exists()


def test_a_new_link_ends_the_one_before(worker):
    old = token_of(chats.new_link(worker))
    chats.new_link(worker)
    assert not chats.bind(old, CHAT)


def test_an_account_that_was_closed_is_not_connected(worker):
    token = token_of(chats.new_link(worker))
    worker.is_active = False
    worker.save()
    assert not chats.bind(token, CHAT)


def test_stop_ends_it_for_whoever_had_connected_that_chat(worker):
    connect(worker)
    assert "no more messages" in call("/stop").json()["text"]
    assert chats.chat_of(worker) is None
    assert "no more messages" in call("/stop").json()["text"]


@pytest.mark.parametrize("wrong", [{"path": "guess"}, {"header": "guess"}, {"path": "ខុស"}])
def test_who_does_not_know_both_secrets_is_told_nothing(worker, wrong):
    connect(worker)
    assert call("/stop", **wrong).status_code == 404
    assert chats.chat_of(worker)


def test_it_is_a_post(client, db):
    assert client.get(f"/callback/telegram/{telegram.path_secret()}").status_code == 405


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"message": 1}', b'{"message": {"chat": 1}}', b'{"edited": {}}'])
def test_nonsense_is_taken_quietly_so_that_it_is_not_repeated(client, db, body):
    answer = client.post(
        f"/callback/telegram/{telegram.path_secret()}",
        body,
        "application/json",
        headers={"x-telegram-bot-api-secret-token": telegram.header_secret()},
    )
    assert (answer.status_code, answer.json()) == (200, {})


def test_in_a_group_the_bot_does_nothing(worker):
    token = token_of(chats.new_link(worker))
    assert call(f"/start {token}", kind="group").json() == {}
    assert not TelegramChat.objects.exists()


def test_anything_else_is_answered_with_how_to_connect(db):
    assert "Connect Telegram in the portal" in call("hello").json()["text"]
    assert call("hello", language="km").json()["text"] != ""


@pytest.mark.parametrize(("language", "words"), [("en", "NSSF: you have a message."), ("km", "http")])
def test_only_that_there_is_a_message_is_said(worker, phone, language, words):
    connect(worker)
    message = send(worker, language=language)
    (said,) = phone.messages
    assert message.state == "sent" and message.gateway == "telegram"
    assert words in said["text"] and "/m/" in said["text"]
    assert "APP-26" not in said["text"], "what the message is about is read in the portal"


def test_who_blocked_the_bot_is_not_written_to_again(worker, phone):
    connect(worker)
    phone.blocked = True
    assert send(worker).failure == "telegram-closed"
    assert chats.chat_of(worker) is None
    assert send(worker, event="e2").failure == "no-address"


def test_at_its_limit_telegram_says_how_long_to_wait(worker, phone, monkeypatch):
    from nssf_portal.doubles.http import Reply

    connect(worker)
    limited = Reply.json({"ok": False, "error_code": 429, "parameters": {"retry_after": 40}}, 429)
    monkeypatch.setattr(phone, "answer", lambda request: limited)
    message = send(worker)
    assert message.state == "pending" and message.failure == "http-429"
    assert timedelta(seconds=30) < message.not_before - timezone.now() < timedelta(seconds=41)


def test_the_bots_token_is_in_no_log_and_no_row(worker, phone, caplog, settings):
    settings.TELEGRAM_BOT_TOKEN = "123:nobody-may-read"
    connect(worker)
    phone.stop()
    message = send(worker)
    assert message.failure == "no-connection"
    assert "nobody-may-read" not in caplog.text + message.failure + repr(telegram.Telegram())


def test_messages_of_a_member_do_not_go_by_telegram(db, phone, monkeypatch):
    import uuid

    from nssf_portal.notifications import recipients

    monkeypatch.setitem(recipients._resolvers, "member", lambda message: None)
    message = send(None, recipient_user=None, recipient_member=uuid.uuid4())
    assert message.failure == "no-address" and Message.objects.count() == 1


def test_the_stand_in_plays_the_whole_way(worker, phone, live_server):
    phone.webhook = f"{live_server.url}/callback/telegram/{telegram.path_secret()}"
    phone.secret = telegram.header_secret()
    token = token_of(chats.new_link(worker))
    assert phone.press(f"/start {token}")["text"]
    assert chats.chat_of(worker) == str(CHAT)
    phone.press("/stop")
    assert chats.chat_of(worker) is None
