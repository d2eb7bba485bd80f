"""The registries' stand-in on a port of its own, the demonstration's people, and a signed-in client for each."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from nssf_portal.doubles.sample_registries import sample_security_server
from nssf_portal.identifiers.models import NumberBlock
from tests.factories.accounts import OfficeFactory, UserFactory

ASIA = "L004-087891151"  # its owner is Keo Mony
SMART = "E686-7809768138"  # Sok Veasna is a director
MONY = {"family_name_latin": "KEO", "given_name_latin": "Mony", "identity_number": "030405062", "capacity": "owner"}
VEASNA = {"family_name_km": "សុខ", "given_name_km": "វាសនា", "identity_number": "040506073", "capacity": "director"}
STRANGER = {"family_name_latin": "Chea", "given_name_latin": "Sok", "identity_number": "099887766", "capacity": "owner"}


@pytest.fixture
def fresh_breakers(settings) -> None:
    """Breakers of its own, in this process."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    settings.CACHES = {"default": memory}


@pytest.fixture
def camdx(settings, db):
    with sample_security_server() as double:
        settings.CAMDX_SECURITY_SERVER_URL = double.url
        yield double


@pytest.fixture(autouse=True)
def numbers(db):
    OfficeFactory(code="HQ")
    return NumberBlock.objects.create(kind="enterprise", first=950001, last=959999, next=950001, source="test")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def person(db):
    return UserFactory(name="Keo Mony")


@pytest.fixture
def signed(person):
    return signed_in(person)


@pytest.fixture
def clerk(db):
    return UserFactory(grant=("clerk", "HQ"))


@pytest.fixture
def senior(db):
    return UserFactory(grant=("senior_clerk", "HQ"))


@pytest.fixture
def photo():
    def make(name="card.jpg"):
        made = io.BytesIO()
        Image.new("RGB", (400, 300), "teal").save(made, "JPEG")
        return SimpleUploadedFile(name, made.getvalue())

    return make


class Way:
    """Walks the pages as a browser would: each POST leads to the next page."""

    def __init__(self, client: Client) -> None:
        self.client, self.page = client, None

    def start(self, path: str) -> "Way":
        return self.post("/en/employer/register/", path=path, submission_id=str(uuid.uuid4()))

    def get(self, url: str) -> "Way":
        self.page = self.client.get(url, follow=True)
        return self

    def post(self, url: str = "", **data) -> "Way":
        self.page = self.client.post(url or self.url, data, follow=True)
        return self

    @property
    def url(self) -> str:
        return self.page.redirect_chain[-1][0] if self.page.redirect_chain else self.page.request["PATH_INFO"]

    @property
    def step(self) -> str:
        return self.url.rstrip("/").rsplit("/", 1)[-1]

    @property
    def text(self) -> str:
        return self.page.content.decode()

    @property
    def claim(self):
        return self.page.context["claim"]

    def number(self, number: str) -> "Way":
        return self.post(number=number)

    def go_on(self) -> "Way":
        return self.post()

    def person(self, **who) -> "Way":
        return self.post(identity_kind="khmer_id", **who)

    def data(self, **more) -> "Way":
        given = {"name_latin": "Lotus Noodles", "commune_code": "120101", "phone": "012345678", "workers": "4"}
        return self.post(**given | more)


@pytest.fixture
def way(signed):
    return Way(signed)
