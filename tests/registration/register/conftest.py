"""The exchange's stand-in, and a person who walks the pages as a browser would, without a sign-in."""

import re
import uuid

import pytest
from django.test import Client

from nssf_portal.doubles.people import IDENTITIES
from nssf_portal.doubles.sample_registries import sample_security_server
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import render
from registration.models import Application
from tests.factories.accounts import OfficeFactory
from tests.factories.registration import number_block

CHANTHA, VANNA, BOPHA = IDENTITIES[:3]
PHONE = "+85512700101"


@pytest.fixture
def camdx(settings, db):
    with sample_security_server() as double:
        settings.CAMDX_SECURITY_SERVER_URL = double.url
        yield double


@pytest.fixture(autouse=True)
def ground(db):
    OfficeFactory(code="HQ")
    number_block()


class Way:
    """Each post leads to the next page; `answer` posts to the page one is on."""

    def __init__(self, client: Client | None = None) -> None:
        self.client, self.page = client or Client(), None

    def start(self, who: str) -> "Way":
        return self.post("/en/register/", who=who, submission_id=str(uuid.uuid4()))

    def get(self, url: str) -> "Way":
        self.page = self.client.get(url, follow=True)
        return self

    def post(self, url: str = "", **data) -> "Way":
        self.page = self.client.post(url or self.url, data, follow=True)
        return self

    def answer(self, **data) -> "Way":
        return self.post(**data)

    @property
    def url(self) -> str:
        return self.page.redirect_chain[-1][0] if self.page.redirect_chain else self.page.request["PATH_INFO"]

    @property
    def step(self) -> str:
        return self.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]

    @property
    def text(self) -> str:
        return self.page.content.decode()

    @property
    def application(self) -> Application:
        return Application.objects.latest("created_at")

    def phone(self, number: str = PHONE) -> "Way":
        return self.answer(phone=number)

    def identity(self, who=CHANTHA) -> "Way":
        return self.answer(kind="khmer_id", number=who.person.id_number)

    def name(self, who=CHANTHA) -> "Way":
        person = who.person
        return self.answer(
            family_name_km=person.family_name_km,
            given_name_km=person.given_name_km,
            family_name_latin=person.family_name_latin,
            given_name_latin=person.given_name_latin,
        )

    def birth(self, who=CHANTHA) -> "Way":
        year, month, day = who.born_on.split("-")
        return self.answer(born_on=f"{day}/{month}/{year}", sex=who.sex)

    def person(self, who=CHANTHA, **consents: str) -> "Way":
        """Identity, name, birth, consents and home."""
        self.identity(who).name(who).birth(who)
        self.answer(**({"identity_check": "yes"} | consents))
        return self.answer(commune_code="120101")

    def send(self) -> "Way":
        assert self.step == "check", self.step
        return self.answer()


@pytest.fixture
def way():
    return Way()


def sms_code() -> str:
    message = Message.objects.filter(template="accounts.contact_code").latest("created_at")
    return re.search(r"\d{6}", render(message).body)[0]
