"""What is done with a person who proved to be one: an app above says it, by a purpose of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from nssf_portal.exchange.identity.persons import Person

Handler = Callable[[HttpRequest, Person], HttpResponse]
Failed = Callable[[HttpRequest, str], HttpResponse]


@dataclass(frozen=True)
class Purpose:
    """`handler` gets the person; `failed` gets the reason when there is none (see flow.REASONS), else our page says."""

    code: str
    handler: Handler
    failed: Failed | None = None


_purposes: dict[str, Purpose] = {}


def register_purpose(code: str, handler: Handler, failed: Failed | None = None) -> None:
    """Called in an app's ready(); a code registered again is replaced, so that an upper app may say it better.

    The handler finds what it gave to `flow.begin` in `flow.subject_of(request)`, and checks it as any input."""
    _purposes[code] = Purpose(code, handler, failed)


def purpose(code: str) -> Purpose | None:
    """Give a purpose by its code."""
    return _purposes.get(code)
