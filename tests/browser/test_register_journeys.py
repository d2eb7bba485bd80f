"""Each kind of applicant on a phone, in Khmer: every page looked at, its seconds and fields printed at the end."""

import gzip
import re
import time
from dataclasses import dataclass, field

import pytest

from nssf_portal.doubles.people import IDENTITIES
from nssf_portal.doubles.sample_registries import sample_security_server
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import render
from registration.models import Application
from tests.browser.conftest import Eye
from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, identifier
from tests.factories.registration import number_block

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHANTHA, VANNA, BOPHA = IDENTITIES[:3]
PHONE = "012 700 101"
_FIELDS = (
    "[...new Set([...document.querySelectorAll('main form.fields input, main form.fields select')]"
    ".filter(e => e.type !== 'hidden').map(e => e.name))].length"
)


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


@dataclass
class Walk:
    """Fills in one page after the other and keeps how long each took and how many fields it asked."""

    eye: Eye
    name: str
    pages: list[tuple[str, int, float]] = field(default_factory=list)

    @property
    def page(self):
        return self.eye.page

    def next(self, look: bool = True) -> None:
        step, asked = self.step, self.page.evaluate(_FIELDS)
        if look:
            self.eye.look(f"register_{self.name}_{len(self.pages):02d}_{step}")
        began = time.monotonic()
        self.page.locator("main form.fields button[type=submit]").first.click()
        self.page.wait_for_load_state()
        self.pages.append((step, asked, time.monotonic() - began))

    @property
    def step(self) -> str:
        return self.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]

    def choose(self, name: str, value: str) -> "Walk":
        self.page.check(f"input[name={name}][value='{value}']", force=True)
        return self

    def fill(self, **values: str) -> "Walk":
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)
        return self

    def begin(self, who: str) -> None:
        self.eye.go(f"/register/?who={who}")
        self.next()
        self.fill(phone=PHONE).next()

    def person(self, who, *, kind: str = "khmer_id", consents: tuple[str, ...] = ("identity_check",)) -> None:
        self.choose("kind", kind).fill(number=who.person.id_number).next()
        self.fill(family_name_km=who.person.family_name_km, given_name_km=who.person.given_name_km)
        self.fill(family_name_latin=who.person.family_name_latin, given_name_latin=who.person.given_name_latin).next()
        year, month, day = who.born_on.split("-")
        self.fill(born_on=f"{day}/{month}/{year}").choose("sex", who.sex).next()
        if self.step == "consent":
            for purpose in consents:
                self.choose(purpose, "yes")
            self.next()
        self.home()

    def home(self) -> None:
        for level, code, below in (("_province", "12", "1201"), ("_district", "1201", "120101"), ("", "120101", "")):
            self.page.select_option(f"[name=commune_code{level}]", code)
            if below:
                self.page.locator(f"option[value='{below}']").first.wait_for(state="attached")
        self.next()

    def send(self) -> Application:
        assert self.step == "check", self.step
        self.next()
        assert self.step == "done"
        self.eye.look(f"register_{self.name}_99_done")
        self.told()
        return Application.objects.latest("created_at")

    def told(self) -> None:
        fields, seconds = sum(asked for _s, asked, _t in self.pages), sum(took for *_r, took in self.pages)
        steps = ", ".join(f"{step} {asked}f {took:.1f}s" for step, asked, took in self.pages)
        print(f"\n{self.name}: {len(self.pages)} pages, {fields} fields, {seconds:.1f} s of machine: {steps}")  # noqa: T201


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
