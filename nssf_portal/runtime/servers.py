"""The two embedded servers: how each is prepared, started in the foreground, asked whether it is ready, stopped."""

import contextlib
import locale
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from nssf_portal.runtime import binaries
from nssf_portal.runtime.paths import Places
from nssf_portal.runtime.processes import (
    NOBODY,
    can_nobody,
    command_line,
    die_with_parent,
    end,
    is_alive,
    is_root,
    popen_identity,
)

ROLES = Path(__file__).parent / "sql" / "roles.sql"
LOG_LIMIT = 10 * 1024 * 1024


class ServerFailed(RuntimeError):
    """A server could not be brought up; the message says what to look at."""


class Server:
    """One foreground child of the keeper."""

    name = ""
    drops_root = False
    death_signal = "TERM"
    stop_signals: tuple[tuple[signal.Signals, float], ...] = ()

    def __init__(self, places: Places) -> None:
        self.places = places
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """Where the server writes."""
        return self.places.logs / f"{self.name}.log"

    @property
    def socket(self) -> Path:
        """Where the server listens."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Make the data folder and clear what a crash left."""

    def command(self) -> list[str]:
        """The server's command line."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Whether it answers."""
        raise NotImplementedError

    def start(self) -> None:
        """Start it; ready only when `is_ready` says so."""
        self.prepare()
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
                [*die_with_parent(self.death_signal, drop_root=self.drops_root), *self.command()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_clean_environment(),
                start_new_session=True,
                **popen_identity(drop_root=self.drops_root),
            )

    def is_running(self) -> bool:
        """Whether the child lives; also collects it when it has gone."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask, wait, insist."""
        if self.process is None:
            return
        for number, patience in self.stop_signals:
            if self.process.poll() is not None:
                break
            self.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        self.process = None


