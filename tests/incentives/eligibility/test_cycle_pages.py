"""Officers prepare a year's award: days, categories, criteria; open it, call it off, put it into the archive."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from compliance.services.refusing import Refused
from incentives.models import AwardCategory, AwardCriterion, AwardCycle
from incentives.services import cycles
from nssf_portal.workflow import NotPossible
from tests.compliance.standing.conftest import signed_in
from tests.factories import incentives
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def officer():
    return incentives.officer()


def en(name: str, *args) -> str:
    with translation.override("en"):
        return reverse(f"awards:{name}", args=args)


def drafted(year: int = 2027, **fields) -> AwardCycle:
    cycle = incentives.cycle(year, state="drafted", **fields)
    incentives.category(cycle)
    incentives.computed(cycle)
    incentives.judged(cycle)
    return cycle


def days(**fields) -> dict:
    given = {
        "year": 2027, "name_km": "រង្វាន់", "name_en": "Award 2027", "cut_off_on": TODAY - timedelta(days=1),
        "nominations_from": TODAY, "nominations_until": TODAY + timedelta(days=9), "scoring_until": TODAY
        + timedelta(days=20), "months": 12, "quorum": 3, "jurors_each": 2, "long_list_size": 20, "short_list_size": 5,
    } | fields  # fmt: skip
    return {name: f"{value:%d/%m/%Y}" if isinstance(value, date) else value for name, value in given.items()}


def test_a_first_cycle_begins_with_standard_categories_and_criteria_and_a_double_press_makes_one(officer):
    client, sent = signed_in(officer), str(uuid.uuid4())
    page = client.get(en("new"))
    assert page.status_code == 200 and b"Days and sizes are proposals" in page.content
    for _n in range(2):
        answer = client.post(en("new"), days(submission_id=sent))
        cycle = AwardCycle.objects.get()
        assert answer.status_code == 302 and str(cycle.pk) in answer.url
    assert (cycle.state, cycle.created_by, cycle.categories.count()) == ("drafted", officer, 5)
    assert cycle.criteria.filter(kind="computed", required=True).count() == 6
    assert cycle.criteria.filter(kind="judged").count() == 2
    page = client.get(en("cycle", cycle.pk)).content.decode()
    assert "Open the cycle" in page and "not fixed yet" in page and "to be confirmed" in page


def test_the_next_year_takes_over_the_last_one_s_rules(officer):
    last = incentives.cycle(2025)
    incentives.category(last, name_en="Garments", sector="C")
    incentives.judged(last, scale=7)
    cycle = cycles.create(by=officer, submission_id=uuid.uuid4(), **_given(2026))
    assert [one.name_en for one in cycle.categories.all()] == ["Garments"]
    assert [one.scale for one in cycle.criteria.all()] == [7]
    with pytest.raises(Refused):
        cycles.create(by=officer, submission_id=uuid.uuid4(), **_given(2026))


def _given(year: int) -> dict:
    later = TODAY + timedelta(days=9)
    return {"year": year, "name_km": "រ", "name_en": "A", "cut_off_on": TODAY, "nominations_from": TODAY,
            "nominations_until": later, "scoring_until": later}  # fmt: skip


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"nominations_until": TODAY - timedelta(days=3)}, "before the one it follows"),
        ({"week_from": TODAY}, "first and the last day of the week"),
        ({"quorum": 1}, "two members at least"),
        ({"year": 2026}, "already"),
    ],
)
def test_what_cannot_be_is_said_beside_the_question(officer, wrong, says):
    incentives.cycle(2026)
    answer = signed_in(officer).post(en("new"), days(submission_id=str(uuid.uuid4()), **wrong))
    assert answer.status_code == 422 and says in answer.content.decode()


def test_social_protection_week_can_be_moved_at_any_time_and_the_sizes_only_before_opening(officer):
    cycle, client = incentives.cycle(2027), signed_in(officer)
    assert b"quorum" not in client.get(en("edit", cycle.pk)).content
    given = days(week_from=date(2027, 3, 12), week_until=date(2027, 3, 13), presented_at="Phnom Penh")
    assert client.post(en("edit", cycle.pk), given).status_code == 302
    cycle.refresh_from_db()
    assert (cycle.week_until, cycle.presented_at, cycle.quorum) == (date(2027, 3, 13), "Phnom Penh", 2)
    with pytest.raises(Refused):
        cycles.change(cycle, by=officer, quorum=5)


def test_the_year_of_a_cycle_that_is_being_prepared_can_be_put_right(officer):
    cycle, client = drafted(2027), signed_in(officer)
    incentives.cycle(2026)
    assert client.post(en("edit", cycle.pk), days(year=2026)).status_code == 422
    assert client.post(en("edit", cycle.pk), days(year=2028)).status_code == 302
    cycle.refresh_from_db()
    assert cycle.year == 2028


def test_another_cut_off_lets_the_frozen_run_go_but_not_when_somebody_competes_by_it(officer):
    cycle = incentives.cycle(2027)
    run = incentives.run(cycle, is_frozen=True)
    cycles.change(cycle, by=officer, cut_off_on=TODAY - timedelta(days=9))
    run.refresh_from_db()
    assert not run.is_frozen
    incentives.run(cycle, is_frozen=True)
    incentives.candidate(incentives.category(cycle))
    with pytest.raises(Refused):
        cycles.change(cycle, by=officer, cut_off_on=TODAY - timedelta(days=2))


def test_a_cycle_opens_once_it_has_a_category_and_both_kinds_of_criteria(officer):
    bare, client = incentives.cycle(2027, state="drafted"), signed_in(officer)
    assert b"Add a category: who competes with whom." in client.get(en("cycle", bare.pk)).content
    assert "Add a category" in client.post(en("open", bare.pk), follow=True).content.decode()
    ready = drafted(2028)
    assert client.post(en("open", ready.pk)).status_code == 302
    ready.refresh_from_db()
    assert (ready.state, ready.opened_by) == ("open", officer)
    with pytest.raises(NotPossible):
        cycles.open_cycle(ready, by=officer)


def test_categories_and_criteria_are_changed_and_taken_out_while_it_is_being_prepared(officer):
    cycle, client = drafted(), signed_in(officer)
    given = {"name_km": "សំណង់", "name_en": "Construction", "order": 2, "sector": "F", "size": "", "province_code": "12",
             "winners": 3}  # fmt: skip
    assert client.post(en("category_new", cycle.pk), given).status_code == 302
    twin = client.post(en("category_new", cycle.pk), given)
    assert twin.status_code == 422 and b"is there already" in twin.content
    made = AwardCategory.objects.get(name_en="Construction")
    assert (made.sector, made.province_code, made.winners) == ("F", "12", 3)
    assert b"Construction" in client.get(en("category", made.pk)).content
    assert client.post(en("category", made.pk), given | {"winners": 0}).status_code == 422
    assert client.post(en("category", made.pk), given | {"winners": 1}).status_code == 302
    assert client.post(en("category_remove", made.pk)).status_code == 302
    assert not AwardCategory.objects.filter(pk=made.pk).exists()


def test_criteria_have_their_measure_once_and_a_number_only_where_it_means_something(officer):
    cycle, client = drafted(), signed_in(officer)
    given = {"measure": "years", "name_km": "ឆ្នាំ", "name_en": "Years", "minimum": 2, "required": "on", "weight": 4,
             "order": 1}  # fmt: skip
    assert client.post(en("computed_new", cycle.pk), given).status_code == 302
    made = AwardCriterion.objects.get(measure="years")
    assert (made.minimum, made.required, made.weight, made.kind) == (2, True, 4, "computed")
    assert b"already" in client.post(en("computed_new", cycle.pk), given).content
    wrong = given | {"measure": "no_finding"}
    assert b"has no number" in client.post(en("computed_new", cycle.pk), wrong).content
    assert client.post(en("criterion", made.pk), given | {"weight": 5, "required": ""}).status_code == 302
    judged = {
        "name_km": "ក",
        "name_en": "Care",
        "scale": 5,
        "weight": 2,
        "order": 2,
        "guidance_km": "",
        "guidance_en": "",
    }
    assert client.post(en("judged_new", cycle.pk), judged).status_code == 302
    assert client.post(en("criterion_remove", made.pk)).status_code == 302
    assert sorted(cycle.criteria.values_list("name_en", "scale")) == [
        ("An example to others", 10), ("Care", 5), ("In good standing", None)]  # fmt: skip


def test_the_rules_of_an_open_cycle_stand(officer):
    cycle = incentives.cycle(2027)
    found, client = incentives.category(cycle), signed_in(officer)
    assert client.get(en("category", found.pk)).status_code == 302
    assert client.post(en("category_remove", found.pk)).status_code == 302
    assert AwardCategory.objects.filter(pk=found.pk).exists()
    with pytest.raises(Refused):
        cycles.save_category(cycle, by=officer, given={"name_km": "x", "name_en": "x"})


def test_a_cycle_is_called_off_with_a_reason_and_archived_after_the_announcement(officer):
    cycle, client = drafted(), signed_in(officer)
    assert client.post(en("cancel", cycle.pk), {"reason": ""}).status_code == 422
    client.post(en("cancel", cycle.pk), {"reason": "No budget this year"})
    cycle.refresh_from_db()
    assert (cycle.state, cycle.cancelled_reason) == ("cancelled", "No budget this year")
    assert b"Nothing is left to do" in client.get(en("cycle", cycle.pk)).content
    assert b"Change days" not in client.get(en("cycle", cycle.pk)).content
    at = {f"{name}_{part}": value for name in ("scored", "deliberated", "announced")
          for part, value in (("at", timezone.now()), ("by", officer))}  # fmt: skip
    announced = incentives.cycle(2026, state="announced", **at)
    client.post(en("archive", announced.pk))
    client.post(en("archive", announced.pk))  # done already: said, not done twice
    announced.refresh_from_db()
    assert (announced.state, announced.archived_by) == ("archived", officer)


def test_the_list_of_cycles_asks_the_same_questions_whatever_its_length(officer, django_assert_max_num_queries):
    client = signed_in(officer)
    assert b"No award has been prepared yet" in client.get(en("home")).content
    for year in (2024, 2025, 2026):
        cycle = incentives.cycle(year, created_by=officer)
        incentives.run(cycle, is_frozen=True, enterprises=4, eligible=3, done_at=timezone.now())
    with django_assert_max_num_queries(22):
        page = client.get(en("home"))
    assert page.content.decode().count("Award 202") == 3


def test_strangers_provincial_officers_and_jurors(officer):
    cycle = drafted()
    assert signed_in(UserFactory()).get(en("cycle", cycle.pk)).status_code == 403
    assert signed_in(incentives.juror_user()).get(en("home")).status_code == 403
    province = signed_in(incentives.officer("12"))
    assert b"you can read it" in province.get(en("cycle", cycle.pk)).content
    assert province.post(en("open", cycle.pk)).status_code == 403
    assert province.get(en("new")).status_code == 403
    assert signed_in(officer).get(en("open", cycle.pk)).status_code == 405
    assert signed_in(officer).get(en("cycle", uuid.uuid4())).status_code == 404
