"""Stops, looked at: everybody books a time, the planner's pages, the team's day sheet, the employer asks for a day."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.utils import timezone

from registration.models import StopBooking
from tests.factories import outreach
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "stops of the lotus 2026"
STAFF = "/outreach/stops/"


def signed(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def world(transactional_db):
    cache.clear()
    now = timezone.localtime()
    start = now.replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=5)
    unit = outreach.unit(name_km="ឡានចល័តភ្នំពេញ", name_en="Phnom Penh van")
    where = {"venue": "ផ្សារដើមគរ", "latitude": "11.55400", "longitude": "104.90300"}
    coming = outreach.stop(unit, starts_at=start, ends_at=start + timedelta(hours=4), **where)
    today = outreach.stop(
        unit, starts_at=now, ends_at=now + timedelta(hours=3), state="open", opened_at=now, venue="វត្តស្ទឹងមានជ័យ"
    )
    clerk = signed(UserFactory(grant=("clerk", "12")))
    today.team.create(user=clerk)
    enterprise = EnterpriseFactory(commune_code="120101", name_km="រោងចក្រកាត់ដេរ", name_latin="Garment Factory")
    outreach.booking(today, name="ម៉ៅ ចាន់ធូ", people=2)
    outreach.booking(today, enterprise=enterprise, people=6)
    outreach.booking(today, walk_in=True, state="came", came_at=now, people=3)
    outreach.booking(coming, enterprise=enterprise, people=4)
    EnterpriseFactory(state="known", nssf_number=None, commune_code="120501", declared_workers=420)
    return {
        "coming": coming,
        "today": today,
        "clerk": clerk,
        "officer": signed(outreach.officer()),
        "boss": signed(representative_of(enterprise)),
        "enterprise": enterprise,
    }


def _look(eye, pages):
    for name, path in pages.items():
        eye.go(path)
        eye.look(f"stops_{name}")


def test_everybody_the_planner_the_team_and_the_employer(eye, world):
    coming, today = world["coming"], world["today"]
    _look(eye, {"public": "/stops/", "stop": f"/stops/{coming.pk}/", "find": "/stops/booking/"})
    eye.go(f"/stops/{coming.pk}/book/?at=09:00")
    eye.page.fill("input[name=phone]", "012 345 678")
    eye.look("stops_book")
    eye.page.click("main button[type=submit]")
    eye.page.wait_for_url("**/stops/booked/")
    eye.look("stops_booked")
    assert StopBooking.objects.filter(stop=coming, enterprise=None).count() == 1
    eye.sign_in(world["officer"].email, PASSWORD)
    paths = {"list": "", "new": "new/", "routes": "routes/", "units": "units/", "page": f"{coming.pk}/"}
    _look(eye, {name: STAFF + path for name, path in paths.items()})
    eye.sign_in(world["clerk"].email, PASSWORD)
    paths = {"day": "day/", "register": "register/", "cards": "cards/"}
    _look(eye, {name: f"{STAFF}{today.pk}/{path}" for name, path in paths.items()})
    eye.sign_in(world["boss"].email, PASSWORD)
    own = f"/employer/{world['enterprise'].pk}/stops/"
    _look(eye, {"own": own, "ask": f"{own}ask/", "staff": f"{own}{coming.pk}/book/"})
