"""Anybody with a phone checks a member's card: on the device, without a connection, nothing scanned is sent."""

import io
from datetime import timedelta

import pytest
import segno
from django.utils import timezone

from registration.cards import keys, services
from registration.models import Card
from tests.factories.accounts import UserFactory
from tests.factories.members import MemberFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAYS = "[data-part=result][data-reason={}]"


@pytest.fixture
def texts(transactional_db) -> dict[str, str]:
    clerk = UserFactory(grant=("clerk", "12"))
    good, lost = (services.issue(MemberFactory(family_name_km=name), by=clerk) for name in ("សុខ", "ព្រំ"))
    services.revoke(lost, clerk, "lost")
    text = services.payload_of(good)
    return {
        "valid": text,
        "revoked": services.payload_of(lost),
        "expired": _expired(),
        "bad_signature": text[:-2] + ("01" if text[-2:] != "01" else "10"),
        "malformed": text[:60],
    }


def _expired() -> str:
    long_ago, yesterday = timezone.now() - timedelta(days=300), timezone.localdate() - timedelta(days=1)
    card = services._signed(MemberFactory.build(), keys.signing_key(), version=1, at=long_ago, expires_on=yesterday)
    return services.payload_of(card)


def picture(text: str) -> dict:
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=5, border=4)
    return {"name": "card.png", "mimeType": "image/png", "buffer": out.getvalue()}


def check(page, text: str, reason: str) -> None:
    page.fill("#card-text", text)
    page.locator("[data-part=form] button").click()
    page.wait_for_selector(SAYS.format(reason))


def open_page(eye, address: str = "/verify/") -> None:
    eye.page.goto(f"{eye.base}{address}?lang={eye.language}")
    eye.page.wait_for_selector("[data-with-script]:not([hidden])")


def wait_until_kept(page) -> None:
    """The service worker has the page, its files and the list."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        "caches.open('nssf-verify').then((s) => s.keys()).then((k) => k.some((r) => r.url.endsWith('revocations')))"
    )


def test_a_card_is_checked_on_the_device(eye, texts):
    page, sent = eye.page, []
    open_page(eye)
    eye.look("card_check")
    wait_until_kept(page)
    page.on("request", lambda request: sent.append(request))
    for reason, text in texts.items():
        check(page, text, reason)
    assert not sent
    check(page, texts["valid"], "valid")
    eye.look("card_checked")
    page.set_input_files("[data-part=picture]", picture(texts["revoked"]))
    page.wait_for_selector(SAYS.format("revoked"))
    assert all("NSSF1" not in f"{request.url}{request.post_data}" for request in sent)


def test_the_fund_is_asked_only_when_one_wants(eye, texts):
    open_page(eye)
    check(eye.page, texts["valid"], "valid")
    eye.page.locator("[data-word=ask] button").click()
    eye.page.wait_for_selector("[data-word=now-valid]")
    services.revoke(Card.objects.get(state="issued"), UserFactory(), "stolen")
    eye.page.locator("[data-word=ask] button").click()
    eye.page.wait_for_selector("[data-word=now-revoked]")
    eye.look("card_asked")


def test_it_works_without_a_connection(eye, texts):
    page = eye.page
    open_page(eye)
    wait_until_kept(page)
    page.context.set_offline(True)
    open_page(eye, "/verify/NSSF-0000-0000")  # the Fund would say 404: this is the page that was kept
    assert page.evaluate("fetch('/healthz').then(() => 'reached', () => 'offline')") == "offline"
    for reason, text in texts.items():
        check(page, text, reason)
    check(page, texts["valid"], "valid")
    assert page.locator("[data-word=list] time").inner_text()
    page.locator("[data-word=ask] button").click()
    page.wait_for_selector("[data-word=now-offline]")
    eye.complaints.clear()  # the browser itself says that the network is gone
    eye.look("card_offline")
    page.context.set_offline(False)


def test_a_list_that_is_old_is_said(eye, texts):
    open_page(eye)
    wait_until_kept(eye.page)
    eye.page.context.set_offline(True)
    eye.page.clock.install(time=timezone.now() + timedelta(days=3))
    open_page(eye)
    check(eye.page, texts["valid"], "valid")
    assert eye.page.locator("[data-word=list-old] time").inner_text()
    eye.page.context.set_offline(False)


def test_dates_are_in_the_readers_language(eye, texts):
    open_page(eye)
    check(eye.page, texts["valid"], "valid")
    assert (
        eye.page.locator("[data-fact=born]").inner_text() == {"km": "23 មេសា 1994", "en": "23 April 1994"}[eye.language]
    )
    assert not eye.page.locator("[data-part=camera]").is_visible()
