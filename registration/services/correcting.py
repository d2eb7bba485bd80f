"""Corrections that a member asks for: what can be put right, and what an approval then does."""

from collections.abc import Callable

from nssf_portal.accounts.models import User
from registration.models import Application, Member

Effect = Callable[[Application, User], None]
_effects: dict[str, Effect] = {}


def register_effect(code: str, effect: Effect) -> None:
    """Name what an approved correction of this code does to the record."""
    _effects[code] = effect


def apply(application: Application, *, by: User) -> Member:
    """Put the record right as the application says; the member it was about."""
    member = application.corrects
    _effects[application.correction](application, by)
    return member
