"""The three sample rosters give exactly their answers: counts, and every row, field and code."""

import json

import pytest

from registration.models import Employment, Member, RosterProblem
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registration import DATA, confirmed, run_jobs, sample_file, take_in

pytestmark = pytest.mark.django_db


def check_against_answers(enterprise, name):
    answers = json.loads((DATA / f"{name}.answers.json").read_text())
    roster = run_jobs(take_in(enterprise, sample_file(f"{name}.xlsx")))
    found = RosterProblem.objects.filter(row__roster=roster).values_list("row__row_no", "field", "code")
    assert {
        "rows": roster.rows_total,
        "accepted": roster.accepted,
        "repair": roster.repair,
        "review": roster.review,
        "already_registered": roster.already,
    } == {key: answers[key] for key in ("rows", "accepted", "repair", "review", "already_registered")}
    assert set(found) == {(p["row"], p["field"], p["code"]) for p in answers["problems"]}
    return roster


def test_clean_then_messy():
    enterprise = EnterpriseFactory(nssf_number="100002")
    confirmed(check_against_answers(enterprise, "roster_1_clean"))
    assert Member.objects.count() == Employment.objects.count() == 400
    confirmed(check_against_answers(enterprise, "roster_2_messy"))
    assert Member.objects.count() == 808
    assert Member.objects.values("member_number").distinct().count() == 808


def test_big():
    enterprise = EnterpriseFactory(nssf_number="100003")
    confirmed(check_against_answers(enterprise, "roster_3_big"))
    assert Member.objects.count() == 10_000
