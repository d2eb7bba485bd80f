"""The demonstration's trainings; everything in it is invented."""

from nssf_portal.accounts.models import User


def load(people: dict[str, User]) -> None:
    """Nothing yet."""
