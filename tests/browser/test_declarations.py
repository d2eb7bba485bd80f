"""An employer declares a month from the staff list; the inspector sees it beside what others count."""

from datetime import date

import pytest
from django.utils import timezone

from compliance.models import Declaration
from tests.browser.test_main_job import PASSWORD, account
from tests.compliance.declarations.conftest import declare, registered, worker
from tests.compliance.declarations.test_officers import said
from tests.factories import compliance as made
from tests.factories.accounts import OfficeFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("eye", [("km", 390)], indirect=True, ids=lambda p: f"{p[0]}-{p[1]}")
def test_a_month_from_the_staff_list_to_the_inspector(eye, settings, transactional_db):
    settings.DEMO = True
    OfficeFactory(code="HQ")
    shop = registered(name_latin="Sovann Reaksmey Garment Co., Ltd")
    owner = account("owner@example.test")
    shop.representatives.create(user=owner, role="owner", basis="sample")
    for n in range(4):
        worker(shop, wage=816_000 + 90_000 * n)
    declare(shop, date(2026, 8, 1))
    filed = declare(shop, date(2026, 9, 1))
    Declaration.objects.filter(pk=filed.pk).update(filed_at=timezone.make_aware(timezone.datetime(2026, 10, 18)))
    made.payment(shop, 200_000, date(2026, 9, 1), date(2026, 10, 20))
    joined = worker(shop, date(2026, 10, 12), wage=204, wage_currency="USD")
    said(shop, 12)

    eye.sign_in("owner@example.test", PASSWORD)
    eye.go(f"/employer/{shop.pk}/declarations/")
    eye.look("declarations_months")
    eye.go(f"/employer/{shop.pk}/declarations/2026-10/")
    eye.look("declarations_month")
    eye.page.locator(f"#id_wage-{joined.pk}").fill("210")
    eye.page.locator("form:has(input[value=staff]) button").click()
    eye.look("declarations_declared")
    assert Declaration.objects.current().get(month=date(2026, 10, 1)).workers == 5

    account("chief@example.test", grant=("chief_inspector", "12"))
    eye.sign_in("chief@example.test", PASSWORD)
    eye.go(f"/inspect/declarations/{shop.pk}/")
    eye.look("declarations_enterprise")
    eye.go("/inspect/declarations/payments/")
    eye.look("declarations_payments")
