"""A real browser at two widths; every page that is looked at is checked by axe."""

import os
import shutil
import zlib
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from nssf_portal.doubles.sample_registries import sample_security_server
from tests.factories.accounts import OfficeFactory
from tests.factories.registration import number_block

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text()
SECRET = "a browser for each of them 2026"
# The same rules; what was found in order is neither described nor carried over here.
VIOLATIONS = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
# Pictures are for people who want to look (NSSF_PICTURES=1, or the long run); they prove nothing and cost a lot.
PICTURES = bool(os.environ.get("NSSF_PICTURES") or os.environ.get("NSSF_LONG"))
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path and os.environ.get("CI"):
        pytest.fail("no Chromium on PATH: the browser tests must run here")
    if not path:
        pytest.skip("no Chromium on PATH (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Eye:
    """What a person with this screen and language sees; `look` proves the page sound before going on."""

    def __init__(self, page: Page, base: str, language: str, width: int) -> None:
        self.page, self.base, self.language, self.width = page, base, language, width
        self.folder = Path(django_settings.VAR_DIR) / "screens" / f"{language}_{width}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.complaints: list[str] = []
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "favicon" not in text:
            self.complaints.append(text)

    def go(self, path: str) -> None:
        prefix = "" if self.language == "km" else "/en"
        self.page.goto(f"{self.base}{prefix}{path}")

    def look(self, name: str) -> None:
        """No axe violation, no sideways scroll, the right language, nothing the content policy refused."""
        self.page.wait_for_load_state()
        if PICTURES:
            self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)
        assert self.page.get_attribute("html", "lang") == self.language, name
        self.page.evaluate(AXE)
        found = self.page.evaluate(VIOLATIONS)
        told = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]
        assert not told, f"{name}: {told}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} scrolls sideways by {wide}px"
        assert not self.complaints, f"{name}: {self.complaints}"

    def sign_in(self, email: str, password: str) -> None:
        """Through the same form, without drawing it: it is looked at where signing in is the subject."""
        client = Client()
        prefix = "" if self.language == "km" else "/en"
        answer = client.post(f"{prefix}/accounts/login/", {"login": email, "password": password})
        assert answer.status_code == 302, answer.status_code
        self.page.context.clear_cookies()
        cookies = [{"name": one.key, "value": one.value, "url": self.base} for one in client.cookies.values()]
        self.page.context.add_cookies(cookies)
        self.page.goto(self.base + answer.url)


# On a phone in Khmer, on a screen in English; the other two on demand.
VIEWS = [("km", 390), ("en", 1280), *([("en", 390), ("km", 1280)] if os.environ.get("NSSF_LONG") else [])]
# Long ways through many pages, whose pages are looked at in both elsewhere: in the short run by one of the two in turn.
IN_TURN = (
    *("test_outreach_journeys.py", "test_compliance_journeys.py", "test_award_pages.py", "test_quiz_pages.py"),
    "test_emergency_relief.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not os.environ.get("NSSF_LONG"):
        items[:] = [item for item in items if not item.path.name.endswith(IN_TURN) or _its_turn(item)]


def _its_turn(item: pytest.Item) -> bool:
    view = getattr(item, "callspec", None) and item.callspec.params.get("eye")
    return view is None or view == VIEWS[zlib.crc32(item.originalname.encode()) % 2]


@pytest.fixture(params=VIEWS, ids=lambda p: f"{p[0]}-{p[1]}")
def eye(request, chromium, live_server):
    language, width = request.param
    context = chromium.new_context(viewport={"width": width, "height": 844}, locale=language)
    context.set_default_timeout(15_000)
    yield Eye(context.new_page(), live_server.url, language, width)
    context.close()


@pytest.fixture
def people(eye):
    """Each person has a browser of their own: nobody signs in twice."""
    opened = []

    def enter(user=None) -> Eye:
        viewport = eye.page.viewport_size
        context = eye.page.context.browser.new_context(viewport=viewport, locale=eye.language)
        context.set_default_timeout(15_000)
        opened.append(context)
        own = Eye(context.new_page(), eye.base, eye.language, eye.width)
        if user:
            user.set_password(SECRET)
            user.save()
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            own.sign_in(user.email, SECRET)
        return own

    yield enter
    for context in opened:
        context.close()


@pytest.fixture
def phone(chromium, live_server):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="km")
    context.set_default_timeout(15_000)
    yield Eye(context.new_page(), live_server.url, "km", 390)
    context.close()


@pytest.fixture
def ground(settings, transactional_db):
    settings.DEMO = True
    OfficeFactory(code="HQ", name_km="បេឡាជាតិសន្តិសុខសង្គម ទីស្នាក់ការកណ្ដាល")
    number_block()
    with sample_security_server() as double:
        settings.CAMDX_SECURITY_SERVER_URL = double.url
        yield double
