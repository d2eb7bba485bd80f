"""Forms employers really use: other orders, other languages, other files."""

from datetime import date

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from nssf_portal.reading.guard import open_guarded
from nssf_portal.reading.sources import SheetSource, open_pasted, sheet_of
from registration.reading.headers import read_layout, remember
from registration.reading.rows import RosterReader
from tests.reading import hostile as h
from tests.reading.samples import HEADER, PERSON, RULES, codes, one, read, source


def test_english_headings_in_another_order():
    header = ["Salary (USD)", "Joining Date", "NID No.", "D.O.B", "Gender", "Last Name", "First Name", "Mobile No."]
    person = one(header, ["$250.50", "2020-01-15", "012345678", "1990-03-25", "Female", "SOK", "SOPHEA", "012 345 678"])
    assert codes(person) == []
    assert (person.wage, person.wage_currency, person.phone) == (pytest.approx(250.5), "USD", "+85512345678")


def test_one_column_with_the_full_name_splits_at_the_first_space():
    header = ["ល.រ", "ឈ្មោះ", "ឈ្មោះឡាតាំង", *HEADER[2:]]
    person = one(header, [1.0, "សុខ ស្រី មុំ", "SOK SREY MOM", *PERSON[2:]])
    assert (person.family_name_km, person.given_name_km) == ("សុខ", "ស្រី មុំ")
    assert (person.family_name_latin, person.given_name_latin) == ("SOK", "SREY MOM")


def test_names_go_by_their_letters_not_by_their_column():
    header = ["Family Name (KH)", "Given Name (KH)", "Family Name (EN)", "Given Name (EN)", *HEADER[2:]]
    person = one(header, ["SOK", "SOPHEA", "", "", *PERSON[2:]])
    assert (person.family_name_km, person.family_name_latin, person.given_name_latin) == ("", "SOK", "SOPHEA")


def test_the_header_is_found_under_eleven_rows_of_letterhead():
    letterhead = [
        ["KINGDOM OF CAMBODIA"],
        ["Nation Religion King"],
        [],
        ["Golden Thread Co., Ltd."],
        ["No 12, Street 271"],
    ]
    rows = [*letterhead, [], ["Staff list", "", "November 2026"], [], [], [], [], HEADER, PERSON]
    (person,) = read(source(*rows))
    assert person.row_no == 13


def test_a_header_of_two_rows_with_a_stretched_cell():
    top = ["No", "Name", "", "Sex", "Date of", "", "ID number", "Wage (KHR)"]
    bottom = ["", "Family name", "Given name", "", "birth", "hire", "", ""]
    row = [1.0, "SOK", "SOPHEA", "F", "1990-03-25", "2020-01-15", "012345678", 816000.0]
    (person,) = read(source(["Title"], top, bottom, row))
    assert codes(person) == [] and person.row_no == 4
    assert person.born_on == date(1990, 3, 25) and person.hired_on == date(2020, 1, 15)


def test_the_microfinance_e_form_with_its_misspelt_headings():
    header = (
        "ល.រ*|អត្ត.នៅសហគ្រាស|លេខអត្ត.ប.ស.ស|អត្ត.ប្រជាពលរដ្ឋ|គោតនាម|នាម|គោតនាមឡាតាំង|នាមឡាតាំង|ភេទ*|ថ្ងៃខែឆ្នាំកំណើត*|សញ្ជាតិ*"
        "|កាលបរិ.ចូលធ្វើការ|ក្រុម|តួនាទី|ប្រភេទនិយោជិត|ស្ថានភាព|ប្រាក់បៀវត្ស(រៀល/ដុល្លា)|កាលបរិច្ឆេទទូទាត់"
    ).split("|")
    row = "1|E1|1870219-1998577-ឈ|០១២៣៤៥៦៧៨|សុខ|សុភា|SOK|SOPHEA|ស|25-03-1990|ខ្មែរ|15-01-2020|A|Teller|x|y|250$|z".split(
        "|"
    )
    person = one(header, row)
    assert codes(person) == []
    assert (person.member_number, person.id_number) == ("1870219-1998577-ឈ", "012345678")
    assert (person.wage, person.wage_currency, person.department) == (250, "USD", "A")
    unknown = [text for _index, text in read_layout(source(header, row)).unknown]
    assert unknown == ["ប្រភេទនិយោជិត", "ស្ថានភាព", "កាលបរិច្ឆេទទូទាត់"]


def test_a_labour_ministry_export():
    header = "ល.រ|គោត្តនាម-នាម|ភេទ|ថ្ងៃ ខែ ឆ្នាំកំណើត|សញ្ជាតិ|លេខអត្តសញ្ញាណប័ណ្ណ|មុខងារ|ថ្ងៃចូលធ្វើការ|ប្រាក់ឈ្នួល (រៀល)|ទូរស័ព្ទ".split("|")
    person = one(
        header,
        ["1", "សុខ សុភា", "ប", "២៥ មីនា ១៩៩០", "កម្ពុជា", "012345678", "ជាងដេរ", "15/01/2020", "816.000", "012345678"],
    )
    assert codes(person) == []
    assert (person.sex, person.born_on, person.wage) == ("M", date(1990, 3, 25), 816000)


def test_the_best_sheet_is_read_wherever_it_is():
    opened = SheetSource("test", [sheet_of("Summary", [["Total staff", 1.0]]), sheet_of("Staff", [HEADER, PERSON])])
    assert len(read(opened)) == 1
    assert read_layout(opened).sheet.name == "Staff"


