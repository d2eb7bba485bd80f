"""Live tables: what is counted, and that no small cell can be read or worked out."""

from datetime import date

import pytest

from compliance.models import StandingRow
from incentives.enums import FigureTable
from incentives.studies import tables
from incentives.studies.tables import Cell, keep_back
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


def staffed(workers: int, **fields):
    enterprise = EnterpriseFactory(**fields)
    for _ in range(workers):
        employment(MemberFactory(), enterprise, date(2024, 1, 1))
    return enterprise


def test_small_cells_are_kept_back_and_the_next_smallest_with_a_single_one():
    cells = [Cell("a", 4, 9), Cell("b", 7, 70), Cell("c", 90, 900)]
    shown = keep_back(cells, 5)
    assert [cell.kept_back for cell in shown] == [True, True, False]
    two = keep_back([Cell("a", 4, 9), Cell("b", 3, 3), Cell("c", 90, 900)], 5)
    assert [cell.kept_back for cell in two] == [True, True, False]
    assert keep_back([Cell("a", 5, 9)], 5) == [Cell("a", 5, 9)]


def test_a_table_of_people_is_kept_back_by_people():
    shown = keep_back([Cell("1", None, 4), Cell("2", None, 50), Cell("3", None, 60)], 5)
    assert [cell.workers for cell in shown] == [None, None, 60]


def test_enterprises_and_workers_by_size_are_those_of_the_register():
    for _ in range(5):
        staffed(1)
    for _ in range(5):
        staffed(6)
    staffed(9, state="known", nssf_number=None, registered_on=None)
    gone = staffed(1)
    type(gone).objects.filter(pk=gone.pk).update(state="closed", closed_on=ON)
    found = tables.live(FigureTable.SIZE, ON)
    assert found.cells == [Cell("micro", 5, 5), Cell("small", 5, 30)]
    assert found.total == Cell("", 10, 35)


def test_who_left_is_not_counted_and_a_person_at_two_places_of_one_enterprise_once():
    enterprises = [staffed(1) for _ in range(5)]
    first = enterprises[0]
    employment(MemberFactory(), first, date(2024, 1, 1), date(2024, 5, 1))
    found = tables.live(FigureTable.PROVINCE, ON)
    assert found.cells == [Cell("12", 5, 5)]


def test_standing_not_computed_last_night_says_so():
    enterprises = [EnterpriseFactory() for _ in range(10)]
    passed = dict.fromkeys(("registered", "staff", "declarations", "payments", "headcount", "findings"), "pass")
    for one in enterprises[:5]:
        StandingRow.objects.create(enterprise=one, as_of=ON, state="good", **passed)
    found = tables.live(FigureTable.STANDING, ON)
    assert found.cells == [Cell("good", 5, 0), Cell("unknown", 5, 0)]
    assert [str(word) for word, _cell in found.rows]


def test_self_employed_members_by_the_group_they_named():
    for _ in range(6):
        MemberFactory(group="self_employed")
    MemberFactory(group="employee")
    found = tables.live(FigureTable.PRIORITY, ON)
    assert found.cells == [Cell("", None, 6)]
    assert found.total == Cell("", None, 6)


def test_sectors_stand_in_the_order_of_the_list():
    for sector in ("G", "C", ""):
        for _ in range(5):
            EnterpriseFactory(sector=sector)
    assert [cell.key for cell in tables.live(FigureTable.SECTOR, ON).cells] == ["C", "G", ""]
