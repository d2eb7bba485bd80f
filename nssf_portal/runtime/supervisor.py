"""Runs the development processes side by side: prefixes what they say, restarts the fallen, ends with the last of them.

Every child gets a death signal from the kernel, so kill -9 of the supervisor takes the children along.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from nssf_portal.runtime.paths import BASE_DIR
from nssf_portal.runtime.processes import die_with_parent

GRACE = 8.0
"""Seconds the children get to finish before they are killed; jobs are durable, so nothing is lost by that."""
CRASHES, WINDOW = 5, 60.0


@dataclass
class Child:
    """One process under supervision."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> IO[bytes]:
        """Start it in a group of its own (Ctrl-C reaches it through us) and hand over its output."""
        self.starts = [at for at in self.starts if at > time.monotonic() - WINDOW] + [time.monotonic()]
        self.process = subprocess.Popen(  # noqa: S603
            [*die_with_parent("TERM"), *self.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=BASE_DIR,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | self.environment,
            start_new_session=True,
        )
        assert self.process.stdout  # noqa: S101  told PIPE above
        os.set_blocking(self.process.stdout.fileno(), False)
        return self.process.stdout

    def signal_group(self, number: signal.Signals) -> None:
        """Signal it and whatever it forked."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def is_running(self) -> bool:
        """Whether it lives; collects it otherwise."""
        return self.process is not None and self.process.poll() is None

    def falls_too_often(self) -> bool:
        """Whether starting it once more is pointless."""
        return len(self.starts) >= CRASHES


class Supervisor:
    """Runs the children until a signal, or until one of them can't be kept up."""

    def __init__(self, children: list[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.selector = selectors.DefaultSelector()
        self.ending: int | None = None

    def run(self) -> int:
        """Start all, watch, end all; the exit code is 0 when somebody asked for the end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_end)
        for child in self.children:
            self._start(child)
        try:
            while self.ending is None:
                self._relay(0.3)
                self._revive()
        finally:
            self._end()
        return self.ending or 0

    def _ask_to_end(self, *_: object) -> None:
        if self.ending is not None:
            for child in self.children:
                child.signal_group(signal.SIGKILL)
        self.ending = 0

    def _start(self, child: Child) -> None:
        self.selector.register(child.start(), selectors.EVENT_READ, child)

    def _revive(self) -> None:
        for child in self.children:
            if child.is_running() or self.ending is not None:
                continue
            self._relay(0)
            if child.falls_too_often():
                self.say(f"{child.name} keeps ending; see above. Stopping.")
                self.ending = 1
                return
            self.say(f"{child.name} ended; starting it again.")
            child.signal_group(signal.SIGKILL)  # what it forked may outlive it
            time.sleep(0.5)
            self._start(child)

    def _relay(self, seconds: float) -> None:
        for key, _ in self.selector.select(seconds):
            stream: IO[bytes] = key.fileobj  # type: ignore[assignment]
            if not (chunk := stream.read(65536)):
                self.selector.unregister(stream)
                stream.close()
                continue
            for line in chunk.decode(errors="replace").splitlines():
                self.say(f"{key.data.name:<8}| {line}")

    def _end(self) -> None:
        for child in self.children:
            if child.is_running() and child.process:
                child.process.terminate()
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and any(child.is_running() for child in self.children):
            self._relay(0.1)
        for child in self.children:
            child.signal_group(signal.SIGKILL)
            if child.process:
                child.process.wait()


def keep_looking_after(check: Callable[[], None], seconds: float = 2.0) -> None:
    """Call `check` now and then on a thread of its own, for as long as the process lives."""

    def loop() -> None:
        while True:
            time.sleep(seconds)
            try:
                check()
            except RuntimeError as failure:
                sys.stderr.write(f"{failure}\n")

    threading.Thread(target=loop, daemon=True, name="looking-after").start()
