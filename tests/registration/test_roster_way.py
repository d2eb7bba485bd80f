"""A roster's way as services see it: second employments, repairs, officers, leavers, changes."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.enums import RepresentativeRole
from nssf_portal.documents.models import Upload
from nssf_portal.notifications.models import Message
from nssf_portal.work.models import WorkItem
from registration.enums import EndReason, LeaverState, PairState, Presence, RosterState, RowState
from registration.models import Correction, DuplicatePair, Employment, Leaver, Member, MemberIdentifier, RosterRow
from registration.services import employments, pairs, repairing, rosters
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import confirmed, number_block, person, run_jobs, send_roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def factory():
    OfficeFactory(code="HQ")
    return EnterpriseFactory()


@pytest.fixture
def employer(factory):
    return representative_of(factory, RepresentativeRole.OWNER)


@pytest.fixture
def clerk():
    return UserFactory(grant=("clerk", "HQ"))


def row_of(roster, number):
    return RosterRow.objects.get(roster=roster, row_no=number)


def codes(roster, number):
    return sorted(row_of(roster, number).problems.values_list("field", "code"))


def test_a_member_elsewhere_gets_a_second_employment_never_a_second_number(factory, employer):
    confirmed(send_roster(EnterpriseFactory(), [person(1)]))
    roster = confirmed(send_roster(factory, [person(1), person(2)], by=employer), by=employer)
    assert roster.registered == 2
    assert Member.objects.count() == 2
    assert Employment.objects.filter(member__identifiers__last_four=person(1)[2][-4:]).distinct().count() == 2


def test_a_second_number_is_refused_by_the_database_too(factory):
    confirmed(send_roster(factory, [person(1)]))
    first = MemberIdentifier.objects.exclude(kind="phone").get()
    other = Member.objects.create(
        member_number="9", key_latin="x", family_name_latin="X", sex="F", born_on=date(1990, 1, 1), group="employee",
        plan_group="1", registered_on=date(2026, 1, 1), channel="web",
    )  # fmt: skip
    copy = MemberIdentifier.of(other, "khmer_id", "111222333")
    copy.blind_index = first.blind_index
    with pytest.raises(Exception, match="identifier_once"):
        copy.save()


def test_new_members_are_invited_without_anything_personal_in_the_message(factory):
    confirmed(send_roster(factory, [person(1)]))
    message = Message.objects.get()
    assert (message.event, message.template, message.channel) == ("hire", "member.invitation", "sms")
    assert message.recipient_member == Member.objects.get().pk
    assert not message.parameters


def test_a_repaired_row_is_checked_alone_and_becomes_ready(factory, employer):
    roster = send_roster(factory, [person(1, sex="?"), person(2)], by=employer)
    assert (roster.repair, roster.accepted) == (1, 1)
    roster = repairing.repair_rows(roster=roster, edits={2: {"sex": "F"}}, by=employer)
    assert (roster.repair, roster.accepted) == (0, 2)
    assert row_of(roster, 2).sex == "F"
    assert roster.edits.get(act="edited").fields == ["sex"]


def test_a_repair_that_is_still_wrong_says_so_and_keeps_what_was_typed(factory, employer):
    roster = send_roster(factory, [person(1, id="12345")], by=employer)
    roster = repairing.repair_rows(roster=roster, edits={2: {"identity_number": "99-88"}}, by=employer)
    assert codes(roster, 2) == [("identity_number", "id_invalid")]
    assert repairing.shown_value(row_of(roster, 2), "identity_number") == "99-88"


def test_a_one_part_name_is_confirmed_then_accepted(factory, employer):
    roster = send_roster(factory, [person(1, family="")], by=employer)
    assert codes(roster, 2) == [("family_name", "required")]
    roster = repairing.repair_rows(roster=roster, edits={}, one_part=[2], by=employer)
    assert roster.accepted == 1


def test_a_repaired_id_that_another_row_has_is_a_duplicate_in_the_file(factory, employer):
    roster = send_roster(factory, [person(1), person(2, id="1")], by=employer)
    roster = repairing.repair_rows(roster=roster, edits={3: {"identity_number": person(1)[2]}}, by=employer)
    assert codes(roster, 3) == [("identity_number", "duplicate_in_file")]
    roster = repairing.drop_rows(roster=roster, numbers=[2], by=employer)
    assert codes(roster, 3) == []
    assert (roster.dropped, roster.accepted) == (1, 1)


def test_a_dropped_row_can_be_taken_up_again(factory, employer):
    roster = send_roster(factory, [person(1), person(2)], by=employer)
    roster = repairing.drop_rows(roster=roster, numbers=[2], by=employer)
    roster = confirmed(roster, by=employer)
    assert roster.state == RosterState.DONE
    roster = repairing.restore_rows(roster=roster, numbers=[2], by=employer)
    assert (roster.state, roster.accepted) == (RosterState.READY, 1)


def test_a_registered_row_cannot_be_edited(factory, employer):
    roster = confirmed(send_roster(factory, [person(1)], by=employer), by=employer)
    repairing.repair_rows(roster=roster, edits={2: {"sex": "M"}}, by=employer)
    assert row_of(roster, 2).state == RowState.REGISTERED


def namesake(factory, employer):
    """A row with the name, birth date and sex of a member, but another ID."""
    confirmed(send_roster(EnterpriseFactory(), [person(1)]))
    return send_roster(factory, [person(1, id="555666777")], by=employer)


def test_a_namesake_waits_for_an_officer(factory, employer):
    roster = namesake(factory, employer)
    assert roster.review == 1
    pair = DuplicatePair.objects.get()
    assert (pair.reason, pair.state, pair.work_item.kind) == ("possible", PairState.OPEN, "roster_row")
    assert rosters.confirm(roster=roster, by=employer) is None


def test_different_people_make_a_new_member_at_once(factory, employer, clerk):
    roster = namesake(factory, employer)
    row = pairs.decide_different(pair=DuplicatePair.objects.get(), reason="Other parents", by=clerk)
    assert row.state == RowState.REGISTERED
    assert Member.objects.count() == 2
    assert WorkItem.objects.get().state == "done"
    assert type(roster).objects.get(pk=roster.pk).state == RosterState.DONE


def test_the_same_person_gets_an_employment_and_the_other_id_becomes_a_correction(factory, employer, clerk):
    namesake(factory, employer)
    pairs.decide_same(pair=DuplicatePair.objects.get(), reason="Same mother", by=clerk)
    assert Member.objects.count() == 1
    assert Employment.objects.count() == 2
    correction = Correction.objects.get()
    assert correction.fields == ["identity_number"]
    pairs.decide_correction(correction=correction, accept=True, reason="Card seen", by=clerk)
    current = MemberIdentifier.objects.exclude(kind="phone").get(superseded_at__isnull=True)
    assert current.reveal() == "555666777"


def test_an_officers_question_goes_to_the_employer_and_comes_back(factory, employer, clerk):
    roster = namesake(factory, employer)
    pair = DuplicatePair.objects.get()
    pairs.ask_employer(pair=pair, question="Which card?", by=clerk)
    roster.refresh_from_db()
    assert (roster.repair, WorkItem.objects.get().state) == (1, "asked")
    repairing.repair_rows(roster=roster, edits={2: {"position": "Guard"}}, by=employer)
    pair.refresh_from_db()
    assert (pair.state, WorkItem.objects.get().state) == (PairState.OPEN, "waiting")
    repairing.repair_rows(roster=roster, edits={2: {"identity_number": person(1)[2]}}, by=employer)
    pair.refresh_from_db()
    assert pair.state == PairState.VOID
    assert row_of(roster, 2).state == RowState.ACCEPTED


def test_an_id_of_another_person_is_a_conflict_and_stays_disputed_for_a_new_member(factory, employer, clerk):
    confirmed(send_roster(EnterpriseFactory(), [person(1)]))
    roster = send_roster(factory, [person(2, id=person(1)[2])], by=employer)
    assert codes(roster, 2) == [("identity_number", "id_conflict")]
    pairs.decide_different(pair=DuplicatePair.objects.get(), reason="Two people", by=clerk)
    newcomer = Member.objects.exclude(employments__enterprise__in=[]).order_by("-registered_at").first()
    assert newcomer.state == "pending"
    assert MemberIdentifier.objects.filter(disputed=True, member=newcomer).count() == 1


def test_a_decided_pair_is_not_decided_twice(factory, employer, clerk):
    namesake(factory, employer)
    pair = DuplicatePair.objects.get()
    pairs.decide_different(pair=pair, reason="x", by=clerk)
    with pytest.raises(Exception, match="already decided"):
        pairs.decide_same(pair=pair, reason="x", by=clerk)
    assert Member.objects.count() == 2


def test_a_birth_date_altered_after_under_age_needs_a_document_and_an_officer(factory, employer, clerk):
    roster = send_roster(factory, [person(1, born="13-02-2015")], by=employer)
    assert ("date_of_birth", "under_age") in codes(roster, 2)
    roster = repairing.repair_rows(roster=roster, edits={2: {"date_of_birth": "13-02-2005"}}, by=employer)
    assert codes(roster, 2) == [("date_of_birth", "document_required")]
    proof = Upload.objects.create(
        owner=employer, submission_id=uuid.uuid4(), kind="evidence", original_name="c.pdf",
        media_type="application/pdf", size=1, sha256="0" * 64, given_sha256="0" * 64, stored="x",
    )  # fmt: skip
    roster = repairing.repair_rows(roster=roster, edits={}, evidence={2: proof}, by=employer)
    assert (codes(roster, 2), roster.review) == ([("date_of_birth", "birth_altered")], 1)
    pairs.decide_different(pair=DuplicatePair.objects.get(), reason="Birth certificate seen", by=clerk)
    assert row_of(roster, 2).state == RowState.REGISTERED


def test_fifteen_to_seventeen_are_accepted_and_marked(factory):
    born = f"13-01-{date.today().year - 16}"
    roster = send_roster(factory, [person(1, born=born, hired=f"13-11-{date.today().year}")])
    assert row_of(roster, 2).young
    assert roster.accepted == 1


def test_with_everyone_the_missing_are_proposed_and_only_the_employer_ends_them(factory, employer):
    confirmed(send_roster(factory, [person(n) for n in range(1, 4)], by=employer), by=employer)
    roster = send_roster(factory, [person(1)], by=employer, mode="everyone")
    assert (roster.already, Leaver.objects.count(), Employment.objects.current().count()) == (1, 2, 3)
    gone, away = Leaver.objects.order_by("id")
    employments.end_leaver(leaver=gone, ended_on=date(2026, 10, 31), reason=EndReason.RESIGNED, by=employer)
    employments.keep_leaver(leaver=away, presence=Presence.MATERNITY, by=employer)
    assert Employment.objects.past().count() == 1
    assert Employment.objects.get(pk=away.employment_id).presence == Presence.MATERNITY
    roster.refresh_from_db()
    assert roster.state == RosterState.DONE
    assert {leaver.state for leaver in Leaver.objects.all()} == {LeaverState.ENDED, LeaverState.KEPT}


def test_with_only_new_people_nobody_is_missed(factory, employer):
    confirmed(send_roster(factory, [person(1), person(2)], by=employer), by=employer)
    send_roster(factory, [person(3)], by=employer)
    assert not Leaver.objects.exists()


def test_a_changed_wage_is_proposed_and_applied_when_the_employer_says(factory, employer):
    confirmed(send_roster(factory, [person(1)], by=employer), by=employer)
    roster = send_roster(factory, [person(1, wage="900000", position="Guard", phone="012999888")], by=employer)
    assert (roster.already, sorted(row_of(roster, 2).changes)) == (1, ["occupation", "phone", "wage"])
    assert Employment.objects.get().wage == 816000
    assert employments.apply_changes(roster=roster, numbers=[2], by=employer) == 1
    employment = Employment.objects.get()
    assert (employment.wage, employment.occupation) == (900000, "Guard")
    assert Message.objects.filter(template="member.wage_changed").count() == 1
    roster.refresh_from_db()
    assert roster.state == RosterState.DONE
    assert employments.apply_changes(roster=roster, numbers=[2], by=employer) == 0


def test_somebody_who_left_may_be_hired_again_but_not_while_employed(factory, employer):
    confirmed(send_roster(factory, [person(1)], by=employer), by=employer)
    employment = Employment.objects.get()
    employments.end(employment=employment, ended_on=date(2026, 5, 31), reason=EndReason.RESIGNED, by=employer)
    overlapping = send_roster(factory, [person(1, hired="13-05-2026")], by=employer)
    assert codes(overlapping, 2) == [("hired_on", "employment_overlap")]
    again = confirmed(send_roster(factory, [person(1, hired="13-07-2026")], by=employer), by=employer)
    assert again.registered == 1
    assert Employment.objects.count() == 2


def test_the_same_file_again_is_the_same_roster_while_it_is_open(factory, employer):
    roster = send_roster(factory, [person(1, sex="?")], by=employer)
    again = send_roster(factory, [person(1, sex="?")], by=employer)
    assert again.pk == roster.pk


def test_the_same_file_after_it_was_done_finds_everybody_already_there(factory, employer):
    confirmed(send_roster(factory, [person(1)], by=employer), by=employer)
    again = send_roster(factory, [person(1)], by=employer)
    assert (again.already, again.accepted, again.state) == (1, 0, RosterState.DONE)


def test_a_corrected_file_knows_the_rows_that_did_not_change(factory, employer):
    first = send_roster(factory, [person(1), person(2, sex="?")], by=employer)
    second = send_roster(factory, [person(1), person(2)], by=employer, replaces=first)
    assert (second.unchanged, second.accepted) == (1, 2)


def test_a_person_registered_elsewhere_meanwhile_gets_a_second_employment(factory, employer):
    waiting = send_roster(factory, [person(1)], by=employer)
    confirmed(send_roster(EnterpriseFactory(), [person(1)]))
    roster = confirmed(waiting, by=employer)
    assert roster.registered == 1
    assert Member.objects.count() == 1


def test_the_registering_transaction_has_the_same_statements_at_any_size(factory, employer):
    counts = []
    for start, size in ((1, 3), (100, 150)):
        roster = send_roster(factory, [person(n) for n in range(start, start + size)], by=employer)
        assert rosters.confirm(roster=roster, by=employer)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            run_jobs(roster)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_one_person_by_a_form_without_a_file(factory, employer):
    number_block()
    values = {
        "family_name_latin": "Sok", "given_name_latin": "Dara", "sex": "M", "date_of_birth": "3 April 1994",
        "nationality": "Khmer", "identity_number": "012345678", "hired_on": "2026-11-01", "wage_khr": "900,000",
        "phone": "012 345 678",
    }  # fmt: skip
    head = factory.establishments.get()
    key = uuid.uuid4()
    row = employments.add_person(establishment=head, values=values, submission_id=key, by=employer)
    assert row.state == RowState.REGISTERED
    assert employments.add_person(establishment=head, values=values, submission_id=key, by=employer).pk == row.pk
    assert Member.objects.get().member_number == "3000000000"


def test_a_form_with_problems_keeps_nothing(factory, employer):
    with pytest.raises(employments.PersonRefused) as refused:
        employments.add_person(
            establishment=factory.establishments.get(), values={"sex": "M"}, submission_id=uuid.uuid4(), by=employer
        )
    assert ("identity_number", "required") in {(p.field, p.code) for p in refused.value.checked.problems}
    assert not RosterRow.objects.exists()


def test_history_names_the_actor_and_the_act(factory, employer):
    confirmed(send_roster(factory, [person(1)], by=employer), by=employer)
    event = Member.objects.get()._meta.apps.get_model("registration", "MemberEvent").objects.get()
    assert event.pgh_context["user"] == str(employer.pk)
    assert event.pgh_context["action"] == "roster.register"


def test_second_decisions_are_never_the_first_persons(factory, employer):
    from nssf_portal.work import services as work

    senior = UserFactory(grant=("senior_clerk", "HQ"))
    item = work.open_item(kind="merge", subject_id=uuid.uuid4(), label="x", place_code="120101", by=senior)
    work.propose(item, decision="merge", reason="same", by=senior)
    with pytest.raises(PermissionDenied):
        work.confirm(item, by=senior)


def test_a_field_with_an_error_is_not_compared_with_the_register(factory, employer):
    confirmed(send_roster(EnterpriseFactory(), [person(1)]))
    roster = send_roster(factory, [person(1, family="")], by=employer)
    assert codes(roster, 2) == [("family_name", "required")]


def test_a_wrong_sex_and_a_number_of_somebody_else_are_told_at_once(factory, employer):
    confirmed(send_roster(EnterpriseFactory(), [person(1)]))
    roster = send_roster(factory, [person(2, id=person(1)[2], sex="?"), person(3)], by=employer)
    assert codes(roster, 2) == [("identity_number", "id_conflict"), ("sex", "sex_invalid")]
    assert roster.repair == 1
