"""Contributions against the table NSSF prints, to the riel."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from nssf_portal.law import NoLawInForce
from nssf_portal.law.contributions import work_out

pytestmark = pytest.mark.django_db

VECTORS = [
    # wage, base, occupational risk, health care, pension base, pension of each side
    (150_000, 200_000, 1_600, 5_200, 400_000, 8_000),
    (200_000, 200_000, 1_600, 5_200, 400_000, 8_000),
    (200_001, 225_000, 1_800, 5_850, 400_000, 8_000),
    (400_000, 375_000, 3_000, 9_750, 400_000, 8_000),
    (816_000, 825_000, 6_600, 21_450, 816_000, 16_320),
    (1_200_000, 1_175_000, 9_400, 30_550, 1_200_000, 24_000),
    (1_200_001, 1_200_000, 9_600, 31_200, 1_200_000, 24_000),
    (2_000_000, 1_200_000, 9_600, 31_200, 1_200_000, 24_000),
]


@pytest.mark.parametrize(("wage", "base", "risk", "health", "pension_base", "pension"), VECTORS)
def test_the_table_of_the_fund(wage, base, risk, health, pension_base, pension):
    due = work_out(wage, date(2026, 11, 22))
    assert (due.base, due.occupational_risk, due.health_care) == (base, risk, health)
    assert (due.pension_base, due.pension_employer, due.pension_worker) == (pension_base, pension, pension)


def test_half_a_riel_is_rounded_up():
    assert work_out(816_025, date(2026, 1, 1)).pension_worker == 16_321  # 16,320.5


def test_before_october_2022_there_is_no_pension():
    due = work_out(816_000, date(2022, 9, 30))
    assert (due.pension_base, due.pension_employer, due.pension_worker) == (0, 0, 0)
    assert due.health_care == 21_450


def test_from_october_2027_the_pension_doubles_and_stays_to_be_confirmed():
    due = work_out(1_000_000, date(2027, 10, 1))
    assert due.pension_worker == 40_000
    assert not due.confirmed


def test_before_2018_nothing_is_worked_out():
    with pytest.raises(NoLawInForce):
        work_out(816_000, date(2017, 12, 31))


def test_a_negative_wage_is_refused():
    with pytest.raises(ValueError, match="negative"):
        work_out(-1, date(2026, 1, 1))


def test_the_command_answers_in_riel(capsys):
    call_command("contributions", "816000", on=date(2026, 11, 22), format="json")
    assert json.loads(capsys.readouterr().out) == {
        "base": 825_000,
        "pension_base": 816_000,
        "occupational_risk": 6_600,
        "health_care": 21_450,
        "pension_employer": 16_320,
        "pension_worker": 16_320,
    }


def test_the_law_value_command_gives_value_unit_source_and_confirmed(capsys):
    call_command("law_value", "fine.base_daily_wage", on=date(2022, 11, 25), format="json")
    answer = json.loads(capsys.readouterr().out)
    assert answer.keys() == {"value", "unit", "source", "confirmed"}
    assert (answer["value"], answer["unit"], answer["confirmed"]) == (80_000, "riel", True)
