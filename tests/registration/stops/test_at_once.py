"""Two people take the last place of a time at once."""

import threading
import uuid

import pytest
from django.core.cache import cache
from django.db import connection

from registration.models import StopBooking
from registration.services import stop_bookings, stops
from tests.factories import outreach

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_place_goes_to_one_of_them():
    cache.clear()
    stop, told = outreach.stop(slot_people=1), []

    def book():
        given = {"people": 1, "name": "", "phone": "+85512345678", "language": "km", "submission_id": uuid.uuid4()}
        try:
            stop_bookings.book(stop=stop, slot_at=stop.starts_at, **given)
        except stops.Refused as why:
            told.append(str(why))
        finally:
            connection.close()

    both = [threading.Thread(target=book) for _n in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert StopBooking.objects.filter(stop=stop).count() == 1 and len(told) == 1
