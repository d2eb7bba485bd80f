"""Every page a role can reach by links opens, is sound, and is in the language asked for.

Short form: Khmer on a telephone and English on a desk, six pages for each role, what another role saw left out.
NSSF_LONG=1: sixty pages for each role, both languages at both widths.
"""

import os
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from allauth.account.models import EmailAddress

from nssf_portal.accounts.models import User
from tests.browser.conftest import Eye
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import doubtful_pair
from tests.factories.registration import number_block, person, send_roster

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"
LONG = bool(os.environ.get("NSSF_LONG"))
MOST = 60 if LONG else 6
ROLES = ("anonymous", "employer", "clerk", "senior_clerk", "analyst", "security_officer", "administrator")
VIEWS = [("km", 390), ("en", 1280), ("en", 390), ("km", 1280)] if LONG else [("km", 390), ("en", 1280)]
# Files are taken, not looked at; signing out and in again would end the walk.
NOT_WALKED = re.compile(r"\.(xlsx|csv|json|pdf)$|/(logout|login|reauthenticate)/|/file/")
START = {
    "anonymous": "/",
    "employer": "/employer/",
    "clerk": "/desk/",
    "senior_clerk": "/desk/",
    "analyst": "/reports/",
}


@pytest.fixture
def world(settings, transactional_db):
    """A list with rows to repair, a doubtful row in the queue, and one person in each role."""
    settings.DEMO = True
    OfficeFactory(code="HQ")
    number_block()
    enterprise = EnterpriseFactory()
    employer = account(representative_of(enterprise), "employer")
    send_roster(enterprise, [person(1), person(2, sex="?"), person(3, id="12345")], by=employer)
    doubtful_pair(enterprise=enterprise)
    for role in ROLES[2:]:
        account(UserFactory(email=f"{role}@example.test", grant=(role, "HQ")), role)


def account(user: User, key: str) -> User:
    user.email = f"{key}@example.test"
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.update_or_create(user=user, defaults={"email": user.email, "verified": True, "primary": True})
    return user


def shape(url: str) -> str:
    """Pages that differ only in whom they are about are one page here."""
    path = urlsplit(url).path
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)", "…", path)


def walk(eye: Eye, start: str, seen: set[str]) -> Iterator[tuple[str, int]]:
    """Breadth first by links, the same origin and language, each kind of page once."""
    waiting, opened = [start], 0
    while waiting and opened < MOST:
        url = urldefrag(waiting.pop(0)).url
        if url != start and (shape(url) in seen or not may_walk(eye, url)):
            continue
        seen.add(shape(url))
        opened += 1
        answer = eye.page.goto(url)
        yield url, answer.status
        waiting += eye.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")


def may_walk(eye: Eye, url: str) -> bool:
    path = urlsplit(url).path
    same = url.startswith(eye.base) and path.startswith("/en/") == (eye.language == "en")
    return same and not NOT_WALKED.search(path)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def test_every_page_by_links(view, world, chromium, live_server):
    language, width = view
    seen: set[str] = set()
    for role in ROLES:
        context = chromium.new_context(viewport={"width": width, "height": 844}, locale=language)
        context.set_default_timeout(15_000)
        eye = Eye(context.new_page(), live_server.url, language, width)
        if role != "anonymous":
            eye.sign_in(f"{role}@example.test", PASSWORD)
        look_around(eye, role, set() if LONG else seen)
        context.close()


def look_around(eye: Eye, role: str, seen: set[str]) -> None:
    prefix = "" if eye.language == "km" else "/en"
    start = eye.base + prefix + START.get(role, "/accounts/")
    for at, (url, status) in enumerate(walk(eye, start, seen)):
        assert status < 400, f"{role}: {url} answers {status}"
        if "/admin/" in url:  # Django's own pages: they open; what they look like is Django's
            eye.complaints.clear()
        else:
            eye.look(f"crawl_{role}_{at:02}")
