"""The keeper's own process: `python -m nssf_portal.runtime.keeping VAR_DIR` (started by `keeper.ensure`)."""

import contextlib
import json
import logging
import os
import signal
import sys
import time
import uuid

from nssf_portal.runtime.leases import FileLock
from nssf_portal.runtime.paths import Places
from nssf_portal.runtime.servers import Postgres, Server, ServerFailed, Valkey

logger = logging.getLogger("keeper")
TICK = 0.1
GRACE = float(os.environ.get("NSSF_KEEPER_GRACE", "4"))
"""Seconds without any user before the servers are stopped: a script's next command finds them warm."""
START_LIMIT = 90.0
TRIES = 5


class Kept:
    """One server under the keeper's care: started when wanted, restarted when it dies, given up when it can't live."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.ready = False
        self.tries = 0
        self.deadline = 0.0
        self.not_before = 0.0

    def tend(self) -> bool:
        """One look; True when `ready` changed."""
        before = self.ready
        if not self.server.is_running():
            self._revive()
        elif not self.ready:
            self._await()
        elif not self.server.socket.exists():
            logger.warning("%s lost its socket; restarting it", self.server.name)
            self.server.stop()
            self.ready = False
        return self.ready != before

    def _revive(self) -> None:
        if self.ready:
            logger.warning("%s died; restarting it", self.server.name)
        self.ready = False
        if time.monotonic() < self.not_before:
            return
        self.tries += 1
        if self.tries > TRIES:
            raise ServerFailed(f"{self.server.name} ends at once, {TRIES} times in a row; see {self.server.log}")
        if self.tries == TRIES - 2 and isinstance(self.server, Valkey):
            self.server.set_aside()
        self.server.start()
        self.deadline = time.monotonic() + START_LIMIT
        # Orphaned backends of a killed postmaster need a moment to notice and go.
        self.not_before = time.monotonic() + min(0.3 * 2**self.tries, 5)

    def _await(self) -> None:
        if self.server.is_ready():
            self.ready, self.tries, self.not_before = True, 0, 0.0
        elif time.monotonic() > self.deadline:
            raise ServerFailed(f"{self.server.name} is not ready after {START_LIMIT:.0f} s; see {self.server.log}")


class Keeper:
    """Owns the servers of one VAR_DIR from the first user to the last."""

    def __init__(self, places: Places, own: FileLock) -> None:
        self.places = places
        self.own = own
        self.users = FileLock(places.run / "users.lock")
        self.id = uuid.uuid4().hex
        self.kept: dict[str, Kept] = {}
        self.ending = False

    def run(self) -> None:
        """Tend the servers until nobody uses them, somebody ends us, or our folder is gone."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        (self.places.run / "keeper.lock").write_text(self.id)
        idle_since: float | None = None
        while not self.ending and self.own.is_current():
            self._tend()
            idle_since = (idle_since or time.monotonic()) if self._is_unused() else None
            if idle_since and time.monotonic() - idle_since > GRACE and self.users.try_exclusive():
                break  # new users wait on this lock until we are gone
            time.sleep(TICK)

    def close(self) -> None:
        """Stop the servers; leave the folder alone when it is no longer ours."""
        for kept in self.kept.values():
            kept.server.stop()
        if self.own.is_current():
            for name in ("want-postgres", "want-valkey", "state.json", "valkey.pid"):
                (self.places.run / name).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self.places.valkey_socket.unlink(missing_ok=True)
                self.places.sockets.rmdir()

    def _end(self, *_: object) -> None:
        self.ending = True

    def _is_unused(self) -> bool:
        free = self.users.try_exclusive()
        self.users.release()
        return free

    def _tend(self) -> None:
        changed = self._notice_wishes()
        for kept in self.kept.values():
            changed = kept.tend() or changed
        if changed:
            self._write_state()

    def _notice_wishes(self) -> bool:
        for name in ("postgres", "valkey"):
            if name not in self.kept and (self.places.run / f"want-{name}").exists():
                self.kept[name] = Kept(self._make(name))
                return True
        return False

    def _make(self, name: str) -> Server:
        if name == "postgres":
            return Postgres(self.places, fsync=os.environ.get("NSSF_FSYNC") != "off")
        return Valkey(self.places)

    def _write_state(self) -> None:
        """Replace the state whole; users believe it only with the id written in the lock we hold."""
        state: dict[str, object] = {"id": self.id, "keeper": os.getpid()}
        for name, kept in self.kept.items():
            process = kept.server.process
            state[name] = process.pid if kept.ready and process else None
        making = self.places.run / "state.json.new"
        making.write_text(json.dumps(state))
        making.replace(self.places.run / "state.json")


def main(var_dir: str) -> int:
    """Keep this VAR_DIR, or leave at once when somebody does already."""
    logging.basicConfig(format="%(asctime)s keeper %(levelname)s %(message)s", level=logging.INFO)
    places = Places.of(var_dir)
    own = FileLock(places.run / "keeper.lock")
    if not own.wait(shared=False, seconds=2):
        return 0
    keeper = Keeper(places, own)
    try:
        keeper.run()
    except (ServerFailed, OSError) as failure:
        logger.error("%s", failure)
        return 1
    finally:
        keeper.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
