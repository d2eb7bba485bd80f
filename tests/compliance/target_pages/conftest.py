from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.models import TargetReason
from tests.factories import compliance as make
from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory


@pytest.fixture(autouse=True)
def _offices(db):
    for code in ("HQ", "12", "17"):
        OfficeFactory(code=code)


@pytest.fixture
def listed(db):
    return make.target_list(month=timezone.localdate().replace(day=1), candidates=1912)


@pytest.fixture
def chief(db):
    return make.chief()


@pytest.fixture
def inspector(db):
    return make.inspector()


def a_line(listed, *, rank=1, known=True, signal="unregistered", number=None, against=None, **fields):
    """A line with one reason, of a unit that is not registered unless told."""
    unit = {"state": "known", "nssf_number": None, "registered_on": None} if known else {}
    line = make.target_line(listed, EnterpriseFactory(**unit), rank=rank, missing=40, **fields)
    TargetReason.objects.create(
        line=line, signal=signal, strength="0.8000", points="0.2800", number=number, against=against, source="gdt"
    )
    return line


def accepted(listed, by, **fields):
    return a_line(listed, state="accepted", decided_at=timezone.now(), decided_by=by, **fields)


def nudged(listed, by, days=10, **fields):
    """A letter is out; so many days are left."""
    until = timezone.localdate() + timedelta(days=days)
    given = {"state": "nudged", "treatment": "nudge", "nudged_at": timezone.now(), "chance_until": until} | fields
    return a_line(listed, decided_at=timezone.now(), decided_by=by, **given)


def register(line):
    """Its enterprise goes through the normal page and is registered today."""
    unit = line.enterprise
    unit.state, unit.nssf_number, unit.registered_on = "registered", f"8{unit.pk.int % 10**5:05}", timezone.localdate()
    unit.save()
