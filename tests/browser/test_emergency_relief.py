"""A flood: an officer declares relief and reviews the list, the chief grants it, ends it early, reads the report."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from compliance.declaring import months as calendar
from compliance.models import Adjustment
from incentives.models import Intervention
from incentives.services import intervention_jobs as work
from incentives.services import interventions
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from tests.factories import compliance, incentives
from tests.factories.enterprises import EnterpriseFactory, representative_of, thousand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "water-festival-2026"
THIS = calendar.first_of(timezone.localdate())
_UNITS = (
    ("Mekong Knit Factory", "រោងចក្រត្បាញ មេគង្គ", "C", "080101"),
    ("Sok San Construction and Interior Decoration Company Limited", "សំណង់ និងតុបតែងលម្អ សុខសាន្ត", "F", "080201"),
    ("Riverside Hotel Group", "សណ្ឋាគារ ទន្លេ", "I", "080101"),
    ("Lotus Garment", "រោងចក្រឈូក", "C", "120101"),
)


def signed(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def run(kind: str) -> None:
    jobs.run(Job.objects.get(kind=kind).pk)


def test_relief_is_declared_reviewed_granted_and_ended(eye, transactional_db):
    officer, chief = signed(incentives.officer()), signed(incentives.chief())
    units = [EnterpriseFactory(name_latin=en, name_km=km, sector=s, commune_code=c) for en, km, s, c in _UNITS]
    employer = signed(representative_of(units[0]))
    meant = 2
    if eye.width == 1280:
        thousand("080301")
        meant += 1000
    page = eye.page

    eye.sign_in(officer.email, PASSWORD)
    eye.go("/incentives/relief/emergencies/")
    eye.look("emergency_01_none")
    eye.go("/incentives/relief/emergencies/new/")
    page.click("main form button.govuk-button")
    page.wait_for_load_state()
    eye.complaints.clear()  # the browser tells of the 422
    eye.look("emergency_02_form_errors")
    page.fill("[name=name_km]", "ទឹកជំនន់ទន្លេមេគង្គ")
    page.fill("[name=name_en]", "Mekong flood")
    page.select_option("[name=kind]", "flood")
    page.fill("[name=reason]", "Factories and roads stand under water.")
    page.fill("[name=legal_ground]", "Decision 41 (invented)")
    page.select_option("[name=effect]", "suspension")
    page.select_option("[name=from_month]", f"{THIS:%Y-%m}")
    page.select_option("[name=to_month]", f"{calendar.after(THIS, 2):%Y-%m}")
    page.check("[name=provinces][value='08']")
    page.check("[name=sectors][value='C']")
    page.check("[name=sectors][value='F']")
    eye.look("emergency_03_form")
    page.click("main form button.govuk-button")
    page.wait_for_url("**/emergencies/*-*/")
    one = Intervention.objects.get()
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    eye.look("emergency_04_selected")
    listed = reverse("relief:emergency_list", args=[one.pk]).removeprefix("/en")
    eye.go(listed)
    eye.look("emergency_05_list")
    page.locator("main tbody a").first.click()
    eye.look("emergency_06_line")
    interventions.propose(one, by=officer)

    eye.sign_in(chief.email, PASSWORD)
    at = reverse("relief:emergency", args=[one.pk]).removeprefix("/en")
    eye.go(at)
    eye.look("emergency_07_second_person")
    page.locator(f"form[action$='/{one.pk}/grant/'] button").click()
    page.wait_for_load_state()
    eye.look("emergency_08_working")
    run(work.APPLY)
    assert Adjustment.objects.granted().filter(to_month=calendar.after(THIS, 2)).count() == meant
    compliance.declaration(units[0], month=THIS)
    eye.go(at)
    page.locator("a[href$='/end/']").click()
    eye.look("emergency_09_end")
    page.fill("[name=reason]", "The water is gone.")
    page.click("main form button.govuk-button")
    page.wait_for_load_state()
    run(work.END)
    assert Adjustment.objects.granted().filter(to_month=THIS).count() == meant, "shorter by two months"
    one.refresh_from_db()
    assert one.state == "ended"
    eye.go(at)
    eye.look("emergency_10_ended")
    eye.go(f"{at}report/")
    eye.look("emergency_11_report")

    eye.sign_in(employer.email, PASSWORD)
    eye.go(reverse("employer_declarations:months", args=[units[0].pk]).removeprefix("/en"))
    eye.look("emergency_12_employer")
