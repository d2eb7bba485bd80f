"""Person category by scheme: what a public page may say about cover."""

from datetime import date

import pytest

from nssf_portal.law import coverage
from nssf_portal.law.enums import CoverageStatus, PersonCategory

pytestmark = pytest.mark.django_db


def test_the_self_employed_have_voluntary_health_care_since_the_sub_decree():
    lines = {line.scheme: line for line in coverage.lines_for("self_employed", date(2026, 11, 22))}
    assert lines["health_care"].status == CoverageStatus.VOLUNTARY
    assert "280" in lines["health_care"].source
    before = {line.scheme for line in coverage.lines_for("self_employed", date(2023, 8, 27))}
    assert "health_care" not in before


def test_owners_are_told_plainly_that_no_scheme_is_open():
    assert {line.status for line in coverage.lines_for("owner")} == {CoverageStatus.NOT_OPEN}
    assert not coverage.is_served_here("owner")


def test_who_is_served_elsewhere_is_told_where_in_both_languages():
    for line in coverage.lines_for("public"):
        assert line.status == CoverageStatus.ELSEWHERE
        assert line.where_km
        assert line.where_en


def test_every_category_has_a_line():
    assert set(coverage.table()) == set(PersonCategory.values)
