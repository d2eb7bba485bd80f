"""From the chair to the card, and a school: what people do at an activity, with the officers who count it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from nssf_portal.doubles.people import IDENTITIES
from outreach import door
from outreach.models import Activity, ActivityType, QuizAnswer, StartedHere
from outreach.services import attending, quizzing
from registration.models import Application
from tests.browser.conftest import Eye
from tests.browser.walking import Walk
from tests.factories import outreach
from tests.outreach.activities.conftest import PNG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOPHA = IDENTITIES[2]


@pytest.fixture
def workshop(ground):
    """It began half an hour ago; its door is open and three questions are asked."""
    cache.clear()
    start = timezone.now() - timedelta(minutes=30)
    of = outreach.activity("announced", starts_at=start, ends_at=start + timedelta(hours=3))
    for number in range(3):
        outreach.question(text_km=f"សំណួរទី{number}", text_en=f"Question {number}")
    quizzing.choose(of, quizzing.in_use()[:3], by=of.created_by)
    return attending.open_door(of, by=of.created_by)


def test_a_worker_scans_the_door_answers_three_questions_and_registers(phone, workshop):
    phone.go(f"/events/door/{door.token_of(workshop)}/")
    phone.page.locator("[name=gender]").first.check(force=True)
    phone.page.locator("[name=group]").first.check(force=True)
    _go_on(phone)
    phone.page.locator("main a[href*='/q/']").click()
    for _number in range(3):
        phone.page.locator("[name=choice]").first.check(force=True)
        _go_on(phone)
    assert QuizAnswer.objects.filter(activity=workshop).count() == 3
    phone.look("journey_answered")
    phone.page.locator("form[action$='register/'] button").click()
    phone.page.wait_for_url("**/register/**")
    application = _registers(Walk(phone, "at_the_door"))
    assert (application.state, application.channel) == ("approved", "on_site")
    assert StartedHere.objects.get().activity == workshop


def test_a_school_is_visited_counted_reported_and_verified(eye, people, settings, transactional_db, tmp_path):
    settings.DEMO = True
    cache.clear()
    school, chief = outreach.school(commune_code="120101"), outreach.chief()
    officer = people(outreach.officer())
    visit = _planned(officer)
    officer.go(f"/outreach/schools/visits/{visit.pk}/")
    officer.page.select_option("[name=school]", str(school.pk))
    officer.page.fill("[name=grade]", "១០")
    officer.look("journey_school")
    with officer.page.expect_navigation():
        officer.page.locator("main form button").first.click()
    _counted(officer, visit)
    _reported(officer, visit, tmp_path / "class.png")
    second = people(chief)
    second.go(f"/outreach/activities/{visit.pk}/")
    second.look("journey_school_verifying")
    with second.page.expect_navigation():
        second.page.click("main form[action$='/verify/'] button")
    visit.refresh_from_db()
    assert (visit.state, visit.verified_by) == ("verified", chief)
    officer.go(f"/outreach/schools/{school.pk}/")
    officer.look("journey_school_after")
    for pupils in ("41", "38"):
        assert officer.page.get_by_text(pupils, exact=True).count(), pupils


def _planned(eye: Eye) -> Activity:
    page, type_ = eye.page, ActivityType.objects.get(code="school-outreach")
    eye.go("/outreach/activities/new/")
    page.select_option("#id_type", str(type_.pk))
    words = {
        "name_km": "ការផ្សព្វផ្សាយនៅវិទ្យាល័យ", "name_en": "Outreach at a high school", "starts": "9:00", "ends": "10:30",
        "on": f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}", "venue": "សាលប្រជុំ",
    }  # fmt: skip
    for name, value in words.items():
        page.fill(f"#id_{name}", value)
    for code, chosen in (("_province", "12"), ("_district", "1201"), ("", "120101")):
        page.wait_for_selector(f"#id_place_code{code} option[value='{chosen}']", state="attached")
        page.select_option(f"#id_place_code{code}", chosen)
    with page.expect_navigation():
        page.click("main form button:has-text('ផែនការ'), main form button:has-text('Put it on the plan')")
    return Activity.objects.get(type=type_)


def _counted(eye: Eye, visit: Activity) -> None:
    """Its day has come: heads by sex, no names of pupils."""
    start = timezone.now() - timedelta(hours=3)
    Activity.objects.filter(pk=visit.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    eye.go(f"/outreach/activities/{visit.pk}/")
    with eye.page.expect_navigation():
        eye.page.click("main form[action$='/hold/'] button")
    eye.go(f"/outreach/attendance/{visit.pk}/")
    assert not eye.page.locator("[name=line-name]").count(), "a school's pupils are never named"
    eye.page.fill("#heads [name$='-women']", "៤១")
    eye.page.fill("#heads [name$='-men']", "38")
    with eye.page.expect_navigation():
        eye.page.locator("#heads form[action*='/heads/'] button").last.click()


def _reported(eye: Eye, visit: Activity, photo) -> None:
    photo.write_bytes(PNG)
    eye.go(f"/outreach/activities/{visit.pk}/")
    eye.page.click("#evidence summary")
    eye.page.set_input_files("#evidence_file", str(photo))
    with eye.page.expect_navigation():
        eye.page.click("main form[action$='/evidence/'] button")
    eye.go(f"/outreach/activities/{visit.pk}/report/")
    eye.page.fill("#id_report", "សិស្សសួរអំពីប្រាក់សោធន។")
    for asked in visit.type.fields.filter(required=True):
        if asked.kind == "choice":
            eye.page.select_option(f"#id_sheet_{asked.pk}", index=1)
        else:
            eye.page.fill(f"#id_sheet_{asked.pk}", "2")
    with eye.page.expect_navigation():
        eye.page.click("main form button")


def _registers(walk: Walk) -> Application:
    """Somebody paid by many, known to the platform of the informal economy: nobody has to look at it."""
    walk.choose("who", "casual").next()
    walk.fill(phone="012 700 101").next()
    walk.choose("payer", "many").next()
    walk.person(BOPHA, consents=("identity_check", "informal_platform"))
    walk.choose("have", "yes").fill(certificate=BOPHA.certificate).next()
    walk.choose("equity_card", "equity").next()
    return walk.send()


def _go_on(eye: Eye) -> None:
    with eye.page.expect_navigation():
        eye.page.locator("main form.fields button").first.click()
