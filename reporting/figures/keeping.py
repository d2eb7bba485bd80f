"""What took long to count is kept for some minutes: many look at the same page. What is quick is always fresh."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

from reporting import computing
from reporting.periods import Period
from reporting.registry import Cell, Definition

Kept = TypeVar("Kept")
_LONG = 0.5  # seconds
_FRESH = 600


def cells_now(definition: Definition, period: Period) -> list[Cell]:
    """The cells of a period, small numbers hidden."""
    return kept(f"reporting-cells:{definition.code}:{period.code}", lambda: computing.cells_of(definition, period))


def kept(key: str, make: Callable[[], Kept]) -> Kept:
    """As it was made some minutes ago, where making it took long."""
    try:
        found: Kept | None = cache.get(key)
    except (RedisError, OSError):  # without a cache the page is only slower
        return make()
    if found is not None:
        return found
    begun = time.monotonic()
    made = make()
    if time.monotonic() - begun > _LONG:
        _keep(key, made)
    return made


def _keep(key: str, made: object) -> None:
    try:
        cache.set(key, made, _FRESH)
    except (RedisError, OSError):  # the next one counts again
        return
