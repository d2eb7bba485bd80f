"""An officer reads what activities brought, beside similar places, and sees where to go next."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from outreach.models import Activity, ActivityType, Attribution
from outreach.services import next_places
from tests.factories import outreach as made
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.registry import RecordFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer(settings, transactional_db):
    settings.DEMO = True
    cache.clear()
    officer = made.officer()
    for number, code in enumerate(
        ("forum-monthly", "on-site-day", "workshop-weekly", "school-outreach", "enterprise-course")
    ):
        _verified(number, ActivityType.objects.get(code=code), officer)
    for commune, workers in (("120109", 240), ("120110", 35), ("120111", None)):
        unit = EnterpriseFactory(state="known", nssf_number=None, registered_on=None, commune_code=commune)
        RecordFactory(enterprise=unit, match_state="matched", declared_workers=workers, commune_code=commune)
    next_places.refresh()
    yield officer
    cache.clear()


def _verified(number: int, of_type: ActivityType, officer) -> Activity:
    start = timezone.now() - timedelta(days=80 + number)
    one = made.activity(
        "verified", type=of_type, created_by=officer, starts_at=start, ends_at=start + timedelta(hours=2)
    )
    made.heads(one, 20 + number, 10)
    if number != 3:
        made.money(one, 1_234_567 * (number + 1))
    made.activity_partner(one)
    for days in range(number + 2):
        day = timezone.localdate(start) + timedelta(days=days)
        member = MemberFactory(registered_on=day)
        Attribution.objects.create(
            subject="member", member=member, activity=one, rule="attended", days=days, registered_on=day
        )
    return one


def test_what_activities_brought_and_where_to_go_next(people, officer):
    eye = people(officer)
    eye.go("/outreach/effect/")
    eye.look("conversion_funnel")
    eye.go("/outreach/effect/?by=activity")
    eye.page.locator("tbody th a").first.click()
    eye.look("conversion_activity")
    eye.page.locator(".chips a").nth(1).click()
    eye.look("conversion_similar")
    eye.page.locator(".chips a").nth(2).click()
    eye.look("conversion_next")
    assert eye.page.locator("tbody tr").count() == 3
