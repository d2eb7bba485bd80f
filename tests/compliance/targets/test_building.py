"""The list in the database: limits, spread, the lot, what building again does, and whose units they are."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compliance.models import TargetLine, TargetList, TargetReason
from compliance.services import lines
from compliance.services.building import MonthIsOver, on_the_list
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from tests.compliance.targets.conftest import MONTH, known, line, listed, said_of
from tests.factories import compliance as make
from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db


def law(code: str, number) -> None:
    LawValue.objects.filter(code=code).update(number=number)
    book.forget()


def many(count: int, commune: str = "120101", workers: int = 10) -> list:
    made = [known(commune) for _ in range(count)]
    for n, unit in enumerate(made):
        said_of(unit, workers + n)
    return made


def test_as_many_as_the_office_can_visit_and_the_next_in_line(office):
    many(12)
    made = listed(office, capacity=2)
    assert (made.candidates, made.capacity) == (12, 2)
    assert on_the_list(made).count() == 2
    assert made.lines.filter(chosen_by="next").count() == 6
    assert sorted(made.lines.values_list("rank", flat=True)) == list(range(1, 9))


def test_only_the_office_s_places_and_only_units_that_are_open(office):
    mine, closed, elsewhere = known(), EnterpriseFactory(state="closed", closed_on="2026-01-01"), known("080101")
    suspended, busy = EnterpriseFactory(state="suspended"), EnterpriseFactory()
    make.case_file(busy)
    made = listed(office, capacity=10)
    assert {entry.enterprise for entry in made.lines.all()} == {mine, suspended}
    assert elsewhere != closed  # neither is a candidate
    assert made.place_code == "12"


def test_each_district_with_candidates_is_on_the_list(office):
    many(6, "120101", workers=200)
    weak = known("120501")
    made = listed(office, capacity=4)
    assert line(weak).chosen_by == "district"
    assert on_the_list(made).count() == 4


def test_the_lot_is_the_same_whenever_it_is_drawn(office):
    law("target.random_share", "0.5")
    many(30)
    first = set(listed(office, capacity=6).lines.filter(chosen_by="random").values_list("enterprise", flat=True))
    TargetReason.objects.all().delete()
    TargetLine.objects.all().delete()
    TargetList.objects.all().delete()
    again = set(listed(office, capacity=6).lines.filter(chosen_by="random").values_list("enterprise", flat=True))
    next_month = listed(office, 6, date(2027, 1, 1)).lines.filter(chosen_by="random")
    assert (len(first), first) == (3, again)
    assert first != set(next_month.values_list("enterprise", flat=True))


def _picture() -> list:
    columns = ("pk", "enterprise", "rank", "score", "state", "chosen_by", "missing")
    reasons = TargetReason.objects.order_by("line", "signal").values_list("line", "signal", "points", "number")
    return [*TargetLine.objects.order_by("pk").values_list(*columns), *reasons]


def test_building_again_changes_nothing_when_nothing_changed(office):
    many(9)
    made = listed(office, capacity=2)
    before, events = _picture(), TargetLine.pgh_event_model.objects.count()
    assert listed(office, capacity=2).pk == made.pk
    assert _picture() == before
    assert TargetLine.pgh_event_model.objects.count() == events
    assert made.weights.count() == 14


def test_building_again_refreshes_what_nobody_touched(office):
    units = many(9)
    made = listed(office, capacity=3)
    rising = units[0]
    key = line(rising).pk
    said_of(rising, 900, source_key="ANOTHER")
    listed(office, capacity=3)
    moved = line(rising)
    assert (moved.pk, moved.rank, moved.chosen_by, moved.missing) == (key, 1, "score", 900)
    rising.state, rising.closed_on = "closed", timezone.localdate()
    rising.save()
    listed(office, capacity=3)
    assert not made.lines.filter(enterprise=rising).exists()


def test_what_somebody_touched_stays(office):
    chief = make.chief()
    many(12)
    made = listed(office, capacity=3)
    accepted, refused, nudged = on_the_list(made).order_by("rank")
    lines.accept(accepted, by=chief), lines.accept(nudged, by=chief)
    lines.refuse(refused, "closed for months", by=chief)
    TargetLine.objects.filter(pk=nudged.pk).update(
        state="nudged", nudged_at=timezone.now(), chance_until=timezone.localdate()
    )
    before = list(TargetLine.objects.filter(pk__in=[accepted.pk, refused.pk, nudged.pk]).order_by("pk").values())
    for unit in (accepted, refused, nudged):
        said_of(unit.enterprise, 2_000, source_key=f"NEW{unit.rank}")
    listed(office, capacity=3)
    after = list(TargetLine.objects.filter(pk__in=[accepted.pk, refused.pk, nudged.pk]).order_by("pk").values())
    assert after == before
    assert on_the_list(made).count() == 3  # one new for the one set aside
    assert TargetLine.objects.filter(list=made, enterprise=refused.enterprise).count() == 1
    ranks = list(made.lines.values_list("rank", flat=True))
    assert len(ranks) == len(set(ranks))


def test_a_line_with_a_question_or_added_by_hand_stays(office):
    units = many(6)
    made = listed(office, capacity=1)
    asked, added = made.lines.filter(chosen_by="next")[:2]
    make.unit_question(asked.enterprise, line=asked)
    TargetLine.objects.filter(pk=added.pk).update(chosen_by="hand")
    for unit in units:
        unit.state, unit.closed_on = "closed", timezone.localdate()
        unit.save()
    listed(office, capacity=1)
    assert set(made.lines.values_list("pk", flat=True)) == {asked.pk, added.pk}


def test_a_unit_that_another_office_took_up_this_month_is_not_taken_twice(office):
    unit = many(1)[0]
    headquarters = OfficeFactory(code="HQ")
    lines.accept(listed(headquarters).lines.get(), by=make.chief("HQ"))
    assert listed(office).lines.count() == 0
    assert listed(office, month=date(2027, 1, 1)).lines.get().enterprise == unit


def test_a_closed_list_is_history(office):
    many(1)
    made = listed(office)
    TargetList.objects.filter(pk=made.pk).update(state="closed")
    with pytest.raises(MonthIsOver):
        listed(office)


def test_the_unregistered_get_a_letter_first(office):
    unit, registered = many(1)[0], EnterpriseFactory()
    listed(office)
    assert (line(unit).treatment, line(registered).treatment) == ("nudge", "visit")


def test_the_weights_are_kept_as_they_were(office):
    many(1)
    made = listed(office)
    law("target.weight.size", "0.9")
    assert str(made.weights.get(signal="size").weight) == "0.1000"


def test_as_many_queries_for_many_enterprises_as_for_few(office):
    many(3)
    listed(office, capacity=2, month=date(2027, 5, 1))
    counts = []
    for count, month in ((0, MONTH), (40, date(2027, 1, 1))):
        many(count)
        book.value_or("target.size_full", 0)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            listed(office, capacity=2, month=month)
        counts.append(len(seen))
    assert abs(counts[0] - counts[1]) <= 1, counts  # the law book may be read anew
    assert counts[1] <= 40


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_list():
    office = OfficeFactory(code="12")
    many(4)
    start = threading.Barrier(2)

    def one(_number: int) -> object:
        try:
            start.wait(timeout=20)
            return listed(office, capacity=2).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = set(pool.map(one, range(2)))
    assert len(made) == TargetList.objects.count() == 1
    assert TargetLine.objects.count() == 4
    assert on_the_list(TargetList.objects.get()).count() == 2
