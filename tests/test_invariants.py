"""What holds at every address for everybody, generated: no list of pages is kept here, only who may not come in."""

import os
import time
import zlib
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from nssf_portal.accounts.middleware import SEEN, STARTED
from tests.invariants.addresses import Address, addresses
from tests.invariants.world import ADMIN, OPEN_TO, OPEN_TO_ALL, OUTSIDE, PLAIN, ROLES, World, people, value_of

pytestmark = pytest.mark.django_db
FINE = {200, 204, 302, 400, 401, 403, 404, 405, 409, 410, 415, 422, 429}
CLOSED = {302, 401, 403, 404, 405}  # 401: the API, which knows no session


class Knocking:
    """One person, who asks each address afresh: whatever an answer changed is undone."""

    def __init__(self, user) -> None:
        self.client = Client()
        if user:
            self._sign_in(user)
        self.cookies = self.client.cookies.output()
        self.session = self.client.cookies.get(settings.SESSION_COOKIE_NAME)

    def _sign_in(self, user) -> None:
        """Seen just now: no answer has to write that down, only to have it undone."""
        self.client.force_login(user)
        session = self.client.session
        session[STARTED] = session[SEEN] = int(time.time())
        session.save()

    def ask(self, method: str, path: str) -> tuple[int | str, str]:
        self.client.cookies.clear()
        if self.session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session.value
        with transaction.atomic():
            try:
                response = getattr(self.client, method)(path)
                answer = response.status_code, response.headers.get("Location", "")
            except Exception as defect:  # noqa: BLE001  the defect is the finding
                answer = f"{type(defect).__name__}: {str(defect)[:120]}", ""
            transaction.set_rollback(True)
        return answer


def knocks(world: World, address: Address, prefixes: tuple[str, ...] = ("", "en/")) -> Iterator[tuple[str, str]]:
    """By GET in each language, by POST in the first."""
    values = {argument: value_of(world, argument) for argument in address.kwargs}
    for at, prefix in enumerate(prefixes):
        for method in ("get", "post") if at == 0 else ("get",):
            yield method, address.path(values, prefix)


def languages(role: str, address: Address) -> tuple[str, ...]:
    """Each page is asked for in both languages by some roles; by all of them in the long run.

    Who stands outside is sent away by the same view whatever the language."""
    if role in OUTSIDE or not address.in_languages:
        return ("",)
    if os.environ.get("NSSF_LONG"):
        return ("", "en/")
    return ("",) if zlib.crc32(f"{role} {address.name}".encode()) % 2 else ("en/",)


def holds_object(address: Address) -> bool:
    return bool(set(address.kwargs) - set(PLAIN) - set(ADMIN))


def is_ours(address: Address) -> bool:
    return not address.is_admin and not address.is_third_party


@pytest.fixture
def world():
    return World()


def test_every_argument_of_an_address_has_a_maker(world):
    arguments = {argument for address in addresses() for argument in address.kwargs}
    for argument in sorted(arguments):
        assert value_of(world, argument)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_fails_and_who_stands_outside_opens_nothing(world, role):
    """By GET or an empty POST. Out of scope is 404, not allowed 403; who did not sign in may be sent to do so."""
    knocker = Knocking(people(world)[role])
    found = []
    for address in addresses():
        if address.is_admin:
            continue
        closed = role in OUTSIDE and is_ours(address) and holds_object(address)
        closed = closed and address.name not in (*OPEN_TO.get(role, ()), *OPEN_TO_ALL)
        for method, path in knocks(world, address, languages(role, address)):
            status, there = knocker.ask(method, path)
            sent_away = status == 302 and role == "anonymous" and "/accounts/login/" in there
            allowed = CLOSED - {302} if closed else FINE | ({503} if address.name == "healthz" else set())
            if status not in allowed and not sent_away:
                found.append(f"{role} {method} {address.name}: {status} {there}")
    assert not found, "\n".join(found)


def test_a_strangers_enterprise_roster_file_and_staff_are_404_at_every_address(world):
    knocker = Knocking(people(world)["stranger"])
    found = []
    for address in addresses():
        if "enterprise_id" not in address.kwargs:
            continue
        answers = {method: knocker.ask(method, path)[0] for method, path in knocks(world, address)}
        if not set(answers.values()) <= {404, 405} or 404 not in answers.values():
            found.append(f"{address.name}: {answers}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", ROLES)
def test_the_administrators_rooms_are_the_administrators(world, role):
    knocker = Knocking(people(world)[role])
    found = []
    for address in addresses():
        if not address.is_admin:
            continue
        values = {argument: value_of(world, argument) for argument in address.kwargs}
        status, there = knocker.ask("get", address.path(values))
        wrong = status not in FINE if role == "administrator" else status not in CLOSED
        opened = role != "administrator" and status == 302 and "login" not in there and values
        if wrong or opened:
            found.append(f"{role} {address.name}: {status} {there}")
    assert not found, "\n".join(found)
