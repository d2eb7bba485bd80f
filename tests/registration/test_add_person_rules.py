"""What the form for one person does not let pass: another date of birth for who was under age, a used submission."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from registration.enums import RowState
from registration.models import DuplicatePair, Member, Roster, RosterRow
from registration.under_age import MARK
from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import number_block, person, workbook
from tests.registration.test_staff_person import form, text_of

pytestmark = pytest.mark.django_db
YOUNG = "25-03-2016"


@pytest.fixture(autouse=True)
def _english():
    OfficeFactory(code="HQ")
    number_block()
    with translation.override("en"):
        yield


@pytest.fixture
def shop():
    return EnterpriseFactory()


@pytest.fixture
def add(client, shop):
    client.force_login(representative_of(shop))
    address = reverse("registration:staff_add", args=[shop.pk])
    return lambda **changes: client.post(address, form(shop, **changes))


def picture():
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "PNG")
    return SimpleUploadedFile("card.png", content.getvalue(), "image/png")


def test_a_corrected_birth_needs_a_document_and_an_officer(add):
    first = add(date_of_birth=YOUNG)
    assert first.status_code == 422
    assert "Younger than the working age" in text_of(first)
    assert 'name="document"' in text_of(first)
    again = add()
    assert again.status_code == 422
    assert set(again.context["form"].errors) == {"document"}
    assert "A corrected date of birth needs a document" in text_of(again)
    assert not RosterRow.objects.exists()
    assert add(document=picture()).status_code == 302
    row = RosterRow.objects.get()
    assert (row.state, row.birth_altered, row.evidence is not None) == (RowState.REVIEW, True, True)
    assert DuplicatePair.objects.get().reason == "birth_altered"
    assert not Member.objects.exists()


def test_the_page_remembers_when_the_session_does_not(add, client, shop):
    mark = add(date_of_birth=YOUNG).context["form"].mark
    assert "0109" not in mark
    client.logout()
    client.force_login(representative_of(shop))
    assert add(**{MARK: mark}).status_code == 422
    assert add(**{MARK: "forged"}).status_code == 302


def test_another_person_needs_no_document(add):
    add(date_of_birth=YOUNG)
    assert add(identity_number="010998014").status_code == 302
    assert Member.objects.count() == 1


def test_something_else_than_a_picture_is_refused(add):
    add(date_of_birth=YOUNG)
    response = add(document=SimpleUploadedFile("card.png", b"MZ no picture"))
    assert response.status_code == 422
    assert "document" in response.context["form"].errors
    assert not RosterRow.objects.exists()


def test_a_submission_of_another_enterprise_is_said_and_renewed(client, shop, add):
    used = uuid.uuid4()
    assert add(submission_id=used).status_code == 302
    other = EnterpriseFactory()
    client.force_login(representative_of(other))
    person_form = form(other, submission_id=used, identity_number="010998014")
    list_form = {
        "submission_id": used, "establishment": other.establishments.get().pk, "mode": "new_only",
        "file": SimpleUploadedFile("staff.xlsx", workbook([person(1)])),
    }  # fmt: skip
    for name, given in (("staff_add", person_form), ("roster_new", list_form)):
        refused = client.post(reverse(f"registration:{name}", args=[other.pk]), given)
        assert refused.status_code == 422
        assert "used for another enterprise before" in text_of(refused)
        assert str(used) not in text_of(refused)
    assert not Roster.objects.filter(enterprise=other).exists()
