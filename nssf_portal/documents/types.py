"""What a file is, by its first bytes; its name must agree, because people and programs go by the name."""

from dataclasses import dataclass

PDF, JPEG, PNG, XLSX, XLS, ODS, CSV = "pdf", "jpeg", "png", "xlsx", "xls", "ods", "csv"
LOCKED_OFFICE, ZIP, HTML, UNKNOWN = "locked_office", "zip", "html", "unknown"

EVIDENCE = (PDF, JPEG, PNG)
ROSTERS = (XLSX, XLS, ODS, CSV)
PICTURES = (JPEG, PNG)


@dataclass(frozen=True)
class FileType:
    media_type: str
    extensions: tuple[str, ...]
    label: str


TYPES: dict[str, FileType] = {
    PDF: FileType("application/pdf", (".pdf",), "PDF"),
    JPEG: FileType("image/jpeg", (".jpg", ".jpeg"), "JPEG"),
    PNG: FileType("image/png", (".png",), "PNG"),
    XLSX: FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx", ".xlsm"), "Excel"),
    XLS: FileType("application/vnd.ms-excel", (".xls",), "Excel 97-2003"),
    ODS: FileType("application/vnd.oasis.opendocument.spreadsheet", (".ods",), "OpenDocument"),
    CSV: FileType("text/csv", (".csv", ".txt", ".tsv"), "CSV"),
}

_MAGIC = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<svg")


def sniff(content: bytes) -> str:
    """The kind of file, from its content alone; nothing is unpacked, so no bomb goes off here."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(_OLE):
        return LOCKED_OFFICE if _ENCRYPTED_PACKAGE in content else XLS
    if content.startswith(b"PK\x03\x04"):
        return _zip_kind(content)
    return _text_kind(content)


def extension_of(name: str) -> str:
    """The last extension, lower case, with its dot; '' when there is none."""
    stem, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot and stem else ""


def _zip_kind(content: bytes) -> str:
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in content[:200]:
        return ODS
    return XLSX if b"xl/workbook." in content else ZIP


def _text_kind(content: bytes) -> str:
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return CSV  # UTF-16, as Excel's "Unicode text" writes it
    if b"\x00" in head:
        return UNKNOWN
    return HTML if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP) else CSV
