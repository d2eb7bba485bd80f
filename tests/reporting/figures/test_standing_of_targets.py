"""A target beside what was reached: its share, what is to be expected, on track or not."""

from datetime import date
from decimal import Decimal

import pytest

from reporting import standing_of_targets
from reporting.enums import Hidden, Missing
from reporting.periods import Period
from reporting.registry import Cell
from tests.factories import reporting as make

pytestmark = pytest.mark.django_db
QUARTER = Period.parse("2026Q3")
MIDDLE = date(2026, 8, 15)  # 46 of 92 days


def against(code, cells, on=MIDDLE, period=QUARTER):
    return standing_of_targets.against(period, {code: cells}, on=on)


def test_what_adds_up_goes_on_at_its_pace():
    make.target(make.indicator("new_members"), 1_000)
    one = against("new_members", [Cell(value=450)])[0]
    assert (one.value, one.share, one.projection, one.on_track) == (450, 45, 900, False)
    assert one.gap == 550


def test_after_the_end_the_figure_is_the_projection():
    make.target(make.indicator("new_members"), 400)
    one = against("new_members", [Cell(value=450)], on=date(2026, 11, 1))[0]
    assert (one.projection, one.on_track) == (450, True)


def test_less_is_better_where_it_is():
    make.target(make.indicator("median_days"), 5)
    assert against("median_days", [Cell(value=Decimal("4.5"), denominator=90)])[0].on_track is True
    assert against("median_days", [Cell(value=Decimal("6.5"), denominator=90)])[0].on_track is False


def test_what_is_missing_or_hidden_is_never_nought():
    make.target(make.indicator("new_members"), 1_000)
    for cell in (Cell(missing=Missing.UNAVAILABLE), Cell(value=3, hidden=Hidden.SMALL)):
        one = against("new_members", [cell])[0]
        assert (one.value, one.share, one.projection, one.on_track) == (None, None, None, None)


def test_a_province_has_its_own_target_and_nobody_there_is_nought():
    make.target(make.indicator("new_members"), 100, province_code="12")
    make.target(make.indicator("new_members"), 100, province_code="23")
    cells = [Cell(value=60), Cell("province", {"province": "12"}, 60)]
    assert {one.province: one.value for one in against("new_members", cells)} == {"12": 60, "23": 0}


def test_the_whole_plans_target_runs_from_the_day_that_is_counted_from():
    found = against("new_members_to_date", [Cell(value=600_000)], on=QUARTER.last)
    plan = next(one for one in found if one.target.period == "plan")
    days = (plan.ends_on - date(2024, 11, 1)).days + 1
    gone = (QUARTER.last - date(2024, 11, 1)).days + 1
    assert plan.projection == (Decimal(600_000) * days / gone).quantize(Decimal("0.1"))


def test_a_report_stands_by_its_own_figures():
    make.target(make.indicator("new_members"), 1_000)
    report = make.report("2026Q3")
    make.figure(report, "new_members", 700)
    make.figure(report, "new_members", 3, cut="province", cell={"province": "23"}, hidden="small")
    found = standing_of_targets.against(QUARTER, standing_of_targets.of_report(report), on=QUARTER.last)
    assert [(one.value, one.on_track) for one in found] == [(700, False)]
