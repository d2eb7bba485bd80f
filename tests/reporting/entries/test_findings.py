"""Interviews and consultations without names; people's answers stand beside surveys and are never merged."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registration.models import SurveyAnswer
from reporting.models import Finding
from reporting.progress import findings_of
from reporting.seeds import indicators, targets
from tests.factories import reporting as made
from tests.factories.accounts import UserFactory
from tests.reporting.entries.conftest import PDF, Q3, signed_in, submission, text

pytestmark = pytest.mark.django_db
LIST = "/en/reports/progress/findings/"
ANSWERS = "/en/reports/progress/answers/"


def found(**fields) -> dict:
    made.indicator("priority_jobs_study")
    given = {
        "submission_id": submission(), "institution": made.institution("MISTI").pk, "inquiry": "focus_group",
        "held_on": "03/08/2026", "place_code": "12", "women": "៧", "men": "3", "question": "Why not yet?",
        "learnt": "The office is too far.", "indicators": ["priority_jobs_study"],
    }  # fmt: skip
    return given | fields


def test_a_finding_is_written_down_once_with_method_place_and_numbers(ministry, row):
    given = found(file=SimpleUploadedFile("notes.pdf", PDF, "application/pdf"))
    first = ministry.post(f"{LIST}new/", given)
    given["file"].seek(0)
    assert ministry.post(f"{LIST}new/", given).url == first.url
    one = Finding.objects.get()
    assert (one.women, one.men, one.place_code, one.held_on) == (7, 3, "12", date(2026, 8, 3))
    assert findings_of(Q3) == [one]
    page = text(ministry.get(first.url))
    assert "The office is too far." in page
    assert ministry.get(f"{first.url}file/").headers["Content-Type"] == "application/pdf"
    assert "Why not yet?" in text(ministry.get(f"{LIST}?figure=priority_jobs_study"))
    assert "Nothing is written down yet" in text(ministry.get(f"{LIST}?method=interview"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"learnt": "Ask Sok, ០១២ ៣៤៥ ៦៧៨"}, "telephone or identity number"),
        ({"women": "", "men": ""}, "how many people took part"),
        ({"held_on": "03/08/2099"}, "This day has not come yet"),
        ({"indicators": []}, "There is a problem"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(ministry, wrong, said):
    page = ministry.post(f"{LIST}new/", found(**wrong))
    assert (page.status_code, Finding.objects.count()) == (422, 0)
    assert said in text(page)


def test_a_finding_is_put_right_by_its_institution_only(ministry, secretariat):
    one = made.finding()
    edit = f"{LIST}{one.pk}/edit/"
    given = found(learnt="It is too far, and closed on Sundays.")
    assert ministry.post(edit, given).status_code == 302
    one.refresh_from_db()
    assert one.learnt == "It is too far, and closed on Sundays."
    stranger = signed_in(made.contact("MEF"))
    assert stranger.get(edit).status_code == stranger.get(f"{LIST}{one.pk}/").status_code == 404
    assert stranger.post(f"{LIST}new/", found()).status_code == 422, "not for another institution"
    council = signed_in(made.council())
    assert council.get(f"{LIST}{one.pk}/").status_code == 200
    assert council.get(edit).status_code == council.get(f"{LIST}new/").status_code == 403
    assert secretariat.get(edit).status_code == 200


def test_the_list_asks_few_questions(secretariat, django_assert_max_num_queries):
    for _number in range(3):
        made.finding().indicators.add(made.indicator("priority_jobs_study"))
    with django_assert_max_num_queries(18):
        assert "21" in text(secretariat.get(LIST))


def test_a_figures_page_tells_what_people_said_and_who_entered_it(secretariat, row):
    study = made.indicator("priority_jobs_study")
    made.finding(question="Which jobs first?").indicators.add(study)
    sent = made.submitted(row, by=made.contact())
    sent.values.create(indicator=study, value=60, source="Minutes of May", entered_by=sent.submitted_by)
    address = "/en/reports/figures/priority_jobs_study/?period=2026Q3"
    page = text(secretariat.get(address))
    assert "Which jobs first?" in page
    assert "Minutes of May" not in page, "not approved"
    sent.state, sent.approved_at, sent.approved_by = "approved", timezone.now(), made.approver()
    sent.save()
    assert "Minutes of May" in text(secretariat.get(address))


def test_answers_stand_beside_the_surveys_of_the_plan_and_small_ones_are_kept_back(secretariat, plan):
    indicators.seed()
    targets.seed()
    month = timezone.localdate().replace(day=1)
    for occasion, number in (("decision", 8), ("card", 2), ("visit", 6)):
        for _answer in range(number):
            SurveyAnswer.objects.create(occasion=occasion, satisfied=5, easy=True, channel="web", month=month)
        SurveyAnswer.objects.create(occasion=occasion, satisfied=1, easy=False, channel="web", month=month)
    page = text(secretariat.get(ANSWERS))
    for said in ("97%", "93%", "87%", "NSSF with GIZ, research report 2024", "never added up"):
        assert said in page
    assert "fewer than five" in page
    assert "Not computed" in text(secretariat.get(f"{ANSWERS}?period=2020Q1"))


def test_answers_are_for_who_reads_all(ministry):
    assert ministry.get(ANSWERS).status_code == 403
    assert signed_in(UserFactory(grant=("clerk", "12"))).get(LIST).status_code == 403
