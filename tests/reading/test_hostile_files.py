"""Every hostile or broken file is answered with a sentence, by a child that cannot use more than its share."""

import zipfile
from dataclasses import replace

import pytest

from nssf_portal.reading import guard
from nssf_portal.reading.guard import LIMITS, UnreadableFile, open_guarded
from tests.reading import hostile as h
from tests.reading.samples import HEADER, PERSON, codes, read

REFUSED = {
    "zip bomb": ("a.xlsx", h.zip_bomb, {"bomb"}),
    "cells by the million": ("a.xlsx", h.cell_bomb, {"bomb"}),
    "one string of 30 MB": ("a.xlsx", h.shared_string_bomb, {"bomb"}),
    "sizes that lie": ("a.xlsx", h.lying_sizes, {"bomb", "damaged"}),
    "thousands of parts": ("a.xlsx", h.many_entries, {"bomb"}),
    "external entity": ("a.xlsx", h.xxe, {"suspicious"}),
    "external entity in UTF-16": ("a.xlsx", lambda path: h.xxe(path, "utf-16"), {"suspicious"}),
    "billion laughs": ("a.xlsx", h.billion_laughs, {"suspicious"}),
    "document type after a long comment": ("a.xlsx", h.late_doctype, {"suspicious"}),
    "entity in an .ods": (
        "a.ods",
        lambda path: h.write_zip(path, h.ods_parts("") | {"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
        {"suspicious"},
    ),
    "path that climbs out": ("a.xlsx", lambda path: h.with_extra(path, "../../etc/cron.d/x", "x"), {"suspicious"}),
    "path that climbs, backslash": (
        "a.xlsx",
        lambda path: h.with_extra(path, "xl\\..\\..\\x", "x"),
        {"suspicious"},
    ),
    "absolute path": ("a.xlsx", lambda path: h.with_extra(path, "/etc/passwd", "x"), {"suspicious"}),
    "drive path": ("a.xlsx", lambda path: h.with_extra(path, "C:/x", "x"), {"suspicious"}),
    "workbook inside": ("a.xlsx", lambda path: h.with_extra(path, "xl/embeddings/b.xlsx", "PK"), {"suspicious"}),
    "program inside": ("a.xlsx", lambda path: h.with_extra(path, "xl/embeddings/run.exe", "MZ"), {"suspicious"}),
    "two parts of one name": ("a.xlsx", h.repeated_names, {"suspicious"}),
    "macros": ("a.xlsx", lambda path: h.with_extra(path, "xl/vbaProject.bin", "x"), {"macros"}),
    "macro type without macros": ("a.xlsx", h.macro_types, {"macros"}),
    "macro extension": ("a.xlsm", h.write_xlsx, {"macros"}),
    "macros in an .xls": ("a.xls", lambda path: h.ole_file(path, "Workbook", "_VBA_PROJECT"), {"macros"}),
    "macros in an .ods": (
        "a.ods",
        lambda path: h.write_zip(path, h.ods_parts("") | {"Basic/Standard/Module1.xml": "<x/>"}),
        {"macros"},
    ),
    "password, new format": (
        "a.xlsx",
        lambda path: h.ole_file(path, "EncryptedPackage"),
        {"encrypted"},
    ),
    "password on the zip": ("a.xlsx", h.encrypted_entry, {"encrypted"}),
    "password, old format": ("a.xls", h.locked_xls, {"encrypted"}),
    "password, .ods": ("a.ods", h.ods_locked, {"encrypted"}),
    "truncated half-way": ("a.xlsx", h.truncated(h.write_xlsx, 0.5), {"damaged"}),
    "truncated at the end": ("a.xlsx", h.truncated(h.write_xlsx, 0.98), {"damaged"}),
    "truncated .xls": ("a.xls", h.truncated(h.write_xls, 0.4), {"damaged"}),
    "corrupted": ("a.xlsx", h.corrupted, {"damaged"}),
    "only a zip signature": ("a.xlsx", h.content(b"PK\x03\x04" + b"\x00" * 100), {"damaged"}),
    "only an .xls signature": ("a.xls", h.content(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600), {"damaged"}),
    "broken XML": (
        "a.xlsx",
        lambda path: h.write_zip(path, h.parts("<worksheet><sheetData><row")),
        {"damaged", "empty"},
    ),
    "no sheet inside": (
        "a.xlsx",
        lambda path: h.only(path, "docProps/x", "x"),
        {"unsupported"},
    ),
    "plain zip": ("a.xlsx", lambda path: h.write_zip(path, {"hello.txt": "hi"}), {"not_a_table"}),
    "Word document": (
        "a.xlsx",
        lambda path: h.write_zip(path, {"[Content_Types].xml": "wordprocessingml", "word/document.xml": "<x/>"}),
        {"unsupported"},
    ),
    "16,384 columns": ("a.xlsx", lambda path: h.write_xlsx(path, [["x"] * 16384]), {"too_many_columns"}),
    "a million columns in .csv": ("a.csv", h.content(b",".join([b"x"] * 1_000_000)), {"too_many_columns"}),
    "far corner cell": (
        "a.xlsx",
        lambda path: h.raw_sheet(
            path,
            f"<sheetData><row r='1'>{h.inline('A1')}</row><row r='1048576'>{h.inline('XFD1048576')}</row></sheetData>",
        ),
        {"too_big", "too_many_columns", "damaged"},
    ),
    "repeated cells in .ods": ("a.ods", h.ods_repeat_bomb, {"too_big", "too_slow", "too_many_columns", "damaged"}),
    "too many rows": ("a.csv", h.content(b"a,b,c\n" * 250_000), {"too_many_rows"}),
    "one cell of 5 MB": ("a.csv", h.content(b'"' + b"x" * 5_000_000 + b'",b'), {"damaged"}),
    "quote never closed": ("a.csv", h.content(b'a,b\n"' + b"x,y\n" * 20_000), {"damaged"}),
    "empty": ("a.xlsx", h.content(b""), {"empty"}),
    "empty .csv": ("a.csv", h.content(b"\xef\xbb\xbf \r\n\r\n"), {"empty"}),
    "empty sheet": ("a.xlsx", lambda path: h.write_xlsx(path, [[]]), {"empty"}),
    "xlsx named .xls": ("a.xls", h.write_xlsx, {"wrong_kind"}),
    "xls named .xlsx": ("a.xlsx", h.write_xls, {"wrong_kind"}),
    "csv named .xlsx": ("a.xlsx", h.write_csv, {"wrong_kind"}),
    "xlsx named .csv": ("a.csv", h.write_xlsx, {"wrong_kind"}),
    "PDF named .csv": ("a.csv", h.content(b"%PDF-1.7\n%\xe2\xe3"), {"not_a_table"}),
    "picture named .csv": ("a.csv", h.content(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4), {"not_a_table"}),
    "web page named .xls": ("a.xls", h.content(b"<html><table><tr><td>1"), {"not_a_table"}),
    "script named .csv": ("a.csv", h.content(b"<!DOCTYPE html><script>alert(1)</script>"), {"not_a_table"}),
    "program named .csv": ("a.csv", h.content(b"MZ\x90\x00" + bytes(range(256)) * 10), {"unsupported", "not_a_table"}),
    "program": ("a.exe", h.content(b"MZ"), {"unsupported"}),
    "no extension": ("roster", h.write_xlsx, {"unsupported"}),
    "binary workbook": ("a.xlsb", h.write_xlsx, {"unsupported"}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence(tmp_path, case):
    filename, make, allowed = REFUSED[case]
    path = make(tmp_path / "upload")
    with pytest.raises(UnreadableFile) as refused:
        open_guarded(path, filename)
    assert refused.value.code in allowed
    assert refused.value.message.endswith(".") and "%(" not in refused.value.message


def test_the_child_cannot_use_more_memory_than_its_share(tmp_path):
    path = h.raw_sheet(tmp_path / "upload", "<sheetData>" + "<row><c><v>1</v></c></row>" * 150_000 + "</sheetData>")
    with pytest.raises(UnreadableFile) as refused:
        open_guarded(path, "a.xlsx", replace(LIMITS, memory=24 << 20, ratio=10_000))
    assert refused.value.code == "too_big"


def test_the_child_cannot_use_more_time_than_its_share(tmp_path):
    path = h.raw_sheet(tmp_path / "upload", "<sheetData>" + "<row><c><v>1</v></c></row>" * 1_000_000 + "</sheetData>")
    with pytest.raises(UnreadableFile) as refused:
        open_guarded(
            path, "a.xlsx", replace(LIMITS, seconds=1, rows=2_000_000, ratio=10_000, memory=2 << 30, patience=0.3)
        )
    assert refused.value.code == "too_slow"


def test_a_file_larger_than_allowed_is_not_even_opened(tmp_path):
    with pytest.raises(UnreadableFile) as refused:
        open_guarded(h.write_xlsx(tmp_path / "upload"), "a.xlsx", replace(LIMITS, file=100))
    assert refused.value.code == "too_large"


def test_the_child_holds_no_secret(tmp_path, monkeypatch):
    seen = {}
    started = guard.subprocess.Popen
    monkeypatch.setattr(guard.subprocess, "Popen", lambda *args, **more: seen.update(more) or started(*args, **more))
    open_guarded(h.write_xlsx(tmp_path / "upload"), "a.xlsx")
    assert seen["env"] == {}


GOOD = {
    ".xlsx": ("a.xlsx", h.write_xlsx),
    ".xls": ("a.xls", h.write_xls),
    "upper-case extension": ("STAFF.XLSX", h.write_xlsx),
    "path in the name": ("../../etc/a.xlsx", h.write_xlsx),
    "comma": ("a.csv", h.write_csv),
    "semicolon": ("a.csv", lambda path: h.write_csv(path, delimiter=";")),
    "tab": ("a.txt", lambda path: h.write_csv(path, delimiter="\t")),
    "UTF-8 with mark": ("a.csv", lambda path: h.write_csv(path, encoding="utf-8-sig")),
    "UTF-16": ("a.csv", lambda path: h.write_csv(path, encoding="utf-16")),
    "UTF-16 without mark": ("a.csv", lambda path: h.write_csv(path, encoding="utf-16-le")),
    "NUL signs": ("a.csv", lambda path: h.content(h.write_csv(path).read_bytes().replace(b"SOK", b"SO\x00K"))(path)),
    "a million rows declared": (
        "a.xlsx",
        lambda path: _dimension(path, "A1:XFD1048576"),
    ),
}


def _dimension(path, reference):
    h.write_xlsx(path)
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"]
    entries["xl/worksheets/sheet1.xml"] = sheet.replace(
        b'<dimension ref="A1:G2"/>', f'<dimension ref="{reference}"/>'.encode()
    )
    assert entries["xl/worksheets/sheet1.xml"] != sheet
    return h.write_zip(path, entries)


@pytest.mark.parametrize("case", GOOD)
def test_an_honest_file_is_read_whatever_its_shape(tmp_path, case):
    filename, make = GOOD[case]
    (person,) = read(open_guarded(make(tmp_path / "upload"), filename))
    assert (person.row_no, person.family_name_latin, person.id_number, codes(person)) == (2, "SOK", "012345678", [])


def test_a_text_in_the_old_western_encoding_is_read(tmp_path):
    path = h.write_csv(tmp_path / "upload", [HEADER, ["RENÉ", *PERSON[1:]]], encoding="cp1252")
    (person,) = read(open_guarded(path, "a.csv"))
    assert person.family_name_latin == "RENÉ"


def test_a_formula_is_only_its_value(tmp_path):
    path = h.write_xlsx(tmp_path / "upload", [HEADER, ['=HYPERLINK("http://evil","SOK")', *PERSON[1:]]])
    (person,) = read(open_guarded(path, "a.xlsx"))
    assert not person.family_name_latin.startswith("=")


def test_formula_text_in_a_csv_stays_text(tmp_path):
    path = h.write_csv(tmp_path / "upload", [HEADER, ["=cmd|'/c calc'!A1", *PERSON[1:]]])
    (person,) = read(open_guarded(path, "a.csv"))
    assert person.family_name_latin == "=cmd|'/c calc'!A1"


@pytest.mark.parametrize(
    "text", ["T" * 30_000, "9" * 30_000, "1990-" + "9" * 300 + "-1", "ក" * 30_000, "\u200b" * 30_000, "," * 9_000]
)
def test_absurd_cells_cost_little_and_break_nothing(tmp_path, text):
    path = h.write_csv(tmp_path / "upload", [HEADER, *[[text] * len(HEADER) for _row in range(20)], PERSON])
    people = read(open_guarded(path, "a.csv"))
    assert codes(people[-1]) == []
    assert all(len(shown) <= 200 for person in people for shown in person.raw)


def test_more_cells_than_a_staff_list_can_have(tmp_path):
    path = h.content(b"1,2,3,4,5,6,7,8\n" * 2000)(tmp_path / "upload")
    with pytest.raises(UnreadableFile) as refused:
        open_guarded(path, "a.csv", replace(LIMITS, cells=10_000))
    assert refused.value.code == "too_big"
