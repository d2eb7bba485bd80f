"""Each computed figure equals an independent count over the base tables, cell by cell."""

from decimal import Decimal

import pytest

from bench import plain_figures
from reporting import registry
from reporting.periods import Period

pytestmark = pytest.mark.django_db
PERIODS = ("2026Q1", "2026Q2", "2026")


def ours(code: str, period: Period) -> dict:
    found = {}
    for cell in registry.get(code).cells(period):
        key = cell.cut, tuple(cell.where[name] for name in cell.cut.split("+") if name)
        assert key not in found
        value = None if cell.value is None else Decimal(cell.value)
        found[key] = value, cell.numerator, cell.denominator
    return found


def check(*codes: str) -> None:
    """At least one of the periods has something in every figure."""
    for code in codes:
        seen = []
        for text in PERIODS:
            period = Period.parse(text)
            plain = plain_figures.PLAIN[code].figures(plain_figures.params(period))
            assert ours(code, period) == plain, (code, text)
            seen.append(plain["", ()][0])
        assert any(seen), code


def test_new_members_returners_and_who_is_on_the_register(members, applications):
    check(
        "new_members", "new_members_in_plan", "new_members_to_date", "new_members_in_plan_to_date", "returners",
        "members_ever", "members_active", "self_employed_active",
    )  # fmt: skip


def test_enterprises_and_their_shares_of_both_denominators(members, enterprises):
    check(
        "enterprises_registered", "enterprises_on_register", "share_of_census_units", "share_of_census_workers",
        "share_of_survey_workers", "share_of_self_employed",
    )  # fmt: skip


def test_applications_their_days_their_deciders_and_what_was_asked(applications):
    check("applications_decided", "median_days", "share_by_rule", "fields_asked")
