"""The keeper: one detached process per VAR_DIR that owns the embedded servers while anybody uses them.

Users hold a shared lock on `run/users.lock`; the keeper holds `run/keeper.lock` and, once it can take the users' lock
alone for a few seconds, stops the servers and goes. The kernel drops the locks of killed processes, so kill -9 of
anybody leaves nothing behind that the next start would have to understand.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from nssf_portal.runtime import broker, database
from nssf_portal.runtime.leases import FileLock
from nssf_portal.runtime.paths import BASE_DIR, Places
from nssf_portal.runtime.processes import is_alive

PATIENCE = 120.0
"""Seconds a user waits: recovery after a crash in the middle of a large import takes a while."""
NO_SERVER_COMMANDS = frozenset(
    {
        "",
        "help",
        "version",
        "makemessages",
        "compilemessages",
        "collectstatic",
        "startapp",
        "startproject",
        "check_messages",
    }
)

_leases: dict[Path, FileLock] = {}


class KeeperFailed(RuntimeError):
    """The embedded servers could not be brought up; the message says where to look."""


def ensure_for(argv: list[str]) -> None:
    """What manage.py calls: bring up what this command line needs, unless servers were given."""
    command = database.command_of(argv)
    if command in NO_SERVER_COMMANDS or {"--help", "-h", "--version"} & set(argv):
        return
    ensure()


def ensure(
    var_dir: Path | str | None = None,
    *,
    postgres: bool | None = None,
    valkey: bool | None = None,
    fsync: bool | None = None,
) -> None:
    """Bring up the servers of this VAR_DIR and keep them for this process's lifetime; safe from many at once.

    What is not said follows the environment: a server whose address was given is not started, and only the test
    settings run without fsync.
    """
    wanted = {
        "postgres": database.is_embedded() if postgres is None else postgres,
        "valkey": broker.is_embedded() if valkey is None else valkey,
    }
    if not any(wanted.values()):
        return
    places = Places.of(var_dir)
    try:
        _take_lease(places)
        _bring_up(places, wanted, fsync=_fsync_by_settings() if fsync is None else fsync)
    except PermissionError as refusal:
        raise KeeperFailed(
            f"{refusal.filename or places.var_dir} belongs to another user. "
            f"Set VAR_DIR to a folder of your own, or give DATABASE_URL and REDIS_URL."
        ) from refusal


def release(var_dir: Path | str | None = None) -> None:
    """Stop using the servers before the process ends (tests do); the keeper stops them when nobody is left."""
    if lease := _leases.pop(Places.of(var_dir).var_dir, None):
        lease.release()


def status(var_dir: Path | str | None = None) -> dict[str, Any]:
    """What the keeper of this VAR_DIR says: `keeper`, `postgres` and `valkey` pids; empty when none keeps it."""
    places = Places.of(var_dir)
    if not places.run.is_dir() or not _is_kept(places):
        return {}
    with contextlib.suppress(OSError, ValueError):
        state = json.loads((places.run / "state.json").read_text())
        if state["id"] == (places.run / "keeper.lock").read_text() and is_alive(state["keeper"]):
            return state
    return {}


def _fsync_by_settings() -> bool:
    testing = os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".test") or "PYTEST_VERSION" in os.environ
    return os.environ.get("NSSF_FSYNC", "off" if testing else "on") != "off"


def _take_lease(places: Places) -> None:
    """Hold the users' lock; while the keeper is stopping this waits, and then starts afresh."""
    held = _leases.get(places.var_dir)
    if held and held.is_current():
        return
    places.make()
    lease = FileLock(places.run / "users.lock")
    if not lease.wait(shared=True, seconds=PATIENCE):
        raise KeeperFailed(f"The servers of {places.var_dir} did not finish stopping; see {places.logs}.")
    _leases[places.var_dir] = lease


def _bring_up(places: Places, wanted: dict[str, bool], *, fsync: bool) -> None:
    """Say what is wanted, see that a keeper lives, wait until it says ready."""
    deadline, spawned, told = time.monotonic() + PATIENCE, 0, False
    while not _is_up(places, wanted):
        for name in (name for name, want in wanted.items() if want):
            (places.run / f"want-{name}").touch()
        if not _is_kept(places):
            if spawned == 3:
                raise KeeperFailed(_complaint(places))
            spawned += _spawn(places, fsync=fsync)
        if time.monotonic() > deadline:
            raise KeeperFailed(_complaint(places))
        if not told and time.monotonic() > deadline - PATIENCE + 8:
            sys.stderr.write(f"Waiting for the embedded servers ({places.logs})...\n")
            told = True
        time.sleep(0.05)


def _is_up(places: Places, wanted: dict[str, bool]) -> bool:
    state = status(places.var_dir)
    sockets = {"postgres": places.postgres_socket, "valkey": places.valkey_socket}
    return all(state.get(name) and sockets[name].exists() for name, want in wanted.items() if want)


def _is_kept(places: Places) -> bool:
    lock = FileLock(places.run / "keeper.lock")
    free = lock.try_shared()  # shared, so that many may ask at once without seeing each other
    lock.release()
    return not free


def _spawn(places: Places, *, fsync: bool) -> int:
    """Start a keeper in a session of its own, adopted by init: our end is not its end. One starter at a time."""
    starting = FileLock(places.run / "start.lock")
    if not starting.try_exclusive():
        return 0
    try:
        if _is_kept(places):
            return 0
        environment = os.environ | {"NSSF_FSYNC": "on" if fsync else "off", "PYTHONPATH": str(BASE_DIR)}
        command = [sys.executable, "-m", "nssf_portal.runtime.keeping", str(places.var_dir)]
        with (places.logs / "keeper.log").open("ab") as log:
            subprocess.run(  # noqa: S603
                ["/bin/sh", "-c", '"$@" &', "keeper", *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=BASE_DIR,
                env=environment,
                start_new_session=True,
                check=True,
            )
        return _wait_until_kept(places)
    finally:
        starting.release()


def _wait_until_kept(places: Places) -> int:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and not _is_kept(places):
        time.sleep(0.05)
    return 1


def _complaint(places: Places) -> str:
    lines = []
    for name in ("keeper.log", "postgres.log", "valkey.log"):
        with contextlib.suppress(OSError):
            lines += (places.logs / name).read_text(errors="replace").splitlines()[-5:]
    return f"The embedded servers did not start; the logs in {places.logs} end with:\n" + "\n".join(lines)
