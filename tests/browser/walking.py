"""A person who registers on a phone, page after page."""

import time
from dataclasses import dataclass, field

from registration.models import Application
from tests.browser.conftest import Eye

PHONE = "012 700 101"
_FIELDS = (
    "[...new Set([...document.querySelectorAll('main form.fields input, main form.fields select')]"
    ".filter(e => e.type !== 'hidden').map(e => e.name))].length"
)


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
