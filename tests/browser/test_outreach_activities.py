"""An officer plans a series and closes the loop to verified, with the chief as the second person."""

from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.utils import timezone

from nssf_portal.accounts.models import User
from outreach.models import Activity, ActivityType
from tests.factories import outreach as made
from tests.outreach.activities.conftest import PNG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"
HOME = "/outreach/"


def _signs_in(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def people(settings, transactional_db):
    settings.DEMO = True
    cache.clear()
    yield _signs_in(made.officer()), _signs_in(made.chief())
    cache.clear()


def test_an_officer_plans_a_series_and_closes_the_loop(eye, people, tmp_path):
    officer, chief = people
    made.activity("proposed", proposed_for=made.institution(), type=ActivityType.objects.get(code="workshop-monthly"))
    eye.sign_in(officer.email, PASSWORD)
    one = _planned(eye)
    _held(eye, one)
    _reported(eye, one, tmp_path / "hall.png")
    eye.sign_in(chief.email, PASSWORD)
    eye.go(HOME)
    eye.look("activities_1_desk")
    eye.go(f"{HOME}activities/{one.pk}/")
    _press(eye, "verify")
    one.refresh_from_db()
    assert (one.state, one.reported_by, one.verified_by) == ("verified", officer, chief)
    eye.look("activities_4_verified")


def _planned(eye) -> Activity:
    """A weekly workshop, on one page; the first of it is announced."""
    page, first = eye.page, timezone.localdate() + timedelta(days=3)
    eye.go(f"{HOME}activities/series/new/")
    page.select_option("#id_type", str(ActivityType.objects.get(code="workshop-weekly").pk))
    words = {
        "name_km": "សិក្ខាសាលាប្រចាំសប្ដាហ៍", "name_en": "Weekly workshop", "on": f"{first:%d/%m/%Y}", "starts": "9:00",
        "ends": "11:00", "last_on": f"{first + timedelta(days=14):%d/%m/%Y}", "venue": "សាលសង្កាត់",
        "position": "11.5564, 104.9282", "capacity": "40",
    }  # fmt: skip
    for name, value in words.items():
        page.fill(f"#id_{name}", value)
    for code, chosen in (("_province", "12"), ("_district", "1201"), ("", "120101")):
        page.wait_for_selector(f"#id_place_code{code} option[value='{chosen}']", state="attached")
        page.select_option(f"#id_place_code{code}", chosen)
    eye.look("activities_2_plan")
    page.click("main form button:has-text('ផែនការ'), main form button:has-text('Put it on the plan')")
    page.wait_for_url("**/series/*-*/")
    assert Activity.objects.filter(series__isnull=False).count() == 3
    one = Activity.objects.filter(series__isnull=False).order_by("starts_at").first()
    eye.go(f"{HOME}activities/{one.pk}/")
    _press(eye, "announce")
    return one


def _held(eye, one: Activity) -> None:
    """Its day has come."""
    start = timezone.now() - timedelta(hours=3)
    Activity.objects.filter(pk=one.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    eye.go(f"{HOME}activities/{one.pk}/")
    _press(eye, "hold")


def _reported(eye, one: Activity, photo: Path) -> None:
    photo.write_bytes(PNG)
    eye.page.click("#evidence summary")
    eye.page.set_input_files("#evidence_file", str(photo))
    _press(eye, "evidence")
    eye.look("activities_3_held")
    eye.go(f"{HOME}activities/{one.pk}/report/")
    eye.page.fill("#id_report", "មនុស្សសួរច្រើនអំពីការថែទាំសុខភាព។")
    eye.page.fill(f"#id_sheet_{one.type.fields.get(required=True).pk}", "ការថែទាំសុខភាព")
    eye.page.click("main form button")
    eye.page.wait_for_url(f"**/activities/{one.pk}/")


def _press(eye, act: str) -> None:
    with eye.page.expect_navigation():
        eye.page.click(f"main form[action$='/{act}/'] button")
