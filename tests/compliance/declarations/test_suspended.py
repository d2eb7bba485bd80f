"""Suspended contracts: nothing is due for them in the months of the relief, and it says so."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from compliance.declaring.filings import filings
from compliance.declaring.statement import statement
from compliance.services import adjustments
from compliance.services.refusing import Refused
from tests.compliance.declarations.conftest import OCTOBER, declare, dollars, worker
from tests.factories import compliance as made
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import employment

pytestmark = pytest.mark.django_db


def suspend(shop, *people, first=OCTOBER, last=OCTOBER, granted=True):
    asked = adjustments.adjust(
        enterprise=shop,
        kind="contracts",
        legal_ground="Instruction (invented)",
        reason="no orders",
        by=made.inspector(),
        submission_id=uuid.uuid4(),
        from_month=first,
        to_month=last,
        employments=people,
    )
    return adjustments.grant(asked, by=made.chief()) if granted else asked


def test_nothing_is_due_for_a_suspended_contract_in_its_months(shop):
    worker(shop)
    resting = worker(shop, **dollars("400"))
    proposed = suspend(shop, resting, granted=False)
    assert statement(shop, OCTOBER).suspended == 0
    adjustments.grant(proposed, by=made.chief())
    found = statement(shop, OCTOBER)
    assert (found.workers, found.suspended, found.totals.occupational_risk) == (2, 1, 6_600)
    assert statement(shop, date(2026, 9, 1)).suspended == 0
    filed = declare(shop)
    assert sorted(filed.lines.values_list("base", "pension_worker"))[0] == (0, 0)
    assert filed.amount == statement(shop, OCTOBER).totals.all


def test_what_was_declared_stands_until_it_is_corrected(shop):
    resting = worker(shop)
    before = declare(shop)
    relief = suspend(shop, resting)
    [month] = [one for one in filings(shop, date(2026, 11, 23)) if one.month == OCTOBER]
    assert month.amount == before.amount
    corrected = declare(shop)
    assert (corrected.amount, corrected.workers) == (0, 1)
    adjustments.revoke(relief, by=made.chief(), reason="they worked")
    assert declare(shop).amount == before.amount


def test_of_two_contracts_only_the_one_that_is_not_suspended_counts(shop):
    first = worker(shop, wage=700_000)
    branch = shop.establishments.create(name_latin="Branch")
    second = employment(first.member, EnterpriseFactory(), date(2026, 1, 5))
    second.enterprise, second.establishment, second.wage = shop, branch, 816_000
    second.save()
    suspend(shop, first)
    [line] = statement(shop, OCTOBER).lines
    assert (line.suspended, line.riel) == (False, 816_000)


def test_the_page_says_so(employer, shop):
    suspend(shop, worker(shop))
    url = "/en" + reverse("employer_declarations:month", args=[shop.pk, "2026-10"]).removeprefix("/en")
    assert "by relief that was granted" in employer.get(url).content.decode()
    declare(shop)
    assert "contract suspended" in employer.get(url).content.decode()


def test_it_says_whose_and_only_of_this_enterprise(shop):
    for people in ([], [worker(EnterpriseFactory())]):
        with pytest.raises(Refused):
            suspend(shop, *people)
    with pytest.raises(Refused):
        adjustments.adjust(
            enterprise=shop,
            kind="late_accepted",
            legal_ground="x",
            reason="y",
            by=made.inspector(),
            submission_id=uuid.uuid4(),
            from_month=OCTOBER,
            employments=[worker(shop)],
        )
