"""A delta as bytes: one JSON document a line, the first says what follows; the digest is over the lines of rows."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from registration.register_file import FileRefused

FORMAT = "nssf-core-delta/1"


class Packed(NamedTuple):
    """A file understood: its head and its rows."""

    sequence: int
    digest: str
    rows: list[dict[str, Any]]


def line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over the rows in order, each as one line with sorted keys."""
    found = hashlib.sha256()
    for row in rows:
        found.update(line(row).encode("utf-8", "surrogatepass") + b"\n")  # half a sign is refused later, by its row
    return found.hexdigest()


def pack(rows: Sequence[Mapping[str, Any]], **head: Any) -> bytes:
    first = line({"format": FORMAT, **head, "rows": len(rows), "digest": digest_of(rows)})
    return ("\n".join([first, *map(line, rows)]) + "\n").encode()


def unpack(path: Path) -> Packed:
    """Raises FileRefused: not such a file, cut short, or altered on the way."""
    try:
        lines = list(_documents(path))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileRefused("file_broken", _("The file is not one JSON document a line, in UTF-8.")) from error
    head, rows = (lines[0], lines[1:]) if lines else ({}, [])
    if head.get("format") != FORMAT or not isinstance(head.get("sequence"), int) or head["sequence"] < 1:
        raise FileRefused("file_unknown", _("The first line does not say that this is a delta, and which."))
    if head.get("rows") != len(rows):
        raise FileRefused("file_cut", _("The file says how many rows it has, and has another number: ask for it anew."))
    digest = digest_of(rows)
    if head.get("digest") not in (None, digest):
        raise FileRefused("file_altered", _("The rows are not those that were sent: ask for the file anew."))
    return Packed(head["sequence"], digest, rows)


def _documents(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig") as file:
        for text in file:
            if text.strip():
                found = json.loads(text)
                yield found if isinstance(found, dict) else {}
