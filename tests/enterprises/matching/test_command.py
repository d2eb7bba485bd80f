"""`match_registry`: one JSON document, one row of CSV per record."""

import csv
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from enterprises.services.matching import match
from tests.enterprises.matching.conftest import ASIA, say

pytestmark = pytest.mark.django_db


def test_it_says_its_counts_and_writes_each_record(enterprise, capsys, tmp_path):
    enterprise("1", tin="L001-100000001", moc_number="11111111")
    enterprise("2", tin="L001-200000002", moc_number="22222222")
    say(
        "obr",
        {"source_key": "A"} | ASIA | {"tin": "L001-100000001", "moc_number": ""},
        {"source_key": "C", "name_latin": "Lotus Bakery Kirirom"},
    )
    say("gdt", {"source_key": "B"} | ASIA | {"tin": "", "moc_number": ""})
    call_command("match_registry", "--format", "json", "--export", str(tmp_path / "out.csv"))
    told = json.loads(capsys.readouterr().out)
    assert told.pop("seconds") >= 0
    assert told == {"records": 3, "matched": 1, "possible": 1, "unmatched": 1}
    with (tmp_path / "out.csv").open() as file:
        rows = {row["source_key"]: row for row in csv.DictReader(file)}
    assert (rows["A"]["source"], rows["A"]["nssf_number"], rows["A"]["decision"]) == ("obr", "1", "matched")
    assert "tin_equal" in rows["A"]["reasons"].split()
    assert (rows["B"]["nssf_number"] in ("1", "2"), rows["B"]["decision"]) == (True, "possible")
    assert (rows["C"]["nssf_number"], rows["C"]["decision"]) == ("", "unmatched")
    assert all(0 <= float(row["score"]) <= 1 for row in rows.values())


def test_one_source_alone(enterprise, capsys, tmp_path):
    enterprise()
    say("obr", {"source_key": "A"} | ASIA)
    say("gdt", {"source_key": "B"} | ASIA)
    match()
    call_command("match_registry", "--source", "gdt", "--format", "json", "--export", str(tmp_path / "out.csv"))
    assert json.loads(capsys.readouterr().out)["records"] == 1
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 2


@pytest.mark.parametrize("wrong", [["--source", "nobody"], ["--export", "/no/such/folder/out.csv"]])
def test_what_cannot_be_done_is_refused(wrong):
    with pytest.raises(CommandError):
        call_command("match_registry", *wrong)
