"""A worker counts in at the door and begins to register; the officer at the desk sees it, with the lines of others."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from outreach import door
from outreach.models import StartedHere
from outreach.services import attending
from outreach.services.attending import Person
from tests.factories import outreach

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def workshop(transactional_db):
    start = timezone.now() - timedelta(minutes=30)
    of = outreach.activity("announced", starts_at=start, ends_at=start + timedelta(hours=2))
    of.created_by.name = "ចាន់ សុភា"
    of.created_by.save()
    by = of.created_by
    outreach.sign_up(of, name="សុខ ដារា", access_needs="ramp", childcare=2, people=3)
    named = Person(gender="f", name="ចាន់ ធីតា", phone="+85512999888", consent=True, group="workers")
    attending.write(of, named, submission_id=uuid.uuid4(), by=by)
    heads = {"group": "workers", "women": 30, "men": 12, "not_stated": 1}
    attending.count_heads(of, submission_id=uuid.uuid4(), by=by, **heads)
    return attending.open_door(of, by=by)


def test_from_the_chair_to_the_register(eye, people, workshop):
    eye.go(f"/events/door/{door.token_of(workshop)}/")
    eye.look("door")
    eye.page.locator("[name=gender]").first.check()
    eye.page.locator("[name=group]").first.check()
    eye.page.locator("main form.fields button").click()
    eye.page.locator("form[action$='register/']").wait_for()
    eye.look("door_thanks")
    eye.page.locator("form[action$='register/'] button").click()
    eye.page.locator("[name=who]").first.check()
    eye.page.locator("main form button").first.click()
    eye.page.wait_for_url("**/register/**")
    eye.page.wait_for_load_state()
    assert StartedHere.objects.get().activity == workshop
    desk = people(workshop.created_by)
    desk.go("/outreach/attendance/")
    desk.look("attendance_list")
    desk.page.locator("tbody a").first.click()
    desk.look("attendance_desk")
    # Enter in the name's box keeps the line: without consent it is asked for, at the box.
    desk.page.fill("[name=line-name]", "Dara")
    desk.page.keyboard.press("Enter")
    desk.page.locator(".govuk-error-summary").wait_for()
    desk.page.locator("[name=line-consent]").check()
    desk.page.locator("#line form button").click()
    desk.page.get_by_text("Dara").wait_for()
