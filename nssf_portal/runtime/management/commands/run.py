"""`make run`: everything up, and down again together."""

import os
import sys
import threading
import time
from typing import Any

import httpx
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nssf_portal.runtime import development, keeper
from nssf_portal.runtime.leases import FileLock
from nssf_portal.runtime.supervisor import GRACE, Supervisor, keep_looking_after


class Command(BaseCommand):
    """Migrate, load the sample once, then run web, worker, beat and doubles until Ctrl-C."""

    help = "Run the portal for development: web, worker, beat, doubles; Ctrl-C ends all."
    requires_system_checks: list[str] = []  # `make check` runs them; here they cost seconds

    def handle(self, *args: Any, **options: Any) -> None:
        """Start in the order of dependence."""
        host, port = development.host_and_port()
        alone = FileLock(settings.VAR_DIR / "run" / "supervisor.lock")
        alone.path.parent.mkdir(parents=True, exist_ok=True)
        self._refuse_second(alone, host, port)
        self._prepare()
        keep_looking_after(keeper.ensure)
        threading.Thread(target=self._announce, args=(host, port), daemon=True).start()
        code = Supervisor(development.children(host, port), self._say).run()
        alone.release()
        # The looking-after thread may be inside a wait; nothing of this process has to be finished any more.
        sys.stdout.flush()
        os._exit(code)

    def _refuse_second(self, alone: FileLock, host: str, port: int) -> None:
        # One that is just ending (its children get a moment) is waited for.
        if not alone.wait(shared=False, seconds=GRACE + 2):
            raise CommandError(f"This copy is running already (data in {settings.VAR_DIR}); stop it first.")
        if not development.is_port_free(host, port):
            raise CommandError(f"Port {port} is taken by another program. Use another one:  PORT={port + 1} make run")

    def _prepare(self) -> None:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # the file server warns where it is missing
        began = time.monotonic()
        if development.migrate():
            self._say(f"Database migrated in {time.monotonic() - began:.1f} s.")
        began = time.monotonic()
        if development.load_sample():
            self._say(f"Sample loaded in {time.monotonic() - began:.1f} s.")

    def _announce(self, host: str, port: int) -> None:
        """Once the web answers, say where it is and who can sign in."""
        url = f"http://{host}:{port}"
        for _ in range(600):
            try:
                httpx.get(f"{url}/healthz", timeout=2, trust_env=False)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        signs = development.sign_ins()
        self._say(f"\nThe portal is at {url}/ (English: {url}/en/)\n{signs}\nCtrl-C stops everything.\n")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
