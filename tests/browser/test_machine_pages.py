"""An owner connects a programme in a browser, and anybody reads the developers' page."""

import pytest
from allauth.account.models import EmailAddress

from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "owner of the lotus 2026"


@pytest.fixture
def owner(transactional_db):
    OfficeFactory(code="HQ")
    enterprise = EnterpriseFactory(name_km="រោងចក្រកាត់ដេរ ផ្កាឈូក", name_latin="Lotus Garments")
    user = representative_of(enterprise)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user, enterprise


def test_a_programme_is_connected_and_its_secret_shown_once(eye, owner):
    user, enterprise = owner
    eye.go("/developers/")
    eye.look("developers")
    eye.sign_in(user.email, PASSWORD)
    eye.go(f"/employer/{enterprise.pk}/api/")
    eye.look("machines_none")
    eye.page.fill("[name=name]", "Payroll")
    for scope in ("rosters.write", "rosters.read", "webhooks.manage"):
        eye.page.check(f"[value='{scope}']")
    eye.page.locator("main form button[type=submit]").last.click()
    assert "nssf_secret_" in eye.page.inner_text("main")
    eye.look("machine_secret")
    eye.page.fill("[name=url]", "https://payroll.example.com/nssf")
    eye.page.check("[value='roster.checked']")
    eye.page.locator("main form button[type=submit]").last.click()
    assert "whsec_" in eye.page.inner_text("main")
    eye.look("machine_webhook")
    eye.go(f"/employer/{enterprise.pk}/api/")
    eye.look("machines")
