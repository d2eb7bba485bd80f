"""Every night the counts are folded and compared with the register; a difference is logged for the operators."""

import logging

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.db import connection

from nssf_portal.celery import app
from registration.tasks import keep_tally
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def test_the_clock_knows_the_task():
    app.loader.import_default_modules()
    entry = settings.CELERY_BEAT_SCHEDULE["keep-tally"]
    assert entry["task"] in app.tasks
    assert entry["schedule"] == crontab(hour=2, minute=30)
    assert app.conf.timezone == "Asia/Phnom_Penh"


def test_agreement_is_noted_and_a_difference_is_an_error(caplog):
    caplog.set_level(logging.INFO, "registration.tasks")
    MemberFactory()
    MemberFactory()
    keep_tally()
    assert "agrees with the register; folding saved 1 rows" in caplog.text
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE nssf_owner")
        cursor.execute("UPDATE registration_membertally SET people = people + 1")
        cursor.execute("SET ROLE nssf_web")
    keep_tally()
    (error,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "rebuild_tally" in error.getMessage()
