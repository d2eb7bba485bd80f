"""`load_registry`: the sample registrations, once and again, half changed, and what cannot be done."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from enterprises.models import RegistryBatch, RegistryRecord
from nssf_portal.runtime.command import CommandFailed

pytestmark = pytest.mark.django_db
OBR = Path(__file__).parents[2] / "data" / "registry_obr.csv"


def load(path, code="obr", **options):
    return json.loads(call_command("load_registry", str(path), "--source", code, format="json", **options))


def counts(result):
    return tuple(result[name] for name in ("rows", "created", "updated", "unchanged", "refused"))


def half_changed(path: Path) -> tuple[str, int]:
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    for row in rows[::2]:
        row["declared_workers"] = str(int(row["declared_workers"] or 0) + 1)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue(), len(rows[::2])


def test_the_sample_loads_whole_again_unchanged_and_half_changed_exactly(tmp_path):
    first = load(OBR)
    assert counts(first) == (2500, 2500, 0, 0, 0)
    assert [found for found in first["problems"] if found["severity"] == "error"] == []
    assert counts(load(OBR)) == (2500, 0, 0, 2500, 0)
    text, changed = half_changed(OBR)
    (tmp_path / "half.csv").write_text(text, "utf-8")
    assert counts(load(tmp_path / "half.csv")) == (2500, 0, changed, 2500 - changed, 0)
    assert RegistryRecord.objects.live().count() == 2500
    assert set(RegistryBatch.objects.values_list("channel", "state")) == {("command", "done")}


def test_problems_name_row_field_code_severity_and_message(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("source_key,name_latin,commune_code\nA-1,,120101\nA-2,Two,20605\n", "utf-8")
    result = load(file, "mot", period="2026-03")
    assert counts(result) == (2, 1, 0, 0, 1)
    assert [tuple(found)[:4] for found in result["problems"]] == [("row", "field", "code", "severity")] * 2
    shown = [tuple(found.values())[:4] for found in result["problems"]]
    assert shown == [
        (2, "name_latin", "required", "error"), (3, "commune_code", "leading_zero_restored", "warning"),
    ]  # fmt: skip
    assert all(found["message"] for found in result["problems"])
    assert str(RegistryRecord.objects.get().as_of) == "2026-03-31"


@pytest.mark.parametrize(
    ("name", "content", "options", "code"),
    [
        ("list.csv", b"source_key,name\nA,B\n", {"code": "nobody"}, "source_unknown"),
        ("list.csv", b"source_key,name\nA,B\n", {"code": "core"}, "source_unknown"),
        ("list.csv", b"source_key,name\nA,B\n", {"period": "2026-13"}, "period_invalid"),
        ("list.csv", b"source_key,name\nA,B\n", {"period": "2999-01"}, "period_invalid"),
        ("list.csv", b"Wat,Pi\nA,B\n", {}, "columns_unknown"),
        ("list.csv", b"source_key,name\n", {}, "no_rows"),
    ],
)
def test_what_cannot_be_done_says_so(tmp_path, name, content, options, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandFailed) as failure:
        load(tmp_path / name, **options)
    assert failure.value.code == code


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandFailed) as failure:
        load(tmp_path / "none.csv")
    assert failure.value.code == "file_not_found"
