"""Units with words of several sources, each with its own date."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from enterprises.models import MatchCandidate, RegistryRecord
from enterprises.services.linking import linked
from enterprises.services.registering import keep_own_word
from enterprises.sources import source
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory

LONG_AGO = timezone.now() - timedelta(days=30)


def word(enterprise, code, *, key="", as_of=date(2026, 10, 1), received_at=LONG_AGO, **values):
    """What a source says of a unit; what is not given is as the register has it."""
    same = {name: getattr(enterprise, name) for name in ("name_km", "name_latin", "commune_code", "tin", "phone")}
    record = RegistryRecord(
        source=source(code), source_key=key or f"{code}-{enterprise.pk}", as_of=as_of, received_at=received_at,
        **same | values, **linked(enterprise),
    )  # fmt: skip
    record.set_keys()
    record.save(force_insert=True)
    return record


def possible(enterprise, code="obr", *, score="0.780", reasons=("tin_slip",), **values):
    """A record that may be this enterprise: a person must look."""
    record = word(enterprise, code, key=values.pop("key", f"POS-{RegistryRecord.objects.count()}"), **values)
    RegistryRecord.objects.filter(pk=record.pk).update(
        enterprise=None, match_state="possible", matched_by="", matched_at=None, match_score=score,
        match_reasons=list(reasons),
    )  # fmt: skip
    record.refresh_from_db()
    MatchCandidate.objects.create(record=record, enterprise=enterprise, rank=1, score=score, reasons=list(reasons))
    return record


@pytest.fixture
def unit(db):
    return EnterpriseFactory(
        name_km="", name_latin="Golden Loom", key_latin="golden loom", tin="L001-100000001", phone="+85512345678"
    )


@pytest.fixture
def own_word(unit):
    record = keep_own_word(unit)
    RegistryRecord.objects.filter(pk=record.pk).update(as_of=date(2026, 9, 1), received_at=LONG_AGO)
    return record


@pytest.fixture
def clerk(db):
    return UserFactory(name="Chan Dara", grant=("clerk", "12"))


@pytest.fixture
def elsewhere(db):
    return UserFactory(grant=("clerk", "17"))


@pytest.fixture
def inspector(db):
    return UserFactory(grant=("inspector", "12"))
