"""Which Redis or Valkey this process uses; imported by settings, so it starts nothing."""

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

from nssf_portal.runtime.paths import Places


def is_embedded() -> bool:
    """Whether no broker was given, so that the keeper's is used."""
    return not os.environ.get("REDIS_URL")


def redis_url(var_dir: Path | str) -> str:
    """The address in redis-py's dialect (cache, health check)."""
    return os.environ.get("REDIS_URL") or f"unix://{Places.of(var_dir).valkey_socket}?db=0"


def celery_broker_url(var_dir: Path | str) -> str:
    """The same address in kombu's dialect, which spells a socket `redis+socket://` and a database `virtual_host`."""
    return as_broker_url(redis_url(var_dir))


def with_database(url: str, number: int) -> str:
    """The same server's other database: test processes beside each other must not empty each other's cache."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"  # urlunsplit would drop the empty host's slashes
    return urlunsplit(parts._replace(path=f"/{number}"))


def as_broker_url(url: str) -> str:
    """An address of redis-py in kombu's dialect."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"
