import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from outreach.models import SignUp
from tests.factories import outreach as made


@pytest.fixture
def forum(db):
    """A forum everybody may come to, in a week, with three places."""
    return made.activity(
        "announced",
        name_en="Forum in Phnom Penh",
        capacity=3,
        languages=["km", "sgn"],
        target_group="workers",
        contact_phone="+85512345678",
    )


@pytest.fixture
def sign_up(client):
    """Sends the form of an event's page as a browser would; other fields by name."""

    def send(activity, follow=True, **fields):
        address = f"/en/events/{activity.pk}/sign-up/"
        answer = client.get(address)
        hidden = re.search(r'name="submission_id" value="([^"]+)"', answer.content.decode())
        given = {"people": 1, "consent": "on", "submission_id": hidden.group(1) if hidden else ""} | fields
        return client.post(address, given, follow=follow)

    return send


@pytest.fixture
def tomorrow() -> datetime:
    return timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def only():
    """The one sign-up there is."""
    return lambda: SignUp.objects.get()
