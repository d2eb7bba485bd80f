"""Types of activity: looked at by officers, changed by the chief; what was answered stays."""

import pytest

from outreach.models import ActivityType, SheetAnswer, TypeField
from tests.factories import outreach as made
from tests.outreach.activities.conftest import signed_in, text

pytestmark = pytest.mark.django_db
HOME = "/en/outreach/activities/types/"


@pytest.fixture
def chief(db):
    return signed_in(made.chief())


def question(**fields) -> dict:
    return {"label_km": "ចំនួនកុមារ", "label_en": "Children", "kind": "number", "required": "on"} | fields


def test_an_officer_looks_and_does_not_change(desk):
    one = ActivityType.objects.get(code="forum-monthly")
    assert "Monthly discussion forum" in text(desk.get(HOME))
    page = text(desk.get(f"{HOME}{one.pk}/"))
    assert "What came of the discussion" in page
    assert "Add a question" not in page
    assert desk.post(f"{HOME}{one.pk}/questions/", question()).status_code == 403
    changed = {"name_km": "ក", "name_en": "X", "minutes": "10"}
    assert desk.post(f"{HOME}{one.pk}/", changed).status_code == 403
    of_a_province = signed_in(made.chief("12"))
    assert of_a_province.post(f"{HOME}{one.pk}/questions/", question()).status_code == 403


def test_the_chief_adds_a_type_with_its_sheet_once(chief):
    given = {
        "code": "market-day", "action": "1.2", "name_km": "ថ្ងៃផ្សារ", "name_en": "Market day", "minutes": "240",
        "asks_names": "on",
    }  # fmt: skip
    url = chief.post(f"{HOME}new/", given).url
    assert chief.post(f"{HOME}new/", given).status_code == 422
    one = ActivityType.objects.get(code="market-day")
    assert url == f"{HOME}{one.pk}/"
    for _ in "ab":
        chief.post(f"{url}questions/", question())
    assert TypeField.objects.get(type=one).required
    assert chief.post(f"{HOME}new/", given | {"code": "x", "action": "9"}).status_code == 422


def test_choices_stand_in_both_languages(chief):
    one = made.activity_type()
    wrong = question(kind="choice", choices_km="ផ្សារ\nសាលា", choices_en="Market")
    assert chief.post(f"{HOME}{one.pk}/questions/", wrong).status_code == 422
    chief.post(f"{HOME}{one.pk}/questions/", wrong | {"choices_en": "Market\r\nSchool"})
    assert one.fields.get().choices_en == ["Market", "School"]


def test_a_question_that_is_asked_no_more_keeps_its_answers(chief):
    of = made.activity_type()
    field = made.type_field(of)
    told = made.activity("held", type=of)
    SheetAnswer.objects.create(activity=told, field=field, number=7)
    chief.post(f"{HOME}{of.pk}/questions/{field.pk}/end/")
    from outreach.services import reporting_back

    assert reporting_back.fields_of(told) == [field]
    assert reporting_back.fields_of(made.activity("held", type=of)) == []
    assert chief.get(f"{HOME}{of.pk}/questions/{field.pk}/end/").status_code == 405


def test_words_are_changed(chief):
    one = made.activity_type()
    chief.post(f"{HOME}{one.pk}/", {"name_km": "ថ្មី", "name_en": "New", "minutes": "45"})
    one.refresh_from_db()
    assert (one.name_en, one.minutes, one.is_public) == ("New", 45, False)
