"""Which database and which role this process uses; imported by settings, so it starts nothing."""

import os
import sys
from pathlib import Path
from urllib.parse import quote

from nssf_portal.runtime.paths import Places

DATABASE = "nssf"
OWNER = "nssf_owner"
WEB = "nssf_web"
OWNER_COMMANDS = frozenset(
    {
        "run",  # migrates and loads the sample in its own process; what it starts uses the web role
        "migrate",
        "load_demo",
        "load_sample",
        "demo_reset",
        "flush",
        "pgtrigger",
        "sqlflush",
        "createcachetable",
        "test",
    }
)


def command_of(argv: list[str]) -> str:
    """The management command on a command line, or nothing for another program."""
    program = Path(argv[0]).name if argv else ""
    if program not in {"manage.py", "django-admin", "__main__.py"}:
        return ""
    return next((word for word in argv[1:] if not word.startswith("-")), "")


def acts_as_owner() -> bool:
    """Whether this process may own tables: told by NSSF_DB_ROLE, else tests and the owner's commands."""
    if role := os.environ.get("NSSF_DB_ROLE"):
        return role == "owner"
    if "PYTEST_VERSION" in os.environ or os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".test"):
        return True
    return command_of(sys.argv) in OWNER_COMMANDS


def embedded_url(var_dir: Path | str, role: str, database: str = DATABASE) -> str:
    """The embedded cluster's address for one role."""
    return f"postgresql://{role}@{quote(str(Places.of(var_dir).sockets), safe='')}/{database}"


def is_embedded() -> bool:
    """Whether no PostgreSQL was given, so that the keeper's is used."""
    return not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_OWNER_URL"))


def owner_url(var_dir: Path | str) -> str:
    """The address as the role that owns the tables."""
    given = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    return given or embedded_url(var_dir, OWNER)


def web_url(var_dir: Path | str) -> str:
    """The address as the role that owns nothing."""
    given = os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_OWNER_URL")
    return given or embedded_url(var_dir, WEB)


def database_url(var_dir: Path | str) -> str:
    """The address this process connects to."""
    return owner_url(var_dir) if acts_as_owner() else web_url(var_dir)
