"""Our message catalogue: read as it is written (.po), as it is used (.mo), and as the code asks for it."""

import ast
import gettext
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

PACKAGES = (
    "nssf_portal",
    "enterprises",
    "registration",
    "compliance",
    "incentives",
    "outreach",
    "reporting",
    "templates",
)
_KEYWORDS = (
    "gettext_lazy", "ngettext_lazy:1,2", "npgettext_lazy:1c,2,3", "pgettext_lazy:1c,2",
    "gettext_noop", "pgettext:1c,2", "npgettext:1c,2,3", "_lazy",
)  # fmt: skip
Key = tuple[str, str]
"""Context and message."""


@dataclass
class Entry:
    key: Key
    text: str
    fuzzy: bool
    plural: str = ""

    @property
    def is_missing(self) -> bool:
        return not self.text


def read_po(path: Path) -> dict[Key, Entry]:
    """The entries in use; the header is left out."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    found = [entry for block in blocks if (entry := _entry(block)) and entry.key[1]]
    return {entry.key: entry for entry in found}


def _entry(block: str) -> Entry | None:
    parts: dict[str, str] = {}
    last, fuzzy = "", False
    for line in block.splitlines():
        fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        if line.startswith("#") or not line.strip():
            continue
        if not line.startswith('"'):
            last, _space, line = line.partition(" ")
        parts[last] = parts.get(last, "") + ast.literal_eval(line)
    if "msgid" not in parts:
        return None
    text = parts.get("msgstr", parts.get("msgstr[0]", ""))
    return Entry((parts.get("msgctxt", ""), parts["msgid"]), text, fuzzy, parts.get("msgid_plural", ""))


def read_mo(path: Path) -> dict[Key, str]:
    """What gettext itself finds; plural messages by their first form."""
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {_mo_key(key): text for key, text in catalogue.items() if key and (not isinstance(key, tuple) or not key[1])}


def _mo_key(key: str | tuple[str, int]) -> Key:
    message = key[0] if isinstance(key, tuple) else key
    context, separator, text = message.partition("\x04")
    return (context, text) if separator else ("", message)


def po_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def used_messages() -> set[Key] | None:
    """What code and templates ask for, by xgettext; None where that is not installed."""
    program = shutil.which("xgettext")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for number, source in enumerate(_sources()):
            (Path(folder) / f"{number:04d}.py").write_text(source, encoding="utf-8")
        words = [f"--keyword={word}" for word in _KEYWORDS]
        command = [program, "--from-code=UTF-8", "--language=Python", *words, "--output=all.pot"]
        files = sorted(path.name for path in Path(folder).glob("*.py"))
        subprocess.run([*command, *files], cwd=folder, check=True, capture_output=True)  # noqa: S603  our own files
        return set(read_po(Path(folder) / "all.pot"))


def _sources() -> Iterator[str]:
    for package in PACKAGES:
        for path in sorted((Path(settings.BASE_DIR) / package).rglob("*")):
            if path.suffix == ".py":
                yield path.read_text(encoding="utf-8")
            elif path.suffix in (".html", ".txt") and "templates" in path.parts:
                yield templatize(path.read_text(encoding="utf-8"), origin=str(path))
