"""What stands beside the figures is kept with the report, and nothing changes it afterwards."""

import pytest

from reporting.models import CoordinationItem, ReportDefinition
from reporting.paper import facts
from tests.factories import reporting as make

pytestmark = pytest.mark.django_db


def test_what_is_kept_is_not_read_anew(report, progress, curve):
    facts.keep(report)
    kept = facts.of(report)
    CoordinationItem.objects.all().delete()
    make.baseline(make.indicator("new_members"), 1)
    assert facts.of(report) == kept
    assert facts.collect(report) != kept


def test_a_second_time_replaces_the_first(report, curve):
    facts.keep(report)
    make.coordination(problem="Later")
    facts.keep(report)
    assert ReportDefinition.objects.get(report=report, indicator_code=facts.CODE).definition["coordination"]


def test_late_is_late_and_words_wait_for_approval(report, progress, curve):
    entries = {(one["measure"], one["institution"]): one for one in facts.of(report)["entries"]}
    late, sent, approved = entries["1.4", "MEF"], entries["3.1", "MLVT"], entries["1.1", "NSSF"]
    assert (late["late"], late["status"], late["words"]) == (True, "", {})
    assert (sent["state"], sent["status"], sent["words"]) == ("submitted", "", {})
    assert approved["words"]["strengths"] == "The one form is used everywhere"


def test_the_curve_ends_with_the_period(report, curve):
    points = facts.of(report)["curve"]
    assert points[0]["day"] == "2024-12-31" and points[-1]["day"] == "2026-09-30"


def test_few_people_are_not_a_point_of_the_curve(report, monkeypatch):
    from reporting import registry

    monkeypatch.setattr(registry.Definition, "cells", lambda self, period: iter([registry.Cell(value=3)]))
    assert facts.of(report)["curve"] == []


def test_targets_stand_against_the_reports_own_figures(report, progress, curve):
    found = {(one["indicator"], one["period"]): one for one in facts.of(report)["targets"] if not one["province"]}
    target = found["new_members", "2026Q3"]
    assert (target["value"], target["on_track"]) == ("861420.0000", False)
