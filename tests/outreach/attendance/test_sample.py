"""The demonstration's attendance: each way of counting is to be seen, and a second load changes nothing."""

import pytest
from django.urls import reverse

from nssf_portal.accounts.demo import PEOPLE, make_demo_people
from nssf_portal.accounts.models import User
from outreach import counting
from outreach.models import Attendance, HeadCount
from outreach.sample import activities, attendance, keys

pytestmark = pytest.mark.django_db


def test_every_way_of_counting_is_to_be_seen(client, settings):
    settings.DEMO = True
    make_demo_people()
    by_email = {user.email: user for user in User.objects.all()}
    people = {person.key: by_email[person.email] for person in PEOPLE}
    activities.load(people)
    for _load in range(2):
        attendance.load(people)
        assert (Attendance.objects.count(), HeadCount.objects.count()) == (105, 4)
    counted = {name: counting.people(keys.activity(name)) for name in ("forum", "on_site", "outreach", "school")}
    assert counted["forum"].by_how == {"door": 40, "desk": 7, "heads": 28}
    assert counted["on_site"].total == 35
    assert (counted["outreach"].women, counted["school"].men) == (60, 79)
    course, workshop = keys.activity("course"), keys.activity("workshop")
    assert workshop.door_digest and not keys.activity("forum").door_digest
    client.force_login(people["outreach"])
    shown = client.get(reverse("outreach_attendance:desk", args=[course.pk])).content.decode()
    assert attendance.NAMES[0] in shown
