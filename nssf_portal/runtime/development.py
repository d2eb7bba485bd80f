"""What `make run` needs to know: which processes, on which port, with which sample data."""

import contextlib
import os
import socket
import sys
import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from nssf_portal.runtime.paths import Places
from nssf_portal.runtime.supervisor import Child


def host_and_port() -> tuple[str, int]:
    """Where the web listens: loopback and 8000 unless HOST and PORT say otherwise."""
    return os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT") or 8000)


def is_port_free(host: str, port: int, *, seconds: float = 3.0) -> bool:
    """Whether the port can be taken; a server that is just ending gets a moment."""
    deadline = time.monotonic() + seconds
    while True:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((host, port))
                return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)


def children(host: str, port: int) -> list[Child]:
    """Web, worker, beat, and the doubles when there are any."""
    python, places = sys.executable, Places.of(settings.VAR_DIR)
    # They are what production is: the role that owns nothing.
    role = {"NSSF_DB_ROLE": "web", "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
    celery = [python, "-m", "celery", "--quiet", "--app", "nssf_portal"]
    found = [
        Child("web", [python, "-m", "gunicorn", *_gunicorn(host, port), "nssf_portal.wsgi:application"], role),
        # Celery warns of running as root at each start; here that is a container or a trial.
        Child("worker", [*celery, "worker", *_worker(places)], role | {"PYTHONWARNINGS": "ignore:::celery.platforms"}),
        Child("beat", [*celery, "beat", *_beat(places)], role),
    ]
    if "run_doubles" in get_commands():
        found.append(Child("doubles", [python, "manage.py", "run_doubles"], role))
        found.append(Child("door", [python, "-m", "gunicorn", *_door()], role | _door_lock(port)))
    return found


def _door() -> list[str]:
    """The listener partners come through: mutual TLS, the security server stand-in only (exchange.door)."""
    config = ("--config", "python:nssf_portal.exchange.door_config")
    return [*config, "nssf_portal.exchange.door:application"]


def _door_lock(port: int) -> dict[str, str]:
    from nssf_portal.doubles.certificates import development_certificates
    from nssf_portal.exchange.conf import DOOR_OFFSET

    made = development_certificates(settings.VAR_DIR / "door")
    return {
        "EXCHANGE_DOOR_BIND": f"127.0.0.1:{port + DOOR_OFFSET}",
        "EXCHANGE_DOOR_CERTIFICATE": str(made.door.certificate),
        "EXCHANGE_DOOR_KEY": str(made.door.key),
        "EXCHANGE_DOOR_PINNED": str(made.security_server.certificate),
    }


def _gunicorn(host: str, port: int) -> list[str]:
    """Threads under two workers; without keep-alive, idle connections don't gather on one of them."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    shared_memory = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []  # noqa: S108
    return [
        *("--bind", bind, "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--keep-alive", "0"),
        *("--preload", "--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning", *shared_memory),
        *("--logger-class", "nssf_portal.runtime.web_log.CarefulLogger"),
    ]


def _worker(places: Places) -> list[str]:
    quiet = ["--without-mingle", "--without-gossip", "--without-heartbeat", "--loglevel", "INFO"]
    return ["--concurrency", "2", "--hostname", f"worker@{places.mark}", *quiet]


def _beat(places: Places) -> list[str]:
    """The schedule file is only a cache; a fresh one each time can't be left broken by a crash."""
    schedule = places.run / "beat-schedule"
    for leftover in places.run.glob("beat-schedule*"):
        leftover.unlink(missing_ok=True)
    return ["--schedule", str(schedule), "--pidfile=", "--loglevel", "WARNING"]


def has_unapplied_migrations() -> bool:
    """Whether the database is behind the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> bool:
    """Bring the database to the code's state; True when there was something to do."""
    if not has_unapplied_migrations():
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


class SampleStamp:
    """Whether this very database holds the sample: asked of a file that names the database, not only of its rows,
    so that a load that was interrupted is finished by the next start."""

    def __init__(self) -> None:
        self.path = settings.VAR_DIR / "run" / "sample"

    def is_done(self) -> bool:
        """Whether the sample (or the wish for none) is in place."""
        return self._read() == f"done {self._database()}"

    def is_begun(self) -> bool:
        """Whether a load was begun and not finished."""
        return self._read() == f"begun {self._database()}"

    def write(self, state: str) -> None:
        """Note `begun` or `done`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(f"{state} {self._database()}")

    def forget(self) -> None:
        """The rows are gone, whatever the file says."""
        self.path.unlink(missing_ok=True)

    def _read(self) -> str:
        return self.path.read_text() if self.path.exists() else ""

    def _database(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT oid::text || '@' || (SELECT system_identifier FROM pg_control_system())"
                " FROM pg_database WHERE datname = current_database()"
            )
            return str(cursor.fetchone()[0])


def load_sample(*, empty: bool = False) -> bool:
    """Load the demonstration data once into a database nobody uses yet; True when it was loaded now."""
    stamp = SampleStamp()
    if "load_demo" not in get_commands() or stamp.is_done():
        return False
    if get_user_model().objects.exists() and not stamp.is_begun() and not empty:
        return False
    stamp.write("begun")
    options = {"empty": True} if empty else {}
    call_command("load_demo", stdout=sys.stderr, **options)
    stamp.write("done")
    return True


def sign_ins() -> str:
    """The demonstration's sign-ins, as `load_demo` wrote them."""
    path = settings.VAR_DIR / "demo-sign-ins.txt"
    return path.read_text() if path.exists() else ""
