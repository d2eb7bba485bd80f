"""`run_doubles`: all stand-ins up beside the web port, in demo mode only."""

import os
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest
from django.core.management import CommandError, call_command


def free_base() -> int:
    """Find a web port whose neighbours, the stand-ins' ports, are free."""
    for _turn in range(50):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            base = probe.getsockname()[1] - 90
        if base > 1024 and all(_free(base + offset) for offset in range(90, 97)):
            return base
    raise AssertionError("no free ports side by side")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def wait_for(url: str) -> httpx.Response:
    until = time.monotonic() + 30
    while True:
        try:
            return httpx.get(url, trust_env=False)
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_all_answer_and_end_on_term():
    base = free_base()
    command = [sys.executable, "-m", "django", "run_doubles"]
    process = subprocess.Popen(command, env=os.environ | {"PORT": str(base)}, stderr=subprocess.PIPE)
    try:
        assert wait_for(f"http://127.0.0.1:{base + 90}/listClients").json()["member"]
        assert "Nothing was sent yet" in wait_for(f"http://127.0.0.1:{base + 91}/").text
        assert "Nothing was said yet" in wait_for(f"http://127.0.0.1:{base + 92}/").text
        assert wait_for(f"http://127.0.0.1:{base + 95}/login-token").json()["data"]["loginToken"]
        discovered = wait_for(f"http://127.0.0.1:{base + 96}/.well-known/openid-configuration").json()
        assert discovered["issuer"] == f"http://127.0.0.1:{base + 96}"
    finally:
        process.send_signal(signal.SIGTERM)
        _out, errors = process.communicate(timeout=15)
    assert process.returncode == 0, errors


def test_never_outside_demo_mode(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo"):
        call_command("run_doubles")


def test_a_taken_port_is_said_plainly(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1] - 90))
        with pytest.raises(CommandError, match="taken"):
            call_command("run_doubles")
