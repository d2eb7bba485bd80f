"""What the files say, and what they must not: no formula, no hidden number, no zero where nothing was computed."""

import csv
import io
import json
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command

from nssf_portal.runtime.command import CommandFailed
from reporting import exporting
from reporting.models import Report
from reporting.services import reports
from tests.factories import reporting
from tests.reporting.reports.conftest import Q3, computed


def _rows(sheet):
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_the_workbook_has_tables_and_not_one_formula(draft, analyst):
    reports.edit(draft, "summary", "=1+1", "+SUM(A1)", analyst)
    made = exporting.xlsx_of(draft)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = package.namelist()
        sheets = b"".join(package.read(name) for name in names if name.startswith("xl/worksheets/sheet"))
    assert b"<f>" not in sheets and b"<f " not in sheets
    assert any(name.startswith("xl/tables/") for name in names)
    assert not [name for name in names if "calcChain" in name or "externalLink" in name]
    assert exporting.xlsx_of(draft) == made


def test_every_table_holds_what_may_be_seen(draft):
    book = openpyxl.load_workbook(io.BytesIO(exporting.xlsx_of(draft)))
    wholes = {row["Code"]: row for row in _rows(book["Figures"])}
    assert wholes["new_members"]["Value"] == 12
    assert wholes["share_by_rule"]["Value"] is None and "because" in wholes["share_by_rule"]["Note"]
    places = {row["Province (code)"]: row for row in _rows(book["By province"]) if row["Code"] == "new_members"}
    assert places["02"]["Value"] is None and places["02"]["Note"] == "fewer than five"
    assert places["02"]["Province (English)"]


def test_targets_and_rows_of_the_plan_stand_beside_the_figures(few, people, analyst):
    reporting.target(reporting.indicator("new_members"), 100)
    entry = reporting.entry(call=reporting.call(due_on=date(2026, 10, 15)))
    report = computed(reports.ask_for(Q3, analyst))
    book = openpyxl.load_workbook(io.BytesIO(exporting.xlsx_of(report)))
    target = next(row for row in _rows(book["Targets"]) if row["Source"].startswith("test"))
    assert (target["Target"], target["Reached"], target["Percent of it"]) == (100, 12, 12)
    rows = [row for row in _rows(book["Rows of the plan"]) if row["Row"] == entry.measure.number]
    assert any(row["Late"] == "late" and not row["Status"] for row in rows)


def test_csv_and_json_hide_the_same(draft):
    lines = list(csv.DictReader(io.StringIO(exporting.csv_of(draft).decode("utf-8-sig"))))
    found = [one for one in lines if one["indicator"] == "new_members" and one["province"] == "02"]
    assert found and all(one["value"] == "" and one["hidden"] for one in found if one["table"] == "province")
    document = json.loads(exporting.json_of(draft))
    told = [one for one in document["figures"] if one["hidden"]]
    assert told and all(one["value"] is None and one["numerator"] is None for one in told)
    assert document["licence"] and document["report"]["draft"] is True
    assert document["definitions"]["new_members"]["name"]["km"]


def test_the_command_makes_a_draft_and_its_files(few, people, paper, tmp_path):
    result = json.loads(call_command("make_report", "2026Q3", out=tmp_path / "out", format="json"))
    assert set(result) == {"report", "indicators", "files", "seconds"}
    assert result["indicators"]["new_members"] == 12
    assert result["indicators"]["family_package_study"] is None
    assert sorted(name.rpartition(".")[2] for name in result["files"]) == ["csv", "json", "pdf", "pdf", "xlsx"]
    assert all((tmp_path / "out" / name.rpartition("/")[2]).stat().st_size for name in result["files"])
    assert Report.objects.get(reference=result["report"]).state == "draft"


def test_the_command_computes_a_draft_anew_and_leaves_a_published_report(published, make_member, tmp_path):
    for _number in range(3):
        make_member("2026-09")
    result = json.loads(call_command("make_report", "2026Q3", out=tmp_path, format="json"))
    assert (result["report"], result["indicators"]["new_members"]) == (published.reference, 12)
    assert Report.objects.count() == 1


def test_the_command_twice_gives_the_data_as_they_are_then(few, people, paper, make_member, tmp_path):
    first = json.loads(call_command("make_report", "2026Q3", out=tmp_path, format="json"))
    again = json.loads(call_command("make_report", "2026Q3", out=tmp_path, format="json"))
    assert again["indicators"] == first["indicators"] and again["report"] == first["report"]
    make_member("2026-09")
    assert (
        json.loads(call_command("make_report", "2026Q3", out=tmp_path, format="json"))["indicators"]["new_members"]
        == 13
    )


@pytest.mark.parametrize(("period", "code"), [("2026Q5", "period"), ("2031Q1", "refused")])
def test_the_command_says_why_it_cannot(db, tmp_path, period, code):
    with pytest.raises(CommandFailed) as failed:
        call_command("make_report", period, out=tmp_path)
    assert failed.value.code == code


def test_a_folder_that_cannot_be_written_is_a_failure(few, people, paper, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    with pytest.raises(CommandFailed) as failed:
        call_command("make_report", "2026Q3", out=taken / "below")
    assert failed.value.code == "storage"
    assert reports.current(Report.objects.get().plan, Q3)
