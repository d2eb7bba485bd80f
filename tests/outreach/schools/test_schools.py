"""Schools and the curriculum: officers of the place and the ministry, which reports itself; pupils are heads by sex."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from compliance.services.refusing import Refused
from outreach import counting
from outreach.models import Activity, CurriculumItem, School, SchoolVisit
from outreach.services import activities, reporting_back
from outreach.services import schools as services
from tests.factories import outreach as made
from tests.factories.accounts import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db
HOME = "/en/outreach/schools/"
LESSONS = f"{HOME}curriculum/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def officer(db):
    OfficeFactory(code="12")
    return made.officer()


@pytest.fixture
def desk(officer):
    return signed_in(officer)


@pytest.fixture
def ministry(db):
    return made.ministry_of_education()


def facts(**fields) -> dict:
    place = {"commune_code_province": "12", "commune_code_district": "1201", "commune_code": "120101"}
    names = {"name_km": "វិទ្យាល័យ", "name_en": "Chea Sim high school", "level": "upper"}
    return {"submission_id": str(uuid.uuid4()), **names, **place} | fields


def visited(**fields) -> dict:
    today = timezone.localdate()
    return {"submission_id": str(uuid.uuid4()), "on": f"{today:%d/%m/%Y}", "women": "31", "men": "28"} | fields


def lesson(**fields) -> dict:
    names = {"name_km": "មេរៀន", "name_en": "Social security", "level": "upper", "grade": "10", "subject": "Civics"}
    return {"submission_id": str(uuid.uuid4()), **names} | fields


def test_a_school_is_written_down_once_and_changed(desk):
    given = facts()
    first, second = desk.post(f"{HOME}new/", given), desk.post(f"{HOME}new/", given)
    school = School.objects.get()
    assert first.url == second.url == f"{HOME}{school.pk}/"
    desk.post(f"{first.url}edit/", given | {"pupils": "900"})
    assert "900" in text(desk.get(f"{HOME}?q=chea"))
    assert "No school here" in text(desk.get(f"{HOME}?level=primary"))
    assert "closed from today" in text(desk.post(f"{first.url}close/", follow=True))
    assert "open again" in text(desk.post(f"{first.url}close/", follow=True))


def test_officers_keep_schools_of_their_places_only(desk):
    elsewhere = facts(commune_code_province="08", commune_code_district="0801", commune_code="080101")
    assert desk.post(f"{HOME}new/", elsewhere).status_code == 422
    assert desk.get(f"{HOME}{made.school(commune_code='080101').pk}/").status_code == 404


def test_an_activity_at_a_school_says_which_one(desk, officer):
    school = made.school()
    activity = made.activity("planned", type=made.activity_type(at_school=True), created_by=officer)
    there = f"{HOME}visits/{activity.pk}/"
    assert "At which school is it?" in text(desk.get(there))
    desk.post(there, {"school": str(school.pk), "grade": "10-12"})
    visit = SchoolVisit.objects.get()
    assert (visit.school, visit.grade) == (school, "10-12")
    assert "10-12" in text(desk.get(f"{HOME}{school.pk}/"))
    workshop = made.activity("planned", created_by=officer)
    with pytest.raises(Refused, match="not held at a school"):
        services.visit(workshop, school, grade="", by=officer)
    done = made.activity("verified", type=activity.type, created_by=officer)
    assert "The school cannot be chosen" in text(desk.get(f"{HOME}visits/{done.pk}/"))


def test_the_ministry_reports_a_visit_itself_and_it_counts_when_verified(ministry, officer):
    made.activity_type(at_school=True)
    school, client = made.school(), signed_in(ministry)
    given = visited(grade="11")
    for _ in range(2):
        client.post(f"{HOME}{school.pk}/report/", given)
    activity = Activity.objects.get()
    assert (activity.state, activity.proposed_for.code) == ("proposed", "MOEYS")
    page = text(client.get(f"{HOME}{school.pk}/"))
    assert "girls 31, boys 28" in page
    assert "waits for the Fund" in page
    assert "pupils reached" not in text(client.get(HOME))
    activities.take_up(activity, by=officer)
    held = activities.hold(activity, by=officer)
    made.evidence(held)
    reporting_back.report(held, by=officer, report="As the ministry said", answers={})
    reporting_back.verify(held, by=made.chief())
    assert counting.people(held).total == 59
    assert "59 pupils reached" in text(client.get(HOME))


def test_a_visit_of_tomorrow_or_without_pupils_is_not_reported(ministry):
    made.activity_type(at_school=True)
    school, client = made.school(), signed_in(ministry)
    tomorrow = timezone.localdate() + timedelta(days=1)
    late = client.post(f"{HOME}{school.pk}/report/", visited(on=f"{tomorrow:%d/%m/%Y}"))
    assert "Its day has not come yet" in text(late)
    none = client.post(f"{HOME}{school.pk}/report/", visited(women="0", men="0"))
    assert "Write how many pupils" in text(none)
    assert Activity.objects.count() == 0


def test_a_lesson_goes_from_the_proposal_to_the_classroom(ministry):
    client, given = signed_in(ministry), lesson()
    first, second = client.post(f"{LESSONS}new/", given), client.post(f"{LESSONS}new/", given)
    item = CurriculumItem.objects.get()
    assert first.url == second.url == f"{LESSONS}{item.pk}/"
    assert item.institution.code == "MOEYS"
    empty = client.post(f"{first.url}step/", {"move": "draft"}, follow=True)
    assert "Write the text of the lesson first" in text(empty)
    client.post(f"{first.url}edit/", given | {"text": "What a contribution is."})
    for move in ("draft", "approve", "print"):
        client.post(f"{first.url}step/", {"move": move})
    assert "take the text up again first" in text(client.get(f"{first.url}edit/"))
    unsaid = client.post(f"{first.url}step/", {"move": "teach"}, follow=True)
    assert "Write the day from which it is taught" in text(unsaid)
    client.post(f"{first.url}step/", {"move": "teach", "taught_from": "1 November 2026"})
    item.refresh_from_db()
    assert (item.state, item.steps.count()) == ("taught", 5)
    assert "Nothing is left to do here" in text(client.get(first.url))
    assert client.post(f"{first.url}step/", {"move": "drop"}).status_code == 422
    assert "1 of 1 lesson is taught" in text(client.get(LESSONS))


def test_an_officer_writes_the_ministrys_letter_down(desk):
    item = made.curriculum_item(text="What a contribution is.")
    there = f"{LESSONS}{item.pk}/"
    bare = desk.post(f"{there}step/", {"move": "draft"}, follow=True)
    assert "Write which letter" in text(bare)
    desk.post(f"{there}step/", {"move": "draft", "note": "Letter 12 of the ministry"})
    assert "Letter 12 of the ministry" in text(desk.get(there))


def test_the_database_knows_the_steps(ministry):
    item = made.curriculum_item()
    with pytest.raises(IntegrityError), transaction.atomic():
        CurriculumItem.objects.filter(pk=item.pk).update(state="taught")


def test_others_are_turned_away(desk, ministry):
    school = made.school()
    clerk = signed_in(UserFactory(grant=("clerk", "12")))
    assert clerk.get(HOME).status_code == 403
    assert clerk.get(LESSONS).status_code == 403
    assert desk.get(f"{HOME}{school.pk}/report/").status_code == 403
    assert signed_in(ministry).get(f"{HOME}{school.pk}/close/").status_code == 405
    assert signed_in(ministry).get(f"{HOME}visits/{made.activity().pk}/").status_code == 403


def test_lists_ask_the_database_the_same_however_long(ministry, django_assert_max_num_queries):
    client, school = signed_in(ministry), made.school()
    for _ in range(4):
        activity = made.activity("verified", type=made.activity_type(at_school=True))
        SchoolVisit.objects.create(activity=activity, school=school)
        made.heads(activity)
        made.school()
        made.curriculum_item(proposed_by=ministry)
    for address in (HOME, f"{HOME}{school.pk}/", LESSONS):
        with django_assert_max_num_queries(18):
            assert client.get(address).status_code == 200
