"""`make run`'s supervisor: everything up, everything down, whatever ends it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from nssf_portal.runtime import keeper
from nssf_portal.runtime.paths import BASE_DIR
from nssf_portal.runtime.processes import command_line, is_alive
from tests.runtime.conftest import environment, is_quiet, until

pytestmark = [pytest.mark.faults, pytest.mark.enable_socket]


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def run(var_dir: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "run"],
        env=environment(var_dir, PORT=str(port)),
        cwd=BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def children_of(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def descendants(parent: int) -> list[int]:
    children = children_of(parent)
    return children + [pid for child in children for pid in descendants(child)]


@pytest.fixture
def running(var_dir: Path) -> Iterator[tuple[subprocess.Popen[str], Path, int]]:
    """The supervisor with its web answering."""
    port = a_free_port()
    supervisor = run(var_dir, port)
    until(lambda: answers(port), 60)
    yield supervisor, var_dir, port
    if supervisor.returncode is None:
        supervisor.kill()
        supervisor.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_all(running: tuple[subprocess.Popen[str], Path, int], number: signal.Signals) -> None:
    supervisor, var_dir, port = running
    started = descendants(supervisor.pid)
    assert len(started) >= 3
    supervisor.send_signal(number)
    output, _ = supervisor.communicate(timeout=20)
    assert supervisor.returncode == 0, output
    assert f"http://127.0.0.1:{port}/" in output
    until(lambda: not any(is_alive(pid) for pid in started))
    until(lambda: is_quiet(var_dir))


def test_kill_9_takes_the_children_along_and_the_next_start_works(
    running: tuple[subprocess.Popen[str], Path, int],
) -> None:
    supervisor, var_dir, port = running
    started = children_of(supervisor.pid)
    supervisor.kill()
    supervisor.communicate()
    until(lambda: not any(is_alive(pid) for pid in started))
    again = run(var_dir, port)
    try:
        until(lambda: answers(port), 60)
    finally:
        again.terminate()
        again.communicate(timeout=20)


def test_a_fallen_child_is_started_again(running: tuple[subprocess.Popen[str], Path, int]) -> None:
    supervisor, _, port = running
    web = [pid for pid in children_of(supervisor.pid) if "gunicorn" in command_line(pid)]
    os.kill(web[0], signal.SIGKILL)
    until(lambda: not is_alive(web[0]))
    until(lambda: answers(port), 30)
    assert supervisor.poll() is None


def test_a_killed_keeper_is_replaced_while_the_portal_runs(running: tuple[subprocess.Popen[str], Path, int]) -> None:
    _, var_dir, port = running
    before = keeper.status(var_dir)["keeper"]
    os.kill(before, signal.SIGKILL)
    until(lambda: keeper.status(var_dir).get("keeper") not in {None, before}, 30)
    until(lambda: answers(port), 30)


def test_a_second_one_is_told_so(running: tuple[subprocess.Popen[str], Path, int]) -> None:
    _, var_dir, port = running
    output, _ = run(var_dir, port).communicate(timeout=30)
    assert "is running already" in output


def test_a_taken_port_is_named(var_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        supervisor = run(var_dir, port)
        output, _ = supervisor.communicate(timeout=60)
    assert supervisor.returncode == 1
    assert f"Port {port} is taken" in output
