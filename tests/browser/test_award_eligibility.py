"""An officer prepares a year's award, opens it, computes who is eligible and opens a number to its facts."""

import uuid

import pytest
from allauth.account.models import EmailAddress

from incentives.models import AwardCycle, EligibilityRun
from incentives.services import cycles, eligibility
from incentives.services.cycle_rules import proposed
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from tests.compliance.standing.conftest import hired, sound
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.incentives.eligibility.conftest import CUT_OFF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"
LONG_KM = "រោងចក្រកាត់ដេរសម្លៀកបំពាក់និងស្បែកជើងអន្តរជាតិឈូករ័ត្នសុវណ្ណភូមិចម្រើនរុងរឿងទឹកដីមាសខេត្តកំពង់ចាម"


@pytest.fixture
def officer(settings, transactional_db):
    settings.DEMO = True
    OfficeFactory(code="HQ")
    made = UserFactory(email="incentives@example.test", name="Hong Malis", grant=("incentives_officer", "HQ"))
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def register() -> None:
    good = sound(name_latin="Golden Lotus Garments", name_km=LONG_KM, sector="C")
    hired(good, CUT_OFF.replace(day=3), CUT_OFF.replace(day=3))
    sound(name_latin="Mekong Bakery", name_km="នំប៉័ង មេគង្គ", sector="C")
    day = CUT_OFF.replace(month=1)
    EnterpriseFactory(name_latin="Late Laundry", name_km="បោកអ៊ុត យឺត", opened_on=day, registered_on=day)
    EnterpriseFactory(name_latin="New Nails", name_km="ក្រចក ថ្មី", opened_on=None, registered_on=CUT_OFF)


def test_an_officer_prepares_a_year_and_computes_who_is_eligible(eye, officer):
    register()
    given = proposed(CUT_OFF) | {"name_km": "រង្វាន់អនុលោមគំរូ ឆ្នាំ ២០២៦", "name_en": "Award for exemplary compliance 2026"}
    cycle = cycles.create(by=officer, submission_id=uuid.uuid4(), **given | {"cut_off_on": CUT_OFF})
    eye.sign_in(officer.email, PASSWORD)
    eye.go("/incentives/awards/")
    eye.look("award_01_cycles")
    eye.go("/incentives/awards/new/")
    eye.look("award_02_new")
    eye.go(f"/incentives/awards/{cycle.pk}/")
    eye.look("award_03_drafted")
    eye.go(f"/incentives/awards/{cycle.pk}/criteria/computed/")
    eye.look("award_04_criterion")
    eye.go(f"/incentives/awards/{cycle.pk}/")
    eye.page.locator("form[action$='/open/'] button").click()
    eye.page.locator("form[action$='/eligibility/'] button").click()
    eye.look("award_05_running")
    run = EligibilityRun.objects.get()
    assert jobs.run(Job.objects.get(subject_id=run.pk).pk)
    eligibility.compute(EligibilityRun.objects.create(
        cycle=AwardCycle.objects.get(), submission_id=uuid.uuid4(), cut_off_on=CUT_OFF, ran_by=officer
    ))  # fmt: skip
    eye.go(f"/incentives/awards/{cycle.pk}/")
    eye.look("award_06_open")
    eye.go(f"/incentives/awards/eligibility/{run.pk}/")
    eye.look("award_07_rows")
    found = run.rows.get(enterprise__name_latin="Late Laundry")
    eye.page.locator(f"a[href$='/{found.pk}/']").click()
    eye.look("award_08_row")
