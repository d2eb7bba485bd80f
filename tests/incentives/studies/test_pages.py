"""The pages of studies: a question goes its way, with the second step by somebody else."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from incentives.models import IncentiveStudy, Simulation, StudyFigure
from incentives.services import studies
from tests.factories import incentives as made
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment

pytestmark = pytest.mark.django_db
HOME = "/en/incentives/studies/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(db):
    return made.officer()


@pytest.fixture
def desk(officer):
    return signed_in(officer)


def text(response) -> str:
    return response.content.decode()


def of(study: IncentiveStudy, rest: str = "") -> str:
    return f"{HOME}{study.pk}/{rest}"


def question(**fields) -> dict:
    return {
        "submission_id": str(uuid.uuid4()),
        "topic": "interest",
        "question": "Is a limit feasible?",
        "method": "Loans of a year",
    } | fields


def test_a_study_is_opened_once_however_often_it_is_sent(desk):
    given = question()
    first, second = desk.post(f"{HOME}new/", given), desk.post(f"{HOME}new/", given)
    study = IncentiveStudy.objects.get()
    assert first.url == second.url == of(study)
    assert "Is a limit feasible?" in text(desk.get(HOME))


def test_without_a_question_it_is_asked_for(desk):
    assert desk.post(f"{HOME}new/", question(question="")).status_code == 422


def test_an_empty_list_says_what_a_study_is(desk):
    assert "No question is being studied yet" in text(desk.get(HOME))


def test_who_does_not_study_is_told_and_the_unknown_is_not_there(desk):
    study = made.study()
    assert signed_in(UserFactory(grant=("clerk", "12"))).get(of(study)).status_code == 403
    assert desk.get(f"{HOME}{uuid.uuid4()}/").status_code == 404
    assert desk.get(of(study, "findings/")).status_code == 405


def test_an_analyst_finds_it_from_the_other_studies():
    client = signed_in(UserFactory(grant=("analyst", "HQ")))
    groups = text(client.get("/en/reports/studies/groups/"))
    assert HOME in groups
    assert "/en/incentives/effect/" in groups
    assert client.get(of(made.study())).status_code == 200


def test_findings_then_the_decision_by_somebody_else(desk, officer):
    study = made.study()
    early = desk.post(of(study, "decision/"), decided(), follow=True)
    assert "A decision follows findings" in text(early)
    desk.post(of(study, "findings/"), {"findings": "It is feasible."})
    own = desk.post(of(study, "decision/"), decided(), follow=True)
    assert "somebody else writes the decision down" in text(own)
    other = made.chief()
    assert "The decision is written down" in text(signed_in(other).post(of(study, "decision/"), decided(), follow=True))
    study.refresh_from_db()
    assert (study.state, study.found_by, study.decided_by) == ("decided", officer, other)
    again = signed_in(other).post(of(study, "decision/"), decided(), follow=True)
    assert "A decision follows findings" in text(again)


def decided(**fields) -> dict:
    return {"decision": "A limit of 7%", "reference": "Letter 12", "decided_on": "1 November 2026"} | fields


def test_a_decision_is_not_of_tomorrow(desk):
    study = made.study()
    studies.find(study, findings="Yes", by=made.officer())
    late = desk.post(of(study, "decision/"), decided(decided_on="1 January 2099"), follow=True)
    assert "still to come" in text(late)


def test_a_study_given_up_can_be_taken_up_again_and_is_closed_until_then(desk):
    study = made.study()
    desk.post(of(study, "drop/"))
    closed = desk.post(of(study, "copies/"), {"table": "size"}, follow=True)
    assert "This study is closed" in text(closed)
    desk.post(of(study, "reopen/"))
    study.refresh_from_db()
    assert study.state == "open"


def test_question_and_method_change_while_it_is_open(desk):
    study = made.study()
    desk.post(of(study, "edit/"), question(question="How high may it be?"))
    study.refresh_from_db()
    assert study.question == "How high may it be?"


def test_a_paper_is_kept_and_opened(desk):
    study = made.study()
    paper = SimpleUploadedFile("terms.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    desk.post(of(study, "documents/"), {"title": "Terms", "file": paper, "submission_id": str(uuid.uuid4())})
    kept = study.documents.get()
    assert desk.get(of(study, f"documents/{kept.pk}/")).status_code == 200
    assert desk.get(of(made.study(), f"documents/{kept.pk}/")).status_code == 404


def test_a_copy_stays_as_it_was_while_the_table_moves_on(desk):
    study = made.study()
    for _ in range(5):
        EnterpriseFactory()
    desk.post(of(study, "copies/"), {"table": "size"})
    EnterpriseFactory()
    desk.post(of(study, "copies/"), {"table": "size"})  # once a day is enough
    assert StudyFigure.objects.get().enterprises == 5
    assert "As it stood on" in text(desk.get(of(study)))
    assert "6" in text(desk.get(f"{HOME}tables/?table=size"))


@pytest.mark.parametrize("table", ["size", "standing", "sector", "province", "priority", "nonsense"])
def test_each_live_table_is_shown(desk, table):
    EnterpriseFactory()
    MemberFactory(group="self_employed")
    shown = desk.get(f"{HOME}tables/?table={table}")
    assert shown.status_code == 200
    assert "kept back" in text(shown)


def scheme(**fields) -> dict:
    return {
        "submission_id": str(uuid.uuid4()),
        "title": "Half of the contributions",
        "kind": "discount",
        "share": "50",
        "months": "12",
        "take_up": "100",
        "law_on": "1 November 2026",
        "assumptions": "A guess",
    } | fields


def test_a_scheme_is_worked_out_once_and_kept_with_its_assumptions(desk):
    study = made.study()
    for _ in range(5):
        employment(MemberFactory(), EnterpriseFactory(), date(2024, 1, 1))
    given = scheme()
    first, second = desk.post(of(study, "try/"), given), desk.post(of(study, "try/"), given)
    one = Simulation.objects.get()
    assert first.url == second.url == of(study, f"schemes/{one.pk}/")
    assert (one.enterprises, one.workers) == (5, 5)
    assert one.cost
    shown = text(desk.get(first.url))
    assert "A guess" in shown
    assert "nobody is assumed to hire" in shown
    assert desk.get(of(made.study(), f"schemes/{one.pk}/")).status_code == 404


@pytest.mark.parametrize(
    "fault", [{"share": ""}, {"share": "101"}, {"kind": "grant"}, {"take_up": "-1"}, {"months": "0"}, {"law_on": "x"}]
)
def test_a_scheme_that_cannot_be_reckoned_is_not_taken(desk, fault):
    assert desk.post(of(made.study(), "try/"), scheme(**fault)).status_code == 422
    assert not Simulation.objects.exists()


def test_the_list_asks_the_same_few_questions_however_many_there_are(desk, django_assert_max_num_queries):
    made.study()
    desk.get(HOME)
    with django_assert_max_num_queries(30) as few:
        desk.get(HOME)
    for _ in range(5):
        made.study(institution=made.institution())
    with django_assert_max_num_queries(len(few.captured_queries)):
        desk.get(HOME)


def test_overdue_is_said(desk):
    study = made.study(due_on=timezone.localdate() - timezone.timedelta(days=2))
    assert "Findings were wanted by" in text(desk.get(of(study)))