def _clean_environment() -> dict[str, str]:
    """No PG* variable of the caller (PGDATA, PGOPTIONS ...) reaches the servers."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_"))}
    return kept | {"LANG": "C", "TZ": "UTC"}


def _memory_bytes() -> int:
    """Memory this process may use: the machine's, or the container's if that is less."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):
        total = min(total, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return total


class Postgres(Server):
    """PostgreSQL 18 on a socket only."""

    name = "postgres"
    drops_root = True
    death_signal = "INT"  # fast shutdown
    stop_signals = ((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5))

    def __init__(self, places: Places, *, fsync: bool) -> None:
        super().__init__(places)
        self.fsync = fsync
        self.bin = binaries.postgres_bin()

    @property
    def socket(self) -> Path:
        """PostgreSQL's socket."""
        return self.places.postgres_socket

    @property
    def data(self) -> Path:
        """The cluster's folder, links followed: PostgreSQL compares paths."""
        return self.places.postgres_data.resolve()

    def prepare(self) -> None:
        """Make the sockets' folder and the cluster; free the cluster from a server that died or was orphaned."""
        make_socket_folder(self.places)
        if not (self.places.postgres_data / "PG_VERSION").exists():
            self._make_cluster()
        self._refuse_other_version()
        self._clear_old_server()

    def command(self) -> list[str]:
        """The server and its settings; no statement and no detail is logged, they hold people's data."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.places.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "250",
            "max_wal_size": "4GB",
            "max_locks_per_transaction": "256",
            "work_mem": "32MB",
            "maintenance_work_mem": "256MB",
            "shared_buffers": "1GB" if self.fsync and _memory_bytes() >= 8 * 2**30 else "256MB",
            "random_page_cost": "1.1",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "fsync": "on" if self.fsync else "off",
            "full_page_writes": "on" if self.fsync else "off",
            "dynamic_shared_memory_type": _shared_memory_kind(),
        }
        pairs = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return [str(self.bin / "postgres"), "-D", str(self.data), *pairs]

    def is_ready(self) -> bool:
        """Whether it takes connections; the first time also makes roles, database and extensions."""
        return self.socket.exists() and self._psql_roles()

    def _psql_roles(self) -> bool:
        command = [str(self.bin / "psql"), "--no-psqlrc", "--quiet", "--host", str(self.places.sockets)]
        command += ["--username", "postgres", "--dbname", "postgres", "--set", "embedded=1", "--file", str(ROLES)]
        with self.log.open("ab") as log:
            done = subprocess.run(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False, env=_clean_environment()
            )
        return done.returncode == 0

    def _make_cluster(self) -> None:
        """Run initdb beside the final place and move it there whole: a crash in between leaves nothing half-made."""
        final = self._cluster_home()
        making = final.with_name(final.name + ".new")
        for leftover in (making, final):
            shutil.rmtree(leftover, ignore_errors=True)
        making.mkdir(mode=0o700)
        if is_root():
            os.chown(making, NOBODY, NOBODY)
        self._initdb(making)
        making.rename(final)
        if final != self.places.postgres_data:
            self.places.postgres_data.unlink(missing_ok=True)
            self.places.postgres_data.symlink_to(final)

    def _cluster_home(self) -> Path:
        """VAR_DIR, or a lasting temporary folder when root's VAR_DIR is closed to the account PostgreSQL runs as."""
        if not is_root() or can_nobody("-x", self.places.var_dir):
            return self.places.postgres_data
        root = Path("/var/tmp")  # noqa: S108  a fresh private folder is made inside
        for forgotten in root.glob(f"nssf-data-{self.places.mark}-*"):
            shutil.rmtree(forgotten, ignore_errors=True)
        home = Path(tempfile.mkdtemp(prefix=f"nssf-data-{self.places.mark}-", dir=root))
        os.chown(home, NOBODY, NOBODY)
        return home / "pg"

    def _initdb(self, folder: Path) -> None:
        """Builtin C.UTF-8 with a UTF-8 ctype: with ctype C, pg_trgm sees no letters in Khmer at all."""
        command = [*die_with_parent("KILL", drop_root=True), str(self.bin / "initdb"), "-D", str(folder)]
        command += ["--username=postgres", "--auth=trust", "--encoding=UTF8", f"--locale={_utf8_locale()}"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"]
        options = popen_identity(drop_root=True)
        done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603
            command, cwd="/", capture_output=True, text=True, check=False, env=_clean_environment(), **options
        )
        if done.returncode:
            raise ServerFailed(f"initdb failed: {done.stderr.strip()[-500:]}")

    def _refuse_other_version(self) -> None:
        have = (self.data / "PG_VERSION").read_text().strip()
        runs = subprocess.run([str(self.bin / "postgres"), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        if f" {have}." not in runs.stdout:
            raise ServerFailed(
                f"{self.places.postgres_data} was made by PostgreSQL {have}, the program is {runs.stdout.strip()}: "
                f"dump it with the old version, or remove the folder to start empty."
            )

    def _clear_old_server(self) -> None:
        """End an orphaned server of this cluster and drop a pid file whose process is gone, a zombie or another's."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            pid_file.unlink(missing_ok=True)
            return
        if is_alive(pid) and str(self.data) in command_line(pid):
            end(pid, [(signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)])
        # The shared memory key still guards against backends that outlive their postmaster for a moment.
        pid_file.unlink(missing_ok=True)
        for leftover in (self.socket, self.socket.with_name(self.socket.name + ".lock")):
            leftover.unlink(missing_ok=True)


def _utf8_locale() -> str:
    previous = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, previous)
    raise ServerFailed("This system has no UTF-8 locale (C.UTF-8); search in Khmer would find nothing.")


def _shared_memory_kind() -> str:
    """Containers often give /dev/shm 64 MB, too little for parallel queries."""
    with contextlib.suppress(OSError):
        room = os.statvfs("/dev/shm")  # noqa: S108  only measured
        if room.f_bavail * room.f_frsize >= 512 * 2**20:
            return "posix"
    return "sysv"


def make_socket_folder(places: Places) -> None:
    """The private folder of the sockets; refused when somebody else made it first."""
    places.sockets.mkdir(mode=0o700, exist_ok=True)
    facts = places.sockets.lstat()
    if places.sockets.is_symlink() or facts.st_uid not in {os.geteuid(), NOBODY if is_root() else os.geteuid()}:
        raise ServerFailed(f"{places.sockets} belongs to somebody else; remove it and start again.")
    places.sockets.chmod(0o700)
    if is_root():
        os.chown(places.sockets, NOBODY, NOBODY)


class Valkey(Server):
    """Valkey on a socket only, with an append-only file and no eviction: it carries the bells of jobs."""

    name = "valkey"
    stop_signals = ((signal.SIGTERM, 10), (signal.SIGKILL, 5))

    @property
    def socket(self) -> Path:
        """Valkey's socket."""
        return self.places.valkey_socket

    def prepare(self) -> None:
        """Make the folders; end a server orphaned by a crash."""
        make_socket_folder(self.places)
        self.places.valkey_data.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.places.run / "valkey.pid").read_text())
            if is_alive(pid) and str(self.socket) in command_line(pid):
                end(pid, [(signal.SIGTERM, 10), (signal.SIGKILL, 5)])

    def start(self) -> None:
        """Start and note the pid, by which an orphan is found."""
        super().start()
        if self.process:
            (self.places.run / "valkey.pid").write_text(str(self.process.pid))

    def command(self) -> list[str]:
        """The server and its settings."""
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.places.valkey_data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        pairs = [word for key, value in settings.items() for word in (f"--{key}", value)]
        return [str(binaries.valkey_server()), *pairs]

    def is_ready(self) -> bool:
        """Whether it answers PING with PONG (while loading its file it answers with an error)."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            connection.connect(str(self.socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False

    def set_aside(self) -> None:
        """Move an unreadable file away: the bells are rung again by the sweeper, the cache fills by itself."""
        self.places.valkey_data.rename(self.places.valkey_data.with_name(f"valkey.broken-{int(time.time())}"))
