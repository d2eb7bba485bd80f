"""Once a day both registers are compared number by number; a missing file is late, never zero."""

import csv
import hashlib
import json
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from nssf_portal.runtime.command import CommandFailed
from nssf_portal.workflow import NotPossible
from registration.core import reconciling
from registration.core.control import ENTERPRISE_FACTS, MEMBER_FACTS
from registration.core.reconciling import decide, reconcile
from registration.models import Member, Reconciliation, ReconciliationDifference
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.registration import number_block

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def line(member: Member, **changes) -> dict:
    row = {"kind": "member", "number": member.member_number, "state": member.state}
    facts = {name: getattr(member, name, "") for name in MEMBER_FACTS if name != "date_of_birth"}
    return row | facts | {"date_of_birth": member.born_on.isoformat()} | changes


def kinds(made: Reconciliation) -> dict[str, str]:
    return dict(made.differences.values_list("number", "kind"))


def counts(made: Reconciliation) -> tuple[int, ...]:
    return (made.same, made.only_core, made.only_here, made.differing, made.numbered_by_both, made.not_comparable)


def test_every_kind_of_difference():
    number_block()
    same, differs, here_only = MemberFactory(), MemberFactory(), MemberFactory()
    pending = MemberFactory(state="pending")
    twice = MemberFactory(channel="web", member_number="3000000002")
    MemberFactory(registered_on=DAY)  # too young to be compared
    MemberFactory(state="ended", ended_on=date(2020, 1, 1))  # the core system need not list it
    unknown_state = MemberFactory()
    rows = [
        line(same),
        line(pending, state="active"),
        line(differs, sex="M", state="suspended"),
        line(same, number="2000000001"),
        line(same, number="3000000009"),
        line(twice, given_name_latin="OTHER", family_name_latin="NAME", date_of_birth="1950-01-01"),
        line(unknown_state, state="asleep"),
        line(same),  # again: only its first line counts
    ]
    made = reconcile(DAY, rows)
    assert kinds(made) == {
        differs.member_number: "differs",
        "2000000001": "only_core",
        "3000000009": "numbered_by_both",
        twice.member_number: "numbered_by_both",
        here_only.member_number: "only_here",
    }
    assert counts(made) == (2, 1, 1, 1, 2, 3)
    assert made.in_core == 8
    found = made.differences.get(number=differs.member_number)
    assert (found.fields, found.core_values, found.our_values) == (
        ["state", "sex"],
        ["suspended", "M"],
        ["active", "F"],
    )
    assert (found.member, found.commune_code) == (differs, differs.commune_code)


def test_enterprises_too():
    one, other = EnterpriseFactory(), EnterpriseFactory()
    rows = [
        {
            "kind": "enterprise",
            "number": e.nssf_number,
            "state": e.state,
            **{n: getattr(e, n) for n in ENTERPRISE_FACTS},
        }
        for e in (one, other)
    ]
    rows[1]["tin"] = "K001-000000001"
    made = reconcile(DAY, rows)
    assert kinds(made) == {other.nssf_number: "differs"}
    assert made.differences.get().enterprise == other
    assert made.same == 1


def test_a_digest_of_the_facts_is_enough():
    same, differs = MemberFactory(), MemberFactory()

    def digest(member):
        facts = [line(member)[name] for name in MEMBER_FACTS]
        return hashlib.sha256("|".join(facts).encode()).hexdigest()

    rows = [
        {"kind": "member", "number": same.member_number, "state": "active", "facts": digest(same)},
        {"kind": "member", "number": differs.member_number, "state": "active", "facts": digest(same)},
    ]
    made = reconcile(DAY, rows)
    assert kinds(made) == {differs.member_number: "differs"}
    assert made.differences.get().fields == ["facts"]


def test_columns_that_the_file_does_not_have_are_not_compared():
    member = MemberFactory()
    rows = [{"kind": "member", "number": member.member_number, "state": "active", "date_of_birth": "1994-04-23"}]
    assert reconcile(DAY, rows).same == 1


def test_the_same_file_again_is_the_same_comparison():
    rows = [line(MemberFactory(), sex="M")]
    assert reconcile(DAY, rows) == reconcile(DAY, rows)
    assert ReconciliationDifference.objects.count() == 1


def test_what_was_explained_stays_explained_while_it_is_the_same():
    member, clerk = MemberFactory(), UserFactory(grant=("senior_clerk", "HQ"))
    first = reconcile(DAY, [line(member, sex="M")])
    decide(difference=first.differences.get(), move="explain", why="A paper is on its way", by=clerk)
    second = reconcile(DAY + timedelta(days=1), [line(member, sex="M")])
    assert second.differences.get().state == "explained"
    assert second.differences.get().decided_by == clerk
    third = reconcile(DAY + timedelta(days=2), [line(member, sex="M", nationality="VN")])
    assert third.differences.get().state == "open"


def test_who_was_faster_is_not_overruled():
    found = reconcile(DAY, [line(MemberFactory(), sex="M")]).differences.get()
    clerk = UserFactory(grant=("senior_clerk", "HQ"))
    decide(difference=found, move="settle", why="Put right there", by=clerk)
    with pytest.raises(NotPossible):
        decide(difference=found, move="explain", why="again", by=clerk)
    decide(difference=found, move="reopen", why="It came back", by=clerk)
    found.refresh_from_db()
    assert (found.state, found.decided_by, found.why) == ("open", None, "It came back")


def test_a_file_that_did_not_come_is_late():
    assert reconciling.is_late(None)
    morning = timezone.make_aware(datetime(2026, 11, 23, 7, 59))
    assert reconciling.awaited_day(morning) == date(2026, 11, 21)
    assert reconciling.awaited_day(morning + timedelta(minutes=1)) == date(2026, 11, 22)


def test_the_command(tmp_path):
    member = MemberFactory()
    path = tmp_path / "control.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, line(member).keys())
        writer.writeheader()
        writer.writerows([line(member), line(member, number="2000000001", given_name_latin='A "b" \\ {c}')])
    answer = json.loads(call_command("reconcile_core", str(path), day=DAY, format="json"))
    assert (answer["same"], answer["only_core"], answer["day"]) == (1, 1, "2026-11-22")


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "file_empty"), ("kind,number\n", "columns_unknown"), ("kind,number,state,facts\n", "file_empty")],
)
def test_an_empty_file_is_not_a_day_without_members(content, code, tmp_path):
    path = tmp_path / "control.csv"
    path.write_text(content)
    with pytest.raises(CommandFailed) as failed:
        call_command("reconcile_core", str(path), day=DAY)
    assert failed.value.code == code
    assert not Reconciliation.objects.exists()
