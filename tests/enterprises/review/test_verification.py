"""Whose word counts for how much: one spec a rule; the set-based count says the same as the page."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from enterprises.enums import SettledBy
from enterprises.models import RegistryRecord
from enterprises.services.settling import settle
from enterprises.verification import limits, states_of, states_of_many, summary
from enterprises.verification_sql import conflicts_by_source
from tests.enterprises.review.conftest import word
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db


def state(unit, field):
    return next(one for one in states_of(unit) if one.field == field)


def conflicts(field, code):
    from enterprises.sources import source

    found = {(one.source_id, one.field): one.conflicting for one in conflicts_by_source()}
    return found.get((source(code).pk, field), 0)


def test_one_source_alone_confirms_nothing(unit):
    word(unit, "obr")
    assert state(unit, "name_latin").state == "unverified"


def test_two_institutions_that_say_the_same_confirm_each_other(unit):
    word(unit, "obr")
    word(unit, "gdt", name_latin="GOLDEN  LOOM")
    found = state(unit, "name_latin")
    assert (found.state, found.tag) == ("by_two_sources", ("ok", "two sources say the same"))


def test_the_core_system_and_the_enterprise_are_one_mouth(unit, own_word):
    RegistryRecord.objects.filter(pk=own_word.pk).update(name_latin="", key_latin="")
    word(unit, "core")
    assert state(unit, "name_latin").state == "unverified"
    assert state(unit, "tin").state == "unverified"  # its own word only repeats the number on its paper


def test_two_registries_of_one_institution_are_one_voice(unit):
    from enterprises.models import Source
    from nssf_portal.accounts.models import Institution

    one = Institution.objects.create(code="ONE", name_km="ក", name_en="One")
    word(unit, "obr")
    word(unit, "gdt")
    Source.objects.filter(code__in=["obr", "gdt"]).update(institution=one)
    assert state(unit, "name_latin").state == "unverified"


def test_live_sources_that_disagree_are_a_conflict(unit):
    word(unit, "obr", phone="+85599000111")
    found = state(unit, "phone")
    assert found.state == "conflicting"
    assert [said.source for said in found.differing] == ["Online business registration"]
    assert (conflicts("phone", "obr"), conflicts("name_latin", "obr")) == (1, 0)
    assert (summary(unit).state, summary(unit).conflicting) == ("conflicting", 1)


def test_a_district_is_no_other_place_than_its_commune(unit):
    word(unit, "obr", commune_code="1201")
    assert state(unit, "commune_code").state == "unverified"
    assert conflicts("commune_code", "obr") == 0


def test_what_the_enterprise_said_later_answers_the_older_word(unit, own_word):
    word(unit, "obr", phone="+85599000111", as_of=date(2025, 1, 1))
    assert state(unit, "phone").state == "by_enterprise"
    assert conflicts("phone", "obr") == 0
    word(unit, "gdt", phone="+85599000222", as_of=date(2026, 10, 1))
    assert state(unit, "phone").state == "conflicting"
    assert conflicts("phone", "gdt") == 1


def test_an_old_address_is_stale_and_an_old_record_altogether(unit):
    days = limits()
    word(unit, "mlvt", as_of=days.address_before - timedelta(days=1))
    assert (state(unit, "commune_code").state, state(unit, "name_latin").state) == ("stale", "unverified")
    RegistryRecord.objects.update(as_of=days.record_before - timedelta(days=1))
    assert state(unit, "name_latin").state == "stale"
    assert summary(unit).state == "stale"


def test_an_old_word_is_history_where_a_fresh_one_stands(unit):
    word(unit, "mlvt", as_of=date(2018, 5, 1), name_latin="Old Loom")
    assert state(unit, "name_latin").state == "conflicting"
    assert conflicts("name_latin", "mlvt") == 1
    word(unit, "obr")
    assert state(unit, "name_latin").state == "unverified"
    assert conflicts("name_latin", "mlvt") == 0


def test_a_withdrawn_word_says_nothing(unit):
    record = word(unit, "obr", phone="+85599000111")
    RegistryRecord.objects.filter(pk=record.pk).update(withdrawn_at=timezone.now())
    assert state(unit, "phone").said == ()
    assert conflicts("phone", "obr") == 0


def test_streets_activities_and_numbers_of_workers_stand_with_their_date(unit):
    word(unit, "obr", address="St 1", activity="tailor", declared_workers=4)
    word(unit, "gdt", address="Street No. 1", activity="clothes", declared_workers=9)
    assert {state(unit, name).state for name in ("address", "activity", "declared_workers")} == {"unverified"}


def test_a_settled_conflict_is_settled_and_two_voices_still_count(unit, clerk):
    word(unit, "obr", phone="+85599000111")
    settle(enterprise=unit, field="phone", value="+85512345678", kind="clerk", by=clerk, reason="Called them")
    unit.refresh_from_db()
    found = state(unit, "phone")
    assert (found.state, found.tag[1], found.challenged) == ("unverified", "settled by an officer", ())
    assert conflicts("phone", "obr") == 0


def test_what_a_source_says_after_the_settlement_is_shown_beside_it(unit, clerk):
    record = word(unit, "obr", phone="+85599000111")
    settle(enterprise=unit, field="phone", value="+85512345678", kind="clerk", by=clerk, reason="Called them")
    # The same word said again is no news.
    RegistryRecord.objects.filter(pk=record.pk).update(received_at=timezone.now())
    assert state(unit, "phone").challenged == ()
    assert conflicts("phone", "obr") == 0
    RegistryRecord.objects.filter(pk=record.pk).update(phone="+85577000000", received_at=timezone.now())
    found = state(unit, "phone")
    assert (found.state, found.tag[1]) == ("conflicting", "settled, but a source now says something else")
    assert [said.value for said in found.challenged] == ["+85577000000"]
    assert conflicts("phone", "obr") == 1


@pytest.mark.parametrize(("kind", "expected"), [(SettledBy.INSPECTOR, "by_inspector"), ("enterprise", "by_enterprise")])
def test_an_inspectors_and_the_enterprises_settlements_confirm(unit, kind, expected):
    settle(enterprise=unit, field="phone", value="+85599000111", kind=kind, by=UserFactory())
    unit.refresh_from_db()
    assert (state(unit, "phone").state, unit.phone) == (expected, "+85599000111")


def test_many_units_in_the_same_number_of_questions(unit, django_assert_num_queries):
    others = [EnterpriseFactory() for _n in range(4)]
    for one in [unit, *others]:
        word(one, "obr")
    limits()
    with django_assert_num_queries(2):
        states_of_many([unit, *others])
