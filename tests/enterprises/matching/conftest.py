"""The sample register and registry, written straight into the tables; one unit at a time for the rules."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from enterprises.enums import EnterpriseState
from enterprises.loading import load_enterprises
from enterprises.models import Enterprise, RegistryRecord
from enterprises.services.recording import Line, record_words
from enterprises.sources import source
from nssf_portal.references import new_reference
from tests.factories.accounts import OfficeFactory, UserFactory

DATA = Path(__file__).parents[2] / "data"


def rows_of(name):
    with (DATA / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def line_of(row):
    values = {name: text for name, text in row.items() if name in Line.__dataclass_fields__}
    for name in ("opened_on", "as_of", "closed_on"):
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    workers = values.get("declared_workers")
    return Line(**values | {"declared_workers": int(workers) if workers else None})


def say(code, *rows):
    """A source says these units (again)."""
    return record_words([line_of(row) for row in rows], source=source(code))


def record(code, key):
    return RegistryRecord.objects.get(source__code=code, source_key=key)


@pytest.fixture
def sample(db):
    """The register and OBR's file of the sample data; the answers are returned."""
    load_enterprises(rows_of("register_enterprises.csv"))
    say("obr", *rows_of("registry_obr.csv"))
    return json.loads((DATA / "registry_obr.answers.json").read_text())


ASIA = {
    "name_latin": "Asia Nova Brothers Academy Group",
    "tin": "L004-087891151",
    "moc_number": "77097845",
    "commune_code": "081107",
    "phone": "097917648",
    "opened_on": "2024-05-11",
}


@pytest.fixture
def enterprise(db):
    """Makes an enterprise of the register; without words it is Asia Nova."""

    def make(number="100007", state=EnterpriseState.REGISTERED, closed_on=None, **words):
        values = {**ASIA, **words, "opened_on": date.fromisoformat(words.get("opened_on", ASIA["opened_on"]))}
        made = Enterprise(
            nssf_number=number,
            reference=new_reference("ENT", letters=9),
            state=state,
            registered_on=date(2024, 12, 31),
            closed_on=closed_on,
            channel="core",
            **values,
        )
        made.set_keys()
        made.save(force_insert=True)
        return made

    return make


@pytest.fixture
def officer(db):
    OfficeFactory(code="HQ")
    return UserFactory(grant=("clerk", "HQ"))
