"""How often somebody may ask in an hour; the number is the law book's, the count lives in the cache."""

import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from nssf_portal.identifiers.crypto import blind_index
from nssf_portal.law.book import value_or

logger = logging.getLogger(__name__)
_HOUR = 3600


class LimitClosed(Exception):
    """Nobody can count now, and uncounted nobody may pass: the page says when to come back (503)."""


def within_limit(code: str, who: str, *, default: int = 60, closed: bool = False) -> bool:
    """Count one more question; False when `law.value(code)` per hour is used up.

    `who` (a user's id, an address) is kept only as a keyed digest. Each question is counted by one INCR before it is
    answered, so that many at once share one count. Without a cache nobody is stopped, for a limit that locks everyone
    out would be worse than none for an hour; `closed=True` is for doors behind which guessing pays: LimitClosed."""
    key = f"limit:{code}:{int(time.time() // _HOUR)}:{blind_index('limit', who)}"
    try:
        cache.add(key, 0, timeout=_HOUR)
        return cache.incr(key) <= value_or(code, default)
    except (RedisError, ValueError, OSError) as failure:
        logger.warning("the limit %s could not be counted: %s", code, type(failure).__name__)
        if closed:
            raise LimitClosed(code) from failure
        return True


def client_address(request: HttpRequest) -> str:
    """The asker's address, counted from the proxies of ours that stand in front, as sign-in counts it.

    What the asker wrote into the header himself stands further left and is never read."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    if 0 < proxies <= len(hops):
        return hops[-proxies]
    return request.META.get("REMOTE_ADDR", "")
