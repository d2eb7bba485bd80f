"""What an employer sees of a staff list, state by state."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from nssf_portal.jobs.models import Job
from registration.enums import RosterState, RowState
from registration.models import Roster, RosterRow
from registration.services import repairing
from registration.slots_employer import rosters_now
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import confirmed, number_block, person, run_jobs, send_roster, take_in, workbook

pytestmark = pytest.mark.django_db


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


def page_of(roster, name="roster"):
    return reverse(f"registration:{name}", args=[roster.enterprise_id, roster.pk])


def list_page(factory, name="roster_list"):
    return reverse(f"registration:{name}", args=[factory.pk])


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


def sent(factory, **values):
    file = SimpleUploadedFile("staff.xlsx", workbook([person(1), person(2)]))
    return {"mode": "new_only", "file": file, "submission_id": str(uuid.uuid4())} | values


def test_a_file_is_taken_in_checked_and_its_finding_is_the_title(signed_in, factory):
    number_block()
    answer = signed_in.post(list_page(factory, "roster_new"), sent(factory))
    roster = Roster.objects.get()
    assert answer.status_code == 302 and answer["Location"] == page_of(roster)
    under_way = text_of(signed_in.get(page_of(roster)))
    assert "We are checking your list" in under_way
    assert 'http-equiv="refresh"' in under_way and "data-refresh" in under_way
    run_jobs(roster)
    assert "<h1>2 people in your list, 2 are ready</h1>" in text_of(signed_in.get(page_of(roster)))


def test_a_pasted_table_is_a_list_too(signed_in, factory):
    rows = ["Family name\tGiven name\tSex\tDate of birth\tID number\tDate of hire\tWage"]
    rows.append("SOK\tDARA\tM\t25-03-1990\t012345678\t15-06-2024\t816000")
    pasted = {"pasted": "\r\n".join(rows), "mode": "new_only", "submission_id": str(uuid.uuid4())}
    signed_in.post(list_page(factory, "roster_new"), pasted)
    roster = run_jobs(Roster.objects.get())
    assert roster.accepted == 1
    assert "Pasted table" in text_of(signed_in.get(page_of(roster)))


def test_a_file_we_cannot_take_is_explained_at_the_field_and_what_was_typed_stays(signed_in, factory):
    bad = SimpleUploadedFile("staff.xlsx", b"%PDF-1.7 no spreadsheet")
    answer = signed_in.post(list_page(factory, "roster_new"), sent(factory, file=bad, pasted="kept text"))
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert "kept text" in text_of(answer)
    assert not Roster.objects.exists()


def test_nothing_sent_and_nothing_chosen_is_asked_for(signed_in, factory):
    answer = signed_in.post(list_page(factory, "roster_new"), {"submission_id": str(uuid.uuid4())})
    assert set(answer.context["form"].errors) == {"mode", "file"}


def test_the_same_submission_and_the_same_file_are_one_list(signed_in, factory):
    values = sent(factory)
    content = values["file"].read()
    for submission in (values["submission_id"], values["submission_id"], str(uuid.uuid4())):
        file = SimpleUploadedFile("staff.xlsx", content)
        signed_in.post(list_page(factory, "roster_new"), values | {"file": file, "submission_id": submission})
    assert Roster.objects.count() == 1


def test_with_two_establishments_the_place_is_asked(signed_in, factory):
    assert "Where do these people work?" not in text_of(signed_in.get(list_page(factory, "roster_new")))
    factory.establishments.create(name_latin="Branch", commune_code="120101")
    assert "Where do these people work?" in text_of(signed_in.get(list_page(factory, "roster_new")))


def test_a_corrected_file_names_the_list_it_replaces(signed_in, factory, employer):
    first = send_roster(factory, [person(1, sex="?"), person(2)], by=employer)
    offered = text_of(signed_in.get(list_page(factory, "roster_new")))
    assert f"?replaces={first.pk}" in offered
    asked = signed_in.get(list_page(factory, "roster_new") + f"?replaces={first.pk}")
    assert asked.context["form"].initial["mode"] == first.mode
    file = SimpleUploadedFile("staff.xlsx", workbook([person(1), person(2)]))
    signed_in.post(list_page(factory, "roster_new"), sent(factory, file=file, replaces=str(first.pk)))
    second = run_jobs(Roster.objects.exclude(pk=first.pk).get())
    assert second.replaces_id == first.pk
    assert "as in the file you sent before" in text_of(signed_in.get(page_of(second)))
    assert second.reference in text_of(signed_in.get(page_of(first)))
    first.refresh_from_db()
    assert first.state == RosterState.CANCELLED


def test_repairs_made_in_the_page_are_carried_into_a_corrected_file(factory, employer):
    wrong = [person(1, sex="?"), person(2, given=""), person(3, wage="?"), person(4, wage="?")]
    first = send_roster(factory, wrong, by=employer)
    repairing.repair_rows(roster=first, edits={2: {"sex": "F"}, 5: {"wage": "1"}}, one_part=[3], by=employer)
    repairing.drop_rows(roster=first, numbers=[4], by=employer)
    corrected = [person(9), *wrong[:3], person(4, wage="900000")]
    second = send_roster(factory, corrected, by=employer, replaces=first)
    states = list(RosterRow.objects.filter(roster=second).values_list("state", flat=True))
    assert states == ["accepted", "accepted", "accepted", "dropped", "accepted"]
    assert RosterRow.objects.get(roster=second, row_no=6).wage == 900000
    assert (second.accepted, second.repair, second.dropped) == (4, 0, 1)


def test_our_template_is_offered(signed_in, factory):
    answer = signed_in.get(list_page(factory, "roster_template"))
    assert answer.status_code == 200 and answer.content.startswith(b"PK")


def test_an_unreadable_file_says_why_and_offers_another_try(signed_in, factory, employer):
    roster = run_jobs(take_in(factory, ContentFile(workbook([]), name="staff.xlsx"), by=employer))
    assert roster.state == RosterState.UNREADABLE
    shown = text_of(signed_in.get(page_of(roster)))
    assert "We could not read this file" in shown and "Send another file" in shown


def test_unknown_columns_are_asked_once_and_remembered(signed_in, factory, employer):
    headings = ["Family name", "Given name", "Sex", "Birth thing", "ID number", "Date of hire", "Wage", "Shirt size"]
    rows = [["SOK", "DARA", "M", "25-03-1990", "012345678", "15-06-2024", "816000", "L"]]
    roster = run_jobs(take_in(factory, ContentFile(workbook(rows, headings), name="a.xlsx"), by=employer))
    assert roster.state == RosterState.MAPPING
    shown = text_of(signed_in.get(page_of(roster)))
    assert "D: Birth thing" in shown and "Date of birth" in shown
    act = page_of(roster, "roster_columns")
    refused = signed_in.post(act, {"column-3": "phone", "column-7": "ignore"})
    assert refused.status_code == 422 and "No column holds: Date of birth" in text_of(refused)
    assert signed_in.post(act, {"column-3": "date_of_birth", "column-7": "ignore"}).status_code == 302
    assert "We are checking" not in text_of(signed_in.get(list_page(factory)))
    assert run_jobs(roster).state == RosterState.READY
    again = [["SOK", "DARA", "M", "25-03-1991", "012345679", "15-06-2024", "816000", "L"]]
    second = run_jobs(take_in(factory, ContentFile(workbook(again, headings), name="b.xlsx"), by=employer))
    assert second.state == RosterState.READY


def test_a_job_that_gave_up_is_said_to_be_our_fault(signed_in, factory, employer):
    roster = take_in(factory, ContentFile(workbook([person(1)]), name="staff.xlsx"), by=employer)
    Job.objects.filter(subject_id=roster.pk).update(state="dead", finished_at="2026-11-22T00:00Z")
    shown = text_of(signed_in.get(page_of(roster)))
    assert "the fault is ours" in shown and "http-equiv" not in shown


def test_problems_stand_in_groups_with_row_name_value_and_what_to_do(signed_in, factory, employer):
    rows = [person(1, id="12345678"), person(2, id="87654321"), person(3, wage="ask HR"), person(4)]
    roster = send_roster(factory, rows, by=employer)
    shown = text_of(signed_in.get(page_of(roster)))
    assert "ID card number does not have 9 digits" in shown and "12345678" in shown
    assert "Put the zero back in 2 rows" in shown
    assert 'value="012345678"' in shown
    assert "Wage is not an amount" in shown and "ask HR" in shown
    assert shown.index("ID card number does not") < shown.index("Wage is not an amount")


def test_a_guess_is_never_filled_in(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, id="1234567"), person(2, id="12O456789")], by=employer)
    group = signed_in.get(page_of(roster)).context["groups"][0]
    assert [line.value for line in group.lines] == ["", ""]
    assert not group.fixable


def test_a_date_with_two_readings_offers_both(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, born="03/04/1990")], by=employer)
    shown = text_of(signed_in.get(page_of(roster)))
    assert "Date of birth can be read two ways" in shown
    assert 'value="1990-04-03"' in shown and 'value="1990-03-04"' in shown and "3 April 1990" in shown


def test_many_rows_of_one_kind_come_in_pages(signed_in, factory, employer):
    roster = send_roster(factory, [person(n, wage="?") for n in range(1, 121)], by=employer)
    first = signed_in.get(page_of(roster)).context["groups"][0]
    assert (first.count, len(first.lines), first.pages) == (120, 50, 3)
    third = signed_in.get(page_of(roster), {"group": str(first.key), "page": "3"}).context["groups"][0]
    assert len(third.lines) == 20
    beyond = signed_in.get(page_of(roster), {"group": str(first.key), "page": "99"}).context["groups"][0]
    assert beyond.page == 3


def test_under_review_and_already_there_are_not_for_the_employer_to_do(signed_in, factory, employer):
    confirmed(send_roster(factory, [person(1), person(2)], by=employer), by=employer)
    roster = send_roster(factory, [person(1, given="OTHER"), person(2)], by=employer)
    shown = text_of(signed_in.get(page_of(roster)))
    assert "Not for you to do" in shown and "answer by" in shown
    assert "Already on your staff: nothing changes" in shown


def test_the_rows_to_correct_as_a_workbook(signed_in, factory, employer):
    roster = send_roster(factory, [person(1, sex="?"), person(2)], by=employer)
    answer = signed_in.get(page_of(roster, "roster_errors"))
    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]


def test_the_history_says_who_did_what(signed_in, factory, employer):
    roster = confirmed(send_roster(factory, [person(1)], by=employer), by=employer)
    shown = text_of(signed_in.get(page_of(roster)))
    assert roster.state == RosterState.DONE
    assert "1 person is registered" in shown
    for word in ("List received", "List checked", "Registration asked for", employer.name):
        assert word in shown


def test_a_strangers_list_is_not_there(client, factory, employer):
    roster = send_roster(factory, [person(1, sex="?")], by=employer)
    client.force_login(representative_of(EnterpriseFactory()))
    for name in ("roster_list", "roster_new", "roster_template"):
        assert client.get(list_page(factory, name)).status_code == 404
    for name in ("roster", "roster_errors"):
        assert client.get(page_of(roster, name)).status_code == 404
    own = EnterpriseFactory()
    client.force_login(representative_of(own))
    assert client.get(reverse("registration:roster", args=[own.pk, roster.pk])).status_code == 404


def test_an_officer_sees_the_state_but_no_names_and_may_not_act(client, factory, employer):
    roster = send_roster(factory, [person(1, sex="?", family="SECRETNAME")], by=employer)
    client.force_login(UserFactory(grant=("clerk", "HQ")))
    shown = client.get(page_of(roster))
    assert shown.status_code == 200 and "SECRETNAME" not in text_of(shown)
    assert client.get(page_of(roster, "roster_errors")).status_code == 403
    assert client.get(list_page(factory, "roster_new")).status_code == 403
    assert client.post(page_of(roster, "roster_confirm")).status_code == 403


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_as_many_queries_for_ten_rows_to_repair_as_for_a_thousand(signed_in, factory, employer):
    def rows(n):
        kinds = [{"wage": "?"}, {"sex": "?"}, {"id": "12345678"}, {"born": "31-02-1990"}]
        return [person(at, **kinds[at % len(kinds)]) for at in range(1, n + 1)]

    small = send_roster(factory, rows(12), by=employer)
    large = send_roster(EnterpriseFactory(), rows(1000))
    representative = representative_of(large.enterprise)
    few = queries(signed_in, page_of(small))
    signed_in.force_login(representative)
    many = queries(signed_in, page_of(large))
    assert many <= few + 1  # counting the rows one press mends
    assert few <= 30


def test_the_list_of_lists_costs_the_same_however_long_it_is(signed_in, factory, employer):
    send_roster(factory, [person(1)], by=employer)
    one = queries(signed_in, list_page(factory))
    for n in range(2, 8):
        send_roster(factory, [person(n)], by=employer)
    assert queries(signed_in, list_page(factory)) == one
    assert text_of(signed_in.get(list_page(factory))).count("ROS-") == 7


def test_the_home_page_is_told_what_waits(rf, factory, employer):
    ready = send_roster(factory, [person(1), person(2, sex="?")], by=employer)
    request = rf.get("/")
    request.user = employer
    first, second = rosters_now(request, factory)
    assert first.title.replace("\u00a0", " ") == "Register 1 person" and first.url == page_of(ready)
    assert second.title.replace("\u00a0", " ") == "Repair 1 row" and second.url == page_of(ready) + "#groups"
    confirmed(ready, by=employer)
    (task,) = rosters_now(request, factory)
    assert task.title.replace("\u00a0", " ") == "Repair 1 row"
    RosterRow.objects.filter(state=RowState.REPAIR).update(state=RowState.DROPPED)
    Roster.objects.update(repair=0)
    assert rosters_now(request, factory) == []
