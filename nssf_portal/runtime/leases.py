"""Locks the kernel takes back from a killed process: who uses the servers, who keeps them."""

import contextlib
import fcntl
import os
import time
from pathlib import Path


class FileLock:
    """One flock on one file; shared for users, exclusive for the keeper. Nothing on disk has to be cleaned up."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def try_shared(self) -> bool:
        """Take it beside others, if nobody holds it alone."""
        return self._try(fcntl.LOCK_SH)

    def try_exclusive(self) -> bool:
        """Take it alone, if nobody holds it."""
        return self._try(fcntl.LOCK_EX)

    def release(self) -> None:
        """Give it back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def is_current(self) -> bool:
        """Whether the file we hold is still the one on disk (VAR_DIR may have been removed under us)."""
        if self._descriptor is None:
            return False
        with contextlib.suppress(OSError):
            ours, there = os.fstat(self._descriptor), self.path.stat()
            return (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino)
        return False

    def wait(self, *, shared: bool, seconds: float) -> bool:
        """Keep trying for a while."""
        deadline = time.monotonic() + seconds
        while not (self.try_shared() if shared else self.try_exclusive()):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def _try(self, kind: int) -> bool:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self.release()
        self._descriptor = descriptor
        if self.is_current():
            return True
        self.release()  # removed between open and flock
        return False
