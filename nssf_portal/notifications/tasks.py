"""What the worker does for messages."""

from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.core.cache import cache

from nssf_portal.celery import app
from nssf_portal.notifications.deliveries import ask_what_is_due
from nssf_portal.notifications.sending import Sender

RUN_SECONDS = 8
"""Short, so that a roster's ten thousand invitations leave the worker free for other work in between."""
_RUNNING = "notifications:sending"


@app.task(name="nssf_portal.notifications.tasks.send_due")
def send_due() -> None:
    """Send the messages that are due, and ring again when some are left."""
    with _alone() as mine:
        left = mine and Sender().run(RUN_SECONDS)
    if left:
        send_due.delay()


@app.task(name="nssf_portal.notifications.tasks.ask_deliveries")
def ask_deliveries() -> None:
    """Ask the gateways which messages arrived."""
    ask_what_is_due(RUN_SECONDS)


@contextmanager
def _alone() -> Iterator[bool]:
    """Keep runs from piling up on the worker; without a cache two may run, which is safe (rows are claimed)."""
    try:
        mine = cache.add(_RUNNING, 1, 3 * RUN_SECONDS)
    except (redis.RedisError, OSError):
        mine = True
    try:
        yield mine
    finally:
        if mine:
            _let_go()


def _let_go() -> None:
    try:
        cache.delete(_RUNNING)
    except (redis.RedisError, OSError):
        return  # it runs out by itself
