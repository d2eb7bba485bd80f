"""Contributions of a whole month: the table to the riel, and rates that change inside it, under each rule."""

from datetime import date
from decimal import Decimal

import pytest

from nssf_portal.law import NoLawInForce, book
from nssf_portal.law.contributions import Month
from nssf_portal.law.models import LawValue
from tests.law.test_contributions import VECTORS

pytestmark = pytest.mark.django_db
MONTH = date(2026, 9, 1)


def risk_doubles_on(day: date) -> None:
    """Occupational risk 0.8% up to the day before, 1.6% from that day."""
    rate = LawValue.objects.get(code="contribution.occupational_risk.rate")
    LawValue.objects.filter(pk=rate.pk).update(valid_to=date.fromordinal(day.toordinal() - 1))
    rate.pk, rate.valid_from, rate.number = None, day, Decimal("0.016")
    rate.save(force_insert=True)
    book.forget()


def rule(name: str, *, confirmed: bool = False) -> None:
    LawValue.objects.filter(code="contribution.month_rule").update(text=name, confirmed=confirmed)
    book.forget()


@pytest.mark.parametrize(("wage", "base", "risk", "health", "pension_base", "pension"), VECTORS)
def test_the_table_of_the_fund_for_a_month(wage, base, risk, health, pension_base, pension):
    due = Month(MONTH).work_out(wage)
    assert (due.base, due.occupational_risk, due.health_care) == (base, risk, health)
    assert (due.pension_base, due.pension_employer, due.pension_worker) == (pension_base, pension, pension)
    assert due.total == risk + health + 2 * pension


@pytest.mark.parametrize(("name", "risk"), [("by_days", 8_800), ("first_day", 6_600), ("last_day", 13_200)])
def test_a_rate_that_changes_inside_a_month(name, risk):
    """825,000 riel: 20 days at 6,600 and 10 days at 13,200 of the month's 30."""
    risk_doubles_on(date(2026, 9, 21))
    rule(name)
    due = Month(MONTH).work_out(816_000)
    assert due.occupational_risk == risk
    assert due.health_care == 21_450  # what did not change is not touched
    assert not due.confirmed


def test_parts_of_days_are_rounded_once_per_scheme():
    """31 days: 9 at 6,600 and 22 at 13,200 is 11,283.87."""
    risk_doubles_on(date(2026, 10, 10))
    assert Month(date(2026, 10, 15)).work_out(816_000).occupational_risk == 11_284


def test_a_change_on_the_first_day_is_no_change_inside():
    risk_doubles_on(MONTH)
    assert Month(date(2026, 8, 1)).work_out(816_000).occupational_risk == 6_600
    assert Month(MONTH).changes == []
    assert Month(MONTH).work_out(816_000).occupational_risk == 13_200


def test_the_pension_doubles_from_the_first_of_october_2027():
    before, after = Month(date(2027, 9, 1)).work_out(1_000_000), Month(date(2027, 10, 1)).work_out(1_000_000)
    assert (before.pension_employer, before.pension_worker) == (20_000, 20_000)
    assert (after.pension_employer, after.pension_worker) == (40_000, 40_000)


def test_a_scheme_that_begins_inside_a_month_counts_its_days():
    LawValue.objects.filter(code__startswith="contribution.pension.", valid_from=date(2022, 10, 1)).update(
        valid_from=date(2022, 10, 17)
    )
    book.forget()
    due = Month(date(2022, 10, 1)).work_out(1_000_000)
    assert (due.pension_employer, due.pension_base) == (9_677, 1_000_000)  # 15 of 31 days


def test_a_month_without_law_is_not_worked_out():
    LawValue.objects.filter(code="contribution.health_care.rate").update(valid_to=date(2026, 9, 10))
    book.forget()
    with pytest.raises(NoLawInForce):
        Month(MONTH).work_out(816_000)
    rule("first_day")
    assert Month(MONTH).work_out(816_000).health_care == 21_450
