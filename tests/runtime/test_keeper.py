"""The embedded servers are there while somebody uses them, and no crash blocks the next start."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis

from nssf_portal.runtime import broker, database, keeper
from nssf_portal.runtime.paths import Places
from nssf_portal.runtime.processes import is_alive
from tests.runtime.conftest import is_quiet, until, use

pytestmark = pytest.mark.faults


def ask(var_dir: Path, question: str, role: str = database.OWNER) -> object:
    with psycopg.connect(database.embedded_url(var_dir, role), autocommit=True) as connection:
        cursor = connection.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


def valkey(var_dir: Path) -> redis.Redis:
    return redis.Redis.from_url(broker.redis_url(var_dir))


@pytest.fixture
def up(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Servers in use by this process."""
    monkeypatch.delenv("REDIS_URL", raising=False)
    keeper.ensure(var_dir, postgres=True, valkey=True)
    return var_dir


def test_both_servers_answer_and_khmer_has_letters(up: Path) -> None:
    assert ask(up, "SELECT cardinality(show_trgm('សុខ សុភា'))") == 7
    assert ask(up, "SELECT similarity('សុខ សុភា', 'សុខ សុភាព')") > 0.6
    assert str(ask(up, "SHOW server_version")).startswith("18")
    with valkey(up) as client:
        assert client.ping()
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_with_ctype_c_khmer_would_have_no_letters(up: Path) -> None:
    """The trap the start-up check is for: should this ever find trigrams, the check has become needless."""
    ask(up, "CREATE DATABASE deaf TEMPLATE template0 LC_CTYPE 'C'", role="postgres")
    with psycopg.connect(database.embedded_url(up, "postgres", "deaf")) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT show_trgm('សុខ សុភា')").fetchone() == ([],)


