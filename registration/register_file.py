"""Opening a file of the core system: plain UTF-8 text with the right columns, or a sentence that says what is wrong."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

_CHUNK = 1 << 20
MEMBERS = ("member_number", "nssf_number", "sex", "date_of_birth", "registered_on", "hired_on", "wage")
ENTERPRISES = ("nssf_number", "commune_code", "registered_on")
MEMBER_NAMES = ("family_name_km", "family_name_latin", "given_name_km")
ENTERPRISE_NAMES = ("name_km", "name_latin")


class FileRefused(Exception):
    """Nothing of the file was taken; `code` is for scripts."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def read_rows(path: Path, required: Sequence[str], one_of: Sequence[str]) -> Iterator[dict[str, str]]:
    """Rows by column name. Raises FileRefused: before the first row, but for a file that is broken further down."""
    try:
        _refuse_other_text(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _refuse_other_columns(reader, required, one_of)
            yield from reader
    except OSError as error:
        raise FileRefused("file_unreadable", _("The file cannot be read.")) from error
    except csv.Error as error:
        raise FileRefused("file_broken", _("The file is not a table of comma-separated values.")) from error


def _refuse_other_text(path: Path) -> None:
    decoder, seen = codecs.getincrementaldecoder("utf-8")(), False
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                seen = bool(decoder.decode(chunk).strip("\ufeff \r\n\t\x00")) or seen
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise FileRefused("not_utf8", _("The file is not UTF-8 text: save it as CSV UTF-8 and try again.")) from error
    if not seen:
        raise FileRefused("file_empty", _("The file is empty."))


def _refuse_other_columns(reader: csv.DictReader, required: Sequence[str], one_of: Sequence[str]) -> None:
    names = [str(name).strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in required if name not in names]
    if not any(name in names for name in one_of):
        missing.append(" / ".join(one_of))
    if missing:
        raise FileRefused("columns_unknown", _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    reader.fieldnames = names
