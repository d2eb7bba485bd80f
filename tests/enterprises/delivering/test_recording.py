"""`record_words`: a source's word on a block of units, said once, again, otherwise, and late."""

from dataclasses import replace
from datetime import date

import pytest

from enterprises.models import RegistryRecord
from enterprises.services.linking import linked
from enterprises.services.recording import Line, record_words
from enterprises.sources import CORE, source
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db

ONE = Line("A-1", name_latin="Lotus Garment", tin="K001-123456789", as_of=date(2026, 9, 1), declared_workers=4)
TWO = Line("A-2", name_km="ហាងកាហ្វេ", as_of=date(2026, 9, 1))


def say(*lines, code="mlvt"):
    return record_words(lines, source=source(code))


def link(record, by):
    for name, value in linked(EnterpriseFactory(), by=by).items():
        setattr(record, name, value)
    record.save()


def test_new_words_are_made_and_the_same_words_again_change_nothing():
    first = say(ONE, TWO)
    assert (first.created, first.updated, first.unchanged, len(first.changed_ids)) == (2, 0, 0, 2)
    again = say(ONE, TWO)
    assert (again.created, again.updated, again.unchanged, again.changed_ids) == (0, 0, 2, [])
    record = RegistryRecord.objects.get(source_key="A-1")
    assert (record.match_state, record.key_latin, record.declared_workers) == ("waiting", "lotus garment", 4)


def test_one_changed_value_is_an_update_and_waits_to_be_compared_again():
    say(ONE, TWO)
    link(RegistryRecord.objects.get(source_key="A-1"), "rule")
    said = say(replace(ONE, phone="+85512345678"), TWO)
    record = RegistryRecord.objects.get(source_key="A-1")
    assert (said.created, said.updated, said.unchanged, said.changed_ids) == (0, 1, 1, [record.pk])
    assert (record.phone, record.match_state, record.matched_by) == ("+85512345678", "waiting", "")
    assert record.enterprise_id  # until it has been compared


def test_what_a_person_linked_stays_linked():
    say(ONE)
    link(RegistryRecord.objects.get(), "person")
    assert say(replace(ONE, declared_workers=9)).updated == 1
    record = RegistryRecord.objects.get()
    assert (record.match_state, record.matched_by, record.declared_workers) == ("matched", "person", 9)


def test_our_own_sources_are_never_compared():
    say(ONE, code=CORE)
    link(RegistryRecord.objects.get(), "rule")
    say(replace(ONE, declared_workers=9), code=CORE)
    assert RegistryRecord.objects.get().match_state == "matched"


def test_the_same_word_with_a_newer_date_is_unchanged_but_newer():
    say(ONE)
    said = say(replace(ONE, as_of=date(2026, 10, 1)))
    assert (said.unchanged, said.dated) == (1, 1)
    assert RegistryRecord.objects.get().as_of == date(2026, 10, 1)


def test_an_older_word_that_comes_late_changes_nothing():
    say(ONE)
    assert say(replace(ONE, as_of=date(2026, 1, 1), declared_workers=50)).unchanged == 1
    assert RegistryRecord.objects.get().declared_workers == 4


def test_a_withdrawn_record_said_again_stands_again():
    say(ONE)
    RegistryRecord.objects.update(withdrawn_at="2026-10-01T00:00:00Z")
    assert say(ONE).created == 1
    assert RegistryRecord.objects.live().count() == 1


def test_a_key_twice_in_one_block_counts_once_and_the_last_word_stays():
    assert say(ONE, replace(ONE, declared_workers=8)).created == 1
    assert RegistryRecord.objects.get().declared_workers == 8


def test_each_source_has_its_own_keys():
    assert (say(ONE).created, say(ONE, code="mot").created, RegistryRecord.objects.count()) == (1, 1, 2)
