"""The demonstration has sign-ups for what comes and for what was."""

import pytest
from django.db.models import Sum

from nssf_portal.accounts.models import User
from outreach.models import SignUp
from outreach.sample import events
from tests.factories import outreach as made

pytestmark = pytest.mark.django_db


def test_loading_it_once_fills_the_lists(monkeypatch):
    coming, past = made.activity("announced", capacity=40), made.activity("held")
    found = {"workshop": coming, "course": past}
    monkeypatch.setattr(events, "activity", found.__getitem__)
    people: dict[str, User] = {}
    events.load(people)
    alive = SignUp.objects.filter(cancelled_at__isnull=True)
    assert alive.filter(activity=coming).aggregate(n=Sum("people"))["n"] == 13
    assert alive.filter(activity=past).count() == 3 and SignUp.objects.count() == 10
    assert not alive.filter(activity=past, reminded_at__isnull=True).exists()
