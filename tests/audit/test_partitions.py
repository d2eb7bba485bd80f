"""Months are made ahead; nothing is moved, and a second run makes nothing."""

import pytest
from django.db import connection

from nssf_portal.audit.partitions import make_ahead, without_next_month
from nssf_portal.runtime import readiness

pytestmark = pytest.mark.django_db


def test_the_coming_months_are_made_once_and_closed_to_the_web(as_owner):
    made = make_ahead(2)
    assert sum(name.startswith("registration_memberevent_y") for name in made) == 3
    assert sum(name.startswith("exchange_exchange_y") for name in made) == 3
    assert make_ahead(2) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('nssf_web', %s, 'SELECT')", [made[0]])
        assert cursor.fetchone() == (False,)


def test_the_web_makes_none(db):
    assert make_ahead(2) == []


def test_who_looks_learns_that_next_month_is_missing(as_owner):
    assert "registration_memberevent" in without_next_month()
    assert "next month" in readiness.check_partitions().advice
    make_ahead(1)
    assert without_next_month() == []
    assert readiness.check_partitions().ok and not readiness.check_partitions().advice
