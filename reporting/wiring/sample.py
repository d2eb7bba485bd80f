"""What reporting shows in the demonstration is added last."""

from collections.abc import Mapping

from nssf_portal.accounts.models import User
from nssf_portal.ui import slots


def load(people: Mapping[str, User]) -> None:
    """The demonstration's people by key ("analyst")."""
    from reporting.sample import demo

    demo.load(people)


def register() -> None:
    """Called when the app is ready."""
    slots.register("sample.load", load, order=40)
