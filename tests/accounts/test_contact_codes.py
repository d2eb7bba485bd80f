"""Codes by SMS for whoever holds a phone: single use, few tries, the same for known and unknown numbers."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone, translation

from nssf_portal.accounts import contact_codes
from nssf_portal.accounts.contact_codes import CodesClosed, check_code, clear_old, send_code
from nssf_portal.accounts.models import ContactCode
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.recipients import address_of
from nssf_portal.notifications.templates import render

PHONE, OTHER = "+85512345678", "+85598765432"
pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(rf):
    return rf.post("/en/register/resume/")


def sent_code() -> str:
    message = Message.objects.filter(template="accounts.contact_code").latest("created_at")
    return re.search(r"\d{6}", render(message).body)[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_code_goes_to_the_phone_and_opens_once(asked):
    assert send_code(PHONE, "resume", asked)
    message = Message.objects.get()
    assert address_of(message) == PHONE and message.channel == "sms"
    assert check_code(PHONE, "resume", sent_code(), asked)
    assert not check_code(PHONE, "resume", sent_code(), asked)


def test_neither_the_phone_nor_the_code_is_kept_in_clear(asked):
    send_code(PHONE, "resume", asked)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM accounts_contactcode c")
        row = cursor.fetchone()[0]
    assert "12345678" not in row and sent_code() not in row
    assert "12345678" not in str(Message.objects.values_list().get())


def test_khmer_digits_and_spaces_are_as_good(asked):
    send_code(PHONE, "resume", asked)
    typed = sent_code().translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert check_code(PHONE, "resume", f"{typed[:3]} {typed[3:]}", asked)


def test_a_code_for_one_thing_opens_nothing_else(asked):
    send_code(PHONE, "resume", asked)
    assert not check_code(PHONE, "status", sent_code(), asked)
    assert not check_code(OTHER, "resume", sent_code(), asked)


def test_a_second_code_ends_the_first(asked):
    send_code(PHONE, "resume", asked)
    first = sent_code()
    Message.objects.all().delete()
    send_code(PHONE, "resume", asked)
    assert first == sent_code() or not check_code(PHONE, "resume", first, asked)
    assert check_code(PHONE, "resume", sent_code(), asked)


def test_after_its_minutes_a_code_is_worth_nothing(asked):
    send_code(PHONE, "resume", asked)
    ContactCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not check_code(PHONE, "resume", sent_code(), asked)


def test_after_five_wrong_tries_the_right_code_is_refused(asked):
    send_code(PHONE, "resume", asked)
    for _turn in range(5):
        assert not check_code(PHONE, "resume", wrong(sent_code()), asked)
    assert not check_code(PHONE, "resume", sent_code(), asked)


def test_a_phone_gets_five_codes_an_hour(asked):
    assert [send_code(PHONE, "resume", asked) for _turn in range(7)] == [True] * 5 + [False] * 2
    assert send_code(OTHER, "resume", asked)
    assert Message.objects.count() == 6


def test_one_address_asks_for_so_many_phones(rf):
    here = [send_code(f"+8551{n:07d}", "resume", rf.post("/", REMOTE_ADDR="198.51.100.7")) for n in range(125)]
    assert here.count(True) == 120
    assert send_code(PHONE, "resume", rf.post("/", REMOTE_ADDR="198.51.100.8"))


def test_without_valkey_the_door_is_closed(asked, settings):
    send_code(PHONE, "resume", asked)
    code = sent_code()
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    for act in (lambda: send_code(PHONE, "resume", asked), lambda: check_code(PHONE, "resume", code, asked)):
        with pytest.raises(CodesClosed):
            act()
    assert ContactCode.objects.get().attempts == 0


def test_the_message_leaves_by_night_and_in_the_language_of_the_page(asked):
    with translation.override("km"):
        send_code(PHONE, "resume", asked)
    message = Message.objects.get()
    assert message.language == "km" and render(message).body.startswith("ប.ស.ស.")


def test_old_codes_are_forgotten(asked):
    send_code(PHONE, "resume", asked)
    assert clear_old() == 0
    ContactCode.objects.update(expires_at=timezone.now() - timedelta(days=2))
    assert clear_old() == 1


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_leave_one_open_code(rf):
    def ask(_turn: int) -> bool:
        try:
            return send_code(PHONE, "resume", rf.post("/"))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(4)))
    assert ContactCode.objects.filter(ended_at=None).count() == 1


def test_the_numbers_are_the_law_books(asked, monkeypatch):
    monkeypatch.setattr(contact_codes, "value_or", lambda code, default: 1)
    send_code(PHONE, "resume", asked)
    assert not check_code(PHONE, "resume", wrong(sent_code()), asked)
    assert not check_code(PHONE, "resume", sent_code(), asked)
