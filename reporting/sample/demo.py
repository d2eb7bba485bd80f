"""What reporting shows in the demonstration; everything in it is invented."""

from collections.abc import Mapping

from nssf_portal.accounts.models import User


def load(people: Mapping[str, User]) -> None:
    """Adds the sample; a second run adds nothing."""
