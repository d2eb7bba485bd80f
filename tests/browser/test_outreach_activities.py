"""An officer plans, and closes the loop; looked at on a phone and on a screen."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from outreach.models import ActivityType
from tests.factories import outreach as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"


@pytest.fixture
def officer(settings, transactional_db):
    settings.DEMO = True
    cache.clear()
    user = made.officer()
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    yield user
    cache.clear()


def test_an_officer_sees_what_waits_and_one_activity(eye, officer):
    workshop = ActivityType.objects.get(code="workshop-weekly")
    one = made.activity(
        "held", created_by=officer, type=workshop, languages=["km", "sgn"], sent_back_reason="តើអ្នកណានិយាយ?"
    )
    made.activity("reported", created_by=officer, type=workshop)
    made.activity("announced", created_by=officer, type=workshop, latitude="11.5564", longitude="104.9282")
    made.money(one, 3_650_000)
    made.money(one, 1_500_000, kind="planned", source=made.institution("ILO"), what="ការបោះពុម្ព")
    made.activity_partner(one)
    made.speaker(one)
    made.evidence(one)
    made.consultation(one)
    series, material = made.series(type=workshop, created_by=officer), made.material_version().material
    eye.sign_in(officer.email, PASSWORD)
    for name, path in {
        "activities_1_desk": "",
        "activities_2_list": "activities/?show=held",
        "activities_3_plan": "activities/series/new/",
        "activities_4_one": f"activities/{one.pk}/",
        "activities_5_report": f"activities/{one.pk}/report/",
        "activities_6_series": f"activities/series/{series.pk}/",
        "activities_7_material": f"activities/materials/{material.pk}/",
        "activities_8_said": "activities/said/",
    }.items():
        eye.go(f"/outreach/{path}")
        eye.look(name)
