"""Circuit breaker: after a few failures nobody waits for a dead partner for a while; one caller at a time tries again.

Its state lives in the cache, shared by all web processes. Without a cache it stays closed: slower, never wrong.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import redis
from django.core.cache import cache

FAILURES = 3
WINDOW = 60
OPEN_SECONDS = 30
TRIAL_SECONDS = 10
PATIENT_TRIAL_SECONDS = 70
MONTH = 30 * 24 * 3600


def _key(kind: str, name: str) -> str:
    return f"exchange:{kind}:{hashlib.sha256(name.encode()).hexdigest()[:24]}"


@contextmanager
def _cache_may_be_down() -> Iterator[None]:
    try:
        yield
    except (redis.RedisError, OSError, ValueError):  # ValueError: the counter ran out between two calls
        return


@dataclass(frozen=True, slots=True)
class State:
    """What an operator is told: `name` is closed (asked as usual), open (nobody asks now) or trying (one may ask)."""

    name: str
    since: datetime | None = None


class Breaker:
    """The breaker of one partner (a service, or the security server itself)."""

    def __init__(self, name: str) -> None:
        kinds = ("failures", "open", "trial", "since")
        self.failures, self.open, self.trial, self.since = (_key(kind, name) for kind in kinds)

    def allows(self, *, patient: bool = False) -> bool:
        """Say whether a call may go out now; a tripped breaker lets one trial through after its pause.

        Work in the background (`patient`) is that trial at once: a partner that answers slowly is asked by one."""
        with _cache_may_be_down():
            if cache.get(self.open) and not patient:
                return False
            if (cache.get(self.failures) or 0) >= FAILURES:
                return cache.add(self.trial, 1, PATIENT_TRIAL_SECONDS if patient else TRIAL_SECONDS)
        return True

    def state(self) -> State:
        """Tell an operator; without a cache nothing is known, and calls go out as usual."""
        with _cache_may_be_down():
            if (cache.get(self.failures) or 0) >= FAILURES:
                began = cache.get(self.since)
                since = datetime.fromtimestamp(began, UTC) if began else None
                return State("open" if cache.get(self.open) else "trying", since)
        return State("closed")

    def succeeded(self) -> None:
        with _cache_may_be_down():
            cache.delete_many([self.failures, self.open, self.trial, self.since])

    def failed(self) -> None:
        with _cache_may_be_down():
            cache.add(self.failures, 0, WINDOW + OPEN_SECONDS)
            if cache.incr(self.failures) >= FAILURES:
                cache.set(self.open, 1, OPEN_SECONDS)
                cache.add(self.since, time.time(), MONTH)
                cache.delete(self.trial)
                cache.touch(self.failures, WINDOW + OPEN_SECONDS)
