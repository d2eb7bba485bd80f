"""A month filled from the staff list: who is in it, what is due, what is not computed."""

from datetime import date
from decimal import Decimal

import pytest

from compliance.declaring.statement import statement
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from tests.compliance.declarations.conftest import OCTOBER, declare, dollars, worker
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import employment
from tests.law.test_contributions import VECTORS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("wage", "base", "risk", "health", "pension_base", "pension"), VECTORS)
def test_each_wage_of_the_table_on_both_bases(shop, wage, base, risk, health, pension_base, pension):
    worker(shop, wage=wage)
    totals = statement(shop, OCTOBER).totals
    assert (totals.base, totals.occupational_risk, totals.health_care) == (base, risk, health)
    assert (totals.pension_base, totals.pension_employer, totals.pension_worker) == (pension_base, pension, pension)
    assert totals.employer == risk + health + pension
    assert totals.all == totals.employer + pension


def test_who_worked_on_a_day_of_the_month_is_in_it(shop):
    worker(shop)
    joined = worker(shop, date(2026, 10, 31))
    left = worker(shop, ended=date(2026, 10, 1))
    worker(shop, date(2026, 11, 1))
    worker(shop, ended=date(2026, 9, 30))
    worker(EnterpriseFactory())
    found = statement(shop, OCTOBER)
    assert (found.workers, found.joined, found.left) == (3, 1, 1)
    assert {line.employment_id for line in found.lines if line.joined} == {joined.pk}
    assert {line.employment_id for line in found.lines if line.left} == {left.pk}


def test_a_person_with_two_spells_is_one_worker(shop):
    first = worker(shop, ended=date(2026, 10, 9))
    again = employment(first.member, shop, date(2026, 10, 20))
    found = statement(shop, OCTOBER)
    assert [line.employment_id for line in found.lines] == [again.pk]
    assert not found.lines[0].joined  # was there when the month began
    assert found.totals.wages == 816_000


def test_wages_of_two_places_are_one_wage(shop):
    first = worker(shop, wage=700_000)
    branch = shop.establishments.create(name_latin="Branch")
    second = employment(first.member, EnterpriseFactory(), date(2026, 1, 5))
    second.enterprise, second.establishment, second.wage = shop, branch, 700_000
    second.save()
    found = statement(shop, OCTOBER)
    assert found.workers == 1
    assert found.totals.occupational_risk == 9_600  # one ceiling, not two bands


def test_dollars_by_the_rate_of_the_month(shop):
    worker(shop, **dollars("204.50"))
    found = statement(shop, OCTOBER)
    assert found.lines[0].riel == 818_000
    assert found.totals.occupational_risk == 6_600


def test_without_a_rate_it_is_not_computed_never_nothing(shop):
    LawValue.objects.filter(code="contribution.usd_rate").update(valid_to=date(2026, 9, 30))
    book.forget()
    worker(shop, **dollars("204.50"))
    worker(shop)
    found = statement(shop, OCTOBER)
    assert (found.totals, found.not_computed) == (None, 1)
    filed = declare(shop)
    assert filed.amount is None
    assert filed.workers == 2
    assert set(filed.lines.values_list("occupational_risk", flat=True)) == {None, 6_600}


def test_part_of_a_month_when_the_book_says_by_days(shop):
    worker(shop, date(2026, 10, 22), wage=Decimal(930_000))
    assert statement(shop, OCTOBER).wages == 930_000
    LawValue.objects.filter(code="contribution.part_month").update(text="by_days")
    book.forget()
    assert statement(shop, OCTOBER).wages == 300_000  # 10 of 31 days


def test_what_changed_since_the_month_before(shop):
    same, raised = worker(shop), worker(shop)
    declare(shop, date(2026, 9, 1))
    assert statement(shop, OCTOBER).same_as_before
    raised.wage = 900_000
    raised.save()
    found = statement(shop, OCTOBER)
    assert not found.same_as_before
    changed = [line for line in found.lines if line.changed]
    assert [(line.employment_id, line.before) for line in changed] == [(raised.pk, (Decimal(816_000), "KHR"))]
    assert same.pk not in {line.employment_id for line in changed}


def test_a_thousand_staff_cost_as_many_queries_as_one(shop, django_assert_max_num_queries):
    for _n in range(3):
        worker(shop)
    statement(shop, OCTOBER)
    with django_assert_max_num_queries(4):
        assert statement(shop, OCTOBER).totals.workers == 3
