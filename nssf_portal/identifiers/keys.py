"""Keys live outside the database: a JSON file mounted as a secret (production) or made at first use (development).

File: {"encryption": {"<key id>": "<base64 32 bytes>", ...}, "current": <key id>, "blind": "<base64 32 bytes>",
"links": "<base64 32 bytes>", "seal": "<base64 32 bytes>", "cards": {"<key id>": "<base64 PKCS8>", ...}}.
Rotating: add an encryption key, set `current`; the keys of cards are added by `rotate_card_key`.
"""

import base64
import fcntl
import functools
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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
    cards: dict[str, bytes] = field(default_factory=dict)


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
        cards={kid: base64.b64decode(key) for kid, key in data.get("cards", {}).items()},
        **{name: base64.b64decode(data[name]) for name in ("blind", "links", "seal")},
    )


def card_key(kid: str) -> bytes | None:
    """The private half of a key of cards; a key that another process added is found too."""
    if kid not in key_ring().cards:
        key_ring.cache_clear()
    return key_ring().cards.get(kid)


def add_card_key(kid: str, private: bytes) -> None:
    """Write one more key of cards into the file; OSError where it is a mounted secret, for an operator to add it."""
    key_ring()  # in the demonstration the file is made at first use
    _change_cards({kid: base64.b64encode(private).decode()})


def drop_card_key(kid: str) -> None:
    """A key that signs no more has no private half any longer; OSError as above."""
    _change_cards({kid: None})


def _change_cards(changes: dict[str, str | None]) -> None:
    path = Path(settings.KEYS_FILE)
    with _alone(path):
        data = json.loads(path.read_text())
        cards = data.get("cards", {}) | changes
        data["cards"] = {kid: key for kid, key in cards.items() if key is not None}
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(data))
        draft.replace(path)
    key_ring.cache_clear()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One writer at a time: two that read the same file would lose one of their keys."""
    with path.with_name(f"{path.name}.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


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
