"""Valkey killed, emptied, away: it only rings bells and counts tries. Work that was accepted is done, once."""

import time
import uuid
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.test import Client
from redis.exceptions import RedisError

from nssf_portal.jobs.models import Job
from registration.services import rosters
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import number_block
from tests.faults.conftest import staff_file
from tests.faults.harness import RESTART_LIMIT, assert_checked_once, assert_registered_once, is_over, until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
PEOPLE = 250
PATIENCE = 5
"""Seconds somebody may wait because Valkey is away."""


def test_accepted_work_is_done_once_whatever_valkey_forgets(group, valkey):
    """A staff list taken in without Valkey; the bell of another lost; Valkey dying under the workers."""
    number_block()
    heard = take_in(EnterpriseFactory())
    valkey.flush()
    with valkey.dead():
        begun = time.monotonic()
        unheard = take_in(EnterpriseFactory(), first=PEOPLE)
        assert time.monotonic() - begun < PATIENCE
    group.start()
    both = (heard, unheard)
    until(lambda: all(is_over(roster, "roster.check") for roster in both), RESTART_LIMIT, "both checks")
    for roster in both:
        assert_checked_once(roster, PEOPLE)
    assert rosters.confirm(roster=heard, by=None)
    valkey.kill_and_lose_all()
    until(lambda: is_over(heard, "roster.register"), RESTART_LIMIT, "the registering")
    assert_registered_once(heard, PEOPLE)
    assert not Job.objects.exclude(state="done").exists()


def take_in(enterprise, *, first: int = 0):
    roster, is_new = rosters.take_in(
        enterprise=enterprise,
        establishment=enterprise.establishments.get(),
        mode="new_only",
        file=staff_file(PEOPLE, first=first),
        submission_id=uuid.uuid4(),
        by=None,
    )
    assert is_new
    return roster


def test_nobody_is_signed_out_and_pages_answer(valkey):
    enterprise = EnterpriseFactory()
    client = Client()
    client.force_login(representative_of(enterprise))
    pages = ["/en/", "/en/accounts/profile/", f"/en/employer/{enterprise.pk}/rosters/"]
    with valkey.dead():
        for page in pages:
            assert (page, client.get(page).status_code) == (page, HTTPStatus.OK)
    valkey.flush()
    assert client.get("/en/accounts/profile/").status_code == HTTPStatus.OK


def test_a_staff_list_is_sent_without_valkey(valkey):
    enterprise = EnterpriseFactory()
    number_block()
    client = Client()
    client.force_login(representative_of(enterprise))
    data = {"mode": "new_only", "submission_id": uuid.uuid4(), "file": staff_file(3)}
    with valkey.dead():
        begun = time.monotonic()
        response = client.post(f"/en/employer/{enterprise.pk}/rosters/new/", data)
        assert time.monotonic() - begun < PATIENCE
    assert response.status_code == HTTPStatus.FOUND
    assert Job.objects.get().state == "queued"


def test_where_tries_are_counted_nobody_passes_uncounted(valkey):
    """Sign-in waits for the counters, politely and at once."""
    with valkey.dead():
        begun = time.monotonic()
        response = Client().post("/en/accounts/login/", {"login": "sok@example.test", "password": "wrong-password-1"})
        assert time.monotonic() - begun < PATIENCE
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response["Retry-After"]


def test_control_valkey_is_really_away(valkey):
    with valkey.dead(), pytest.raises(RedisError):
        cache.get("anything")
    cache.set("anything", 1)
    valkey.kill_and_lose_all()
    assert cache.get("anything") is None
