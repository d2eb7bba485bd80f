"""Making the database: the first of several test processes does it, the others copy what it made."""

import functools
import gc
import os
from pathlib import Path

from django.apps.registry import Apps
from django.conf import settings
from django.db import connection

from nssf_portal.runtime.leases import FileLock

_PATIENCE = 900.0
"""Seconds that one waits for another to have made it, on a busy machine."""


class Making:
    """Alone while it lasts; `schema` is the digest of the migrations and stands in the name of what is copied."""

    def __init__(self, schema: str) -> None:
        self.kind = f"{connection.settings_dict['NAME']}_made_"
        self.pattern = f"{self.kind}{schema[:16]}"
        self.lock = FileLock(Path(settings.VAR_DIR) / "making.lock")

    def begin(self, *, anew: bool) -> None:
        """Copy the pattern if one lies there, unless somebody asked for a new database."""
        assert self.lock.wait(shared=False, seconds=_PATIENCE), "another process is still making the test database"
        _name_swappable_models_once()
        gc.disable()  # migrations build the same models hundreds of times over
        if not anew and self.pattern in self._patterns():
            connection.settings_dict["TEST"]["TEMPLATE"] = self.pattern

    def end(self) -> None:
        """Leave a pattern for those who wait, in place of the ones of older migrations."""
        gc.enable()
        try:
            if os.environ.get("PYTEST_XDIST_WORKER") and not connection.settings_dict["TEST"].get("TEMPLATE"):
                self._keep_pattern()
        finally:
            self.lock.release()

    def _keep_pattern(self) -> None:
        made = connection.settings_dict["NAME"]
        connection.close()
        with connection.creation._nodb_cursor() as cursor:
            for old in self._patterns():
                cursor.execute(f'DROP DATABASE "{old}"')
            cursor.execute(f'CREATE DATABASE "{self.pattern}" TEMPLATE "{made}"')

    def _patterns(self) -> list[str]:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.kind])
            return [name for (name,) in cursor.fetchall()]


def _name_swappable_models_once() -> None:
    """Django forgets the answer with each model that a migration builds, and looks through all of them again."""
    named = functools.cache(Apps.get_swappable_settings_name.__wrapped__)
    named.cache_clear = lambda: None  # settings do not change
    Apps.get_swappable_settings_name = named
