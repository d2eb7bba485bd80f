"""A draft with figures of every indicator, entries in several states, and open coordination."""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from nssf_portal.places.names import province_names
from registration.enums import Channel, MemberGroup, PlanGroup
from reporting import registry
from reporting.models import ReportFigure
from tests.factories import reporting as make

VALUES = {
    "sex": ["F", "M", ""], "group": MemberGroup.values[:5], "plan_group": PlanGroup.values,
    "channel": Channel.values[:4],
}  # fmt: skip
SMALL = {"new_members": {"province": "23"}}


@pytest.fixture
def report(db):
    """Of the third quarter of 2026; Kep has so few new members that they are hidden, schools are not entered."""
    draft = make.report()
    rows = [row for one in registry.every() for row in figures(draft, one)]
    ReportFigure.objects.bulk_create(rows)
    return draft


@pytest.fixture
def progress(db):
    """Row 1.1 approved, 3.1 sent, 1.4 late and 2.1 behind; one open problem and one decided."""
    call = make.call()
    approved = {"state": "approved", "approved_at": timezone.now(), "approved_by": make.analyst()}
    texts = {"strengths": "The one form is used everywhere", "needs": "Data of the ministry every month"}
    make.submitted(row("1.1", "NSSF"), code="NSSF", call=call, **approved | texts)
    make.submitted(row("3.1", "MLVT"), code="MLVT", call=call, challenges="Not yet to be read")
    make.entry(row("1.4", "MEF"), code="MEF", call=call)
    make.submitted(row("2.1", "NSSF"), code="NSSF", call=call, **approved | {"status": "behind"})
    make.coordination(problem="The tax data comes once a year", institution=make.institution("GDT"))
    decided = {"state": "decided", "decision": "Every month", "decided_on": date(2026, 9, 1), "body": "council"}
    owner = {"owner": make.institution("GDT"), "due_on": date(2026, 12, 1)}
    make.coordination(problem="Nobody counts schools", **decided, **owner)
    make.finding(women=9, men=8, learnt="The office is far")
    make.target(make.indicator("new_members"), 950_000)


def row(number, lead):
    """A row of the plan, with a version in force."""
    found = make.measure(number, lead=lead)
    if not found.versions.exists():
        make.version(found, lead=lead)
    return found


def figures(report, definition):
    """A whole and its tables by one dimension; numbers are made up and add up to nothing."""
    code, numbers = definition.code, itertools.count(1)
    if definition.figures is None:
        yield ReportFigure(report=report, indicator_code=code, missing="not_entered", origin="entered")
        return
    yield _figure(report, definition, "", {}, 861_420)
    for cut in definition.cuts:
        if cut == "sex+province":
            for province, sex in itertools.product(province_names(), "FM"):
                yield _figure(report, definition, cut, {"province": province, "sex": sex}, 900 + next(numbers))
        values = list(province_names()) if cut == "province" else VALUES.get(cut, ())
        for number, value in enumerate(values):
            yield _figure(report, definition, cut, {cut: value}, 40_000 - 1_499 * number)


def _figure(report, definition, cut, cell, value):
    own = {"value": Decimal(value)}
    if definition.unit in ("days", "documents", "fields"):
        own = {"value": Decimal("3.1"), "denominator": 12_345}
    if definition.shares:
        own = {"value": Decimal("23.3685"), "numerator": 21_884, "denominator": 93_647}
    if cell and SMALL.get(definition.code) == cell:
        own = {"value": Decimal(3), "hidden": "small"}
    return ReportFigure(report=report, indicator_code=definition.code, cut=cut, cell=cell, **own)


@pytest.fixture
def curve(monkeypatch):
    """As if the tallies had counted so many by the end of each quarter."""
    first = date(2024, 12, 31)

    def cells(definition, period):
        if definition.code == "new_members_to_date":
            yield registry.Cell(value=30_000 + 1_250 * (period.last - first).days)

    monkeypatch.setattr(registry.Definition, "cells", cells)
