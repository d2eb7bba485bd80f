"""A small employer sees what being registered earns it and asks for a loan; an officer sees the programme."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from incentives.models import IncentiveRequest, PartnerAnswer, Programme
from incentives.seeds import programmes as seeds
from tests.factories import incentives as make
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "lotus bakery of 2026"


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def enterprise(settings, transactional_db):
    settings.DEMO = True
    seeds.seed()
    return EnterpriseFactory(name_km="ហាងនំប៉័ងផ្កាឈូក", name_latin="Lotus Bakery", sector="C")


@pytest.mark.parametrize("eye", [("km", 390)], ids=["km-390"], indirect=True)
def test_an_employer_asks_for_a_loan_and_follows_it(eye, enterprise):
    owner = with_password(representative_of(enterprise))
    eye.sign_in(owner.email, PASSWORD)
    home = f"/employer/{enterprise.pk}/benefits/"
    eye.go(home)
    eye.look("benefits_1_home")
    loan = Programme.objects.get(code="low-interest-loan")
    eye.page.click(f"a[href$='/benefits/{loan.pk}/']")
    eye.look("benefits_2_programme")
    eye.page.click(f"a[href$='/benefits/{loan.pk}/ask/']")
    eye.page.fill("[name=amount]", "២០ ០០០ ០០០")
    eye.page.fill("[name=contact_name]", "សុខ ដារ៉ា")
    eye.page.fill("[name=contact_phone]", "012 345 678")
    eye.page.click("form.fields button[type=submit]")
    eye.page.wait_for_selector(".govuk-error-summary")
    eye.complaints.clear()  # the browser says of a form that came back that it was refused
    eye.look("benefits_3_error")
    eye.page.check("[name=agree]")
    eye.page.click("form.fields button[type=submit]")
    eye.look("benefits_4_asked")
    asked = IncentiveRequest.objects.get()
    assert asked.amount == 20_000_000
    sent = {"granted_at": timezone.now(), "granted_by": make.chief(), "shared_on": timezone.localdate()}
    IncentiveRequest.objects.update(state="granted", shared_standing="good", shared_size="micro", **sent)
    PartnerAnswer.objects.create(
        submission_id="one",
        request=asked,
        kind="terms",
        channel="screen",
        amount=15_000_000,
        interest="6.50",
        months=36,
        happened_on=timezone.localdate(),
    )
    eye.go(f"{home}requests/{asked.pk}/")
    eye.look("benefits_5_offer")
    eye.go(home)
    eye.look("benefits_6_home_after")


@pytest.mark.parametrize("eye", [("en", 1280)], ids=["en-1280"], indirect=True)
def test_an_officer_keeps_programmes(eye, enterprise):
    officer = with_password(make.officer())
    eye.sign_in(officer.email, PASSWORD)
    eye.go("/incentives/programmes/")
    eye.look("programmes_1_list")
    loan = Programme.objects.get(code="low-interest-loan")
    eye.go(f"/incentives/programmes/{loan.pk}/")
    eye.look("programmes_2_in_force")
    day = timezone.localdate() + timedelta(days=30)
    eye.page.fill("[name=change-valid_from]", day.strftime("%d/%m/%Y"))
    eye.page.click("form[action$='/change/'] button")
    eye.look("programmes_3_planned")
    eye.page.click("a[href$='/conditions/add/']")
    eye.page.select_option("[name=measure]", "years")
    eye.page.click("form.fields button")
    eye.look("programmes_4_condition")
    eye.go("/incentives/programmes/new/")
    eye.look("programmes_5_new")
