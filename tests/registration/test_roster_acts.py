"""What an employer does to a staff list in the browser: each act once, twice, late, and by a stranger."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from registration.enums import EndReason, LeaverState, Presence, RosterState, RowState
from registration.models import Employment, Leaver, Member, Roster, RosterEdit, RosterRow
from registration.presenting.problems import stamp
from registration.services import pairs
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import confirmed, person, run_jobs, send_roster

pytestmark = pytest.mark.django_db

ACTS = (
    "roster_columns roster_confirm roster_cancel roster_rows roster_same_fix roster_restore roster_leavers "
    "roster_changes"
).split()


@pytest.fixture(autouse=True)
def _english():
    OfficeFactory(code="HQ")
    with translation.override("en"):
        yield


@pytest.fixture
def factory():
    return EnterpriseFactory()


@pytest.fixture
def employer(factory):
    return representative_of(factory)


@pytest.fixture
def signed_in(client, employer):
    client.force_login(employer)
    return client


def at(roster, name="roster", *more):
    return reverse(f"registration:{name}", args=[roster.enterprise_id, roster.pk, *more])


def row_of(roster, number):
    return RosterRow.objects.get(roster=roster, row_no=number)


def repair(client, roster, field, values, **more):
    """The form of a group, as the page would send it."""
    data = {"field": field, "group": f"{field}.x."} | more
    for number, value in values.items():
        data |= {f"other-{number}": value}
        data.setdefault(f"stamp-{number}", stamp(row_of(roster, number)))
    return client.post(at(roster, "roster_rows"), data, follow=True)


def words(response):
    return response.content.decode().replace("\u00a0", " ")


def test_confirming_registers_those_who_are_ready(signed_in, factory, employer):
    roster = send_roster(factory, [person(1), person(2), person(3, sex="?")], by=employer)
    signed_in.post(at(roster, "roster_confirm"), {"accepted": "2"})
    assert Roster.objects.get(pk=roster.pk).state == RosterState.REGISTERING
    assert "We are registering 2 people" in words(signed_in.get(at(roster)))
    roster = run_jobs(roster)
    assert (Member.objects.count(), roster.registered, roster.repair) == (2, 2, 1)


def test_confirming_twice_registers_once(signed_in, factory, employer):
    roster = send_roster(factory, [person(1)], by=employer)
    for _turn in range(3):
        signed_in.post(at(roster, "roster_confirm"), {"accepted": "1"})
    run_jobs(roster)
    again = signed_in.post(at(roster, "roster_confirm"), {"accepted": "1"}, follow=True)
    assert "Nobody waits to be registered" in words(again)
    assert Member.objects.count() == 1


def test_a_count_that_changed_since_the_page_was_opened_is_shown_first(signed_in, factory, employer):
    roster = send_roster(factory, [person(1), person(2)], by=employer)
    answer = signed_in.post(at(roster, "roster_confirm"), {"accepted": "1"}, follow=True)
    assert "now 2 people are ready" in words(answer)
    assert Roster.objects.get(pk=roster.pk).state == RosterState.READY


def test_a_repair_in_the_page_makes_the_row_ready(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, wage="ask HR"), person(2)], by=employer)
    answer = repair(signed_in, roster, "wage", {2: "900000"})
    assert "1 row is right now" in words(answer)
    assert row_of(roster, 2).state == RowState.ACCEPTED


def test_what_is_still_wrong_stays_in_its_box(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, wage="ask HR"), person(2)], by=employer)
    answer = repair(signed_in, roster, "wage", {2: "soon"})
    assert "not right yet" in words(answer) and 'value="soon"' in words(answer) and "ask HR" in words(answer)


def test_a_box_left_empty_leaves_the_row_as_it_is(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, wage="?"), person(2, wage="?")], by=employer)
    repair(signed_in, roster, "wage", {2: "900000", 3: ""})
    assert [row_of(roster, n).state for n in (2, 3)] == [RowState.ACCEPTED, RowState.REPAIR]


def test_one_answer_typed_once_fills_the_boxes_left_empty(signed_in, factory, employer):
    roster = send_roster(factory, [person(n, wage="?") for n in (1, 2, 3)], by=employer)
    assert "The same for all that you leave empty?" in words(signed_in.get(at(roster)))
    repair(signed_in, roster, "wage", {2: "900000", 3: "", 4: ""}, same="816000")
    wages = RosterRow.objects.filter(roster=roster).values_list("wage", flat=True)
    assert list(wages) == [900000, 816000, 816000]


def test_two_windows_the_second_is_told_and_loses_nothing_of_the_first(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, wage="?")], by=employer)
    old = {"stamp-2": stamp(row_of(roster, 2))}
    repair(signed_in, roster, "wage", {2: "still wrong"}, **old)
    answer = repair(signed_in, roster, "wage", {2: "700000"}, **old)
    assert "Rows changed in the meantime" in words(answer)
    assert row_of(roster, 2).state == RowState.REPAIR
    same = repair(signed_in, roster, "wage", {2: "still wrong"}, **old)
    assert "Rows changed in the meantime" not in words(same)


def test_one_press_puts_the_zero_back_in_all_rows(signed_in, factory, employer):
    roster = send_roster(factory, [person(n, id=f"1234567{n}") for n in range(1, 4)] + [person(9, id="123")])
    press = {"group": "identity_number.id_invalid.khmer_id"}
    signed_in.post(at(roster, "roster_same_fix"), press)
    roster.refresh_from_db()
    assert (roster.accepted, roster.repair) == (3, 1)
    again = signed_in.post(at(roster, "roster_same_fix"), press, follow=True)
    assert "repaired already" in words(again)


def test_one_name_only_is_confirmed_and_accepted(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, given="")], by=employer)
    assert "This person has one name only" in words(signed_in.get(at(roster)))
    repair(signed_in, roster, "given_name", {2: ""}, **{"one-2": "on"})
    assert row_of(roster, 2).state == RowState.ACCEPTED


def test_a_birth_date_changed_after_under_age_needs_a_document_and_an_officer(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, born="25-02-2020")], by=employer)
    repair(signed_in, roster, "date_of_birth", {2: "25-02-2000"})
    assert row_of(roster, 2).state == RowState.REPAIR
    assert "A corrected date of birth needs a document" in words(signed_in.get(at(roster)))
    card = SimpleUploadedFile("card.pdf", b"%PDF-1.7\ncard\n%%EOF")
    data = {"field": "date_of_birth", "stamp-2": stamp(row_of(roster, 2)), "file-2": card}
    signed_in.post(at(roster, "roster_rows"), data)
    row = row_of(roster, 2)
    assert row.state == RowState.REVIEW and row.evidence is not None


def test_a_document_we_cannot_take_is_said_with_its_row(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, born="25-02-2020")], by=employer)
    bad = SimpleUploadedFile("card.pdf", b"MZ no picture")
    data = {"field": "date_of_birth", "stamp-2": stamp(row_of(roster, 2)), "file-2": bad, "other-2": "25-02-2000"}
    answer = signed_in.post(at(roster, "roster_rows"), data, follow=True)
    assert "Row 2:" in words(answer) and 'value="25-02-2000"' in words(answer)


def test_a_row_is_left_out_and_taken_up_again(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, sex="?"), person(2)], by=employer)
    answer = repair(signed_in, roster, "sex", {2: ""}, **{"out-2": "on"})
    assert "1 row is left out" in words(answer) and "Left out by you" in words(answer)
    repair(signed_in, roster, "sex", {2: ""}, **{"out-2": "on"})
    for _turn in range(2):
        signed_in.post(at(roster, "roster_restore"), {"row": ["2", "99", "x"]})
    assert row_of(roster, 2).state == RowState.REPAIR


def test_a_whole_row_can_be_corrected(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, sex="?"), person(2)], by=employer)
    page = at(roster, "roster_row", 2)
    form = signed_in.get(page).context["form"]
    assert "sex" in form.errors
    typed = {name: form.data[name] for name in form.fields if name in form.data} | {"sex": "F", "position": "Cutter"}
    answer = signed_in.post(page, typed)
    assert answer.status_code == 302
    row = row_of(roster, 2)
    assert (row.state, row.occupation, row.wage) == (RowState.ACCEPTED, "Cutter", 816000)
    assert RosterEdit.objects.filter(act="edited").get().fields == ["position", "sex"]
    late = signed_in.post(page, typed)
    assert "changed in the meantime" in words(late)


def test_an_officers_question_is_shown_and_the_row_goes_back_as_it_is(signed_in, factory, employer):
    confirmed(send_roster(factory, [person(1)], by=employer), by=employer)
    roster = send_roster(EnterpriseFactory(), [person(1, given="OTHER")])
    signed_in.force_login(representative_of(roster.enterprise))
    pair = row_of(roster, 2).pairs.get()
    pairs.ask_employer(pair=pair, question="Is this the name on the card?", by=UserFactory(grant=("clerk", "HQ")))
    assert "Is this the name on the card?" in words(signed_in.get(at(roster)))
    data = {"field": "identity_number", "stamp-2": stamp(row_of(roster, 2)), "asis-2": "on"}
    signed_in.post(at(roster, "roster_rows"), data)
    assert row_of(roster, 2).state == RowState.REVIEW


def everyone(factory, employer, rows):
    return send_roster(factory, rows, by=employer, mode="everyone")


def test_the_missing_are_asked_about_and_none_ends_by_itself(signed_in, factory, employer):
    confirmed(send_roster(factory, [person(n) for n in (1, 2, 3)], by=employer), by=employer)
    roster = everyone(factory, employer, [person(1)])
    one, two = Leaver.objects.filter(roster=roster)
    shown = words(signed_in.get(at(roster)))
    assert "2 people on your staff are not in this list" in shown
    answers = {
        "leaver": [one.pk, two.pk],
        f"why-{one.pk}": f"end:{EndReason.RESIGNED}",
        f"day-{one.pk}": "31-10-2026",
        f"why-{two.pk}": f"stay:{Presence.MATERNITY}",
    }
    for _turn in range(2):
        assert signed_in.post(at(roster, "roster_leavers"), answers).status_code == 302
    assert set(Leaver.objects.values_list("state", flat=True)) == {LeaverState.ENDED, LeaverState.KEPT}
    assert Employment.objects.past().count() == 1
    assert Employment.objects.get(pk=two.employment_id).presence == Presence.MATERNITY
    assert Roster.objects.get(pk=roster.pk).state == RosterState.DONE


def test_the_same_answer_for_those_ticked(signed_in, factory, employer):
    confirmed(send_roster(factory, [person(n) for n in (1, 2, 3)], by=employer), by=employer)
    roster = everyone(factory, employer, [person(1)])
    keys = [str(leaver.pk) for leaver in Leaver.objects.filter(roster=roster)]
    data = {"leaver": keys, "pick": keys, "why": f"end:{EndReason.CONTRACT_ENDED}", "day": "31-10-2026"}
    signed_in.post(at(roster, "roster_leavers"), data)
    assert Employment.objects.past().count() == 2


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("", "Type the last day"), ("31-12-2099", "in the future"), ("01-01-2001", "before the day of hire")],
)
def test_a_last_day_that_cannot_be_is_said_and_the_good_answers_are_kept(signed_in, factory, employer, day, sentence):
    confirmed(send_roster(factory, [person(n) for n in (1, 2, 3)], by=employer), by=employer)
    roster = everyone(factory, employer, [person(1)])
    one, two = Leaver.objects.filter(roster=roster)
    data = {
        "leaver": [one.pk, two.pk],
        f"why-{one.pk}": f"end:{EndReason.RESIGNED}",
        f"day-{one.pk}": day,
        f"why-{two.pk}": f"stay:{Presence.WORKING}",
    }
    answer = signed_in.post(at(roster, "roster_leavers"), data)
    assert answer.status_code == 422 and sentence in words(answer)
    assert f'value="end:{EndReason.RESIGNED}" selected' in words(answer)
    two.refresh_from_db()
    assert two.state == LeaverState.KEPT


def test_new_wages_are_shown_old_and_new_and_taken_over_once(signed_in, factory, employer):
    confirmed(send_roster(factory, [person(1), person(2), person(3)], by=employer), by=employer)
    rows = [person(1, wage="900000"), person(2, position="Cutter"), person(3, wage="950000")]
    roster = send_roster(factory, rows, by=employer)
    shown = words(signed_in.get(at(roster)))
    assert "816,000 ៛ → <b>900,000 ៛</b>" in shown and "Worker → <b>Cutter</b>" in shown
    for _turn in range(2):
        signed_in.post(at(roster, "roster_changes"), {"row": "2"})
    assert sorted(Employment.objects.values_list("wage", flat=True)) == [816000, 816000, 900000]
    signed_in.post(at(roster, "roster_changes"), {"row": "4", "decline": "1"})
    signed_in.post(at(roster, "roster_changes"), {"all": "1"})
    assert Employment.objects.filter(occupation="Cutter", wage=816000).exists()
    assert not Employment.objects.filter(wage=950000).exists()
    assert Roster.objects.get(pk=roster.pk).state == RosterState.DONE


def test_putting_a_list_aside_twice_is_once(signed_in, factory, employer):
    roster = send_roster(factory, [person(1)], by=employer)
    for _turn in range(2):
        assert signed_in.post(at(roster, "roster_cancel")).status_code == 302
    assert Roster.objects.get(pk=roster.pk).state == RosterState.CANCELLED
    assert "This list was put aside" in words(signed_in.get(at(roster)))


def test_what_comes_while_the_list_is_registered_is_said_not_done(signed_in, factory, employer):
    roster = send_roster(factory, [person(1), person(2, wage="?")], by=employer)
    form = {"field": "wage", "stamp-3": stamp(row_of(roster, 3)), "other-3": "900000"}
    signed_in.post(at(roster, "roster_confirm"), {"accepted": "1"})
    answer = signed_in.post(at(roster, "roster_rows"), form, follow=True)
    assert "being worked on just now" in words(answer)
    late = signed_in.post(at(roster, "roster_cancel"), follow=True)
    assert "already decided or changed" in words(late)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_a_post_by_someone_of_the_enterprise(client, factory, employer, act):
    roster = send_roster(factory, [person(1, sex="?")], by=employer)
    client.force_login(representative_of(EnterpriseFactory()))
    assert client.post(at(roster, act)).status_code == 404
    client.force_login(UserFactory(grant=("clerk", "HQ")))
    assert client.post(at(roster, act)).status_code == 403
    client.force_login(employer)
    assert client.get(at(roster, act)).status_code == 405


@pytest.mark.parametrize("act", ["roster_rows", "roster_same_fix"])
def test_a_form_that_is_none_of_ours_is_not_found(signed_in, factory, employer, act):
    roster = send_roster(factory, [person(1, sex="?")], by=employer)
    assert signed_in.post(at(roster, act), {"field": "cells", "group": "x"}).status_code == 404
