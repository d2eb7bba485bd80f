"""Parses one table in a process of its own, so that a hostile file can hurt nobody else.

Run by guard.py as a plain script: `python -I -S child.py` with a request on standard input. It knows nothing of the
portal, holds no secret, limits its own memory and time, and writes to standard output a stream of length-prefixed
pickles: ("sheet", name, visible), ("rows", [...]), then ("done", kind) or ("refused", code, details).
"""

import codecs
import csv
import gc
import json
import os
import pickle
import resource
import struct
import sys
import zipfile
import zlib

ROWS_PER_BLOCK = 500
ORDINARY_BLOCK = 1 << 18
LONGEST_TEXT = 1000  # for a block that is larger than ordinary; no cell of a list says more
SNIFFED = 65536

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
FREE_INFLATION = 4 << 20  # a small part may be as repetitive as it likes
TELLING_PARTS = ("[content_types].xml", "mimetype", "meta-inf/manifest.xml")
NESTED = (".xlsx", ".zip", ".ods", ".xls", ".7z", ".rar", ".gz", ".exe", ".dll", ".js", ".bat")
FORBIDDEN_XML = (b"<!DOCTYPE", b"<!ENTITY")


class Refused(Exception):
    """The file will not be read; the code says why."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class Output:
    """Writes messages to the parent, counting rows on the way."""

    def __init__(self, stream, limits: dict) -> None:
        self._stream, self._limits = stream, limits
        self._rows = self._cells = 0

    def send(self, *message: object) -> None:
        packed = pickle.dumps(message, protocol=5)
        self._stream.write(struct.pack(">I", len(packed)) + packed)

    def sheet(self, name: str, visible: bool, rows) -> None:
        self.send("sheet", name, visible)
        block: list[list] = []
        pending = 0
        for row in rows:
            cells = self._checked(row)
            if not cells:
                pending += 1  # blank lines count for the row numbers, but a million of them at the end do not
                continue
            block.extend([] for _ in range(pending))
            pending = 0
            block.append(cells)
            if len(block) >= ROWS_PER_BLOCK:
                self._flush(block)
                block = []
        if block:
            self._flush(block)

    def _checked(self, row: list) -> list:
        width = len(row)
        while width and (row[width - 1] == "" or row[width - 1] is None):
            width -= 1
        if width > self._limits["columns"]:
            raise Refused("too_many_columns", columns=width, allowed=self._limits["columns"])
        self._cells += width
        return row if width == len(row) else row[:width]

    def _flush(self, block: list) -> None:
        self._rows += len(block)
        if self._rows > self._limits["rows"]:
            raise Refused("too_many_rows", allowed=self._limits["rows"])
        if self._cells > self._limits["cells"]:
            raise Refused("too_big")
        packed = pickle.dumps(block, protocol=5)
        if len(packed) > ORDINARY_BLOCK:
            packed = pickle.dumps([[_shortened(cell) for cell in row] for row in block], protocol=5)
        self.send("rows", packed)


def _shortened(cell):
    return cell[:LONGEST_TEXT] if isinstance(cell, str) else cell


def main() -> None:
    gc.disable()  # a short life that only makes rows: nothing to collect
    request = json.load(sys.stdin.buffer)
    sys.path[:0] = request["path"]
    limits = request["limits"]
    _limit_self(limits)
    output = Output(sys.stdout.buffer, limits)
    try:
        kind = _read(request["file"], request["suffix"], limits, output)
        output.send("done", kind)
    except Refused as refused:
        output.send("refused", refused.code, refused.details)
    except MemoryError:
        output.send("refused", "too_big", {})
    except BaseException as error:  # noqa: BLE001 - whatever a parser throws at a broken file, panics included, is one answer
        output.send("refused", _code_of(error), {})
    sys.stdout.buffer.flush()
    os._exit(0)  # no tidying of a heap that a hostile file has filled


def _limit_self(limits: dict) -> None:
    for limit, wanted in ((resource.RLIMIT_AS, limits["memory"]), (resource.RLIMIT_CPU, limits["seconds"])):
        _soft, hard = resource.getrlimit(limit)
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(limit, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _code_of(error: BaseException) -> str:
    name, text = type(error).__name__, str(error).lower()
    if name == "PasswordError" or "password" in text:
        return "encrypted"
    return "too_big" if "capacity overflow" in text or "alloc" in text else "damaged"


def _read(path: str, suffix: str, limits: dict, output: Output) -> str:
    with open(path, "rb") as file:
        head = file.read(SNIFFED)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused("empty")
    kind = _kind_of(path, head, suffix, limits)
    if kind == "csv":
        _read_text(path, head, limits, output)
    else:
        _read_workbook(path, output)
    return kind


def _kind_of(path: str, head: bytes, suffix: str, limits: dict) -> str:
    """The kind by content; an extension that says otherwise is refused, so that nothing is opened as what it is not."""
    if head.startswith(OLE):
        kind = _ole_kind(path, head)
    elif head.startswith(b"PK"):
        kind = _zip_kind(path, limits)
    else:
        kind = _plain_kind(head)
    expected = {"txt": "csv", "tsv": "csv"}.get(suffix, suffix)
    if kind != expected:
        raise Refused("wrong_kind", extension=suffix, content=kind)
    return kind


def _plain_kind(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if start.startswith(b"%pdf"):
        raise Refused("not_a_table")
    if start.startswith((b"\xff\xd8", b"\x89png", b"gif8", b"bm", b"ii*", b"mm\x00*")) and not start.isascii():
        raise Refused("not_a_table")
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"{\\rtf")):
        raise Refused("not_a_table")
    if start.startswith((b"mz", b"\x7felf", b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")) and not start.isascii():
        raise Refused("unsupported")
    return "csv"


def _ole_kind(path: str, head: bytes) -> str:
    with open(path, "rb") as file:
        content = file.read()
    names = {
        name: name.encode("utf-16-le")
        for name in ("EncryptedPackage", "Workbook", "Book", "_VBA_PROJECT", "WordDocument")
    }
    if names["EncryptedPackage"] in content:
        raise Refused("encrypted")
    if names["_VBA_PROJECT"] in content:
        raise Refused("macros")
    if names["Workbook"] not in content and names["Book"] not in content:
        raise Refused("unsupported" if names["WordDocument"] in content else "damaged")
    if _has_filepass(content):
        raise Refused("encrypted")
    return "xls"


def _has_filepass(content: bytes) -> bool:
    """Whether the workbook stream starts with a FILEPASS record before its first sheet (MS-XLS 2.4.117)."""
    start = content.find(b"\x09\x08", 512)
    while start != -1 and start + 4 < len(content):
        version = content[start + 4 : start + 6]
        if version in (b"\x00\x06", b"\x00\x05"):
            return _filepass_after(content, start)
        start = content.find(b"\x09\x08", start + 2)
    return False


def _filepass_after(content: bytes, at: int) -> bool:
    for _record in range(12):
        if at + 4 > len(content):
            return False
        number, length = struct.unpack_from("<HH", content, at)
        if number == 0x2F:
            return True
        at += 4 + length
    return False


def _zip_kind(path: str, limits: dict) -> str:
    try:
        archive = zipfile.ZipFile(path)
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise Refused("damaged") from error
    _check_entries(entries, limits)
    names = {entry.filename.lower() for entry in entries}
    if len(names) != len(entries):
        raise Refused("suspicious", reason="repeated names")
    if any("vbaproject" in name or name.startswith("basic/") for name in names):
        raise Refused("macros")
    try:
        start = _inflate_all(archive, entries, limits)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Refused("encrypted" if "password" in str(error) else "damaged") from error
    except zlib.error as error:
        raise Refused("damaged") from error
    return _office_kind(names, start)


def _check_entries(entries: list, limits: dict) -> None:
    if len(entries) > limits["entries"]:
        raise Refused("bomb", entries=len(entries))
    if sum(entry.file_size for entry in entries) > limits["inflated"]:
        raise Refused("bomb")
    for entry in entries:
        name = entry.filename
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name or "\x00" in name:
            raise Refused("suspicious", reason="path")
        if name.lower().endswith(
            (".xlsx", ".zip", ".ods", ".xls", ".7z", ".rar", ".gz", ".exe", ".dll", ".js", ".bat")
        ):
            raise Refused("suspicious", reason="nested")
        if entry.flag_bits & 0x1:
            raise Refused("encrypted")


def _inflate_all(archive: zipfile.ZipFile, entries: list, limits: dict) -> dict[str, bytes]:
    """Inflate every part, counting real bytes because declared sizes lie; gives the start of the telling parts."""
    total, starts = 0, {}
    for entry in entries:
        name = entry.filename.lower()
        allowed = min(limits["inflated"] - total, max(FREE_INFLATION, limits["ratio"] * entry.compress_size))
        with archive.open(entry) as part:
            size, start = _inflate(part, allowed, name.endswith((".xml", ".rels", ".vml")))
        total += size
        if name in TELLING_PARTS:
            starts[name] = start
    return starts


def _inflate(part, allowed: int, is_xml: bool) -> tuple[int, bytes]:
    size, start, tail = 0, b"", b""
    while chunk := part.read(1 << 20):
        size += len(chunk)
        if size > allowed:
            raise Refused("bomb")
        if is_xml:
            if not start and (b"\x00" in chunk[:64] or chunk.startswith((b"\xff\xfe", b"\xfe\xff"))):
                raise Refused("suspicious", reason="encoding")  # office programs write UTF-8 only
            window = tail + chunk if b"!" in tail or b"!" in chunk else b""  # looking for one rare sign is quick
            if any(word in window for word in FORBIDDEN_XML):
                raise Refused("suspicious", reason="doctype")
        start, tail = start or chunk, chunk[-16:]
    return size, start


def _office_kind(names: set[str], starts: dict[str, bytes]) -> str:
    if "mimetype" in starts:
        if b"encryption-data" in starts.get("meta-inf/manifest.xml", b""):
            raise Refused("encrypted")
        if b"opendocument.spreadsheet" in starts["mimetype"]:
            return "ods"
        raise Refused("unsupported")
    types = starts.get("[content_types].xml", b"")
    if b"macroEnabled" in types:
        raise Refused("macros")
    if b"spreadsheetml" in types and any(name.startswith("xl/") for name in names):
        return "xlsx"
    if b"xl/workbook.bin" in types or "xl/workbook.bin" in names or b"wordprocessingml" in types:
        raise Refused("unsupported")
    raise Refused("unsupported" if types else "not_a_table")


def _read_workbook(path: str, output: Output) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(path)
    for about in workbook.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        output.sheet(about.name, about.visible == SheetVisibleEnum.Visible, _sheet_rows(sheet))


def _sheet_rows(sheet):
    if sheet.start is None:
        return
    rows, columns = sheet.start
    for _blank in range(rows):
        yield []
    left = [""] * columns
    yield from _shifted(sheet, left)


def _shifted(sheet, left: list):
    for row in sheet.to_python(skip_empty_area=True) if sheet.height < 2000 else sheet.iter_rows():
        yield left + row if left else row


def _read_text(path: str, head: bytes, limits: dict, output: Output) -> None:

    encoding = _encoding_of(path, head)
    csv.field_size_limit(limits["cell"])
    with open(path, encoding=encoding, newline="", errors="strict") as file:
        sample = file.read(SNIFFED)
        if _looks_binary(sample):
            raise Refused("not_a_table")
        file.seek(0)
        reader = csv.reader((line.replace("\x00", "") for line in file), delimiter=_delimiter_of(sample))
        try:
            output.sheet("", True, reader)
        except csv.Error as error:
            raise Refused("damaged") from error


def _encoding_of(path: str, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) > 8 and max(even, odd) > len(head) // 5:
        return "utf-16-le" if odd > even else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with open(path, "rb") as file:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252" if not head.count(0) else "latin-1"
    return "utf-8"


def _looks_binary(sample: str) -> bool:
    odd = sum(1 for sign in sample[:4096] if sign < " " and sign not in "\t\r\n\x00")
    return odd > max(8, len(sample[:4096]) // 20)


def _delimiter_of(sample: str) -> str:
    lines = [line for line in sample.splitlines()[:40] if line.strip()]
    counts = {sign: sorted(line.count(sign) for line in lines) for sign in ",;\t|"}
    # The delimiter is there on most lines; the median ignores letterhead and notes.
    return max(counts, key=lambda sign: counts[sign][len(lines) // 2] if lines else 0)


if __name__ == "__main__":
    main()
