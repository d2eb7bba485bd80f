"""Tables 1 and 2 of the plan, cell by cell as printed, put together from what is loaded, each with its source."""

import re

import pytest
from django.urls import reverse

from reporting import plan_tables
from reporting.models import PlanFigure

TABLE_1 = {  # population group: number, percentage
    "Wage workers": ("3,769,515", "47.8"),
    "Employers": ("269,820", "3.4"),
    "Self-employed individuals": ("2,908,447", "36.9"),
    "Contributing family workers": ("935,324", "11.9"),
    "Total": ("7,883,106", "100"),
}
TABLE_2 = {  # total; registered, %; not registered, %; registered with NSSF 2024, %
    "Economic units": ("753,670", "93,647", "12.4", "660,023", "87.6", "21,884", "23"),
    "Workers/employees": ("2,980,569", "1,894,055", "63.5", "1,086,514", "36.5", "1,570,799", "not printed"),
}


def section(text: str, key: str) -> str:
    return re.search(rf'<section class="card" id="{key}">(.*?)</section>', text, re.DOTALL)[1]


def rows(html: str) -> dict[str, tuple[str, ...]]:
    """What a person reads in each row of the table."""
    found = {}
    for line in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)[1:]:
        cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL)]
        found[cells[0]] = tuple(cells[1:])
    return found


@pytest.fixture
def text(reader, plan) -> str:
    response = reader.get("/en" + reverse("reporting_plan:tables", args=[plan.pk]).removeprefix("/en"))
    assert response.status_code == 200
    return response.content.decode()


def test_table_1_is_the_plans_with_its_source(text):
    table = section(text, "table-1")
    assert rows(table) == TABLE_1
    assert "Labour Force Survey 2019" in table


def test_table_2_is_the_plans_with_both_sources_and_both_conflicts(text):
    table = section(text, "table-2")
    assert rows(table) == TABLE_2
    assert "Economic Census 2022; National Social Security Fund (NSSF) 2024" in table
    assert "23% of registered units are not registered" in table  # the sentence that says the opposite
    assert "323,256" in table
    assert "over 2 million of over 4 million" in table


def test_both_denominators_stand_side_by_side_and_neither_alone(text):
    found = list(rows(section(text, "denominators")).values())
    assert found == [
        ("1,894,055", "1,570,799", "82.9", "323,256"),
        ("4,039,335", "1,570,799", "38.9", "2,468,536"),
    ]


def test_numbers_of_the_introduction_have_their_sources(text):
    found = rows(section(text, "text"))
    assert found["Self-employed individuals active in the NSSF"][0] == "238,688"
    assert {values[0] for values in found.values()} >= {"88%", "89%", "87.6%", "23%", "8%", "97%", "93%", "87%"}
    assert all(values[2] for values in found.values())


def test_every_cell_has_a_source_and_a_day(plan):
    assert not plan.figures.filter(source="").exists()
    assert not plan.figures.filter(as_of="").exists()


def test_sums_and_percentages_are_held_against_each_other(plan):
    found = plan_tables.tables(plan)
    assert all(right for name in ("1", "2") for _words, right in found[name].checks)
    PlanFigure.objects.filter(plan=plan, row="employers", column="number").update(value=269_821)
    assert not all(right for _words, right in plan_tables.tables(plan)["1"].checks)


def test_a_plan_without_tables_says_so(reader):
    from tests.factories import reporting as made

    other = made.plan(starts_on="2027-01-01", ends_on="2029-12-31", counted_from="2027-01-01")
    response = reader.get("/en" + reverse("reporting_plan:tables", args=[other.pk]).removeprefix("/en"))
    assert "no tables on record" in response.content.decode()
