"""One page's time for partners, however many it asks one after the other: together they take no longer than one."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LEAST_SECONDS = 0.05
"""With less than this left nobody is asked."""
_left: ContextVar[float | None] = ContextVar("exchange_page_seconds", default=None)


class PageBudgetMiddleware:
    """Each request starts with the whole time; a job has no page, its calls say themselves how long they wait."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with page():
            return self.get_response(request)


@contextmanager
def page() -> Iterator[None]:
    token = _left.set(settings.EXCHANGE_PAGE_SECONDS)
    try:
        yield
    finally:
        _left.reset(token)


def seconds() -> float:
    """Give what a call may take that says nothing itself."""
    left = _left.get()
    return settings.EXCHANGE_PAGE_SECONDS if left is None else left


@contextmanager
def spending() -> Iterator[None]:
    """Count the time inside against the page's."""
    started = time.monotonic()
    try:
        yield
    finally:
        left = _left.get()
        if left is not None:
            _left.set(max(left - (time.monotonic() - started), 0.0))
