"""A job run by a process of its own that falls, as by kill -9, at one exact point of the work."""

import importlib
import os
import signal
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job

FORKS = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
"""The child only works and falls: locks of threads it does not have are none of its own."""


def run_and_fall(job_id: uuid.UUID, *, after: str, turn: int = 1) -> None:
    """Fork; the child takes the job and dies right after the `turn`-th time of `after`: a function (module:name),
    the whole handler (`handler`), or a statement that begins so (`sql:INSERT ...`)."""
    if child := os.fork():
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"the worker came past {after}"
        return
    try:
        _forget_connections()
        _set_wire(after, turn)
        jobs.run(job_id)
    finally:
        os._exit(0)


def heir_takes_over(job_id: uuid.UUID) -> bool:
    """The dead worker's lease runs out, and the next one takes the job; whether it came to the end."""
    Job.objects.filter(pk=job_id, state="running").update(leased_until=timezone.now() - timedelta(seconds=1))
    return jobs.run(job_id)


def _forget_connections() -> None:
    """The sockets are the parent's; psycopg closes none that another process opened."""
    for connection in connections.all():
        connection.connection = None


def _set_wire(after: str, turn: int) -> None:
    place, _colon, name = after.partition(":")
    if place == "sql":
        connections["default"].execute_wrappers.append(_wired_statements(name, turn))
    elif place == "handler":
        jobs._handlers = {kind: _wired(handler, turn) for kind, handler in jobs._handlers.items()}
    else:
        module = importlib.import_module(place)
        setattr(module, name, _wired(getattr(module, name), turn))


def _wired_statements(beginning: str, turn: int) -> Callable:
    fall = _wired(lambda: None, turn)

    def wrapper(execute: Callable, sql: object, *rest: object) -> object:
        answer = execute(sql, *rest)
        if str(sql).lstrip().startswith(beginning):
            fall()
        return answer

    return wrapper


def _wired(real: Callable, turn: int) -> Callable:
    left = turn

    def wired(*args: object, **kwargs: object) -> object:
        nonlocal left
        answer = real(*args, **kwargs)
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return wired
