"""Real servers in folders of their own, and processes that use them."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nssf_portal.runtime import keeper
from nssf_portal.runtime.paths import BASE_DIR, Places
from nssf_portal.runtime.processes import is_alive

USE = """
import sys, time
from nssf_portal.runtime import keeper
keeper.ensure()
print("up", flush=True)
time.sleep(float(sys.argv[1]))
"""


def environment(var_dir: Path, **more: str) -> dict[str, str]:
    """What a process of this VAR_DIR sees: nothing of the suite's own servers and roles."""
    ours = ("DATABASE", "REDIS", "PYTEST", "NSSF", "DJANGO", "PORT", "VAR_DIR")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    settings = {"VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "tests.runtime.minimal"}
    return kept | settings | {"NSSF_KEEPER_GRACE": "0.5", "NSSF_FSYNC": "off", "PYTHONPATH": str(BASE_DIR)} | more


def use(var_dir: Path, seconds: float = 0) -> subprocess.Popen[str]:
    """A process that brings the servers up and uses them for a while."""
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(seconds)],
        env=environment(var_dir),
        cwd=BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def is_quiet(var_dir: Path) -> bool:
    """Whether nobody keeps this VAR_DIR any more."""
    return not keeper.status(var_dir) and not Places.of(var_dir).sockets.exists()


def _remove(var_dir: Path) -> None:
    keeper.release(var_dir)
    if pid := keeper.status(var_dir).get("keeper"):
        os.kill(pid, signal.SIGTERM)
        until(lambda: not is_alive(pid))
    data = Places.of(var_dir).postgres_data
    if data.is_symlink():
        shutil.rmtree(data.resolve().parent, ignore_errors=True)
    shutil.rmtree(var_dir, ignore_errors=True)
    shutil.rmtree(Places.of(var_dir).sockets, ignore_errors=True)


@pytest.fixture
def make_var_dir() -> Iterator[Callable[[], Path]]:
    """Makes folders for servers; ends what still runs in them."""
    made: list[Path] = []

    def make() -> Path:
        folder = Path(tempfile.mkdtemp(prefix="nssf-try-"))
        folder.chmod(0o755)
        made.append(folder)
        return folder

    yield make
    for folder in made:
        _remove(folder)


@pytest.fixture
def var_dir(make_var_dir: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """One such folder; keepers started from the test itself run like those of its processes."""
    monkeypatch.setenv("NSSF_KEEPER_GRACE", "0.5")
    monkeypatch.setenv("NSSF_FSYNC", "off")
    return make_var_dir()
