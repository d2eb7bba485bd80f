"""Which server, which role, which dialect; decided from the environment and the command line alone."""

import sys
from pathlib import Path

import dj_database_url
import pytest

from nssf_portal.runtime import broker, database
from nssf_portal.runtime.paths import Places

VAR = Path("/srv/portal/var")


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address given, no role told, and nobody knows that this is a test."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "NSSF_DB_ROLE", "PYTEST_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "nssf_portal.settings.dev")
    monkeypatch.setattr(sys, "argv", ["manage.py", "shell"])


def user() -> str:
    return dj_database_url.parse(database.database_url(VAR))["USER"]


@pytest.mark.parametrize("command", ["migrate", "load_sample", "run", "pgtrigger"])
def test_the_owners_commands_own(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr(sys, "argv", ["./manage.py", command, "--verbosity", "0"])
    assert user() == "nssf_owner"


@pytest.mark.parametrize("argv", [["manage.py", "import_roster"], ["gunicorn", "migrate"], ["celery"], [""]])
def test_everything_else_owns_nothing(monkeypatch: pytest.MonkeyPatch, argv: list[str]) -> None:
    monkeypatch.setattr(sys, "argv", argv)
    assert user() == "nssf_web"


def test_the_role_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NSSF_DB_ROLE", "owner")
    assert user() == "nssf_owner"
    monkeypatch.setenv("NSSF_DB_ROLE", "web")
    monkeypatch.setattr(sys, "argv", ["manage.py", "migrate"])
    assert user() == "nssf_web"


def test_tests_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "nssf_portal.settings.test")
    assert user() == "nssf_owner"


def test_given_addresses_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://web@db/nssf")
    assert database.owner_url(VAR) == database.web_url(VAR) == "postgresql://web@db/nssf"
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/nssf")
    assert (database.owner_url(VAR), user()) == ("postgresql://owner@db/nssf", "web")


def test_the_embedded_address_is_a_short_socket() -> None:
    parsed = dj_database_url.parse(database.database_url(VAR))
    assert parsed["HOST"] == str(Places.of(VAR).sockets)
    assert len(str(Places.of(VAR).postgres_socket)) < 100


def test_celery_spells_a_socket_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    socket = Places.of(VAR).valkey_socket
    assert broker.redis_url(VAR) == f"unix://{socket}?db=0"
    assert broker.celery_broker_url(VAR) == f"redis+socket://{socket}?virtual_host=0"
    monkeypatch.setenv("REDIS_URL", "redis://broker:6379/3")
    assert broker.redis_url(VAR) == broker.celery_broker_url(VAR) == "redis://broker:6379/3"
