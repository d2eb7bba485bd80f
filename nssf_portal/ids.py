"""UUIDv7 keys made in Python (RFC 9562): time-ordered, so B-tree inserts stay at the right edge."""

import os
import threading
import time
import uuid
from collections.abc import Iterator

_VERSION_AND_VARIANT = (0x7 << 76) | (0x2 << 62)
_lock = threading.Lock()
_last_ms = 0


def uuid7() -> uuid.UUID:
    """One new key."""
    return next(uuid7_batch(1))


def uuid7_batch(count: int) -> Iterator[uuid.UUID]:
    """`count` keys from one reading of the clock and one of the system's randomness (about 2 us each)."""
    millis = _next_ms()
    noise = os.urandom(10 * count)
    head = millis << 80
    for i in range(count):
        bits = int.from_bytes(noise[10 * i : 10 * i + 10], "big")
        rand_a, rand_b = bits >> 68, bits & ((1 << 62) - 1)
        yield uuid.UUID(int=head | _VERSION_AND_VARIANT | (rand_a << 64) | rand_b)


def _next_ms() -> int:
    global _last_ms
    with _lock:
        _last_ms = max(_last_ms, time.time_ns() // 1_000_000)
        return _last_ms
