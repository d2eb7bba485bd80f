"""How well the rule tells: on the sample with its answers, and on invented files of another make."""

import pytest

from bench.registry_files import make
from enterprises.enums import MatchState
from enterprises.matching.blocking import Index
from enterprises.matching.choosing import MATCHED, POSSIBLE, UNMATCHED, choose
from enterprises.matching.rarity import Rarity
from enterprises.matching.units import Unit
from enterprises.matching.weights import weights
from enterprises.models import Enterprise, RegistryRecord
from enterprises.services.matching import match
from nssf_portal.khmer.keys import search_key
from nssf_portal.law.seeds.registry_matching import VALUES
from tests.enterprises.matching.conftest import line_of

FIRST = {seed.code: seed.value for seed in VALUES}
WEIGHTS = weights(FIRST, FIRST.__getitem__)


def unit(row, key, source=0):
    line = line_of({**row, "source_key": row[key]})
    return Unit(
        id=row[key],
        key=row[key],
        source=source,
        key_km=search_key(line.name_km),
        key_latin=search_key(line.name_latin),
        tin=line.tin,
        moc_number=line.moc_number,
        commune_code=line.commune_code,
        phone=line.phone,
        opened_on=line.opened_on,
    )


def compared(register, registry):
    enterprises = [unit(row, "nssf_number") for row in register]
    records = [unit(row, "source_key", 1) for row in registry]
    rarity = Rarity(WEIGHTS)
    rarity.count(enterprises)
    rarity.count(records)
    return choose(records, Index(enterprises), rarity)


def shares(found, truth):
    """Precision of the linked, precision and recall with the possible ones, whose first candidate counts."""
    known = sum(map(bool, truth.values()))
    linked = [truth[key] == number for key, number, decision in found if decision == MATCHED]
    possible = [truth[key] == number for key, number, decision in found if decision == POSSIBLE]
    right = sum(linked) + sum(possible)
    return sum(linked) / len(linked), right / (len(linked) + len(possible)), right / known


def as_found(choices):
    return [(c.record.key, c.best.unit.id if c.best else "", c.decision) for c in choices]


def test_the_sample_is_answered(sample, django_assert_max_num_queries):
    with django_assert_max_num_queries(120):
        run = match()
    columns = "source_key enterprise__nssf_number match_state".split()
    records = RegistryRecord.objects.filter(source__code="obr")
    waiting = dict(
        records.filter(match_state=MatchState.POSSIBLE, candidates__rank=1).values_list(
            "source_key", "candidates__enterprise__nssf_number"
        )
    )
    found = [(key, number or waiting.get(key, ""), state) for key, number, state in records.values_list(*columns)]
    alone, precision, recall = shares(found, sample)
    assert alone >= 0.995
    assert precision >= 0.99
    assert recall >= 0.97
    assert run.possible <= 0.01 * run.records
    assert (run.records, run.changed) == (2500, 2500)
    # Each unit nobody registered is one target.
    assert Enterprise.objects.filter(state="known").count() == run.unmatched
    assert not records.filter(match_state=MatchState.UNMATCHED, enterprise__nssf_number__isnull=False).exists()


@pytest.mark.parametrize("seed", [11, 12])
@pytest.mark.parametrize("harsh", [False, True])
def test_other_files_of_the_kind_are_answered_too(seed, harsh):
    files = make(enterprises=1500, records=4000, seed=seed, harsh=harsh)
    alone, precision, recall = shares(as_found(compared(files.register, files.registry)), files.truth)
    assert alone >= 0.995
    assert precision >= (0.985 if harsh else 0.99)
    assert recall >= 0.97


def test_without_any_number_names_and_places_still_tell():
    files = make(enterprises=800, records=2000, seed=13)
    bare = [row | {"tin": "", "moc_number": ""} for row in files.registry]
    alone, _precision, recall = shares(as_found(compared(files.register, bare)), files.truth)
    assert alone >= 0.99
    assert recall >= 0.93


