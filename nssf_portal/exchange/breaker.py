"""Circuit breaker: after a few failures nobody waits for a dead partner for a while; one caller at a time tries again.

Its state lives in the cache, shared by all web processes. Without a cache it stays closed: slower, never wrong.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.core.cache import cache

FAILURES = 3
WINDOW = 60
OPEN_SECONDS = 30
TRIAL_SECONDS = 10


def _key(kind: str, name: str) -> str:
    return f"exchange:{kind}:{hashlib.sha256(name.encode()).hexdigest()[:24]}"


@contextmanager
def _cache_may_be_down() -> Iterator[None]:
    try:
        yield
    except (redis.RedisError, OSError, ValueError):  # ValueError: the counter ran out between two calls
        return


class Breaker:
    """The breaker of one partner (a service, or the security server itself)."""

    def __init__(self, name: str) -> None:
        self.failures, self.open, self.trial = (_key(kind, name) for kind in ("failures", "open", "trial"))

    def allows(self) -> bool:
        """Say whether a call may go out now; a tripped breaker lets one trial through after its pause."""
        with _cache_may_be_down():
            if cache.get(self.open):
                return False
            if (cache.get(self.failures) or 0) >= FAILURES:
                return cache.add(self.trial, 1, TRIAL_SECONDS)
        return True

    def succeeded(self) -> None:
        with _cache_may_be_down():
            cache.delete_many([self.failures, self.open, self.trial])

    def failed(self) -> None:
        with _cache_may_be_down():
            cache.add(self.failures, 0, WINDOW + OPEN_SECONDS)
            if cache.incr(self.failures) >= FAILURES:
                cache.set(self.open, 1, OPEN_SECONDS)
                cache.touch(self.failures, WINDOW + OPEN_SECONDS)
