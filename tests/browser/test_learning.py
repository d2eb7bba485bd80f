"""Plain words, trainings and schools: what everybody reads, what teachers and the ministry of education work with."""

import pytest
from django.core.cache import cache

from nssf_portal.accounts.demo import PASSWORD, PEOPLE, make_demo_people
from nssf_portal.accounts.models import User
from outreach.models import AskedQuestion, CurriculumItem, PlainPage, School
from outreach.sample import activities, attendance, trainings
from outreach.sample.keys import activity, key
from outreach.seeds import seed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sample(settings, transactional_db):
    settings.DEMO = True
    cache.clear()
    seed()
    make_demo_people()
    by_email = {user.email: user for user in User.objects.all()}
    everybody = {person.key: by_email[person.email] for person in PEOPLE}
    for part in (activities, attendance, trainings):
        part.load(everybody)
    return everybody


def test_everybody_reads_teachers_teach_and_the_ministry_reports(people, eye, sample):
    anybody = people()
    for name, address in (("list", "/learn/"), ("page", "/learn/pension/"), ("found", "/learn/?q=សោធន")):
        anybody.go(address)
        anybody.look(f"learn_{name}")
    anybody.go("/learn/ask/?about=pension")
    anybody.page.fill("#id_question", "តើខ្ញុំត្រូវបង់ប៉ុន្មានឆ្នាំ?")
    anybody.page.click("main form button[type=submit]")
    assert AskedQuestion.objects.filter(slug="pension").count() == 1
    anybody.look("learn_thanks")

    desk, session = people(), activity("training")
    desk.sign_in(sample["outreach"].email, PASSWORD)
    waiting = AskedQuestion.objects.get(submission_id=key("asked:waiting"))
    draft = PlainPage.objects.get(slug="card-lost")
    coming = activity("training_next")
    seen = {
        "courses": "/outreach/trainings/",
        "refreshers": "/outreach/trainings/refreshers/",
        "session": f"/outreach/trainings/sessions/{session.pk}/",
        "coming": f"/outreach/trainings/sessions/{coming.pk}/",
        "library": "/outreach/library/?show=overdue",
        "library_page": f"/outreach/library/{draft.pk}/",
        "question": f"/outreach/library/questions/{waiting.pk}/",
    }
    for name, address in seen.items():
        desk.go(address)
        desk.look(f"teach_{name}")

    ministry = people()
    ministry.sign_in(sample["moeys"].email, PASSWORD)
    school, lesson = School.objects.get(code="PNH-014"), CurriculumItem.objects.get(grade="12")
    for name, address in (
        ("schools", "/outreach/schools/"),
        ("school", f"/outreach/schools/{school.pk}/"),
        ("curriculum", "/outreach/schools/curriculum/"),
        ("lesson", f"/outreach/schools/curriculum/{lesson.pk}/"),
    ):
        ministry.go(address)
        ministry.look(f"moeys_{name}")
    ministry.go(f"/outreach/schools/{school.pk}/report/")
    ministry.page.fill("#id_on", "1 November 2026")
    ministry.page.fill("#id_women", "20")
    ministry.page.fill("#id_men", "18")
    ministry.look("moeys_report")
    ministry.page.click("main form button[type=submit]")
    assert school.visits.count() == 2
