"""Courses of officials: a session from the invitation to the certificate, and who needs it again."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from compliance.services.refusing import Refused
from nssf_portal.documents.services import find_issued
from nssf_portal.jobs.models import Job
from outreach.models import Course, CourseSession, Enrolment
from outreach.refreshers import due, expires_on, last_passed
from outreach.services import certificates
from outreach.services import trainings as services
from outreach.services.trainings import Participant
from tests.factories import outreach as made
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
HOME = "/en/outreach/trainings/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def officer(db):
    return made.officer()


@pytest.fixture
def desk(officer):
    return signed_in(officer)


@pytest.fixture
def session(officer):
    """A session of last week that gives a course with a test."""
    held = made.activity("held", created_by=officer)
    CourseSession.objects.create(activity=held, course=made.course(pass_mark=60))
    return held


def of(session, rest: str = "") -> str:
    return f"{HOME}sessions/{session.pk}/{rest}"


def invite(session, officer, **who) -> Enrolment:
    return services.enrol(session, Participant(**who), by=officer, submission_id=uuid.uuid4())


def passed(days_ago: int, **fields) -> Enrolment:
    at = timezone.now() - timedelta(days=days_ago)
    given = {"state": "passed", "assessed_at": at, "assessed_by": made.officer()} | fields
    return made.enrolment(**given)


def test_the_first_courses_come_with_the_portal(desk):
    assert Course.objects.filter(code="inspectors-law").exists()
    page = text(desk.get(f"{HOME}?kind=inspectors"))
    assert "Social security law and inspection" in page
    assert "Protection of personal data" not in page


def test_a_course_is_added_changed_and_given_no_more(desk):
    given = {"name_km": "វគ្គ", "name_en": "Fines", "code": "fines", "kind": "inspectors", "hours": "3"}
    there = desk.post(f"{HOME}new/", given | {"pass_mark": "101"})
    assert there.status_code == 422
    there = desk.post(f"{HOME}new/", given | {"pass_mark": "70", "valid_months": "0"}).url
    course = Course.objects.get(code="fines")
    assert (course.pass_mark, course.valid_months) == (70, None)
    desk.post(f"{there}edit/", given | {"name_en": "Fines and relief"})
    assert "Fines and relief" in text(desk.get(there))
    assert "not given any more" in text(desk.post(f"{there}retire/", follow=True))
    assert "given again" in text(desk.post(f"{there}retire/", follow=True))


def test_a_session_gets_its_course_once_somebody_takes_part(desk, officer):
    activity, course = made.activity("planned", created_by=officer), made.course()
    assert "Which course is given?" in text(desk.get(of(activity)))
    assert "Nobody is invited yet" in text(desk.post(of(activity, "course/"), {"course": str(course.pk)}, follow=True))
    invite(activity, officer, name="Sok Dara")
    other = desk.post(of(activity, "course/"), {"course": str(made.course().pk)}, follow=True)
    assert "the course stays as it is" in text(other)


def test_officials_are_invited_by_sign_in_or_by_name_and_once(desk, session):
    inspector = UserFactory(grant=("inspector", "12"), email="vannak@example.org")
    by_mail = {"submission_id": str(uuid.uuid4()), "sign_in": "Vannak@example.org"}
    desk.post(of(session, "enrol/"), by_mail)
    desk.post(of(session, "enrol/"), by_mail | {"submission_id": str(uuid.uuid4())})
    by_name = {"submission_id": str(uuid.uuid4()), "name": "Sok Dara", "position": "Clerk of the commune"}
    desk.post(of(session, "enrol/"), by_name)
    desk.post(of(session, "enrol/"), by_name)
    assert [one.user for one in session.enrolments.all()] == [inspector, None]
    both = desk.post(of(session, "enrol/"), by_name | {"sign_in": "x"})
    assert both.status_code == 422
    stranger = desk.post(of(session, "enrol/"), {"submission_id": str(uuid.uuid4()), "sign_in": UserFactory().email})
    assert "No official signs in with this" in text(stranger)


def test_who_came_and_who_passed_then_the_certificates(desk, session, officer):
    one = invite(session, officer, name="សុខ ដារ៉ា")
    early = desk.post(f"{HOME}people/{one.pk}/assess/", {"mark": "80"}, follow=True)
    assert "Only who was there is assessed" in text(early)
    desk.post(of(session, "came/"), {"people": [str(one.pk)], "act": "present"})
    assert desk.post(f"{HOME}people/{one.pk}/assess/", {"mark": ""}).status_code == 422
    desk.post(f"{HOME}people/{one.pk}/assess/", {"mark": "50"})
    one.refresh_from_db()
    assert (one.state, one.mark) == ("failed", 50)
    desk.post(f"{HOME}people/{one.pk}/assess/", {"mark": "55"})
    desk.post(f"{HOME}people/{one.pk}/assess/", {"mark": "60"})
    one.refresh_from_db()
    assert (one.state, one.mark) == ("passed", 60)
    assert "The certificates are being made" in text(desk.get(of(session)))
    again = desk.post(f"{HOME}people/{one.pk}/assess/", {"mark": "90"}, follow=True)
    assert "has passed already" in text(again)
    assert Job.objects.get(kind=certificates.KIND).subject_id == one.pk


def test_the_certificate_answers_under_its_code(session, officer, desk, monkeypatch):
    seen = {}
    monkeypatch.setattr(
        certificates, "typeset", lambda _t, context, language: seen.setdefault(language, context) and b"%PDF-"
    )
    one = passed(3, of=session, in_course=session.course_session.course, name="Sok Dara")
    for language in certificates.LANGUAGES:
        certificates.make(one.pk, language, by=officer)
        assert certificates.make(one.pk, language, by=officer) is None
    one.refresh_from_db()
    assert seen["km"]["qr_src"].startswith("data:image/png")
    assert seen["en"]["until"] == expires_on(one)
    paper = desk.get(f"{HOME}people/{one.pk}/certificate/?paper=en")
    assert paper["Content-Type"] == "application/pdf"
    verified = text(Client().get(f"/verify/{one.certificate_en.code}?lang=en"))
    assert "Given on" in verified
    assert find_issued(one.certificate_en.code).subject_latin == "Sok Dara"


def test_nobody_assesses_oneself(session, officer, desk):
    own = invite(session, officer, user=officer)
    services.write_down([own], came=True, by=officer)
    with pytest.raises(Refused, match="Nobody assesses oneself"):
        services.assess(own, mark=100, by=officer)
    assert "A colleague assesses you" in text(desk.get(of(session)))


def test_before_its_day_nobody_was_there(officer, desk):
    activity = made.activity("planned", created_by=officer)
    CourseSession.objects.create(activity=activity, course=made.course())
    one = invite(activity, officer, name="Sok Dara")
    assert "Its day has not come yet" in text(desk.get(of(activity)))
    early = desk.post(of(activity, "came/"), {"people": [str(one.pk)]}, follow=True)
    assert "Its day has not come yet" in text(early)
    assert "Tick at least one" in text(desk.post(of(activity, "came/"), {"people": ["x"]}, follow=True))


@pytest.mark.parametrize("state", ["reported", "verified"])
def test_after_the_report_who_came_stays_and_may_still_be_assessed(state, officer, desk):
    """What the second person saw is what was reported; a mark may come later."""
    activity = made.activity(state, created_by=officer)
    course = made.course(pass_mark=50)
    absent = made.enrolment(activity, course, state="absent")
    there = made.enrolment(activity, course, state="attended")
    CourseSession.objects.create(activity=activity, course=course)
    page = desk.post(f"{HOME}sessions/{activity.pk}/came/", {"people": [str(absent.pk)], "act": "present"}, follow=True)
    assert "who came stays as it is" in text(page)
    absent.refresh_from_db()
    assert absent.state == "absent"
    services.assess(there, mark=80, by=officer)
    assert Enrolment.objects.get(pk=there.pk).state == "passed"


def test_after_the_report_nobody_is_added(officer, desk):
    activity = made.activity("reported", created_by=officer)
    CourseSession.objects.create(activity=activity, course=made.course())
    with pytest.raises(Refused, match="nobody is added"):
        invite(activity, officer, name="Sok Dara")
    assert "Nobody can be added" in text(desk.get(of(activity)))


def test_who_needs_a_refresher_is_listed_once_with_the_last_pass(desk, django_assert_max_num_queries):
    course, user = made.course(valid_months=12), UserFactory(grant=("inspector", "12"), name="San Vannak")
    old = passed(800, in_course=course, user=user)
    last = passed(360, in_course=course, user=user)
    passed(10, in_course=course)
    passed(900, in_course=made.course(valid_months=None))
    for _ in range(3):
        passed(500, in_course=course)
    assert {one.pk for one in last_passed() if one.user_id == user.pk} == {last.pk} != {old.pk}
    assert last_passed().get(pk=last.pk).expires == expires_on(last)
    with django_assert_max_num_queries(14):
        page = text(desk.get(f"{HOME}refreshers/"))
    assert "4 officials need a refresher" in page
    assert due(made.officer("08")).count() == 0


def test_inspectors_and_clerks_see_their_own_trainings():
    inspector = UserFactory(grant=("inspector", "12"))
    clerk = UserFactory(grant=("clerk", "12"))
    assert "not written down in the portal yet" in text(signed_in(inspector).get("/en/inspect/powers/me/"))
    assert "Your trainings" not in text(signed_in(clerk).get("/en/accounts/profile/"))
    course = made.course(name_en="Protection of data")
    passed(5, user=inspector, in_course=course)
    passed(900, user=clerk, in_course=course)
    mine = text(signed_in(inspector).get("/en/inspect/powers/me/"))
    assert "Protection of data" in mine
    assert "fresh until" in mine
    assert "refresher due since" in text(signed_in(clerk).get("/en/accounts/profile/"))


def test_others_are_turned_away(session, officer):
    one = invite(session, officer, name="Sok Dara")
    inspector = signed_in(UserFactory(grant=("inspector", "12")))
    assert inspector.get(HOME).status_code == 403
    assert inspector.get(f"{HOME}people/{one.pk}/certificate/").status_code == 404
    elsewhere = signed_in(made.officer("08"))
    assert elsewhere.get(of(session)).status_code == 404
    assert elsewhere.post(f"{HOME}people/{one.pk}/assess/", {"mark": "1"}).status_code == 404
    assert elsewhere.get(of(session, "came/")).status_code == 405


def test_the_activity_shows_its_course(session, desk):
    page = text(desk.get(f"/en/outreach/activities/{session.pk}/"))
    assert "Training of officials" in page
    assert of(session) in page
