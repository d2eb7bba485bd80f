"""Where an embedded pair of servers keeps its data, locks and sockets; everything follows from VAR_DIR."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]


def default_var_dir() -> Path:
    """VAR_DIR as settings see it: the environment, or `var/` of the checkout (`var/test` under the test settings)."""
    testing = os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".test")
    fallback = BASE_DIR / "var" / "test" if testing else BASE_DIR / "var"
    return Path(os.environ.get("VAR_DIR") or fallback).resolve()


def _temp_root() -> Path:
    """A short folder every process of this user agrees on, whatever its TMPDIR (a socket path has 107 bytes)."""
    usual = Path("/tmp")  # noqa: S108  only a private, owner-checked folder is made inside
    return usual if usual.is_dir() and os.access(usual, os.W_OK) else Path(tempfile.gettempdir())


@dataclass(frozen=True)
class Places:
    """The paths of one VAR_DIR."""

    var_dir: Path

    @classmethod
    def of(cls, var_dir: Path | str | None = None) -> "Places":
        """The places of this VAR_DIR, or of the environment's."""
        return cls(Path(var_dir).resolve() if var_dir else default_var_dir())

    @property
    def mark(self) -> str:
        """Short name of this VAR_DIR and this user, so that two copies or two people never meet."""
        return hashlib.sha256(f"{os.geteuid()}:{self.var_dir}".encode()).hexdigest()[:12]

    @property
    def sockets(self) -> Path:
        """Folder of both sockets."""
        return _temp_root() / f"nssf-{self.mark}"

    @property
    def postgres_socket(self) -> Path:
        """PostgreSQL's socket."""
        return self.sockets / ".s.PGSQL.5432"

    @property
    def valkey_socket(self) -> Path:
        """Valkey's socket."""
        return self.sockets / "valkey.sock"

    @property
    def run(self) -> Path:
        """Locks and state of the keeper; nothing in it outlives its process in meaning."""
        return self.var_dir / "run"

    @property
    def logs(self) -> Path:
        """Logs of the servers and the keeper."""
        return self.var_dir / "log"

    @property
    def postgres_data(self) -> Path:
        """The cluster; a link when VAR_DIR is closed to the account PostgreSQL runs as."""
        return self.var_dir / "pg"

    @property
    def valkey_data(self) -> Path:
        """Valkey's append-only file."""
        return self.var_dir / "valkey"

    def make(self) -> None:
        """Make the folders that are ours; parents keep the rights they have."""
        for folder in (self.var_dir, self.run, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
