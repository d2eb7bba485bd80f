"""Names, numbers and needs go by the clock; how many came stays."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from outreach import counting
from outreach.models import Attendance, SignUp
from outreach.services import attending, purging
from outreach.services.attending import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(now_on, officer) -> Attendance:
    from tests.factories import outreach

    outreach.sign_up(now_on, name="Sok Dara", access_needs="ramp")
    person = Person(gender="f", name="Sok Dara", phone="+85512345678", consent=True, access_needs="ramp")
    return attending.write(now_on, person, submission_id=uuid.uuid4(), by=officer)


def test_before_its_day_nothing_goes(named):
    assert purging.run() == purging.Purged()


def test_names_numbers_and_needs_go_and_the_count_stays(named, now_on):
    day = purging.names_go_at(now_on.ends_at) + timedelta(minutes=1)
    assert purging.run(day) == purging.Purged(1, 1, 0)
    line, signed = Attendance.objects.get(), SignUp.objects.get()
    assert (line.name, line.phone, line.access_needs, line.gender) == ("", None, "", "f")
    assert (signed.name, signed.access_needs) == ("", "")
    assert counting.people(now_on).women == 1
    assert purging.run(day) == purging.Purged()


def test_the_digest_of_the_number_outlives_it_for_a_while(named):
    purging.run(timezone.now() + timedelta(days=120))
    assert Attendance.objects.get().phone_blind is not None
    assert purging.run(timezone.now() + timedelta(days=420)).digests == 1
    assert Attendance.objects.get().phone_blind is None


def test_who_only_signed_up_is_nobody_any_more_with_the_names(named, officer):
    signed = SignUp.objects.get()
    SignUp.objects.update(user=officer, phone=b"x", phone_blind=uuid.uuid4())
    purging.run(timezone.now() + timedelta(days=120))
    signed.refresh_from_db()
    assert (signed.user, signed.phone, signed.phone_blind) == (None, None, None)


def test_the_task_says_numbers_only(named, caplog):
    from outreach.attendance_tasks import purge

    purge()
    assert "Dara" not in caplog.text
