"""What is counted: registered, matched, possible, missing; by place, sector, size and source."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from enterprises import figures, scoreboard
from enterprises.figures import NOT_SAID, Units
from enterprises.models import Source, SourceFigure, UnitFigure
from enterprises.sources import source
from enterprises.units import enterprises_of, records_of
from tests.enterprises.sharing.conftest import known, matched
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registry import RecordFactory

pytestmark = pytest.mark.django_db


def test_each_unit_counts_once_in_its_cell():
    EnterpriseFactory(sector="C", declared_workers=60)
    matched(sector="C", declared_workers=60)
    known(sector="G")
    RecordFactory(match_state="possible", declared_workers=3)
    EnterpriseFactory(state="closed", closed_on="2024-01-01")
    figures.refresh()
    assert figures.units_by() == {(): Units(registered=2, matched=1, possible=1, missing=1)}
    assert figures.units_by("sector") == {("C",): Units(2, 1, 0, 0), ("G",): Units(0, 0, 1, 1)}
    assert figures.units_by("size") == {("medium",): Units(2, 1), ("micro",): Units(0, 0, 1), ("",): Units(0, 0, 0, 1)}


def test_a_unit_of_two_sources_counts_once_and_once_for_each_source():
    unit = known(commune_code="170101")
    RecordFactory(source=source("gdt"), enterprise=unit, match_state="matched", matched_by="rule")
    figures.refresh()
    assert figures.units_by("province") == {("17",): Units(missing=1)}
    assert figures.units_by("source") == {("gdt",): Units(missing=1), ("obr",): Units(missing=1)}
    assert figures.units_by(source="gdt") == {(): Units(missing=1)}


def test_the_size_is_what_a_registry_says_when_the_fund_does_not_know():
    unit = matched()
    unit.records.update(declared_workers=300)
    figures.refresh()
    assert figures.units_by("size") == {("large",): Units(1, 1)}
    assert figures.units_by(size="large") == {(): Units(1, 1)}
    assert figures.units_by(size=NOT_SAID) == {(): Units()}


def test_withdrawn_records_and_our_own_registers_count_nowhere():
    unit = matched()
    unit.records.update(withdrawn_at=timezone.now())
    RecordFactory(source=source("core"), enterprise=unit, match_state="matched")
    figures.refresh()
    assert figures.units_by() == {(): Units(registered=1)}
    assert figures.units_by("source") == {}


def test_counting_again_replaces_the_day_and_old_days_thin_out():
    known()
    for back in (200, 199, 30, 1):
        figures.refresh(timezone.localdate() - timedelta(days=back))
    figures.refresh()
    figures.refresh()
    assert UnitFigure.objects.filter(day=timezone.localdate(), source=None).count() == 1
    days = figures.counted_days()
    assert timezone.localdate() - timedelta(days=200) not in days or len(days) == 5
    assert timezone.localdate() - timedelta(days=199) in days and timezone.localdate() in days


def test_without_a_count_nothing_is_said():
    assert figures.last_day() is None
    assert figures.units_by("province") is None


def test_the_list_behind_a_figure_holds_as_many_units_as_the_figure():
    matched(sector="C", declared_workers=3), EnterpriseFactory(sector="C"), known(sector="C", commune_code="120202")
    unit = known(sector="C")
    unit.records.update(declared_workers=70)
    RecordFactory(match_state="possible", sector="C")
    figures.refresh()
    user = UserFactory(grant=("clerk", "12"))
    for filters in ({}, {"sector": "C"}, {"size": "medium"}, {"size": NOT_SAID}, {"source": "obr"}, {"place": "1201"}):
        counted = figures.units_by(**filters)[()]
        listed = {s: enterprises_of(user, s, **filters).count() for s in ("registered", "matched", "missing")}
        assert listed == {s: getattr(counted, s) for s in listed}, filters
        assert records_of(user, **filters).count() == counted.possible, filters


def test_a_source_is_measured():
    unit = matched(sector="C", tin="K001-123456789")
    unit.records.update(as_of=timezone.localdate() - timedelta(days=10), tin="K001-999999999", sector="")
    known().records.update(as_of=timezone.localdate() - timedelta(days=20))
    Source.objects.filter(code="obr").update(units=8, months_between=1)
    figures.refresh()
    row = scoreboard.row_of(source("obr"))
    assert (row.records, row.matched, row.missing, row.age_days) == (2, 1, 1, 15)
    assert (row.coverage, row.match_rate, row.conflict_rate) == (25, 50, 100)
    assert {name: share for name, _word, share in row.fields}["tin"] == 50
    assert {name: count for name, _word, count, _share in row.conflicts if count} == {"tin": 1}
    assert row.last_on == timezone.localdate() and not row.is_late


def test_what_cannot_be_computed_is_none_and_not_nought():
    known().records.update(as_of=None)
    figures.refresh()
    row = scoreboard.row_of(source("obr"))
    assert row.coverage is None and row.age_days is None and row.conflict_rate is None
    silent = scoreboard.row_of(source("misti"))
    assert silent.is_silent and silent.match_rate is None and silent.completeness is None and silent.missing is None


def test_what_the_fund_gives_is_told_service_by_service():
    assert scoreboard.own_row().given_since is None
    offered = scoreboard.own_row().services
    assert offered and all(one.since is None for one in offered)


def test_the_next_delivery_falls_due_after_the_agreed_months():
    assert scoreboard.months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert scoreboard.months_after(date(2026, 11, 5), 3) == date(2027, 2, 5)
    assert scoreboard.months_after(date(2026, 11, 5), None) is None


def test_sources_have_figures_on_every_day_even_when_nothing_came():
    figures.refresh()
    assert set(SourceFigure.objects.values_list("measure", "value")) == {("records", 0)}
