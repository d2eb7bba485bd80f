"""The standing of an enterprise with a very long name, as its owner sees it on a phone and at a desk."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress

from compliance.standing import certificates
from nssf_portal.documents.pdf import is_available
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from tests.compliance.standing.conftest import ON, at, hired, sound
from tests.factories import compliance as made
from tests.factories.enterprises import representative_of
from tests.factories.registry import RecordFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"
LONG_KM = "រោងចក្រកាត់ដេរសម្លៀកបំពាក់និងស្បែកជើងអន្តរជាតិឈូករ័ត្នសុវណ្ណភូមិចម្រើនរុងរឿងទឹកដីមាសខេត្តកំពង់ចាម"
LONG_LATIN = "Golden Lotus International Garment, Footwear and Travel Goods Manufacturing (Cambodia) Company Limited"


@pytest.fixture
def enterprise(settings, transactional_db):
    settings.DEMO = True
    confirmed = list(LawValue.objects.filter(confirmed=False).values_list("pk", flat=True))
    found = sound(name_km=LONG_KM, name_latin=LONG_LATIN, tin="K001-123456789", address="#12, St. 271")
    for day in (2, 3, 4, 5, 9):
        hired(found, date(2026, 3, day), date(2026, 3, day + (6 if day == 9 else 0)))
    RecordFactory(enterprise=found, declared_workers=6, match_state="matched", received_at=at(ON), as_of=ON)
    yield found
    LawValue.objects.filter(pk__in=confirmed).update(confirmed=False)
    book.forget()


@pytest.fixture
def owner(enterprise):
    user = representative_of(enterprise)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.mark.parametrize("eye", [("km", 390)], indirect=True, ids=["km-390"])
def test_an_owner_sees_how_it_stands_and_what_to_do(eye, enterprise, owner):
    eye.sign_in(owner.email, PASSWORD)
    eye.go(f"/employer/{enterprise.pk}/standing/?on=25/04/2026")
    eye.look("standing_1_draft")
    LawValue.objects.update(confirmed=True)
    book.forget()
    eye.page.reload()
    eye.look("standing_2_good")
    if is_available():
        paper = certificates.certificate(enterprise, on=ON, language=eye.language, by=owner)
        eye.page.goto(f"{eye.base}/verify/{paper.code}")
        eye.page.screenshot(path=eye.folder / "standing_3_verify.png", full_page=True)
    case = made.case_file(enterprise)
    made.confirmed_fine(case)
    eye.go(f"/employer/{enterprise.pk}/standing/")
    eye.look("standing_4_owing")
    eye.go(f"/employer/{enterprise.pk}/")
    eye.look("standing_5_enterprise")