def test_the_web_role_owns_nothing_and_reads_what_the_owner_makes(up: Path) -> None:
    ask(up, "CREATE TABLE thing (n int GENERATED ALWAYS AS IDENTITY, word text)")
    ask(up, "INSERT INTO thing (word) VALUES ('a') RETURNING n", role=database.WEB)
    assert ask(up, "SELECT count(*) FROM thing", role=database.WEB) == 1
    for refused in ("DROP TABLE thing", "CREATE TABLE other ()", "TRUNCATE thing", "ALTER TABLE thing ADD x int"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(up, refused, role=database.WEB)
    assert ask(up, "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = 'nssf_web'") is False


def test_servers_stop_when_nobody_uses_them_and_the_data_stays(up: Path) -> None:
    ask(up, "CREATE TABLE kept AS SELECT 42 AS n")
    with valkey(up) as client:
        client.set("kept", "42")
    pids = keeper.status(up)
    keeper.release(up)
    until(lambda: is_quiet(up))
    until(lambda: not any(is_alive(pids[name]) for name in ("keeper", "postgres", "valkey")))
    keeper.ensure(up, postgres=True, valkey=True)
    assert ask(up, "SELECT n FROM kept") == 42
    with valkey(up) as client:
        assert client.get("kept") == b"42"


def test_servers_stay_while_another_process_uses_them(up: Path) -> None:
    other = use(up, seconds=2)
    assert other.stdout and other.stdout.readline() == "up\n"
    before = keeper.status(up)
    keeper.release(up)
    other.communicate()
    keeper.ensure(up, postgres=True, valkey=True)
    assert keeper.status(up)["postgres"] == before["postgres"]


@pytest.mark.parametrize(
    "victims", [["keeper"], ["postgres"], ["valkey"], ["postgres", "valkey"], ["keeper", "postgres", "valkey"]]
)
def test_kill_9_blocks_nothing(up: Path, victims: list[str]) -> None:
    ask(up, "CREATE TABLE survives AS SELECT 1 AS n")
    before = keeper.status(up)
    for name in victims:
        os.kill(before[name], signal.SIGKILL)
    until(lambda: not any(is_alive(before[name]) for name in victims))
    until(lambda: any(keeper.status(up).get(name) != before[name] for name in victims))
    keeper.ensure(up, postgres=True, valkey=True)
    until(lambda: keeper.status(up).get("postgres"))
    assert ask(up, "SELECT n FROM survives") == 1
    with valkey(up) as client:
        assert client.ping()


def test_a_killed_user_leaves_no_claim(var_dir: Path) -> None:
    user = use(var_dir, seconds=60)
    assert user.stdout and user.stdout.readline() == "up\n"
    user.kill()
    user.communicate()
    until(lambda: is_quiet(var_dir))


def test_a_pid_file_naming_a_living_stranger_is_no_obstacle(up: Path) -> None:
    keeper.release(up)
    until(lambda: is_quiet(up))
    (Places.of(up).postgres_data / "postmaster.pid").write_text(f"{os.getpid()}\n{up}/pg\n")
    keeper.ensure(up, postgres=True, valkey=True)
    assert ask(up, "SELECT 1") == 1


def test_an_interrupted_initdb_is_made_again(var_dir: Path) -> None:
    (var_dir / "pg.new").mkdir()
    (var_dir / "pg").mkdir()
    (var_dir / "pg" / "half").write_text("made")
    keeper.ensure(var_dir, postgres=True, valkey=False)
    assert ask(var_dir, "SELECT 1") == 1
    assert not keeper.status(var_dir).get("valkey")


def test_a_broken_broker_file_is_set_aside(up: Path) -> None:
    keeper.release(up)
    until(lambda: is_quiet(up))
    for file in Places.of(up).valkey_data.rglob("*.aof"):
        file.write_bytes(b"*3\r\n$3\r\nnonsense" * 100)
    keeper.ensure(up, postgres=False, valkey=True)
    with valkey(up) as client:
        assert client.ping()
    assert list(up.glob("valkey.broken-*"))


def test_many_at_once_meet_in_one_cluster(var_dir: Path) -> None:
    users = [use(var_dir, seconds=1) for _ in range(8)]
    assert [user.communicate()[0] for user in users] == ["up\n"] * 8
    until(lambda: is_quiet(var_dir))


def test_two_folders_never_meet(make_var_dir: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NSSF_FSYNC", "off")
    one, other = make_var_dir(), make_var_dir()
    for number, folder in enumerate((one, other)):
        keeper.ensure(folder, postgres=True, valkey=True)
        ask(folder, f"CREATE TABLE mine AS SELECT {number} AS n")
    assert [ask(one, "SELECT n FROM mine"), ask(other, "SELECT n FROM mine")] == [0, 1]
    assert keeper.status(one)["postgres"] != keeper.status(other)["postgres"]


def _removed(folder: Path) -> bool:
    """A keeper that is still alive may write its state between two looks: then it is removed once more."""
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def test_removing_the_folder_starts_afresh(up: Path) -> None:
    before = keeper.status(up)
    until(lambda: _removed(up))
    keeper.ensure(up, postgres=True, valkey=True)
    assert keeper.status(up)["keeper"] != before["keeper"]
    assert ask(up, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    until(lambda: not is_alive(before["keeper"]))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders closed to the account PostgreSQL runs as")
def test_a_closed_folder_stays_closed(var_dir: Path) -> None:
    var_dir.chmod(0o700)
    inner = var_dir / "var"
    keeper.ensure(inner, postgres=True, valkey=True)
    ask(inner, "CREATE TABLE kept AS SELECT 42 AS n")
    home = (inner / "pg").resolve()
    try:
        assert not home.is_relative_to(inner)
        assert var_dir.stat().st_mode & 0o777 == 0o700
        keeper.release(inner)
        until(lambda: is_quiet(inner))
        keeper.ensure(inner, postgres=True, valkey=True)
        assert ask(inner, "SELECT n FROM kept") == 42
    finally:
        keeper.release(inner)
        until(lambda: is_quiet(inner))
        shutil.rmtree(home.parent)


def test_what_was_given_is_not_started(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere/0")
    keeper.ensure(var_dir)
    assert keeper.status(var_dir) == {}
    assert list(var_dir.iterdir()) == []
