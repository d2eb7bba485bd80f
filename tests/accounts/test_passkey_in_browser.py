"""A passkey is made and used in a real browser, under the strict content policy."""

import shutil

import pytest

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.browser
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture
def page(monkeypatch):
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser_path:
        pytest.skip("no Chromium on PATH")
    sync_api = pytest.importorskip("playwright.sync_api")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGS)
        yield browser.new_page()
        browser.close()


def give_it_a_fingerprint_reader(page):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page, here, email):
    page.goto(f"{here}/en/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{here}/en/accounts/**")


def test_made_once_it_signs_in_alone(page, live_server, clerk, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.DEMO = False
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    here = live_server.url
    give_it_a_fingerprint_reader(page)
    sign_in(page, here, clerk.email)
    page.wait_for_url(f"{here}/en/accounts/2fa/")  # nothing else opens for staff without a second factor
    page.goto(f"{here}/en/accounts/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/webauthn/add/**")
    page.fill("[name=name]", "my phone")
    passwordless = page.locator("[name=passwordless]")
    if passwordless.count():
        passwordless.check()
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "webauthn/add" not in url)
    page.goto(f"{here}/en/accounts/profile/")
    assert page.url.endswith("/profile/")
    page.context.clear_cookies()
    page.goto(f"{here}/en/accounts/login/?next=/en/accounts/profile/")
    page.click("#passkey_login")
    page.wait_for_url(f"{here}/en/accounts/profile/")
    assert not refused
