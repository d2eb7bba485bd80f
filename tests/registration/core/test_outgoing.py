"""What changed here goes to the core system once, in order, and nothing is lost behind a cursor."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from nssf_portal.audit.tracking import acting
from registration.core.cursor import CursorRefused
from registration.core.services import export_changes
from registration.models import Member
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment
from tests.registration.core.waiting import over

pytestmark = pytest.mark.django_db(transaction=True)


def everything(since: str = "", limit: int | None = None, wait: bool = True) -> tuple[list, str]:
    if wait:
        over()
    rows, more = [], True
    while more:
        page = export_changes(since, limit)
        rows, since, more = [*rows, *page.rows], page.next_cursor, page.more
    return rows, since


def told(rows, kind: str) -> list:
    return [row for row in rows if row.kind == kind]


def test_a_member_an_employment_and_its_end():
    _rows, start = everything()
    enterprise = EnterpriseFactory()
    member = MemberFactory(khmer_id="010203041")
    spell = employment(member, enterprise, date(2024, 1, 1))
    rows, cursor = everything(start)
    assert [row.kind for row in rows] == ["enterprise", "member", "employment"]
    body = told(rows, "member")[0].body
    assert (body["member_number"], body["date_of_birth"]) == (member.member_number, "1994-04-23")
    assert body["numbers"] == [{"kind": "khmer_id", "number": "010203041", "disputed": False}]
    assert {row.change for row in rows} == {"created"}

    spell.ended_on, spell.end_reason = date(2024, 6, 30), "resigned"
    spell.save()
    rows, cursor = everything(cursor)
    assert [(row.kind, row.change) for row in rows] == [("employment", "ended")]
    assert rows[0].body["end_reason"] == "resigned"
    assert everything(cursor)[0] == []


def test_a_merge_names_the_survivor():
    survivor, other = MemberFactory(), MemberFactory()
    _rows, start = everything()
    other.state, other.ended_on, other.merged_into = "ended", date(2025, 1, 1), survivor
    other.save()
    rows, _cursor = everything(start)
    assert [(row.change, row.body["merged_into"]) for row in rows] == [("merged", survivor.member_number)]


def test_what_the_core_system_said_is_not_told_back():
    _rows, start = everything()
    with acting(by=None, action="register.load"):
        MemberFactory()
    assert everything(start)[0] == []


def test_pages_hold_a_transaction_apart_and_lose_nothing():
    _rows, start = everything()
    with transaction.atomic():
        made = {MemberFactory().member_number for _n in range(7)}
    for size in (1, 3, 7):
        rows, _cursor = everything(start, size)
        assert {row.body["member_number"] for row in told(rows, "member")} == made
        assert len(rows) == 7


def slowly(begun: threading.Event, go_on: threading.Event, number: str) -> None:
    """A transaction that writes first and commits last."""
    try:
        with transaction.atomic():
            MemberFactory(member_number=number)
            begun.set()
            go_on.wait(10)
    finally:
        connection.close()


def overlapped(read) -> tuple[set[str], set[str]]:
    """What `read(cursor)` sees when a slow transaction commits after a quick later one: while it is open, and after."""
    begun, go_on = threading.Event(), threading.Event()
    slow = threading.Thread(target=slowly, args=(begun, go_on, "7000000001"))
    slow.start()
    assert begun.wait(10)
    MemberFactory(member_number="7000000002")
    first, cursor = read(None)
    go_on.set()
    slow.join()
    over()
    second, _cursor = read(cursor)
    return first, second


def test_two_overlapping_transactions_lose_nothing():
    start = everything()[1]

    def read(cursor):
        rows, after = everything(cursor or start, wait=False)
        return {row.body["member_number"] for row in rows}, after

    first, second = overlapped(read)
    assert first == set()
    assert second == {"7000000001", "7000000002"}


def test_the_naive_cursor_loses_one():
    """The control: reading up to the newest transaction that is visible."""
    events = Member._meta.apps.get_model("registration", "MemberEvent")

    def read(cursor):
        seen = events.objects.filter(pgh_txid__gt=cursor or 0).order_by("pgh_txid")
        rows = list(seen.values_list("member_number", "pgh_txid"))
        return {number for number, _txid in rows}, max([cursor or 0, *(txid for _number, txid in rows)])

    first, second = overlapped(read)
    assert "7000000002" in first
    assert "7000000001" not in first | second


@pytest.mark.parametrize("text", ["x", "1-2", "1-2-3-4", "-1-0-0", "1-0-" + "9" * 19])
def test_a_cursor_that_is_none(text):
    with pytest.raises(CursorRefused) as refused:
        export_changes(text)
    assert refused.value.code == "cursor_unknown"


def test_a_cursor_of_another_database():
    with pytest.raises(CursorRefused) as refused:
        export_changes(f"{10**15}-0-0")
    assert refused.value.code == "cursor_ahead"
