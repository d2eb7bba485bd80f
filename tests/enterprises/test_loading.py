"""`load_enterprises`: the core system's register, once and again."""

import csv
from pathlib import Path

import pytest

from enterprises.loading import load_enterprises
from enterprises.models import Enterprise, Establishment, RegistryRecord

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "data" / "register_enterprises.csv"
GOOD = {
    "nssf_number": "200001", "name_latin": "Good Co", "commune_code": "120101", "registered_on": "2020-02-03",
    "tin": "K001-123456789", "phone": "012345678",
}  # fmt: skip


def rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_register_is_taken_over_whole_and_a_second_time_changes_nothing():
    first = load_enterprises(rows())
    assert (first["rows"], first["created"], first["refused"]) == (600, 600, 0)
    assert Establishment.objects.filter(is_head_office=True).count() == 600
    again = load_enterprises(rows())
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 600)


def test_a_known_enterprise_has_number_state_phone_and_source():
    load_enterprises(rows())
    happy = Enterprise.objects.get(nssf_number="100002")
    assert (happy.state, happy.channel, happy.phone) == ("registered", "core", "+85596061981")
    assert RegistryRecord.objects.get(enterprise=happy).source.code == "core"


def test_a_changed_row_is_an_update():
    load_enterprises([GOOD])
    result = load_enterprises([GOOD | {"name_latin": "Better Co"}])
    assert (result["updated"], result["unchanged"]) == (1, 0)
    assert Enterprise.objects.get().key_latin == "better co"


def test_what_the_enterprise_corrected_is_not_undone_by_the_same_old_file():
    load_enterprises([GOOD])
    Enterprise.objects.update(phone="+85599999999")
    assert load_enterprises([GOOD])["unchanged"] == 1
    assert Enterprise.objects.get().phone == "+85599999999"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"nssf_number": ""}, "nssf_number", "required"),
        ({"nssf_number": "12"}, "nssf_number", "nssf_number_invalid"),
        ({"name_latin": ""}, "name_latin", "required"),
        ({"commune_code": "999999"}, "commune_code", "commune_invalid"),
        ({"registered_on": "soon"}, "registered_on", "date_invalid"),
        ({"registered_on": "2099-01-01"}, "registered_on", "date_future"),
    ],
)
def test_a_bad_row_is_refused_alone_and_named(change, field, code):
    result = load_enterprises([GOOD | change, GOOD | {"nssf_number": "200002"}])
    assert (result["created"], result["refused"]) == (1, 1)
    problem = result["problems"][0]
    assert (problem["row"], problem["field"], problem["code"], problem["severity"]) == (2, field, code, "error")


def test_a_repeated_number_and_a_lost_zero():
    result = load_enterprises([GOOD | {"commune_code": "30112"}, GOOD])
    assert [problem["code"] for problem in result["problems"]] == ["leading_zero_restored", "duplicate_in_file"]
    assert Enterprise.objects.get().commune_code == "030112"


def test_a_unit_known_from_a_registry_gets_its_number():
    known = Enterprise.objects.create(reference="ENT-26-AAAAA-1", name_latin="Good", tin=GOOD["tin"], state="known")
    load_enterprises([GOOD])
    known.refresh_from_db()
    assert (known.nssf_number, known.state) == ("200001", "registered") and Enterprise.objects.count() == 1
