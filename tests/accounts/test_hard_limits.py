"""Guessing passwords and codes from fifty threads at once: not one try more than the limit is even looked at.

250 tries at pages and 1,000 at codes here, 10,000 each with NSSF_LONG=1 (`make trust`). What counts is how often a
password or a code was compared, not what the page said."""

import os
import re
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account import forms as allauth_forms
from allauth.account.auth_backends import AuthenticationBackend
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory

from nssf_portal.accounts import contact_codes
from nssf_portal.accounts.contact_codes import check_code, send_code
from nssf_portal.accounts.models import ContactCode
from nssf_portal.law import limits
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import render
from tests.accounts.conftest import PASSWORD

THREADS = 50
LONG = bool(os.environ.get("NSSF_LONG"))
EACH = 200 if LONG else 20
PAGES = 200 if LONG else 5
"""Tries of each thread, where a whole page answers."""
PHONE = "+85512345678"
WRONG = "wrong-password-1"
pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def own_counters(settings):
    """The real Valkey, as in production, under names of this test alone."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}


class Watch:
    """Counts how often the guarded act was reached."""

    def __init__(self) -> None:
        self.lock, self.times = threading.Lock(), 0

    def around(self, act: Callable) -> Callable:
        def watched(*args, **kwargs):
            with self.lock:
                self.times += 1
            return act(*args, **kwargs)

        return watched


def storm(act: Callable[[int, int], object], each: int = EACH) -> tuple[Counter, float]:
    """Let fifty threads begin at the same moment; count what they were told."""
    begin, start = threading.Barrier(THREADS), time.monotonic()

    def one(thread: int) -> Counter:
        begin.wait()
        try:
            return Counter(act(thread, turn) for turn in range(each))
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        told = sum(pool.map(one, range(THREADS)), Counter())
    assert sum(told.values()) == THREADS * each
    return told, time.monotonic() - start


def sign_in(login: str, password: str, address: str) -> str:
    data = {"login": login, "password": password}
    response = Client(REMOTE_ADDR=address).post("/en/accounts/login/", data)
    if response.status_code == 200:
        return "limited" if "Too many failed" in response.content.decode() else "wrong"
    return str(response.status_code)


def test_one_account_from_everywhere(user, monkeypatch):
    """Five wrong passwords in five minutes, however many machines ask; then not even the right one is looked at."""
    watch = Watch()
    monkeypatch.setattr(AuthenticationBackend, "authenticate", watch.around(AuthenticationBackend.authenticate))
    told, took = storm(lambda thread, turn: sign_in(PHONE, WRONG, f"10.{turn}.{thread}.1"), PAGES)
    allowed = 5 * (1 + int(took // 300))
    assert 0 < watch.times <= allowed and told["wrong"] == watch.times
    if took < 290:
        assert sign_in(PHONE, PASSWORD, "10.250.0.1") == "limited" and watch.times <= allowed


def test_many_accounts_from_one_address(db, monkeypatch):
    """Twenty failures a minute from an address, whichever names are tried."""
    watch = Watch()
    monkeypatch.setattr(AuthenticationBackend, "authenticate", watch.around(AuthenticationBackend.authenticate))
    told, took = storm(lambda thread, turn: sign_in(f"p{thread}-{turn}@example.test", WRONG, "198.51.100.9"), PAGES)
    assert 0 < watch.times <= 20 * (1 + int(took // 60))
    assert told["wrong"] == watch.times


def test_a_password_reset_code_in_one_session(user, monkeypatch):
    """The library's own count stands in the session, which all fifty read at once: ours decides."""
    watch = Watch()
    monkeypatch.setattr(allauth_forms, "compare_user_code", watch.around(allauth_forms.compare_user_code))
    client = Client()
    response = client.post("/en/accounts/password/reset/", {"email": PHONE})
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def guess(thread: int, turn: int) -> str:
        guesser = Client(REMOTE_ADDR=f"10.{turn}.{thread}.2")
        guesser.cookies.load(cookies)
        return str(guesser.post(response.url, {"code": f"{thread:04d}{turn:04d}"}).status_code)

    storm(guess, PAGES)
    assert 0 < watch.times <= 3


