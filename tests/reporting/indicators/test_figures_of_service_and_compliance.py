"""Service, compliance and incentives: each figure equals an independent count, cell by cell."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from compliance.models import DeclarationLine
from enterprises import figures
from enterprises.sources import source
from nssf_portal.work.models import WorkItem
from registration.models import SurveyAnswer
from reporting import registry
from reporting.periods import Period
from tests.factories import compliance, incentives, outreach
from tests.factories.registry import RecordFactory
from tests.reporting.indicators.checking import check
from tests.reporting.indicators.conftest import at, some_day

pytestmark = pytest.mark.django_db
MONTHS = [date(2026, month, 1) for month in (1, 2, 3, 4, 5)]


def test_work_within_its_time_and_stops(chance, plan, somebody):
    WorkItem.objects.bulk_create(
        WorkItem(
            kind=chance.choice(("application", "claim")), subject_id=uuid.uuid4(), label="x", due_on=some_day(chance),
            place_code=chance.choice(("120101", "0201")), state=chance.choice(("done", "done", "cancelled")),
            closed_at=at(some_day(chance), 23),
        )
        for _n in range(40)
    )  # fmt: skip
    van = outreach.unit()
    for number in range(8):
        starts = at(date(2026, 1 + number % 4, 28), 23)
        kind = "on_site" if number % 3 else "mobile"
        held = {"state": "closed", "closed_at": starts} if number != 5 else {}
        outreach.stop(
            van, kind=kind, starts_at=starts, ends_at=starts + timedelta(hours=2), planned_by=somebody, **held
        )
    check("sla_kept", "stops_held")


def test_what_people_said(chance, plan):
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            occasion=chance.choice(("decision", "card")), satisfied=chance.choice((None, 1, 3, 4, 5)),
            easy=chance.choice((True, False)), sex=chance.choice("FM"), province_code=chance.choice(("12", "02", "")),
            channel=chance.choice(("web", "hotline")), month=chance.choice(MONTHS),
        )
        for _n in range(40)
    )  # fmt: skip
    check("people_satisfied", "people_found_easy")


def test_declarations_in_time_and_the_people_in_them(chance, enterprises, members):
    for enterprise in [one for one in enterprises if one.nssf_number][:8]:
        for month in chance.sample(MONTHS, 3):
            filed = at(month + timedelta(days=chance.randrange(30, 70)), 23)
            said = compliance.declaration(enterprise, month, filed_at=filed, channel=chance.choice(("web", "counter")))
            DeclarationLine.objects.bulk_create(
                DeclarationLine(month=month, declaration=said, employment_id=uuid.uuid4(), member_id=one.pk, wage=1)
                for one in chance.sample(members, 5)
            )
    check("declarations_on_time", "declarations_made", "members_contributing")


def test_target_lists_and_cases(chance, plan, somebody):
    lists = [compliance.target_list(month=month) for month in MONTHS[:3]]
    for number in range(15):
        state, hit = chance.choice((("proposed", None), ("opened", True), ("opened", False), ("complied", None)))
        extra = {"complied_at": at(date(2026, 3, 3))} if state == "complied" else {}
        compliance.target_line(
            chance.choice(lists),
            state=state,
            hit=hit,
            rank=number,
            chosen_by=chance.choice(("score", "random")),
            **extra,
        )
    for number in range(12):
        closed = {"state": "closed", "closed_at": at(some_day(chance), 23), "closed_by": somebody}
        closed["outcome"] = chance.choice(("complied", "not_found", "withdrawn"))
        compliance.case_file(by=somebody, **closed if number else {})
    check("target_hit_rate", "cases_settled")


def test_awards_and_programmes(chance, enterprises, somebody):
    officer, chief = incentives.officer(), incentives.chief()
    of = incentives.category(incentives.cycle(created_by=officer))
    for number, enterprise in enumerate(enterprises[:6]):
        named = incentives.candidate(
            of, enterprise, nominated_at=at(some_day(chance)), source=chance.choice(("office", "self"))
        )
        if number < 2:
            incentives.award(
                named, "given" if number else "proposed", given_at=at(date(2026, 2, 2)) if number else None
            )
    programmes = [incentives.programme(f"p{n}", kind=kind) for n, kind in enumerate(("loan", "training"))]
    for enterprise in enterprises[:16]:
        asked = some_day(chance)
        state = chance.choice(("proposed", "granted", "taken_up", "taken_up"))
        given = {"proposed_at": at(asked), "proposed_by": somebody, "granted_at": at(asked, 20), "granted_by": chief}
        if state == "taken_up":
            given |= {"taken_up_on": asked + timedelta(days=9), "taken_up_amount": chance.choice((None, 4_000_000))}
        make = incentives.request if state == "proposed" else incentives.sent
        wanted = given if state != "proposed" else {k: v for k, v in given.items() if k.startswith("proposed")}
        make(enterprise, chance.choice(programmes), state=state, **wanted)
    check(
        "award_candidates", "awards_given", "programme_requests", "programmes_taken_up", "programme_riel",
        "programme_uptake",
    )  # fmt: skip


def test_the_registries_are_read_from_the_last_nightly_count(chance, enterprises):
    assert [cell.missing for cell in registry.get("registry_coverage").cells(Period.parse("2026Q2"))] == ["no_data"]
    for enterprise in enterprises[:20]:
        for code in chance.sample(("obr", "mlvt"), chance.randrange(1, 3)):
            RecordFactory(
                enterprise=enterprise, source=source(code), match_state="matched", matched_by="rule",
                commune_code=enterprise.commune_code, sector=enterprise.sector,
            )  # fmt: skip
    figures.refresh(date(2026, 1, 9))
    check("registry_coverage", without=("size",))


def test_a_share_of_nothing_is_no_figure(plan):
    (cell,) = registry.get("sla_kept").cells(Period.parse("2026Q3"))
    assert (cell.value, cell.missing, cell.denominator) == (None, "no_denominator", 0)
    (census,) = registry.get("share_of_census_units").cells(Period.parse("2026Q3"))
    assert (census.value, census.numerator, census.denominator) == (Decimal(0), 0, 93_647)
    (before,) = registry.get("share_of_census_units").cells(Period.parse("2023Q3"))
    assert before.missing == "no_denominator"
