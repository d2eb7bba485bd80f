import re
import zipfile
from datetime import date
from io import BytesIO

from nssf_portal.reading.guard import open_guarded
from registration.reading.checks import problem
from registration.reading.errors_workbook import ErrorRow, make_errors_workbook, safe_csv
from registration.reading.forms import FORM_FIELDS, form_values, recheck
from registration.reading.headers import read_layout
from registration.reading.rows import RosterReader
from registration.reading.template import COLUMNS, make_template
from tests.reading.samples import DATA, RULES, read, source


def _saved(tmp_path, content: bytes):
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    return open_guarded(path, "book.xlsx")


def _xml(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)


def _messy():
    layout = read_layout(open_guarded(DATA / "roster_2_messy.xlsx", "roster_2_messy.xlsx"))
    reader = RosterReader(layout, RULES)
    return [(person, form_values(person, reader.columns)) for person in reader]


def test_the_template_is_read_back_column_by_column(tmp_path):
    layout = read_layout(_saved(tmp_path, make_template()))
    named = {"family_name", "given_name"}
    fields = [
        name.removesuffix("_km") if name.removesuffix("_km") in named else name for name in layout.columns.values()
    ]
    assert fields == [re.sub("_km$", "", column.field) for column in COLUMNS]
    assert layout.missing_required == [] and layout.unknown == []


def test_an_empty_template_holds_nobody(tmp_path):
    assert read(_saved(tmp_path, make_template())) == []


def test_the_template_has_drop_downs_and_notes():
    xml = _xml(make_template())
    assert xml.count("<dataValidation ") == len(COLUMNS)
    assert "ស្រី,ប្រុស,F,M" in xml


def test_the_error_workbook_sent_back_uncorrected_gives_the_same_problems(tmp_path):
    waiting = [(person, values) for person, values in _messy() if not person.is_clean]
    content = make_errors_workbook([ErrorRow(p.row_no, values, p.problems) for p, values in waiting])
    again = read(_saved(tmp_path, content))
    assert [person.problems for person in again] == [person.problems for person, _values in waiting]


def test_the_error_workbook_groups_what_must_be_repaired_first(tmp_path):
    rows = [
        ErrorRow(4, {}, [problem("identity_number", "possible_duplicate")]),
        ErrorRow(5, {"wage": "ask HR"}, [problem("wage", "wage_invalid")]),
        ErrorRow(6, {"identity_number": "01673"}, [problem("identity_number", "id_invalid")]),
        ErrorRow(7, {"identity_number": "12345"}, [problem("identity_number", "id_invalid")]),
    ]
    first = next(sheet for sheet in _saved(tmp_path, make_errors_workbook(rows)).sheets)
    assert [(row[0], row[3]) for row in list(first.rows())[1:]] == [(2.0, "6, 7"), (1.0, "5"), (1.0, "4")]


def test_no_cell_of_a_workbook_is_a_live_formula_or_link():
    evil = dict.fromkeys(FORM_FIELDS, '=HYPERLINK("http://evil")') | {"phone": "https://evil.example"}
    xml = _xml(make_errors_workbook([ErrorRow(2, evil, [problem("wage", "wage_invalid")])]))
    assert "<f>" not in xml and "<hyperlink" not in xml


def test_csv_cells_cannot_start_a_formula():
    for start in "=+-@\t\r":
        assert safe_csv(start + "1+1") == "'" + start + "1+1"
    assert safe_csv("SOK") == "SOK" and safe_csv("") == ""


def test_every_row_of_a_roster_survives_its_own_form():
    for person, values in _messy():
        again = recheck(values, RULES)
        wanted = [found for found in person.problems if found.severity != "warning"]
        assert again.problems == wanted
        assert (again.key_km, again.key_latin, again.born_on, again.id_number, again.wage, again.phone) == (
            person.key_km,
            person.key_latin,
            person.born_on,
            person.id_number,
            person.wage,
            person.phone,
        )


def test_a_restored_zero_a_month_first_date_and_a_dollar_wage_survive_an_edit_elsewhere():
    header = ["Family name", "Given name", "Sex", "Date of birth", "ID number", "Date of hire", "Salary (USD)"]
    opened = source(
        header,
        ["SOK", "SOPHEA", "F", "03/04/1990", 12345678.0, "yesterday", 250.0],
        ["SOK", "DARA", "M", "12/25/1990", "112345678", "2020-01-15", 300.0],
    )
    reader = RosterReader(read_layout(opened), RULES)
    person = next(iter(reader))
    fixed = recheck(form_values(person, reader.columns) | {"hired_on": "2020-01-15"}, RULES)
    assert fixed.problems == []
    assert (fixed.id_number, fixed.born_on, fixed.wage_currency) == ("012345678", date(1990, 3, 4), "USD")
