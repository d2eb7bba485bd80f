"""Opening a table from outside: safely, within fixed time and memory, with a sentence when it cannot be read."""

import json
import pickle
import struct
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nssf_portal.reading.sources import Sheet, SheetSource

SUFFIXES = ("xlsx", "xls", "ods", "csv", "txt", "tsv")
_CHILD = Path(__file__).with_name("child.py")
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost; a staff list of 100,000 people stays well below each."""

    file: int = 30 * _MB
    inflated: int = 160 * _MB
    ratio: int = 120
    entries: int = 1000
    columns: int = 200
    rows: int = 200_000
    cell: int = 32_768
    cells: int = 4_000_000
    memory: int = 300 * _MB
    seconds: int = 4
    patience: float = 10.0  # wall clock: a busy machine is slow without the file being hostile


LIMITS = Limits()

_NEW_WORKBOOK = gettext_noop("Please copy the list into a new workbook and send that one.")
_KINDS = gettext_noop("Please send the list as .xlsx, .xls, .ods or .csv.")

# What happened, then what to do.
_SENTENCES = {
    "empty": (gettext_noop("This file is empty."), gettext_noop("Please choose the file that holds your list.")),
    "too_large": (
        gettext_noop("This file is larger than %(allowed)s MB."),
        gettext_noop("Please send only the list, without pictures."),
    ),
    "too_big": (gettext_noop("This file needs far more room than a list does."), _NEW_WORKBOOK),
    "too_slow": (gettext_noop("This file takes too long to read."), _NEW_WORKBOOK),
    "bomb": (
        gettext_noop("This file unpacks to far more than a list holds, so we did not open it."),
        _NEW_WORKBOOK,
    ),
    "suspicious": (
        gettext_noop("This file holds something that does not belong in a spreadsheet, so we did not open it."),
        _NEW_WORKBOOK,
    ),
    "macros": (
        gettext_noop("This file contains macros, so we did not open it."),
        gettext_noop("Please save it as .xlsx without macros."),
    ),
    "encrypted": (
        gettext_noop("This file is protected by a password."),
        gettext_noop("Please save it without the password and send it again."),
    ),
    "damaged": (
        gettext_noop("This file is damaged or incomplete."),
        gettext_noop("Please open it on your computer, save it again as .xlsx and send that one."),
    ),
    "wrong_kind": (
        gettext_noop("This file's name ends in .%(extension)s, but its content is something else."),
        gettext_noop("Please open it on your computer, save it again as .xlsx and send that one."),
    ),
    "not_a_table": (gettext_noop("This is not a spreadsheet."), _KINDS),
    "unsupported": (gettext_noop("We cannot read this kind of file."), _KINDS),
    "too_many_columns": (
        gettext_noop("This sheet is wider than %(allowed)s columns."),
        gettext_noop("Please delete the columns to the right of your list and send it again."),
    ),
    "too_many_rows": (
        gettext_noop("This file has more than %(allowed)s rows."),
        gettext_noop("Please split the list into several files."),
    ),
}


class UnreadableFile(Exception):
    """The file was not read; `message` tells the sender why and what to do, in their language."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(code)

    @property
    def message(self) -> str:
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in self.details.items()}
        happened, to_do = _SENTENCES.get(self.code, _SENTENCES["damaged"])
        return f"{_(happened) % shown} {_(to_do)}"


def open_guarded(path: str | Path, filename: str, limits: Limits = LIMITS) -> SheetSource:
    """The sheets of a file, parsed by a child process; raises UnreadableFile with the reason."""
    suffix = filename.rpartition(".")[2].lower() if "." in filename else ""
    if suffix in ("xlsm", "xltm", "xlam", "xlsb"):
        raise UnreadableFile("macros" if suffix != "xlsb" else "unsupported")
    if suffix not in SUFFIXES:
        raise UnreadableFile("unsupported")
    size = Path(path).stat().st_size
    if size == 0:
        raise UnreadableFile("empty")
    if size > limits.file:
        raise UnreadableFile("too_large", allowed=limits.file // _MB)
    request = {"file": str(path), "suffix": suffix, "limits": asdict(limits), "path": _calamine_path()}
    return _run_child(request, limits)


def _calamine_path() -> list[str]:
    import python_calamine

    return [str(Path(python_calamine.__file__).parent.parent)]


def _run_child(request: dict[str, Any], limits: Limits) -> SheetSource:
    command = [sys.executable, "-I", "-S", "-B", str(_CHILD)]
    # The environment is empty on purpose: the child must not hold keys or database addresses.
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, close_fds=True
    ) as child:
        watch = threading.Timer(limits.patience, child.kill)
        watch.start()
        try:
            source = _ask(child, request)
        except BrokenPipeError:
            source = None
        finally:
            expired = not watch.is_alive()
            watch.cancel()
            child.kill()
    if source is None:
        raise UnreadableFile("too_slow" if expired or child.returncode in (-24, -9) else "too_big")
    if not any(sheet.blocks for sheet in source.sheets):
        raise UnreadableFile("empty")
    return source


def _ask(child: subprocess.Popen[bytes], request: dict[str, Any]) -> SheetSource | None:
    question, answer = child.stdin, child.stdout
    if question is None or answer is None:
        return None
    question.write(json.dumps(request).encode())
    question.close()
    return _receive(answer)


def _receive(stream: IO[bytes]) -> SheetSource | None:
    """Messages until the last; None when the child fell silent, because a limit stopped it."""
    sheets: list[Sheet] = []
    while header := stream.read(4):
        packed = stream.read(struct.unpack(">I", header)[0]) if len(header) == 4 else b""
        if not packed:
            return None
        word, *rest = _PlainUnpickler(BytesIO(packed)).load()
        if word == "sheet":
            sheets.append(Sheet(rest[0], visible=rest[1]))
        elif word == "rows":
            sheets[-1].blocks.append(rest[0])
        elif word == "refused":
            raise UnreadableFile(rest[0], **rest[1])
        else:
            return SheetSource(rest[0], sheets)
    return None


class _PlainUnpickler(pickle.Unpickler):
    """Messages are made of text, numbers and bytes; nothing else may come out of the child."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")
