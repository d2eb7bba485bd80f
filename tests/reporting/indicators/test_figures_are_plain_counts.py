"""Each computed figure equals an independent count over the base tables, cell by cell."""

import pytest

from tests.reporting.indicators.checking import check

pytestmark = pytest.mark.django_db


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
    check("applications_decided", "median_days", "share_by_rule", "fields_asked", "documents_asked")
