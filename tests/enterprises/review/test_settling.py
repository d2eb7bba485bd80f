"""A settled value: by whom, why, and that no load, claim or change gets round it silently."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from enterprises.loading import load_enterprises
from enterprises.models import Enterprise, RegistryRecord, Settlement
from enterprises.services.changing import change_enterprise
from enterprises.services.registering import register_enterprise
from enterprises.services.settling import ReasonMissing, settle, settle_many, settled_fields
from enterprises.verification import states_of
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import representative_of

pytestmark = pytest.mark.django_db
ROW = {
    "nssf_number": "200001", "name_latin": "Good Co", "commune_code": "120101", "registered_on": "2020-02-03",
    "tin": "K001-123456789", "phone": "012345678",
}  # fmt: skip


def by_clerk(unit, clerk, **values):
    return settle_many(enterprise=unit, values=values, kind="clerk", by=clerk, reason="Seen on the certificate")


def test_an_officer_gives_a_reason_and_the_database_insists(unit, clerk):
    with pytest.raises(ReasonMissing):
        settle(enterprise=unit, field="phone", value="+85511111111", kind="clerk", by=clerk, reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(enterprise=unit, field="phone", value="x", kind="clerk", by=clerk)


def test_the_value_is_in_force_with_the_head_office_and_its_search_key(unit, clerk):
    by_clerk(unit, clerk, name_latin="Golden Looms", phone="+85511111111")
    unit.refresh_from_db()
    head = unit.establishments.get(is_head_office=True)
    assert (unit.name_latin, unit.key_latin, unit.phone) == ("Golden Looms", "golden looms", "+85511111111")
    assert (head.name_latin, head.key_latin) == ("Golden Looms", "golden looms")


def test_the_later_settlement_stands_and_the_earlier_one_is_kept(unit, clerk):
    by_clerk(unit, clerk, phone="+85511111111")
    settle(enterprise=unit, field="opened_on", value=date(2020, 1, 2), kind="inspector", by=UserFactory())
    by_clerk(unit, clerk, phone="+85522222222")
    assert Settlement.objects.filter(field="phone").count() == 2
    assert Settlement.objects.standing().get(field="phone").value == "+85522222222"
    assert Settlement.objects.standing().get(field="opened_on").value == "2020-01-02"
    assert settled_fields([unit.pk]) == {unit.pk: {"phone", "opened_on"}}


def test_the_enterprises_later_change_wins_over_an_officers_word_and_shows(unit, clerk):
    by_clerk(unit, clerk, phone="+85511111111")
    owner = representative_of(unit)
    change_enterprise(unit, by=owner, phone="+85533333333", name_latin=unit.name_latin)
    standing = Settlement.objects.standing().get(field="phone")
    assert (standing.kind, standing.by, standing.value) == ("enterprise", owner, "+85533333333")
    assert not Settlement.objects.filter(field="name_latin").exists()  # what did not change is not settled
    unit.refresh_from_db()
    assert next(state.state for state in states_of(unit) if state.field == "phone") == "by_enterprise"


def test_a_claims_data_change_a_settled_value_by_a_settlement_of_their_own(unit, clerk):
    by_clerk(unit, clerk, phone="+85511111111")
    register_enterprise(values={"phone": "+85544444444", "address": "St 9"}, by=UserFactory(), enterprise=unit)
    standing = Settlement.objects.standing().get(enterprise=unit)
    assert (standing.field, standing.kind, standing.value) == ("phone", "enterprise", "+85544444444")


def test_a_load_of_the_core_system_keeps_what_was_settled_and_says_so(clerk):
    load_enterprises([ROW])
    unit = Enterprise.objects.get()
    by_clerk(unit, clerk, phone="+85511111111", name_latin="Better Co")
    changed = ROW | {"phone": "098765432", "name_latin": "Best Co", "tin": "K002-123456789"}
    told = load_enterprises([changed])
    unit.refresh_from_db()
    assert (unit.phone, unit.name_latin, unit.key_latin) == ("+85511111111", "Better Co", "better co")
    assert unit.tin == "K002-123456789"  # what was not settled follows the core system
    kept = [(one["row"], one["field"], one["code"], one["severity"]) for one in told["problems"]]
    assert kept == [(2, "name_latin", "settled_value_kept", "warning"), (2, "phone", "settled_value_kept", "warning")]
    assert told["updated"] == 1
    record = RegistryRecord.objects.get(source__code="core")
    assert (record.phone, record.name_latin) == ("+85598765432", "Best Co")
    states = {state.field: state for state in states_of(unit)}
    assert (states["phone"].state, states["phone"].challenged[0].value) == ("conflicting", "+85598765432")


def test_the_same_file_again_changes_and_warns_of_nothing(clerk):
    load_enterprises([ROW])
    by_clerk(Enterprise.objects.get(), clerk, phone="+85511111111")
    told = load_enterprises([ROW])
    assert (told["unchanged"], told["problems"]) == (1, [])
    assert Enterprise.objects.get().phone == "+85511111111"


def test_a_certificate_that_says_something_else_is_revoked(unit, clerk, monkeypatch):
    from enterprises.services import certificates

    seen = []
    monkeypatch.setattr(certificates, "revoke_outdated", lambda one, *, by: seen.append((one.name_latin, by)))
    by_clerk(unit, clerk, name_latin="Golden Looms")
    assert seen == [("Golden Looms", clerk)]
