import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from nssf_portal.runtime.command import CommandFailed, JsonCommand
from registration.core import delivering
from registration.core.cursor import CursorRefused


class Command(JsonCommand):
    help = "Make the next deltas for NSSF's core system; with --out, also write them there in clear, for carrying over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, help="a folder that only the carrier can read")

    def work(self, **options: Any) -> dict[str, Any]:
        started, out = timezone.now(), options["out"]
        if out and not out.is_dir():
            raise CommandFailed("folder_not_found", "The folder does not exist.")
        try:
            made = delivering.make_deltas()
        except CursorRefused as refused:
            raise CommandFailed(refused.code, str(refused)) from refused
        files = [_write(out / delivering.file_name(delta), delivering.content_of(delta)) for delta in made if out]
        return {
            "deltas": len(made),
            "first": made[0].sequence,
            "last": made[-1].sequence,
            "rows": sum(delta.rows for delta in made),
            "files": files,
            "seconds": round((timezone.now() - started).total_seconds(), 3),
        }


def _write(path: Path, content: bytes) -> str:
    """Readable by its owner alone: it holds people's numbers."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    return path.name
