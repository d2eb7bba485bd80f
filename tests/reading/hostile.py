"""Hostile and broken files, made when needed: each is a few lines of recipe, none is kept in the repository."""

import csv
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
import xlwt

from tests.reading.samples import HEADER, PERSON

OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OFFICE}.worksheet+xml"/>'
    "</Types>"
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    ' Target="{target}"/>'
    "</Relationships>"
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET_START = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
SHEET_END = "</worksheet>"


def good_rows() -> list[list]:
    return [HEADER, PERSON]


def write_xlsx(path: Path, rows=None, **options) -> Path:
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet()
    for at, row in enumerate(rows or good_rows()):
        sheet.write_row(at, 0, row)
    book.close()
    return path


def parts(sheet_xml: str | bytes) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet_xml,
    }


def write_zip(path: Path, entries: dict[str, str | bytes], compression=zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def raw_sheet(path: Path, inside: str) -> Path:
    return write_zip(path, parts(f"{SHEET_START}{inside}{SHEET_END}"))


def inline(reference: str, text: str = "x") -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def with_extra(path: Path, name: str, content: bytes | str) -> Path:
    write_xlsx(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def zip_bomb(path: Path) -> Path:
    padding = b" " * (8 << 20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts("").items():
            if content:
                archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(SHEET_START.encode())
            for _megabytes in range(25):
                part.write(padding)
    return path


def cell_bomb(path: Path) -> Path:
    row = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    return raw_sheet(path, f"<sheetData>{row * 20000}</sheetData>")


def shared_string_bomb(path: Path) -> Path:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{space}"><si><t>{"A" * (30 << 20)}</t></si></sst>'
    entries = parts(f"{SHEET_START}<sheetData/>{SHEET_END}") | {"xl/sharedStrings.xml": strings}
    return write_zip(path, entries)


def lying_sizes(path: Path) -> Path:
    """Headers that say the sheet is ten bytes long, in front of a hundred megabytes."""
    zip_bomb(path)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    while at != -1:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == b"xl/worksheets/sheet1.xml":
            struct.pack_into("<I", data, at + 24, 10)
        at = data.rfind(b"PK\x01\x02", 0, at)
    path.write_bytes(bytes(data))
    return path


def many_entries(path: Path) -> Path:
    return write_zip(path, parts("") | {f"xl/media/{number}.bin": b"" for number in range(5000)})


def xxe(path: Path, encoding: str = "utf-8") -> Path:
    evil = (
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + SHEET_START.partition("?>")[2]
        + f"<sheetData><row r='1'>{inline('A1', '&x;')}</row></sheetData>{SHEET_END}"
    )
    return write_zip(path, parts(evil.encode(encoding)))


def billion_laughs(path: Path) -> Path:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    evil = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{entities}]>' + SHEET_START.partition("?>")[2]
    return write_zip(path, parts(f"{evil}<sheetData><row>{inline('A1', '&l9;')}</row></sheetData>{SHEET_END}"))


def late_doctype(path: Path) -> Path:
    return write_zip(path, parts("<?xml version='1.0'?>" + "<!-- x -->" * 60000 + "<!DOCTYPE a><worksheet/>"))


def repeated_names(path: Path) -> Path:
    write_xlsx(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/WORKSHEETS/SHEET1.XML", "<worksheet/>")
    return path


def macro_types(path: Path) -> Path:
    types = CONTENT_TYPES.replace("spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml")
    return write_zip(path, parts("<worksheet/>") | {"[Content_Types].xml": types})


def encrypted_entry(path: Path) -> Path:
    write_xlsx(path)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at != -1:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    path.write_bytes(bytes(data))
    return path


def ole_file(path: Path, *streams: str) -> Path:
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in ("Root Entry", *streams))
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + directory.ljust(2048, b"\x00"))
    return path


def write_xls(path: Path, rows=None) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Staff")
    for at, row in enumerate(rows or good_rows()):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    book.save(str(path))
    return path


def locked_xls(path: Path) -> Path:
    """An .xls whose first records say that what follows is encrypted (FILEPASS)."""
    write_xls(path)
    data = bytearray(path.read_bytes())
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    struct.pack_into("<HH", data, at, 0x2F, struct.unpack_from("<H", data, at + 2)[0])
    path.write_bytes(bytes(data))
    return path


def truncated(make: Callable[[Path], Path], keep: float) -> Callable[[Path], Path]:
    def cut(path: Path) -> Path:
        data = make(path).read_bytes()
        path.write_bytes(data[: int(len(data) * keep)])
        return path

    return cut


def corrupted(path: Path) -> Path:
    data = bytearray(write_xlsx(path).read_bytes())
    middle = data.index(b"PK\x03\x04") + 60
    data[middle : middle + 40] = b"\xff" * 40
    path.write_bytes(bytes(data))
    return path


def content(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


def write_csv(path: Path, rows=None, *, encoding="utf-8", delimiter=",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows or good_rows())
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def ods_parts(body: str, manifest: str = "") -> dict[str, str]:
    names = "office table text"
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names.split())
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": manifest or "<manifest/>",
        "content.xml": f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    }


def far_corner(path: Path) -> Path:
    rows = f"<row r='1'>{inline('A1')}</row><row r='1048576'>{inline('XFD1048576')}</row>"
    return raw_sheet(path, f"<sheetData>{rows}</sheetData>")


def only(path: Path, name: str, content: str) -> Path:
    return write_zip(path, {"[Content_Types].xml": CONTENT_TYPES, name: content})


def ods_repeat_bomb(path: Path) -> Path:
    """One cell that claims to be repeated ten thousand times in a million rows."""
    repeated = 'office:value-type="string" table:number-columns-repeated="16384"'
    cell = f"<table:table-cell {repeated}><text:p>x</text:p></table:table-cell>"
    return write_zip(path, ods_parts(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'))


def ods_locked(path: Path) -> Path:
    return write_zip(path, ods_parts("", '<manifest:encryption-data xmlns:manifest="x"/>'))
