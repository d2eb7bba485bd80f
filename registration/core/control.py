"""The core system's control file of a day: which numbers it holds, in which state, with which facts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nssf_portal.khmer.cleaning import clean
from registration.core.enums import Subject
from registration.register_file import FileRefused, read_rows

MEMBER_FACTS = ("family_name_km given_name_km family_name_latin given_name_latin date_of_birth sex nationality").split()
ENTERPRISE_FACTS = "name_km name_latin tin moc_number commune_code".split()
FACTS = {Subject.MEMBER: MEMBER_FACTS, Subject.ENTERPRISE: ENTERPRISE_FACTS}
REQUIRED = ("kind", "number", "state")
_PLAIN = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": None})


@dataclass(frozen=True, slots=True)
class Columns:
    """What a file says of each kind: plain facts, or their digest in the column `facts`."""

    named: frozenset[str]

    def of(self, subject: str) -> list[str]:
        return [name for name in FACTS[Subject(subject)] if name in self.named]

    @property
    def has_digest(self) -> bool:
        return "facts" in self.named


def read(path: Path) -> Iterator[dict[str, str]]:
    """Raises FileRefused."""
    yield from read_rows(path, REQUIRED, ("facts", "date_of_birth", "name_latin", "name_km"))


def columns_of(row: Mapping[str, Any]) -> Columns:
    """By the first row. Raises FileRefused when there is nothing to compare by."""
    named = frozenset(str(name) for name in row)
    missing = [name for name in REQUIRED if name not in named]
    if missing:
        raise FileRefused("columns_unknown", _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    return Columns(named)


def lines(rows: Iterable[Mapping[str, Any]], columns: Columns) -> Iterator[str]:
    """As COPY takes them: row number, kind, number, state, digest, the facts of its kind as an array."""
    facts = {subject.value: columns.of(subject) for subject in Subject}
    for row_no, row in enumerate(rows, start=1):
        kind = str(row.get("kind") or "").strip().lower()
        cells = [_cell(row.get(name)) for name in facts.get(kind, ())]
        array = "{" + ",".join('"' + cell.replace("\\", "\\\\").replace('"', '\\"') + '"' for cell in cells) + "}"
        fields = [str(row_no), kind, *(_cell(row.get(name)) for name in ("number", "state", "facts")), array]
        yield "\t".join(field.translate(_PLAIN) for field in fields) + "\n"


def _cell(value: object) -> str:
    """Plain ASCII, which most of a file is, needs its ends cleaned only."""
    text = "" if value is None else str(value)
    return text.strip() if text.isascii() else clean(text)
