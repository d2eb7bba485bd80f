"""What reporting shows in the demonstration; everything in it is invented."""

from collections.abc import Mapping

from django.db import transaction

from nssf_portal.accounts.models import User
from reporting.sample import entries, plan, quality, reports, targets

PARTS = (targets, plan, entries, quality, reports)  # reports last: they keep what the others say


@transaction.atomic
def load(people: Mapping[str, User]) -> None:
    """Adds the sample; a second run adds nothing: each part sees to it."""
    for part in PARTS:
        part.load(people)
