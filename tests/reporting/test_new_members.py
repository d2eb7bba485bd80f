"""The analyst's first count: on a page and as CSV, from the tally only."""

import csv

import pytest

from registration.models import MemberTally

PAGE, FILE = "/en/reports/", "/en/reports/new-members.csv"
PERIOD = {"start": "2026-09", "end": "2026-10"}


def html(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def lines(response) -> list[list[str]]:
    return list(csv.reader(response.content.decode("utf-8-sig").splitlines()))


def test_the_title_says_how_many_and_the_table_says_where(analyst, make_member):
    make_member(), make_member(sex="M"), make_member("2026-09", commune_code="020101"), make_member("2025-01")
    text = html(analyst.get(PAGE, PERIOD))
    assert "3 new members" in text
    assert "Phnom Penh" in text
    assert "Battambang" in text
    assert "style=" not in text


@pytest.mark.parametrize(
    ("chosen", "people"),
    [
        ({}, 3),
        ({"sex": "M"}, 1),
        ({"province": "02"}, 1),
        ({"group": "casual"}, 1),
        ({"channel": "counter"}, 1),
        ({"plan_group": "0"}, 1),
        ({"start": "2026-10"}, 2),
    ],
)
def test_each_filter_of_the_address_narrows_page_and_file(analyst, make_member, chosen, people):
    (
        make_member(sex="M"),
        make_member(group="casual"),
        make_member("2026-09", commune_code="020101", channel="counter", plan_group="0"),
    )
    asked = PERIOD | chosen
    assert analyst.get(PAGE, asked).context["total"] == people
    assert sum(int(line[-1]) for line in lines(analyst.get(FILE, asked))[1:]) == people


def test_who_is_not_a_new_member_is_not_counted(analyst, make_member):
    survivor = make_member()
    make_member(state="pending")
    other = make_member()
    other.state, other.ended_on, other.merged_into = "ended", other.registered_on, survivor
    other.save()
    assert analyst.get(PAGE, PERIOD).context["total"] == 1


def test_rows_and_columns_are_chosen(analyst, make_member):
    make_member(), make_member(sex="M")
    table = analyst.get(PAGE, PERIOD | {"rows": "sex", "columns": "channel"}).context["table"]
    assert [row.word for row in table.rows] == ["female", "male"]
    assert table.foot.total == 2


def test_a_wrong_choice_is_answered_with_what_to_do(analyst, make_member):
    make_member()
    backwards = html(analyst.get(PAGE, {"start": "2026-11", "end": "2026-10"}))
    assert "lies before the first" in backwards
    assert "new members," not in backwards


def test_nobody_yet_and_nobody_matching(analyst, make_member):
    assert "Nobody is counted yet" in html(analyst.get(PAGE))
    make_member()
    assert "Nobody matches" in html(analyst.get(PAGE, PERIOD | {"sex": "M"}))


def test_the_page_asks_the_same_number_of_questions_whatever_there_is(
    analyst, make_member, django_assert_max_num_queries
):
    for month in ("2026-07", "2026-08", "2026-09", "2026-10"):
        for commune in ("120101", "020101", "050101"):
            make_member(month, commune_code=commune)
    analyst.get(PAGE)
    with django_assert_max_num_queries(14):
        analyst.get(PAGE)


def test_the_file_opens_in_a_spreadsheet_and_holds_no_formula(analyst, make_member):
    make_member()
    MemberTally.objects.update(channel="=1+1")
    response = analyst.get(FILE, PERIOD)
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in response["Content-Disposition"]
    head, line = lines(response)
    assert head[0] == "Month"
    assert line[:3] == ["2026-10", "12", "Phnom Penh"]
    assert line[5:7] == ["group 1", "'=1+1"]


@pytest.mark.parametrize("address", [PAGE, FILE])
@pytest.mark.parametrize("role", ["clerk", "security_officer", "administrator"])
def test_others_may_not_read_counts(client, make_staff, address, role):
    client.force_login(make_staff(role))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("role", ["council", "approver", "outreach_officer"])
def test_who_only_reads_counts_sees_the_figure_with_small_numbers_hidden(client, make_staff, make_member, role):
    make_member()
    client.force_login(make_staff(role))
    assert client.get(FILE).status_code == 403
    figure = client.get(PAGE, follow=True)
    assert figure.redirect_chain[-1][0] == "/en/reports/figures/new_members/"
    assert figure.context["shown"].number is None


def test_the_page_says_that_its_small_numbers_are_not_to_be_passed_on(analyst, make_member):
    make_member()
    assert "not to be passed on" in html(analyst.get(PAGE))


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_a_stranger_is_asked_to_sign_in_and_nothing_is_posted(client, analyst, address):
    assert analyst.post(address).status_code == 405
    client.logout()
    assert client.get(address).status_code == 302


def test_the_analyst_comes_here_from_the_first_page(analyst, make_member):
    first = analyst.get("/en/accounts/", follow=True)
    assert first.redirect_chain[-1][0] == "/en/reports/dashboard/"
    assert f'href="{PAGE}"' in first.content.decode()
