"""Where no text gives a power an inspector recommends; another person follows it or says why not."""

import uuid

import pytest

from compliance.enums import Act
from compliance.models import Recommendation
from compliance.services import recommendations
from compliance.services.refusing import Refused
from tests.factories import compliance as make

pytestmark = pytest.mark.django_db
ROOT = "/en/inspect/powers/"


@pytest.fixture
def inspector(client):
    user = make.inspector()
    client.force_login(user)
    return user


def given(**more) -> dict:
    return {"act": "refer_to_court", "reason": "Third time in a year", "submission_id": str(uuid.uuid4())} | more


def test_an_inspector_recommends_once_and_the_case_tells(client, inspector):
    case, sent = make.case_file(by=inspector), given()
    for _again in range(2):
        assert client.post(f"{ROOT}recommend/{case.pk}/", sent).status_code == 302
    made = Recommendation.objects.get(case=case)
    assert made.made_by == inspector and made.act == "refer_to_court"
    assert case.entries.filter(act="recommended", by=inspector).count() == 1


def test_the_case_page_offers_it_and_shows_what_was_recommended(client, inspector):
    case = make.case_file(by=inspector)
    there = f"/en/inspect/cases/{case.pk}/"
    assert "Recommend what no text allows" in client.get(there).content.decode()
    make.recommendation(case)
    assert "waits for a decision" in client.get(there).content.decode()
    for act in Act:
        make.power(act)
    assert "Recommend what no text allows" not in client.get(there).content.decode()


def test_what_a_text_gives_is_used_not_recommended(client, inspector):
    case = make.case_file(by=inspector)
    page = client.get(f"{ROOT}recommend/{case.pk}/").content.decode()
    assert 'value="refer_to_court"' in page and 'value="issue_warning"' not in page
    assert client.post(f"{ROOT}recommend/{case.pk}/", given(act="issue_warning")).status_code == 422
    with pytest.raises(Refused):
        recommendations.recommend(case, act="visit", reason="r", submission_id=uuid.uuid4(), by=inspector)


def test_the_chief_follows_or_dismisses_with_a_reason(client):
    case, chief = make.case_file(), make.chief()
    client.force_login(chief)
    for decision, state in (("follow", "followed"), ("dismiss", "dismissed")):
        made = make.recommendation(case)
        there = f"{ROOT}recommendations/{made.pk}/"
        assert client.post(there, {"decision": decision, "reason": ""}).status_code == 422
        client.post(there, {"decision": decision, "reason": "The file is complete"})
        made.refresh_from_db()
        assert (made.state, made.decided_by, made.decided_reason) == (state, chief, "The file is complete")
    assert case.entries.filter(act="note", note__contains="The file is complete").count() == 2


def test_already_decided_is_said_and_changes_nothing(client):
    made, chief = make.recommendation(), make.chief()
    recommendations.follow(made, reason="yes", by=chief)
    client.force_login(chief)
    there = f"{ROOT}recommendations/{made.pk}/"
    page = client.post(there, {"decision": "dismiss", "reason": "no"}, follow=True).content.decode()
    assert "already decided" in page
    made.refresh_from_db()
    assert made.state == "followed"


def test_who_made_it_does_not_decide_it(client, inspector):
    made = make.recommendation(make.case_file(by=inspector))
    there = f"{ROOT}recommendations/{made.pk}/"
    assert client.get(there).status_code == 200
    assert client.post(there, {"decision": "follow", "reason": "r"}).status_code == 403
    chief = make.chief()
    own = make.recommendation(make.case_file(by=chief))
    with pytest.raises(Refused):
        recommendations.follow(own, reason="r", by=chief)


def test_once_a_text_is_in_force_whoever_has_the_power_decides(inspector):
    made = make.recommendation()
    Recommendation.objects.filter(pk=made.pk).update(act="issue_hearing")
    made.refresh_from_db()
    assert not recommendations.may_decide_on(inspector, made)
    make.power("issue_hearing")
    assert recommendations.may_decide_on(inspector, made)


def test_another_province_sees_nothing(client):
    made = make.recommendation()
    for stranger in (make.inspector("17"), make.chief("17")):
        client.force_login(stranger)
        assert client.get(f"{ROOT}recommendations/{made.pk}/").status_code == 404
        assert client.get(f"{ROOT}recommend/{made.case_id}/").status_code == 404
        assert made.case.reference not in client.get(f"{ROOT}recommendations/").content.decode()


def test_the_list_costs_the_same_for_many(client, inspector, costs_the_same):
    make.recommendation()
    costs_the_same(f"{ROOT}recommendations/", lambda: [make.recommendation() for _n in range(8)])
    assert client.get(f"{ROOT}recommendations/").content.decode().count("waits for a decision") == 9