def test_an_unknown_column_blocks_nothing_and_can_be_explained_once():
    header = [*HEADER[:4], "Karten-Nr", *HEADER[5:], "Locker"]
    opened = source(header, [*PERSON, "12"])
    layout = read_layout(opened)
    assert layout.missing_required == ["identity_number"]
    assert layout.unknown == [(4, "Karten-Nr"), (7, "Locker")]
    remembered = remember(layout, {4: "identity_number", 7: "ignore"})
    again = read_layout(opened, remembered)
    assert again.missing_required == [] and again.unknown == []
    assert codes(read(opened, remembered)[0]) == []


def test_a_list_without_any_known_heading_is_offered_for_mapping():
    layout = read_layout(source(["alpha", "beta", "gamma"], ["1", "2", "3"]))
    assert len(layout.missing_required) == 7
    assert [text for _index, text in layout.unknown] == ["alpha", "beta", "gamma"]


def test_another_persons_birthday_is_not_the_workers():
    layout = read_layout(source([*HEADER, "Spouse date of birth", "Passport expiry date", "Bank account name"], PERSON))
    assert [text for _index, text in layout.unknown][-1] == "Bank account name"
    assert len(layout.unknown) == 3


def test_lines_that_are_not_people_are_passed_over():
    rows = [
        HEADER,
        ["1", "2", "3", "4", "5", "6", "7"],
        PERSON,
        [],
        ["គោត្តនាម", "នាម", "ភេទ", "ថ្ងៃខែឆ្នាំកំណើត", "លេខអត្តសញ្ញាណ", "កាលបរិ.ចូលធ្វើការ", "ប្រាក់ឈ្នួល"],
        PERSON,
        ["", "", "", "", "សរុប", "", 1632000.0],
        ["Grand Total", "", "", "", "", "", 1632000.0],
        ["", "Phnom Penh, 22 November 2026"],
        ["Prepared by", "", "", "", "", "Approved by"],
    ]
    layout = read_layout(source(*rows))
    reader = RosterReader(layout, RULES)
    assert [person.row_no for person in reader] == [3, 6]
    assert reader.passed_over == [(2, "header"), (5, "header"), (7, "total"), (8, "total"), (9, "note"), (10, "note")]


def test_a_person_with_almost_nothing_filled_is_still_a_person():
    (person,) = read(source(["No", *HEADER], [7.0, "SOK", "", "", "", "", "", ""]))
    assert {code for _field, code in codes(person)} == {"required"}


def test_an_old_excel_file_and_a_semicolon_csv_give_the_same(tmp_path):
    rows = [HEADER, [*PERSON[:-1], "816000"]]
    from_xls = read(open_guarded(h.write_xls(tmp_path / "x", rows), "a.xls"))
    from_csv = read(open_guarded(h.write_csv(tmp_path / "y", rows, delimiter=";"), "a.csv"))
    assert from_xls == from_csv


def test_an_open_document_sheet(tmp_path):
    document = OpenDocumentSpreadsheet()
    table = Table(name="Staff")
    for values in (HEADER, PERSON):
        row = TableRow()
        for value in values:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.write(str(tmp_path / "a.ods"))
    (person,) = read(open_guarded(tmp_path / "a.ods", "a.ods"))
    assert codes(person) == []


def test_a_pasted_table():
    text = "\n".join("\t".join(map(str, row)) for row in (HEADER, PERSON, PERSON[:4] + ["112345678"] + PERSON[5:]))
    people = read(open_pasted(text))
    assert [(person.row_no, codes(person)) for person in people] == [(2, []), (3, [])]


def test_rows_below_an_empty_corner_keep_their_numbers(tmp_path):
    path = h.write_xlsx(tmp_path / "a.xlsx", [[], [], ["", *HEADER], [], ["", *PERSON]])
    (person,) = read(open_guarded(path, "a.xlsx"))
    assert person.row_no == 5


def test_an_unchanged_row_has_the_same_digest_wherever_its_columns_stand():
    moved = one(HEADER[::-1], PERSON[::-1])
    assert moved.digest == one(HEADER, PERSON).digest
    assert moved.digest != one(HEADER, [*PERSON[:-1], 900000.0]).digest


def test_beside_a_national_id_a_column_called_id_is_the_employers_own_number():
    header = ["ID", *HEADER[:4], "National ID No", *HEADER[5:]]
    person = one(header, ["E0001", *PERSON])
    assert (person.staff_number, person.id_number, codes(person)) == ("E0001", "012345678", [])


def test_a_second_sheet_of_staff_is_named_so_that_nobody_is_forgotten():
    opened = SheetSource("test", [sheet_of("Sewing", [HEADER, PERSON]), sheet_of("Packing", [HEADER, PERSON])])
    assert read_layout(opened).other_sheets == ["Packing"]


def test_an_employees_status_is_not_a_name():
    layout = read_layout(source(["Employee status", *HEADER[2:]], ["x", *PERSON[2:]]))
    assert "family_name" in layout.missing_required


def test_two_columns_called_alike_are_told_apart_by_their_letters():
    header = ["Family name", "Given name", "Surname", "First name", *HEADER[2:]]
    layout = read_layout(source(header, ["សុខ", "សុភា", "SOK", "SOPHEA", *PERSON[2:]]))
    names = [layout.columns[index] for index in range(4)]
    assert names == ["family_name_km", "given_name_km", "family_name_latin", "given_name_latin"]
