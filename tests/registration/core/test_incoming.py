"""What the core system changed is taken once and in order; nobody is numbered by both."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from nssf_portal.runtime.command import CommandFailed
from registration.core import incoming, packing
from registration.core.services import DeltaRefused, take_changes
from registration.models import CoreDelta, Employment, Member, ReconciliationDifference
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment
from tests.factories.registration import number_block

pytestmark = pytest.mark.django_db


def member(number: str, **changes) -> dict:
    row = {
        "kind": "member",
        "member_number": number,
        "family_name_latin": "SOK",
        "given_name_latin": "DARA",
        "sex": "F",
        "date_of_birth": "1998-04-03",
        "nationality": "KH",
        "identity_number": "020304051",
        "registered_on": "2026-11-01",
    }
    return row | changes


def spell(number: str, enterprise, **changes) -> dict:
    row = {"kind": "employment", "member_number": number, "nssf_number": enterprise.nssf_number, "wage": "900000"}
    return row | {"hired_on": "2026-11-01", "position": "sewer"} | changes


def codes(taken) -> list[tuple[int, str]]:
    return [(problem["row"], problem["code"]) for problem in taken.problems]


def test_enterprise_member_employment_and_end():
    rows = [
        spell("2000000001", type("E", (), {"nssf_number": "770001"})),
        member("2000000001"),
        {"kind": "enterprise", "nssf_number": "770001", "name_latin": "New Co", "commune_code": "120101",
         "registered_on": "2026-10-01"},
    ]  # fmt: skip
    taken = take_changes(rows, 1)
    assert (taken.created, taken.refused, taken.problems) == (3, 0, [])
    made = Employment.objects.get(member__member_number="2000000001")
    assert made.channel == "core"
    assert made.member.state == "active"

    ended = rows[0] | {"ended_on": "2026-11-20", "end_reason": "resigned"}
    assert take_changes([ended], 2).updated == 1
    made.refresh_from_db()
    assert made.ended_on == date(2026, 11, 20)
    assert take_changes([ended], 3).unchanged == 1


def test_the_same_delta_again_changes_nothing():
    rows = [member("2000000001")]
    assert take_changes(rows, 1).created == 1
    again = take_changes(rows, 1)
    assert (again.already, again.created) == (True, 1)
    assert Member.objects.count() == 1


def test_another_delta_under_the_same_number_is_refused():
    take_changes([member("2000000001")], 1)
    with pytest.raises(DeltaRefused) as refused:
        take_changes([member("2000000002")], 1)
    assert (refused.value.code, refused.value.expected) == ("other_content", 2)


def test_out_of_order_says_which_must_come():
    with pytest.raises(DeltaRefused) as refused:
        take_changes([member("2000000001")], 5)
    assert (refused.value.code, refused.value.expected) == ("out_of_order", 1)
    assert str(refused.value) == "Delta 1 must come first; this is 5."
    assert not CoreDelta.objects.exists()


def test_a_bad_row_is_refused_alone():
    rows = [member("2000000001"), member("2000000002", identity_number="12"), {"kind": "planet"}, member("", sex="")]
    taken = take_changes(rows, 1)
    assert (taken.created, taken.refused) == (1, 3)
    assert set(codes(taken)) == {(2, "id_invalid"), (3, "kind_unknown"), (4, "required")}
    assert all(problem["message"] for problem in taken.problems)


def test_whom_this_portal_numbered_is_not_made_again():
    known = MemberFactory(
        member_number="3000000001", channel="web", given_name_latin="DARA", family_name_latin="SOK",
        born_on=date(1998, 4, 3), khmer_id="020304051",
    )  # fmt: skip
    number_block()
    taken = take_changes([member("3000000001")], 1)
    assert (taken.unchanged, taken.refused) == (1, 0)
    assert Member.objects.get() == known


def test_a_number_of_our_block_that_the_core_system_gave_out():
    number_block()
    taken = take_changes([member("3000000007")], 1)
    assert codes(taken) == [(1, "numbered_by_both")]
    assert not Member.objects.exists()


@pytest.mark.parametrize("number", ["3000000001", "8800000001"])
def test_one_number_for_two_people_in_or_outside_a_block(number):
    number_block()
    MemberFactory(member_number=number, channel="web")
    taken = take_changes([member(number)], 1)
    assert codes(taken) == [(1, "numbered_by_both")]
    assert Member.objects.get().given_name_latin != "DARA"


def test_one_person_with_two_numbers_goes_to_a_clerk():
    ours = MemberFactory(member_number="3000000001", channel="web", khmer_id="020304051")
    taken = take_changes([member("2000000009")], 1)
    assert codes(taken) == [(1, "two_numbers")]
    found = ReconciliationDifference.objects.get()
    assert (found.kind, found.member, found.other_number) == ("two_numbers", ours, "2000000009")
    assert found.work_item.place_code == ours.commune_code
    take_changes([member("2000000009")], 2)
    assert ReconciliationDifference.objects.count() == 1


def test_a_merge_of_the_core_system_is_work_for_two_officers():
    survivor, other = MemberFactory(), MemberFactory()
    row = {"kind": "merge", "member_number": other.member_number, "merged_into": survivor.member_number}
    assert codes(take_changes([row], 1)) == [(1, "merge_waits")]
    other.refresh_from_db()
    assert other.merged_into is None
    assert ReconciliationDifference.objects.get().work_item is not None


def test_a_delta_that_was_cut_short_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(incoming, "value_or", lambda code, default: 2)
    rows = [member(f"20000000{n:02d}", identity_number="") for n in range(1, 6)]
    blocks = []
    take = incoming.taking.take_block

    def cut(block, first, *, delta):
        if first == 3 and len(blocks) == 1:
            blocks.append("cut")
            raise KeyboardInterrupt
        blocks.append(first)
        return take(block, first, delta=delta)

    monkeypatch.setattr(incoming.taking, "take_block", cut)
    with pytest.raises(KeyboardInterrupt):
        take_changes(rows, 1)
    assert (CoreDelta.objects.get().rows_done, CoreDelta.objects.get().state) == (2, "taking")
    with pytest.raises(DeltaRefused):
        take_changes(rows, 2)
    taken = take_changes(rows, 1)
    assert (taken.created, Member.objects.count()) == (5, 5)
    assert blocks == [1, "cut", 3, 5]


def test_a_spell_that_overlaps_and_a_reason_that_nobody_knows():
    enterprise = EnterpriseFactory()
    worker = MemberFactory()
    employment(worker, enterprise, date(2024, 1, 1), date(2026, 12, 1))
    rows = [
        spell(worker.member_number, enterprise),
        spell(worker.member_number, enterprise, hired_on="2024-01-01", ended_on="2024-02-01", end_reason="?"),
        spell("0", enterprise),
        spell(worker.member_number, type("E", (), {"nssf_number": "nobody"})),
    ]
    assert [code for _row, code in codes(take_changes(rows, 1))] == [
        "spells_overlap", "reason_unknown", "member_unknown", "enterprise_unknown",
    ]  # fmt: skip


def test_the_command_reads_what_the_other_side_packs(tmp_path):
    path = tmp_path / "delta.ndjson"
    path.write_bytes(packing.pack([member("2000000001")], sequence=1))
    answer = json.loads(call_command("take_core", str(path), format="json"))
    assert (answer["sequence"], answer["created"], answer["already"]) == (1, 1, False)
    assert json.loads(call_command("take_core", str(path), format="json"))["already"]


@pytest.mark.parametrize(
    ("alter", "code"),
    [
        (lambda text: text.replace("DARA", "DORA"), "file_altered"),
        (lambda text: text.splitlines()[0], "file_cut"),
        (lambda text: text.replace("nssf-core-delta", "x"), "file_unknown"),
        (lambda text: text + "{", "file_broken"),
        (lambda text: "", "file_unknown"),
    ],
)
def test_a_file_that_was_altered_or_cut(alter, code, tmp_path):
    path = tmp_path / "delta.ndjson"
    path.write_text(alter(packing.pack([member("2000000001")], sequence=1).decode()))
    with pytest.raises(CommandFailed) as failed:
        call_command("take_core", str(path))
    assert failed.value.code == code
    assert not Member.objects.exists()


def test_rows_of_any_shape_are_refused_and_break_nothing():
    enterprise = EnterpriseFactory()
    rows = [
        {"kind": "member\x00" * 9, "a": "\ud800"},
        member("2000000001", given_name_latin="D\x00ARA\ud800", nationality=["KH"]),
        member("2000000002", nssf_number=enterprise.nssf_number, identity_number=""),
        {"kind": "enterprise", "nssf_number": {"a": 1}, "name_latin": "\x00"},
        {"kind": "employment", "member_number": None},
        {"kind": "merge"},
        {},
    ]
    taken = take_changes(rows, 1)
    assert taken.refused == 7
    assert (3, "required") in codes(taken)
