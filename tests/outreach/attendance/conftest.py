from datetime import timedelta

import pytest
from django.utils import timezone

from nssf_portal.law import book as law_book
from outreach.models import Activity
from outreach.services import attending
from tests.factories import outreach


@pytest.fixture(autouse=True)
def book_read_anew():
    law_book.forget()
    yield
    law_book.forget()


@pytest.fixture
def now_on(db) -> Activity:
    """It began half an hour ago and goes on for another hour and a half."""
    start = timezone.now() - timedelta(minutes=30)
    return outreach.activity("announced", starts_at=start, ends_at=start + timedelta(hours=2))


@pytest.fixture
def officer(now_on):
    return now_on.created_by


@pytest.fixture
def open_door(now_on, officer) -> Activity:
    return attending.open_door(now_on, by=officer)
