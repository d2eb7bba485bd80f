"""Files no command should fall over: each is refused with a code and a sentence, and bad rows are named."""

import json

import pytest
from django.core.management import call_command
from django.utils import translation

from nssf_portal.runtime.command import CommandFailed
from registration.models import Member
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registration import DATA, number_block, person, workbook

pytestmark = pytest.mark.django_db
HEADING = "member_number,nssf_number,sex,date_of_birth,registered_on,hired_on,wage,family_name_latin\n"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def refused(*args, **options) -> CommandFailed:
    with pytest.raises(CommandFailed) as failed:
        call_command(*args, **options)
    assert failed.value.message
    return failed.value


@pytest.mark.parametrize("what", ["enterprises", "members"])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "file_empty"),
        (b"a,b\n1,2\n", "columns_unknown"),
        (b"nssf_number;commune_code;registered_on;name_km\n", "columns_unknown"),
        ("nssf_number,name_latin\n1,Caf\u00e9\n".encode("cp1252"), "not_utf8"),
        ("nssf_number,name_latin\n1,Co\n".encode("utf-16"), "not_utf8"),
        (b"PK\x03\x04\xff\xfe\x00", "not_utf8"),
    ],
)
def test_a_register_that_is_no_such_file(what, content, code, tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    assert refused("load_register", what, str(path)).code == code


def test_missing_columns_are_named(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("nssf_number,registered_on\n1,2020-01-01\n")
    failure = refused("load_register", "enterprises", str(path))
    assert failure.message == "These columns are missing: commune_code, name_km / name_latin."


def test_no_file_at_all(tmp_path):
    for path in (tmp_path, tmp_path / "nothing.csv"):
        assert refused("load_register", "members", str(path)).code == "file_not_found"


def test_bad_rows_are_named_and_the_others_taken(tmp_path):
    EnterpriseFactory(nssf_number="700999")
    path = tmp_path / "members.csv"
    rows = [
        "1000000001,700999,F,1990-01-02,2020-01-02,2020-01-02,800000,SOK",
        f"{'9' * 30},700999,F,1990-01-02,2020-01-02,2020-01-02,800000,{'SOK' * 40}",
        "1000000003,700999,X,02/01/1990,,2020-01-02,much,",
        "1000000004,123,F,1990-01-02,2020-01-02,2020-01-02,800000,SOK,too,many,cells",
        "1000000005",
    ]
    path.write_text(HEADING.upper() + "\n".join(rows))
    result = json.loads(call_command("load_register", "members", str(path), format="json"))
    assert (result["rows"], result["created"], result["refused"]) == (5, 1, 4)
    assert {problem["severity"] for problem in result["problems"]} == {"error"}
    assert {problem["code"] for problem in result["problems"] if problem["row"] == 3} == {"too_long"}
    assert all(problem["message"] for problem in result["problems"])
    assert Member.objects.count() == 1


def test_enterprises_say_how_severe(tmp_path):
    result = json.loads(
        call_command("load_register", "enterprises", str(DATA / "register_enterprises.csv"), format="json")
    )
    assert result["created"] == 600
    assert all(problem["severity"] in ("error", "warning") for problem in result["problems"])


def test_a_roster_of_nobody_we_know(tmp_path):
    shop = EnterpriseFactory()
    number_block()
    path = tmp_path / "staff.xlsx"
    path.write_bytes(workbook([person(1)]))
    assert refused("import_roster", str(path), enterprise="404404").code == "enterprise_unknown"
    for missing in (tmp_path, tmp_path / "nothing.xlsx"):
        assert refused("import_roster", str(missing), enterprise=shop.nssf_number).code == "file_not_found"


@pytest.mark.parametrize("content", [b"", b"MZ\x00\x01", b"PK\x03\x04broken", b"<html></html>"])
def test_a_hostile_roster(content, tmp_path):
    path = tmp_path / "staff.xlsx"
    path.write_bytes(content)
    failure = refused("import_roster", str(path), enterprise=EnterpriseFactory().nssf_number)
    assert failure.code not in ("", "unexpected", "job_failed")


def test_a_roster_with_unknown_columns_names_what_is_missing(tmp_path):
    path = tmp_path / "staff.xlsx"
    row = person(1)
    path.write_bytes(workbook([row, person(2)], [*"ABCDEFGHIJKLMNO"][: len(row)]))
    failure = refused("import_roster", str(path), enterprise=EnterpriseFactory().nssf_number)
    assert (failure.code, "date_of_birth" in failure.message) == ("columns_unknown", True)


def test_without_numbers_the_command_says_so(tmp_path):
    path = tmp_path / "staff.xlsx"
    path.write_bytes(workbook([person(1)]))
    failure = refused("import_roster", str(path), enterprise=EnterpriseFactory().nssf_number)
    assert failure.code == "no_numbers"
