"""Keys live outside the database: a JSON file mounted as a secret (production) or made at first use (development).

File: {"encryption": {"<key id>": "<base64 32 bytes>", ...}, "current": <key id>, "blind": "<base64 32 bytes>",
"links": "<base64 32 bytes>", "seal": "<base64 32 bytes>"}. Rotating: add an encryption key, set `current`.
"""

import base64
import functools
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class KeyRing:
    encryption: dict[int, bytes]
    current: int
    blind: bytes
    links: bytes
    seal: bytes


@functools.cache
def key_ring() -> KeyRing:
    """The keys of this installation, read once."""
    path = Path(settings.KEYS_FILE)
    if not path.exists():
        if not settings.DEMO:
            raise ImproperlyConfigured(f"KEYS_FILE {path} does not exist")
        _make(path)
    data = json.loads(path.read_text())
    return KeyRing(
        encryption={int(number): base64.b64decode(key) for number, key in data["encryption"].items()},
        current=int(data["current"]),
        **{name: base64.b64decode(data[name]) for name in ("blind", "links", "seal")},
    )


def _make(path: Path) -> None:
    def fresh() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"encryption": {"1": fresh()}, "current": 1, "blind": fresh(), "links": fresh(), "seal": fresh()}
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(content))
    try:
        os.link(draft, path)  # several processes may start at once: the first one's keys win
    except FileExistsError:
        pass
    draft.unlink()
