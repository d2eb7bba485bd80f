"""Each kind of applicant on a phone, in Khmer: every page looked at, its seconds and fields printed at the end."""

import gzip
import re

import pytest

from nssf_portal.doubles.people import IDENTITIES
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import render
from registration.models import Application
from tests.browser.conftest import Eye
from tests.browser.walking import PHONE, Walk
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, identifier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHANTHA, VANNA, BOPHA = IDENTITIES[:3]


def test_employee(phone, ground):
    factory = EnterpriseFactory(name_latin="Lotus Garment Factory", name_km="រោងចក្រកាត់ដេរឈូក")
    factory.set_keys()
    factory.save()
    representative_of(factory)
    walk = Walk(phone, "employee")
    walk.begin("employee")
    walk.person(CHANTHA)
    walk.fill(q="រោងចក្រកាត់").next()
    walk.choose("enterprise", str(factory.pk)).next()
    walk.choose("employer_contact", "ask").next()
    walk.fill(wage="៨០០០០០").next()
    application = walk.send()
    assert (application.waits_for, application.wage) == ("employer", 800000)


def test_casual(phone, ground):
    walk = Walk(phone, "casual")
    walk.begin("casual")
    walk.choose("payer", "many").next()
    walk.person(BOPHA, consents=("identity_check", "informal_platform"))
    walk.choose("have", "yes").fill(certificate=BOPHA.certificate).next()
    walk.choose("equity_card", "equity").next()
    assert walk.send().state == "approved"


def test_domestic(phone, ground):
    walk = Walk(phone, "domestic")
    walk.begin("domestic")
    walk.person(CHANTHA)
    walk.fill(q="ផ្ទះលោក សុខ").next()
    assert phone.page.is_checked("input[value=quiet]"), "not named by default"
    walk.next()
    walk.next()
    walk.choose("equity_card", "not_said").next()
    assert walk.send().employer_contact == "quiet"


def test_self_employed(phone, ground):
    walk = Walk(phone, "self_employed")
    walk.begin("self_employed")
    walk.choose("uses_workers", "no").next()
    walk.person(VANNA, consents=("identity_check", "informal_platform"))
    walk.choose("group", "none").next()
    walk.choose("have", "no").next()
    walk.choose("equity_card", "none").next()
    phone.page.check("input[name=accept]", force=True)
    walk.next()
    assert walk.send().waits_for == "certificate"
    phone.page.fill("[name=certificate]", VANNA.certificate)
    phone.page.locator("form[action*=certificate-later] button").click()
    phone.look("register_self_employed_approved")
    assert Application.objects.get().state == "approved"


def test_owner(phone, ground):
    phone.go("/register/?who=owner")
    walk = Walk(phone, "owner")
    walk.next()
    phone.page.check("input[value=own_cover]", force=True)
    walk.next()
    phone.look("register_owner_noted")
    phone.go("/register/elsewhere/")
    phone.look("register_elsewhere")
    walk.told()


def test_dependant(phone, ground):
    member = MemberFactory(khmer_id="010203041")
    identifier(member, "+85598111222", "phone")
    walk = Walk(phone, "dependant")
    walk.begin("dependant")
    walk.fill(member_number=member.member_number, born_on="23/04/1994").next()
    walk.fill(code=code_sent()).next()
    walk.choose("relation", "child").next()
    walk.choose("is_disabled", "no").next()
    walk.choose("kind", "birth_certificate").fill(number="123/2015").next()
    walk.fill(family_name_km="ហេង", given_name_km="លីតា").next()
    walk.fill(born_on="២០១៥").choose("sex", "F").next()
    walk.home()
    walk.fill(people="៤").next()
    walk.choose("equity_card", "none").next()
    walk.next()
    assert walk.send().sponsor == member


def test_with_the_exchange_down(phone, ground, settings):
    settings.CAMDX_SECURITY_SERVER_URL = "http://127.0.0.1:9"
    walk = Walk(phone, "exchange_down")
    walk.begin("employee")
    walk.person(CHANTHA)
    walk.fill(q="ហាងនំប៉័ង").next()
    walk.choose("enterprise", "typed").next()
    walk.choose("employer_contact", "quiet").next()
    walk.next()
    assert walk.step == "document"
    walk.next()
    application = walk.send()
    assert application.checks.get(code="proved").outcome == "unavailable" and application.work_item


def test_going_on_with_another_phone(phone, ground, chromium, live_server):
    walk = Walk(phone, "first_phone")
    walk.begin("self_employed")
    walk.choose("uses_workers", "no").next(look=False)
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="km")
    context.set_default_timeout(15_000)
    second = Eye(context.new_page(), live_server.url, "km", 390)
    second.go("/register/resume/")
    walk = Walk(second, "second_phone")
    walk.fill(phone=PHONE).next()
    walk.fill(code=code_sent()).next()
    second.look("register_second_phone_mine")
    second.page.locator("main .card a").first.click()
    assert walk.step == "identity"
    walk.person(VANNA, consents=("identity_check", "informal_platform"))
    walk.told()
    context.close()


def code_sent() -> str:
    message = Message.objects.filter(template="accounts.contact_code").latest("created_at")
    return re.search(r"\d{6}", render(message).body)[0]


def test_on_a_wide_screen_in_english(chromium, live_server, ground):
    context = chromium.new_context(viewport={"width": 1280, "height": 844}, locale="en")
    context.set_default_timeout(15_000)
    wide = Eye(context.new_page(), live_server.url, "en", 1280)
    walk = Walk(wide, "wide")
    walk.begin("casual")
    walk.choose("payer", "enterprise").next()
    walk.choose("kind", "never_had").next()
    walk.fill(given_name_latin="CHANTHA").next()
    walk.fill(born_on="1994").choose("sex", "F").next()
    walk.home()
    walk.fill(q="Bakery").next()
    walk.choose("enterprise", "typed").next()
    walk.choose("employer_contact", "quiet").next()
    walk.next()
    walk.choose("equity_card", "none").next()
    assert walk.send().no_identity == "never_had"
    for page in ("owner", "elsewhere", "status"):
        wide.go(f"/register/{page}/")
        wide.look(f"register_wide_{page}")
    context.close()


def test_the_first_page_is_light(phone, ground):
    """Number 11: at most 110 kB with the Khmer font, 35 kB without, as compressed on the wire; all of it our own."""
    sizes: dict[str, int] = {}
    phone.page.on("response", lambda answer: sizes.__setitem__(answer.url, _wire(answer)))
    phone.go("/register/")
    phone.page.wait_for_load_state("networkidle")
    fonts = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    plain = sum(sizes.values()) - fonts
    print(f"\nfirst page: {plain:,} bytes and {fonts:,} of fonts in {len(sizes)} answers")  # noqa: T201
    assert all(url.startswith(phone.base) for url in sizes)
    assert plain <= 35_000 and plain + fonts <= 110_000


def _wire(answer) -> int:
    body, head = answer.body(), 400
    return head + (len(body) if answer.url.endswith(".woff2") else min(len(body), len(gzip.compress(body))))