@pytest.fixture
def contact(user):
    request = RequestFactory().post("/")
    assert send_code(PHONE, "resume", request)
    code = re.search(r"\d{6}", render(Message.objects.get(template="accounts.contact_code")).body)[0]
    cache.clear()  # what was counted while sending
    return code


def guesses(code: str) -> Callable[[int, int], bool]:
    """Different wrong codes, never the right one."""

    def guess(thread: int, turn: int) -> bool:
        typed = f"{(int(code) + 1 + thread * EACH + turn) % 10**6:06d}"
        return check_code(PHONE, "resume", typed, RequestFactory().post("/", REMOTE_ADDR=f"10.{turn}.{thread}.3"))

    return guess


def test_a_contact_code_is_compared_five_times(contact, monkeypatch):
    watch = Watch()
    monkeypatch.setattr(contact_codes, "_digest", watch.around(contact_codes._digest))
    told, _took = storm(guesses(contact))
    assert told == {False: THREADS * EACH}
    assert watch.times == ContactCode.objects.get().attempts == 5
    assert not check_code(PHONE, "resume", contact, RequestFactory().post("/"))


def test_a_contact_code_is_compared_five_times_though_valkey_forgot_everything(contact, monkeypatch):
    """The row itself counts: without the hourly limits the tries are still five."""
    monkeypatch.setattr(limits, "value_or", lambda code, default: 10**9)
    told, _took = storm(guesses(contact))
    assert told == {False: THREADS * EACH} and ContactCode.objects.get().attempts == 5
    assert not check_code(PHONE, "resume", contact, RequestFactory().post("/"))


def test_the_right_code_from_fifty_threads_opens_once(contact):
    told, _took = storm(lambda thread, turn: check_code(PHONE, "resume", contact, RequestFactory().post("/")))
    assert told[True] == 1


def test_codes_are_not_sent_beyond_the_limit(user):
    told, _took = storm(lambda thread, turn: send_code(PHONE, "resume", RequestFactory().post("/", REMOTE_ADDR="::1")))
    assert told[True] == 5 == Message.objects.filter(template="accounts.contact_code").count()


def test_without_valkey_every_door_is_closed(user, contact, settings):
    dead = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": dead}
    assert sign_in(PHONE, PASSWORD, "10.0.0.1") == "503"
    assert Client().post("/en/accounts/password/reset/", {"email": PHONE}).status_code == 503
    for act in (
        lambda: check_code(PHONE, "resume", contact, RequestFactory().post("/")),
        lambda: send_code(PHONE, "resume", RequestFactory().post("/")),
    ):
        with pytest.raises(contact_codes.CodesClosed):
            act()
    assert ContactCode.objects.get().attempts == 0


def plain(response, phone: str) -> tuple[int, str]:
    """A whole answer without what must differ: the form's token and the number as it was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for shown in (phone, f"0{phone[4:6]} {phone[6:9]} {phone[9:]}", "0" + phone[4:]):
        text = text.replace(shown, "PHONE")
    return response.status_code, text


def asks(phone: str) -> list[tuple[int, str]]:
    """Sign in wrongly; ask for a new password, see the page for its code, and guess it."""
    client, typed = Client(), "0" + phone[4:]
    signed = client.post("/en/accounts/login/", {"login": typed, "password": WRONG})
    sent = client.post("/en/accounts/password/reset/", {"email": typed})
    page = client.get(sent.url)
    guessed = client.post(sent.url, {"code": "00000000"})
    return [plain(answer, phone) for answer in (signed, sent, page, guessed)] + [(302, sent.url)]


def test_answers_do_not_tell_whether_a_phone_is_known(user):
    assert asks(PHONE) == asks("+85598765432")


def test_a_contact_code_is_sent_and_looked_at_the_same_for_known_and_unknown_phones(user):
    request = RequestFactory().post("/")
    answers = []
    for phone in (PHONE, "+85598765432"):
        answers.append([send_code(phone, "resume", request), check_code(phone, "resume", "x", request)])
    assert answers[0] == answers[1] == [True, False]