ANGKOR = {
    "nssf_number": "1",
    "name_km": "ក្រុមហ៊ុន កាត់ដេរអង្គរថ្មី",
    "name_latin": "New Angkor Royal Garment Export Co., Ltd.",
    "tin": "L001-100000001",
    "moc_number": "01234567",
    "commune_code": "120101",
    "phone": "012345678",
    "opened_on": "2015-03-02",
}
BLANK = dict.fromkeys(ANGKOR, "")


def decided(*, register=(), **said):
    row = BLANK | {"source_key": "R-1"} | said
    files = make(enterprises=400, records=0, seed=3)
    choice = compared([ANGKOR, *register, *files.register], [row])[0]
    number = choice.best.unit.id if choice.best and choice.decision != UNMATCHED else ""
    return choice.decision, number, choice.best.reasons if choice.best else []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"tin": "L001-100000001", "name_latin": "Angkor Royal"}, MATCHED),
        ({"tin": "L001-100000042", "name_latin": "New Angkor Royal Garment Export"}, MATCHED),
        ({"tin": "L001100000001", "name_latin": "new angkor royal garment export"}, MATCHED),
        ({"moc_number": "1234567", "name_latin": "New Angkor Royal Garment"}, MATCHED),
        ({"name_latin": "Royal Angkor New Garmnet Export Plc.", "commune_code": "120101"}, MATCHED),
        ({"name_km": "សហគ្រាស កាត់ដេរអង្គរថ្មី", "commune_code": "120101", "phone": "012345678"}, MATCHED),
        ({"name_latin": "NewAngkor Royal Garment Export", "commune_code": "120101"}, MATCHED),
        ({"tin": "L001-100000001", "name_latin": "Mekong Rice Mill", "commune_code": "020105"}, POSSIBLE),
        (
            {"tin": "K555-999999999", "name_latin": "New Angkor Royal Garment Export", "commune_code": "020105"},
            UNMATCHED,
        ),
        ({"name_latin": "New Angkor Royal Hotel", "commune_code": "120101", "phone": "099111222"}, UNMATCHED),
        ({"name_latin": "Wing KH Hotel", "phone": "012345678"}, UNMATCHED),
        ({"name_km": "ក្រុមហ៊ុន"}, UNMATCHED),
    ],
)
def test_what_a_record_says_decides(said, expected):
    decision, number, _reasons = decided(**said)
    assert decision == expected
    assert (number == "1") == (expected != UNMATCHED)


def test_another_tin_is_never_linked_by_rule_alone():
    said = {name: text for name, text in ANGKOR.items() if name not in ("nssf_number", "moc_number")}
    decision, _number, reasons = decided(**said | {"tin": "K555-999999999"})
    assert decision == POSSIBLE
    assert "tin_differs" in reasons


def test_two_of_one_name_in_one_commune_are_for_an_officer():
    twin = ANGKOR | {"nssf_number": "2", "tin": "L001-200000002", "moc_number": "7654321", "phone": "099888777"}
    decision, number, _reasons = decided(register=[twin], name_latin=ANGKOR["name_latin"], commune_code="120101")
    assert decision == POSSIBLE
    assert number in ("1", "2")


def test_a_source_lists_a_unit_once():
    rows = [
        BLANK | {"source_key": "A", "tin": ANGKOR["tin"], "name_latin": ANGKOR["name_latin"]},
        BLANK | {"source_key": "B", "name_latin": ANGKOR["name_latin"], "commune_code": "120101"},
        BLANK
        | {"source_key": "C", "tin": ANGKOR["tin"], "name_latin": "Angkor Royal Branch", "commune_code": "020105"},
    ]
    files = make(enterprises=400, records=0, seed=3)
    found = {choice.record.key: choice for choice in compared([ANGKOR, *files.register], rows)}
    assert found["A"].decision == MATCHED
    assert found["B"].decision != MATCHED
    assert "taken" in found["B"].best.reasons
    assert found["C"].decision == MATCHED
    assert "branch" in found["C"].best.reasons
