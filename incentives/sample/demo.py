"""What incentives show in the demonstration: every page of officers, jurors, the bank and employers has something.

All of it is invented, and everything goes through the same doors as real work."""

from collections.abc import Mapping

from django.db import transaction

from incentives.models import IncentiveStudy
from incentives.sample import awards, benefits, relief, studies
from incentives.sample.keys import key
from nssf_portal.accounts.models import User


def load(people: Mapping[str, User]) -> None:
    """Once: a demonstration that has its last study is left as its players changed it."""
    if IncentiveStudy.objects.filter(submission_id=key("study:informal")).exists():
        return
    _load(dict(people))


@transaction.atomic
def _load(people: dict[str, User]) -> None:
    awards.load(people)
    benefits.load(people)
    relief.load(people)
    studies.load(people)
