"""How often somebody may ask in an hour; the number is the law book's, the count lives in the cache."""

import logging
import time

from django.core.cache import cache
from redis.exceptions import RedisError

from nssf_portal.identifiers.crypto import blind_index
from nssf_portal.law.book import value_or

logger = logging.getLogger(__name__)
_HOUR = 3600


def within_limit(code: str, who: str, *, default: int = 60) -> bool:
    """Count one more question; False when `law.value(code)` per hour is used up.

    `who` (a user's id, an address) is kept only as a keyed digest. Without a cache nobody is stopped: a limit that
    locks everyone out would be worse than none for an hour."""
    key = f"limit:{code}:{int(time.time() // _HOUR)}:{blind_index('limit', who)}"
    try:
        cache.add(key, 0, timeout=_HOUR)
        return cache.incr(key) <= value_or(code, default)
    except (RedisError, ValueError, OSError) as failure:
        logger.warning("the limit %s could not be counted: %s", code, type(failure).__name__)
        return True


def address_of(meta: dict[str, str]) -> str:
    """The asker's address, as the web server gives it."""
    return meta.get("REMOTE_ADDR", "")
