"""Officers keep programmes: what is in force never changes, a new version follows from a day."""

import uuid
from datetime import timedelta

import pytest

from compliance.services.refusing import Refused
from incentives.models import Programme, ProgrammeCondition, ProgrammeTerm
from incentives.services import programmes
from tests.factories import incentives as make

pytestmark = pytest.mark.django_db
LIST = "/en/incentives/programmes/"


@pytest.fixture
def officer(client):
    user = make.officer()
    client.force_login(user)
    return user


@pytest.fixture
def tomorrow(today):
    return today + timedelta(days=1)


def written(day, **other) -> dict:
    return {
        "submission_id": str(uuid.uuid4()),
        "name_km": "វគ្គសិក្សា",
        "name_en": "A course",
        "kind": "training",
        "institution": make.institution("MLVT").pk,
        "summary_km": "រៀន",
        "summary_en": "Learn",
        "legal_ground": "Sample text (invented)",
        "budget": "1,000,000",
        "takes_requests": "on",
        "valid_from": day.strftime("%d/%m/%Y"),
        "valid_to": "",
        "order": "3",
    } | other


def test_a_programme_is_entered_for_a_day_to_come(client, officer, tomorrow):
    response = client.post(f"{LIST}new/", written(tomorrow))
    made = Programme.objects.get(code="a-course")
    assert response.url == f"{LIST}{made.pk}/" and made.budget == 1_000_000 and made.valid_from == tomorrow
    html = client.get(response.url).content.decode()
    assert "being prepared" in html and "No condition yet" in html
    again = client.post(f"{LIST}new/", written(tomorrow), follow=True).content.decode()
    assert "There is a programme of this name already." in again


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"valid_from": "01/01/2024"}, "Choose a day to come"),
        ({"valid_to": "01/01/2024"}, "The last day comes before the first."),
        ({"institution": ""}, "Say which institution answers"),
        ({"budget": "-5"}, "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(client, officer, tomorrow, other, says):
    response = client.post(f"{LIST}new/", written(tomorrow, **other))
    assert response.status_code == 422 and says in response.content.decode()
    assert not Programme.objects.filter(code="a-course").exists()


def test_what_is_in_force_does_not_change(client, officer, loan, tomorrow):
    condition = loan.conditions.first()
    given = {"name_en": "Other", "valid_from": tomorrow}
    for act in (
        lambda: programmes.write(loan, by=officer, **given),
        lambda: programmes.add_condition(loan, by=officer, measure="years", minimum=1, source="x"),
        lambda: programmes.change_condition(condition, by=officer, measure="years"),
        lambda: programmes.remove_condition(condition, by=officer),
        lambda: programmes.drop(loan, by=officer),
    ):
        with pytest.raises(Refused):
            act()
    for path in (f"{loan.pk}/edit/", f"{loan.pk}/conditions/add/"):
        assert client.get(f"{LIST}{path}").url == f"{LIST}{loan.pk}/"
    client.post(f"{LIST}conditions/{condition.pk}/remove/")
    assert loan.conditions.count() == 3


def test_a_change_is_a_new_version_from_a_day(client, officer, loan, today, tomorrow):
    later = tomorrow + timedelta(days=9)
    response = client.post(f"{LIST}{loan.pk}/change/", {"change-valid_from": later.strftime("%d/%m/%Y")})
    newer = Programme.objects.get(code="a-loan", valid_from=later)
    loan.refresh_from_db()
    assert response.url == f"{LIST}{newer.pk}/" and loan.valid_to == later - timedelta(days=1)
    assert [one.measure for one in newer.conditions.all()] == [one.measure for one in loan.conditions.all()]
    with pytest.raises(Refused):
        programmes.change(loan, valid_from=later, by=officer)
    form = written(later + timedelta(days=2), name_en="A better loan", kind="loan")
    client.post(f"{LIST}{newer.pk}/edit/", form)
    newer.refresh_from_db()
    loan.refresh_from_db()
    assert newer.name_en == "A better loan" and newer.code == "a-loan"
    assert loan.valid_to == newer.valid_from - timedelta(days=1)  # no day without a version
    assert "A new version begins on" in client.get(f"{LIST}{loan.pk}/").content.decode()


def test_a_version_from_today_or_before_is_refused(client, officer, loan, today):
    said = client.post(f"{LIST}{loan.pk}/change/", {"change-valid_from": today.strftime("%d/%m/%Y")}, follow=True)
    assert "Choose a day to come" in said.content.decode()
    assert client.post(f"{LIST}{loan.pk}/change/", {"change-valid_from": "soon"}).status_code == 422


def test_a_dropped_version_leaves_everything_as_it_was(client, officer, loan, tomorrow):
    newer = programmes.change(loan, valid_from=tomorrow, by=officer)
    term = programmes.add_term(newer, by=officer, **_term(newer))
    assert client.post(f"{LIST}{newer.pk}/drop/").url == f"{LIST}{loan.pk}/"
    loan.refresh_from_db()
    assert loan.valid_to is None and not Programme.objects.filter(pk=newer.pk).exists()
    assert ProgrammeTerm.objects.get(pk=term.pk).programme == loan


def _term(programme, **other) -> dict:
    return {
        "institution": programme.institution,
        "label_km": "ការប្រាក់",
        "label_en": "Interest",
        "value_km": "៥%",
        "value_en": "5%",
        "published_on": programme.valid_from - timedelta(days=30),
        "valid_to": None,
        "source": "Sample page (invented)",
        "confirmed": True,
        "is_history": False,
    } | other


def test_a_programme_ends_on_a_day_and_its_requests_go_on(client, officer, loan, today, enterprise):
    asked = make.sent(enterprise, loan)
    client.post(f"{LIST}{loan.pk}/end/", {"end-on": today.strftime("%d/%m/%Y")})
    loan.refresh_from_db()
    asked.refresh_from_db()
    assert loan.valid_to == today and asked.state == "granted"
    with pytest.raises(Refused):
        programmes.end(loan, on=today - timedelta(days=1), by=officer)
    assert client.post(f"{LIST}{loan.pk}/end/", {}).status_code == 422


def test_conditions_of_a_planned_version_are_written(client, officer, tomorrow):
    made = make.programme("planned", valid_from=tomorrow)
    add = f"{LIST}{made.pk}/conditions/add/"
    assert "What must the register say?" in client.get(add).content.decode()
    html = client.get(f"{add}?measure=workers").content.decode()
    assert 'name="minimum"' in html and 'name="one_of"' not in html
    client.post(add, {"measure": "workers", "minimum": "2", "maximum": "49", "one_of": ["micro"], "source": "A text"})
    condition = made.conditions.get()
    assert (condition.minimum, condition.maximum, condition.one_of, condition.confirmed) == (2, 49, [], False)
    client.post(f"{LIST}conditions/{condition.pk}/", {"measure": "size", "maximum": "30", "source": "B"})
    condition.refresh_from_db()
    assert (condition.measure, condition.minimum, condition.maximum) == ("workers", None, 30)
    client.post(add, {"measure": "size", "one_of": ["micro", "small"], "source": "A text"})
    assert made.conditions.get(measure="size").one_of == ["micro", "small"]
    for wrong in (
        {"measure": "sector", "source": "A text"},
        {"measure": "years", "source": "A text"},
        {"measure": "missing_staff", "minimum": "9", "maximum": "3", "source": "A text"},
        {"measure": "standing"},
    ):
        assert client.post(add, wrong).status_code == 422
    twice = client.post(add, {"measure": "size", "one_of": ["micro"], "source": "A text"})
    assert "is a condition already" in twice.content.decode()
    client.post(f"{LIST}conditions/{condition.pk}/remove/")
    assert [one.measure for one in made.conditions.all()] == ["size"]


def test_texts_are_confirmed_without_changing_what_is_in_force(client, officer, loan):
    condition = loan.conditions.first()
    client.post(f"{LIST}{loan.pk}/confirm/", {"confirm-text": "Sub-Decree 1 (invented)"})
    client.post(f"{LIST}conditions/{condition.pk}/", {"text": "Article 2 (invented)"})
    loan.refresh_from_db()
    condition.refresh_from_db()
    assert loan.confirmed and loan.legal_ground == "Sub-Decree 1 (invented)"
    assert condition.confirmed and condition.source == "Article 2 (invented)"
    with pytest.raises(Refused):
        programmes.confirm(loan, legal_ground="x", by=officer)
    with pytest.raises(Refused):
        programmes.confirm_condition(condition, source="x", by=officer)
    assert client.get(f"{LIST}conditions/{condition.pk}/").url == f"{LIST}{loan.pk}/"


def test_published_terms_are_added_and_ended_but_not_reworded(client, officer, loan, today):
    given = _term(loan) | {"institution": loan.institution_id, "published_on": "01/03/2025", "valid_to": ""}
    given = {name: value for name, value in given.items() if value is not False and value is not None}
    client.post(f"{LIST}{loan.pk}/terms/add/", given | {"submission_id": str(uuid.uuid4())})
    term = loan.terms.get()
    assert term.value_en == "5%" and "Interest" in client.get(f"{LIST}{loan.pk}/").content.decode()
    ended = {"valid_to": "01/02/2026", "source": "Sample page 2 (invented)", "value_en": "9%"}
    client.post(f"{LIST}terms/{term.pk}/", ended)
    term.refresh_from_db()
    assert term.valid_to.year == 2026 and term.value_en == "5%"
    assert client.post(f"{LIST}terms/{term.pk}/", ended | {"valid_to": "01/01/2020"}).status_code == 422
    tomorrow = (today + timedelta(days=1)).strftime("%d/%m/%Y")
    assert client.post(f"{LIST}{loan.pk}/terms/add/", given | {"published_on": tomorrow}).status_code == 422


def test_who_did_what_is_told(client, officer, tomorrow):
    client.post(f"{LIST}new/", written(tomorrow))
    made = Programme.objects.get(code="a-course")
    client.post(f"{LIST}{made.pk}/conditions/add/", {"measure": "standing", "source": "A text"})
    html = client.get(f"{LIST}{made.pk}/").content.decode()
    assert "Condition written" in html and str(officer) in html


def test_lists_say_what_is_in_force_planned_and_ended(client, officer, loan, today, tomorrow):
    make.programme("later", name_en="A plan", valid_from=tomorrow)
    make.programme("over", name_en="A memory", valid_to=today - timedelta(days=1))
    shown = {key: client.get(f"{LIST}?show={key}").content.decode() for key in ("now", "planned", "ended", "odd")}
    assert "A small loan" in shown["now"] and "A small loan" in shown["odd"]
    assert f'href="{LIST}"' in client.get("/en/incentives/").content.decode()
    assert "A plan" in shown["planned"] and "A plan" not in shown["now"]
    assert "A memory" in shown["ended"]


def test_a_list_costs_the_same_for_many(officer, loan, costs_the_same):
    costs_the_same(LIST, lambda: [make.condition(make.programme(f"p{n}"), "years") for n in range(5)])


def test_only_who_serves_the_whole_country_keeps_programmes(client, loan):
    condition, term = loan.conditions.first(), make.term(loan)
    paths = ("new/", f"{loan.pk}/edit/", f"{loan.pk}/terms/add/", f"conditions/{condition.pk}/", f"terms/{term.pk}/")
    client.force_login(make.officer("12"))
    assert client.get(f"{LIST}{loan.pk}/").status_code == 200
    for path in paths:
        assert client.get(f"{LIST}{path}").status_code == 403
    for act in ("change", "end", "drop", "confirm"):
        assert client.post(f"{LIST}{loan.pk}/{act}/").status_code == 403
    client.force_login(make.partner())
    assert client.get(LIST).status_code == 403
    assert ProgrammeCondition.objects.filter(pk=condition.pk).exists()


def test_wrong_methods(client, officer, loan):
    for act in ("change", "end", "drop", "confirm"):
        assert client.get(f"{LIST}{loan.pk}/{act}/").status_code == 405
    assert client.post(LIST).status_code == 405
