"""What outreach shows in the demonstration: every page of its roles has something. All of it is invented."""

from collections.abc import Mapping

from django.db import transaction

from nssf_portal.accounts.models import User
from outreach.models import Activity
from outreach.sample import activities, attendance, conversion, events, partners, quiz, stops, trainings
from outreach.sample.keys import key

PARTS = (activities, partners, events, attendance, quiz, trainings, stops, conversion)


def load(people: Mapping[str, User]) -> None:
    """Once: a demonstration that has its forum is left as its players changed it."""
    if Activity.objects.filter(submission_id=key("activity:forum")).exists():
        return
    _load(dict(people))


@transaction.atomic
def _load(people: dict[str, User]) -> None:
    for part in PARTS:
        part.load(people)
