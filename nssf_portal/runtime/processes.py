"""Small facts about processes: who is alive, how to give up root, how a child dies with its parent."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

NOBODY = 65534
"""The account PostgreSQL runs as when we are root, which it refuses to be."""


def is_root() -> bool:
    """Whether this process is root."""
    return os.geteuid() == 0


def die_with_parent(signal_name: str, *, drop_root: bool = False) -> list[str]:
    """A command prefix: the child gets this signal when its parent goes, however it goes, and is not root."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    drop = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if drop_root and is_root() else []
    return [setpriv, f"--pdeathsig={signal_name}", *drop, "--"]


def popen_identity(*, drop_root: bool) -> dict[str, object]:
    """The same for systems without setpriv: Popen's own arguments (the death signal is lost there)."""
    if not drop_root or not is_root() or shutil.which("setpriv"):
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def can_nobody(test: str, path: Path) -> bool:
    """Whether the unprivileged account passes `test FLAG PATH`, which asks the kernel rather than guessing."""
    command = [*die_with_parent("KILL", drop_root=True), "test", test, str(path)]
    options = popen_identity(drop_root=True)
    return subprocess.run(command, check=False, **options).returncode == 0  # type: ignore[call-overload]  # noqa: S603


def is_alive(pid: int) -> bool:
    """Whether the process exists and is more than a zombie nobody has collected."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _state(pid) not in {"Z", "X"}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "X" if Path("/proc/self").exists() else "?"
    except (OSError, IndexError):
        return "?"


def command_line(pid: int) -> str:
    """What the process was started with, or nothing where the system doesn't say."""
    if not Path("/proc/self").exists():
        return subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout  # noqa: S603, S607
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def end(pid: int, signals: list[tuple[signal.Signals, float]]) -> bool:
    """Send each signal in turn until the process is gone; True when it is."""
    for number, patience in signals:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not is_alive(pid):
                return True
            time.sleep(0.05)
    return not is_alive(pid)
