"""Photos, digital identity, recordings, and how much was asked before and now."""

import io
import uuid
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from nssf_portal.documents.services import content_of
from nssf_portal.doubles.camdigikey import CamDigiKeyDouble
from nssf_portal.exchange.identity.persons import Person
from registration.models import ApplicationDocument
from registration.services import applying
from registration.services.burden import burden_by_path
from registration.templatetags import register_pages
from tests.registration.register.conftest import CHANTHA, Way

pytestmark = pytest.mark.django_db


def photo(name: str = "card.jpg", *, size=(3000, 2000), turned: bool = False) -> SimpleUploadedFile:
    made, exif = io.BytesIO(), Image.Exif()
    if turned:
        exif[0x0112] = 6  # taken with the phone held upright
    Image.new("RGB", size, "teal").save(made, "JPEG", exif=exif)
    return SimpleUploadedFile(name, made.getvalue(), "image/jpeg")


def at_the_photo(way: Way) -> Way:
    way.start("employee").phone().person(CHANTHA, identity_check="no")
    way.answer(q="Bakery").answer(q="Bakery", enterprise="typed").answer(employer_contact="quiet").answer()
    assert way.step == "document" and "Family book" in way.text, "what is not needed any more is said"
    return way


def test_a_photo_is_put_upright_and_made_small(camdx, way):
    at_the_photo(way).answer(kind="khmer_id", photo=photo(turned=True), submission_id=str(uuid.uuid4()))
    assert way.step == "check"
    kept = Image.open(io.BytesIO(content_of(ApplicationDocument.objects.get().upload)))
    assert kept.size == (1600, 2400) and not kept.getexif()


def test_what_is_no_picture_is_told_at_the_field(camdx, way):
    wrong = SimpleUploadedFile("card.jpg", b"MZ not a picture", "image/jpeg")
    at_the_photo(way).answer(kind="khmer_id", photo=wrong, submission_id=str(uuid.uuid4()))
    assert way.page.status_code == 422 and "cannot use this kind of file" in way.text
    assert not ApplicationDocument.objects.exists()


def test_a_file_from_the_gallery_is_as_good_and_twice_is_once(camdx, way):
    data = {"kind": "khmer_id", "submission_id": str(uuid.uuid4())}
    url = at_the_photo(way).url
    for _press in range(2):
        way.post(url, file=photo(), **data)
    assert ApplicationDocument.objects.count() == 1


def test_a_digital_identity_fills_the_pages_and_proves_them(camdx, way):
    way.start("employee").phone()
    person = Person(
        "camdigikey",
        "cdk-chantha",
        timezone.now(),
        uuid.uuid4(),
        family_name_latin="SIM",
        given_name_latin="CHANTHA",
        sex="F",
        born_on=timezone.localdate().replace(year=1994),
        id_kind="khmer_id",
        id_number=CHANTHA.person.id_number,
    )
    applying.prefill(way.application, person, by=None)
    assert way.get(f"/en/register/{way.application.pk}/").step == "place"
    way.answer(commune_code="120101").answer(q="Bakery").answer(q="Bakery", enterprise="typed")
    way.answer(employer_contact="quiet").answer()
    assert way.step == "check" and "digital identity confirmed" in way.text
    way.send()
    assert way.application.checks.get(code="proved").evidence.startswith("camdigikey")


def test_through_camdigikey_and_back_to_the_same_application(camdx, way, settings):
    with CamDigiKeyDouble("http://testserver/callback/camdigikey/") as sidecar:
        settings.CAMDIGIKEY_SIDECAR_URL = sidecar.url
        way.start("employee").phone()
        assert "Go on with CamDigiKey" in way.text
        about = {"purpose": "application", "subject": str(way.application.pk)}
        away = way.client.post("/callback/camdigikey/start/", about).context["url"]
        token = parse_qs(urlsplit(away).query)["token"][0]
        chosen = {"token": token, "subject": CHANTHA.subject}
        back = httpx.get(f"{away.partition('/login')[0]}/choose", params=chosen, trust_env=False).headers["Location"]
        assert way.get(back.removeprefix("http://testserver")).step == "place"
        assert Way().client.post("/callback/camdigikey/start/", about).status_code == 200, "anybody may go there"
    application = way.application
    assert (application.given_name_latin, application.sex) == ("CHANTHA", "F")
    assert application.number_of("khmer_id").last_four == CHANTHA.person.id_number[-4:]
    assert "/en/register/" in way.url


def test_a_changed_name_is_compared_anew(camdx, way):
    way.start("employee").phone().person()
    assert way.application.checks.get(code="proved").outcome == "pass"
    way.get(way.url.replace("/enterprise/", "/birth/")).answer(born_on="1 January 1970", sex="F")
    assert way.application.checks.get(code="proved").outcome == "fail"


def test_a_recording_is_offered_where_there_is_one(client, settings, tmp_path):
    (tmp_path / "portal/voice/jarai").mkdir(parents=True)
    assert "<audio" not in client.get("/register/").content.decode()
    (tmp_path / "portal/voice/jarai/register-who.mp3").write_bytes(b"ID3")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, tmp_path]
    _forget()
    text = client.get("/register/").content.decode()
    assert "portal/voice/jarai/register-who.mp3" in text and "bunong" not in text
    assert "<audio" not in client.get("/en/register/").content.decode()


@pytest.fixture(autouse=True)
def _afterwards():
    yield
    _forget()


def _forget() -> None:
    from django.contrib.staticfiles import finders

    register_pages._is_recorded.cache_clear()
    finders.get_finder.cache_clear()


def test_what_was_asked_on_paper_and_what_is_asked_now(camdx, way):
    at_the_photo(way)
    found = {row.path: row for row in burden_by_path()}
    employee = found["employee"]
    assert employee.documents_before == 4 and employee.documents_after == 1
    assert employee.fields_after and employee.fields_before is None, "nobody counted the paper form's fields yet"
    assert employee.seconds_per_page is not None and employee.applications == 1
    assert found["domestic"].applications == 0 and found["domestic"].fields_after is None
