"""What happens to a list while other things happen: hires elsewhere, rows that wait, answers that come late."""

from datetime import date

import pytest
from django.urls import reverse

from nssf_portal.jobs.models import Job
from registration.enums import EndReason, LeaverState, PairState, Presence, RosterState, RowState
from registration.models import DuplicatePair, Employment, Leaver, Member, Roster, RosterRow
from registration.services import employments, pairs, repairing, rosters
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import confirmed, person, run_jobs, send_roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def factory():
    OfficeFactory(code="HQ")
    return EnterpriseFactory()


@pytest.fixture
def employer(factory):
    return representative_of(factory)


@pytest.fixture
def clerk():
    return UserFactory(grant=("clerk", "HQ"))


def row_of(roster, number=2):
    return RosterRow.objects.get(roster=roster, row_no=number)


def test_somebody_hired_since_the_check_is_on_the_staff_already_and_the_list_does_not_hang(factory, employer):
    confirmed(send_roster(EnterpriseFactory(), [person(1)]))
    late = send_roster(factory, [person(1), person(2)], by=employer)
    confirmed(send_roster(factory, [person(1)], by=employer), by=employer)
    late = confirmed(late, by=employer)
    assert (late.state, late.already, late.registered) == (RosterState.DONE, 1, 1)
    assert Employment.objects.filter(enterprise=factory).count() == 2
    assert not Job.objects.exclude(state="done").exists()


def test_somebody_whose_row_waits_for_a_repair_is_not_missing(factory, employer):
    confirmed(send_roster(factory, [person(n) for n in (1, 2, 3)], by=employer), by=employer)
    rows = [person(1, born="?"), person(2, id="12", wage="900000")]
    roster = send_roster(factory, rows, by=employer, mode="everyone")
    assert roster.repair == 2
    assert list(Leaver.objects.values_list("employment__member", flat=True)) == [_member(3)]
    roster = repairing.repair_rows(roster=roster, edits={2: {"date_of_birth": person(1)[8]}}, by=employer)
    assert roster.already == 1 and Leaver.objects.count() == 1


def test_leaving_out_the_row_of_somebody_makes_them_missing_and_taking_it_up_takes_that_back(factory, employer):
    confirmed(send_roster(factory, [person(1), person(2)], by=employer), by=employer)
    roster = send_roster(factory, [person(1, wage="?"), person(2)], by=employer, mode="everyone")
    assert not Leaver.objects.exists()
    roster = repairing.drop_rows(roster=roster, numbers=[2], by=employer)
    assert Leaver.objects.get().employment.member_id == _member(1) and roster.state == RosterState.READY
    repairing.restore_rows(roster=roster, numbers=[2], by=employer)
    assert not Leaver.objects.exists()


def test_an_answer_about_somebody_missing_stays_when_rows_change(factory, employer):
    confirmed(send_roster(factory, [person(1), person(2)], by=employer), by=employer)
    roster = send_roster(factory, [person(3, wage="?"), person(2)], by=employer, mode="everyone")
    employments.keep_leaver(leaver=Leaver.objects.get(), presence=Presence.SICKNESS, by=employer)
    repairing.repair_rows(roster=roster, edits={2: {"wage": "900000"}}, by=employer)
    assert Leaver.objects.get().state == LeaverState.KEPT


def test_the_namesake_of_a_new_person_is_missing_once_an_officer_said_so(factory, employer, clerk):
    confirmed(send_roster(factory, [person(1), person(2)], by=employer), by=employer)
    send_roster(factory, [person(1, id="555666777"), person(2)], by=employer, mode="everyone")
    assert not Leaver.objects.exists()
    pairs.decide_different(pair=DuplicatePair.objects.get(), reason="Two cards", by=clerk)
    assert Leaver.objects.get().employment.member_id == _member(1)


def test_the_same_person_who_worked_there_until_later_is_asked_about_not_an_error(client, factory, employer, clerk):
    confirmed(send_roster(factory, [person(1)], by=employer), by=employer)
    leaver = Employment.objects.get()
    employments.end(employment=leaver, ended_on=date(2026, 5, 31), reason=EndReason.RESIGNED, by=employer)
    roster = send_roster(factory, [person(1, id="555666777", hired="13-05-2026")], by=employer)
    pair = DuplicatePair.objects.get()
    client.force_login(clerk)
    data = {"decision": "same", "reason": "Same mother"}
    page = client.post(f"/en/desk/pairs/{pair.pk}/", data, follow=True)
    assert "Ask the employer for the right day" in page.content.decode()
    pair.refresh_from_db()
    assert (pair.state, row_of(roster).state) == (PairState.OPEN, RowState.REVIEW)
    assert Employment.objects.count() == 1


def test_counts_are_taken_from_the_locked_roster_not_from_the_callers_old_copy(factory, employer):
    roster = send_roster(factory, [person(1), person(2, wage="?")], by=employer)
    old = Roster.objects.get(pk=roster.pk)
    rosters.confirm(roster=roster, by=employer)
    assert rosters.refresh_counts(old).state == RosterState.REGISTERING
    run_jobs(roster)
    assert rosters.refresh_counts(old).registered == 1
    assert Roster.objects.get(pk=roster.pk).state == RosterState.READY


def test_changing_an_employment_that_ended_meanwhile_changes_nothing(factory, employer):
    confirmed(send_roster(factory, [person(1)], by=employer), by=employer)
    seen = Employment.objects.get()
    employments.end(employment=seen, ended_on=date(2026, 5, 31), reason=EndReason.RESIGNED, by=employer)
    assert employments.change(employment=seen, changes={"wage": 1}, by=employer).wage == 816000


@pytest.mark.parametrize("act", ["roster_leavers", "roster_changes"])
def test_a_list_put_aside_ends_nobody_and_changes_nothing(client, factory, employer, act):
    confirmed(send_roster(factory, [person(1), person(2)], by=employer), by=employer)
    roster = send_roster(factory, [person(1, wage="900000")], by=employer, mode="everyone")
    rosters.cancel(roster=roster, by=employer)
    key = Leaver.objects.get().pk
    client.force_login(employer)
    data = {"all": "1", "leaver": [key], f"why-{key}": "end:resigned", f"day-{key}": "31-10-2026"}
    url = reverse(f"registration:{act}", args=[factory.pk, roster.pk])
    assert client.post(url, data).status_code == 302
    assert not Employment.objects.past().exists() and not Employment.objects.filter(wage=900000).exists()


@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_an_enterprise_that_is_suspended_or_closed_sends_no_list(client, factory, employer, state):
    type(factory).objects.filter(pk=factory.pk).update(state=state, closed_on=date(2026, 1, 1))
    client.force_login(employer)
    assert client.get(reverse("registration:roster_new", args=[factory.pk])).status_code == 403
    assert client.get(reverse("registration:roster_list", args=[factory.pk])).status_code == 200


def _member(n):
    return Member.objects.get(identifiers__last_four=person(n)[2][-4:]).pk
