import pytest

from nssf_portal.reading.guard import open_guarded
from tests.reading.samples import DATA, answers, read

NEEDS_THE_REGISTER = {"possible_duplicate", "id_conflict"}


@pytest.mark.parametrize("name", ["roster_1_clean", "roster_2_messy", "roster_3_big"])
def test_a_sample_roster_gives_exactly_its_answers(name):
    expected = answers(name)
    people = read(open_guarded(DATA / f"{name}.xlsx", f"{name}.xlsx"))
    assert len(people) == expected["rows"]
    found = {(person.row_no, problem.field, problem.code) for person in people for problem in person.problems}
    assert found == {
        (wanted["row"], wanted["field"], wanted["code"])
        for wanted in expected.get("problems", [])
        if wanted["code"] not in NEEDS_THE_REGISTER
    }
    assert sum(not person.is_clean for person in people) == expected["repair"]
