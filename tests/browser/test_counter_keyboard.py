"""A walk-in at the counter by keyboard alone, keys counted; then every screen of hotline, tips, complaints, reviews."""

import time
import uuid

import pytest
from allauth.account.models import EmailAddress

from nssf_portal.accounts.models import User
from registration.models import Application
from registration.services import calls, complaints
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.applications import identity_says, sent
from tests.factories.members import MemberFactory, identifier
from tests.factories.registration import number_block
from tests.factories.service import call_back, complaint, refused, review, tip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"


def account(role: str, office: str) -> User:
    user = UserFactory(email=f"{role}@example.test", grant=(role, office))
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


class Hands:
    """Two hands on a keyboard: nothing is pointed at, every key is counted."""

    def __init__(self, page) -> None:
        self.page, self.keys = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def fill(self, text: str) -> None:
        """Type into the field that has the focus and go on to the next."""
        self.page.keyboard.type(text)
        self.keys += len(text)
        self.press("Tab")

    def at(self, name: str) -> None:
        """The Tab key came where the page's order says."""
        self.page.wait_for_function("name => document.activeElement && document.activeElement.name === name", arg=name)


@pytest.fixture
def world(settings, transactional_db, monkeypatch):
    settings.DEMO = True
    identity_says(monkeypatch)
    for code in ("HQ", "12"):
        OfficeFactory(code=code)
    number_block()


@pytest.mark.parametrize("eye", [("en", 1280)], ids=["en-1280"], indirect=True)
def test_a_walk_in_is_registered_by_keyboard_alone(eye, world, capsys):
    account("clerk", "12")
    eye.sign_in("clerk@example.test", PASSWORD)
    eye.go("/desk/counter/?path=owner")
    page, hands, began = eye.page, Hands(eye.page), time.monotonic()
    hands.at("family_name_km")
    hands.press("Tab", "Tab")
    hands.fill("Sao")
    hands.fill("Sreyneang")
    hands.at("sex")
    hands.fill("f")
    hands.fill("14/8/1996")
    hands.fill("012345678")
    hands.press("Tab")
    hands.at("identity_number")
    hands.fill("020304055")
    hands.press("Tab")
    hands.at("commune_code_province")
    hands.press("Tab")
    hands.at("commune_code_district")
    hands.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('#id_commune_code').options.length > 1")
    hands.press("Tab", "ArrowDown", "Tab")
    hands.press("Tab", "Tab", "Tab")
    hands.at("identity_check")
    hands.press("Space", "Enter")
    page.wait_for_url(lambda url: url.rstrip("/").count("-") >= 4)
    seconds = time.monotonic() - began
    made = Application.objects.get()
    assert (made.state, made.commune_code[:2]) == ("approved", "12")
    assert made.member.member_number in page.inner_text("main")
    assert page.evaluate("document.activeElement.accessKey") == "n"
    hands.press("Enter")
    hands.at("family_name_km")
    hands.press("Enter")
    page.wait_for_selector(".govuk-error-summary:focus")
    with capsys.disabled():
        told = f"{hands.keys} keys, {seconds:.1f} s by machine, {0.35 * hands.keys:.0f} s by hand"
        print(f"\nwalk-in by keyboard: {told}")  # noqa: T201  the measure is for whoever reads the run


def test_every_screen(eye, world):
    for role in ("clerk", "hotline_agent", "inspector", "complaints_officer"):
        account(role, "12" if role in ("clerk", "inspector") else "HQ")
    _public(eye)
    _counter(eye)
    _hotline(eye)
    _tips_complaints_reviews(eye)


def _public(eye) -> None:
    for path in ("call-me", "tip", "complaint", "complaint/status", "review"):
        eye.go(f"/register/{path}/")
        eye.look(f"50_{path.replace('/', '_')}")
    eye.go("/register/complaint/")
    eye.page.locator("main form button[type=submit]").click()
    eye.page.wait_for_selector(".govuk-error-summary")
    eye.look("51_complaint_errors")
    eye.page.locator("input[name=about]").first.check(force=True)
    eye.page.fill("textarea[name=text]", "រង់ចាំយូរ")
    eye.page.locator("main form button[type=submit]").click()
    eye.page.wait_for_url(lambda url: "/sent/" in url)
    eye.look("51_complaint_sent")


def _counter(eye) -> None:
    clerk = User.objects.get(email="clerk@example.test")
    sent("owner", khmer_id="", helped_by=clerk)
    done = sent("owner", helped_by=clerk, given_name_latin="DARY", given_name_km="ដារី")
    pending = MemberFactory(state="pending", family_name_km="អ៊ុំ", given_name_km="សុខា")
    eye.sign_in("clerk@example.test", PASSWORD)
    for name, path in (
        ("counter", "counter/?path=casual"),
        ("counter_done", f"counter/{done.pk}/"),
        ("today", "counter/today/"),
        ("prove_find", "counter/prove/"),
        ("prove", f"counter/prove/{pending.pk}/"),
        ("person", "counter/person/"),
    ):
        eye.go(f"/desk/{path}")
        eye.look(f"52_{name}")
    eye.go("/desk/counter/?path=dependant")
    eye.page.locator("main form button[type=submit]").click()
    eye.page.wait_for_selector(".govuk-error-summary")
    eye.look("52_counter_errors")


def _hotline(eye) -> None:
    agent = User.objects.get(email="hotline_agent@example.test")
    member = MemberFactory(family_name_km="សៅ", given_name_km="ស្រីនាង")
    identifier(member, "010203041")
    call = calls.start(member, by=agent, submission_id=uuid.uuid4())
    eye.sign_in("hotline_agent@example.test", PASSWORD)
    owed = call_back()
    call_back(topic="card")
    for name, path in (
        ("hotline", "hotline/"),
        ("call_facts", f"calls/{call.pk}/"),
        ("call_backs", "hotline/call-backs/"),
        ("call_back", f"hotline/call-backs/{owed.pk}/"),
        ("tip_new", "hotline/tip/"),
    ):
        eye.go(f"/desk/{path}")
        eye.look(f"53_{name}")
    calls.verify(call, said={"born_on": member.born_on, "last_four": "3041", "commune": "120101"}, by=agent)
    eye.go(f"/desk/calls/{call.pk}/")
    eye.look("53_call")


def _tips_complaints_reviews(eye) -> None:
    one, other = tip(contact="012 999 888"), complaint(office=OfficeFactory(code="12"))
    asked = review(refused())
    eye.sign_in("inspector@example.test", PASSWORD)
    for name, path in (("tips", "tips/"), ("tip", f"tips/{one.pk}/")):
        eye.go(f"/desk/{path}")
        eye.look(f"54_{name}")
    eye.page.locator("form:has(input[value=look]) button").click()
    eye.page.wait_for_selector("form[action$='/source/']")
    eye.page.locator("form[action$='/source/'] input[type=text]").fill("ដើម្បីសួរអាសយដ្ឋាន")
    eye.page.locator("form[action$='/source/'] button").click()
    eye.page.wait_for_selector("text=012 999 888")
    eye.look("54_tip_source")
    officer = User.objects.get(email="complaints_officer@example.test")
    complaints.answer(complaint(about="data"), text="Done", by=officer)
    eye.sign_in("complaints_officer@example.test", PASSWORD)
    for name, path in (
        ("complaints", "complaints/"),
        ("complaint", f"complaints/{other.pk}/"),
        ("reviews", "reviews/"),
        ("review", f"reviews/{asked.pk}/"),
    ):
        eye.go(f"/desk/{path}")
        eye.look(f"55_{name}")
