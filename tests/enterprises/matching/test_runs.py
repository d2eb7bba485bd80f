"""What a run does with what stands: links, targets, branches, closed ones, and nothing the second time."""

from datetime import date

import pytest

from enterprises.enums import EnterpriseState, MatchState
from enterprises.models import Enterprise, MatchCandidate, MatchRun, RegistryRecord, Representative
from enterprises.services import match_store
from enterprises.services.matching import JOB, match
from enterprises.sources import source
from nssf_portal.jobs.models import Job
from nssf_portal.jobs.services import enqueue, run
from tests.enterprises.matching.conftest import ASIA, record, rows_of, say

pytestmark = pytest.mark.django_db
LOTUS = {
    "name_latin": "Lotus Bakery Kirirom",
    "tin": "K010-555000111",
    "commune_code": "120202",
    "phone": "011222333",
    "as_of": "2026-01-01",
}


def same(key, **words):
    return {"source_key": key, "as_of": "2026-01-01"} | ASIA | words


def other(key, **words):
    return {"source_key": key} | LOTUS | words


def standing():
    columns = "source_key enterprise_id match_state matched_at match_score match_reasons".split()
    return list(RegistryRecord.objects.order_by("source_key").values_list(*columns))


def test_a_sure_one_is_linked_with_its_reasons(enterprise):
    asia = enterprise()
    say("obr", same("A", phone="099000111"))
    assert match().matched == 1
    found = record("obr", "A")
    assert (found.enterprise, found.match_state, found.matched_by) == (asia, MatchState.MATCHED, "rule")
    assert {"tin_equal", "moc_equal", "phone_differs", "name_equal"} <= set(found.match_reasons)
    assert found.match_score > 0.99


def test_nobodys_record_becomes_a_target(enterprise):
    enterprise()
    say("obr", other("B", declared_workers="7"))
    assert match().unmatched == 1
    target = record("obr", "B").enterprise
    assert (target.state, target.channel, target.nssf_number) == (EnterpriseState.KNOWN, "registry", None)
    assert target.reference.startswith("ENT-")
    assert (target.name_latin, target.key_latin, target.declared_workers) == (
        "Lotus Bakery Kirirom",
        "lotus bakery kirirom",
        7,
    )


def test_a_second_run_changes_nothing(sample):
    first = match()
    before = standing()
    again = match()
    assert (again.changed, again.matched, again.unmatched) == (0, first.matched, first.unmatched)
    assert standing() == before
    assert MatchRun.objects.count() == 2
    say("obr", *rows_of("registry_obr.csv"))  # the same file, delivered again
    assert match().changed == 0
    assert standing() == before


def test_a_changed_word_is_compared_anew_and_the_others_stay(enterprise):
    asia = enterprise()
    say("obr", other("B"), other("C", name_latin="Bokor Rice Mill", tin="K010-777000111", phone="011999888"))
    match()
    target = record("obr", "B").enterprise
    before = record("obr", "C").matched_at
    say("obr", same("B"))
    assert match().changed == 1
    assert record("obr", "B").enterprise == asia
    assert record("obr", "C").matched_at == before
    target.refresh_from_db()
    assert (target.state, target.merged_into) == (EnterpriseState.CLOSED, asia)


def test_a_target_shows_the_newest_word(enterprise):
    say("obr", other("B"))
    match()
    target = record("obr", "B").enterprise
    say("obr", other("B", phone="099777666", as_of="2026-03-01"))
    match()
    assert record("obr", "B").enterprise == target
    target.refresh_from_db()
    assert target.phone == "099777666"


def test_a_settled_value_of_a_target_stays(enterprise):
    say("obr", other("B"))
    match()
    target = record("obr", "B").enterprise
    target.settlements.create(field="phone", value="011222333", kind="inspector")
    say("obr", other("B", phone="099777666", address="Street 5", as_of="2026-03-01"))
    match()
    target.refresh_from_db()
    assert (target.phone, target.address) == ("011222333", "Street 5")


def test_records_of_several_sources_are_one_target():
    say("mlvt", other("M", phone="099000111", address="Street 7"))
    say("obr", other("O"))
    say("gdt", other("G", name_latin="", name_km="ហាងនំប៉័ង"))
    say("mot", other("T", tin="", name_latin="Lotus Bakery Kirirom Co Ltd"))
    match()
    targets = set(RegistryRecord.objects.values_list("enterprise_id", flat=True))
    assert len(targets) == 1
    target = Enterprise.objects.get(pk=targets.pop())
    # OBR's word stands before the ministry's; what only the ministry says is taken too.
    assert (target.phone, target.address, target.name_km) == ("011222333", "Street 7", "ហាងនំប៉័ង")
    assert match().changed == 0


def test_two_units_of_one_source_stay_two():
    say("obr", other("B"), other("C", tin="K010-999000111", commune_code="020301", phone="088777666"))
    match()
    assert Enterprise.objects.filter(state="known").count() == 2


def test_targets_that_prove_one_are_joined():
    say("obr", other("B", tin="", phone="088123123"))
    say("gdt", other("G", name_latin="Kirirom Foods", commune_code="020301"))
    match()
    old, new = record("obr", "B").enterprise, record("gdt", "G").enterprise
    assert old != new
    say("obr", other("B", phone="088123123", as_of="2026-02-01"))
    match()
    assert record("obr", "B").enterprise == record("gdt", "G").enterprise == new
    old.refresh_from_db()
    assert (old.state, old.merged_into) == (EnterpriseState.CLOSED, new)
    assert match().changed == 0


def test_a_target_that_registers_takes_its_records_along():
    say("obr", other("B"))
    match()
    target = record("obr", "B").enterprise
    target.nssf_number, target.state, target.registered_on = "100999", "registered", date(2026, 5, 1)
    target.name_latin, target.tin = "Another Name Entirely", "L001-100200300"
    target.set_keys()
    target.save()
    match()
    found = record("obr", "B")
    assert (found.match_state, found.enterprise) == (MatchState.MATCHED, target)
    assert match().changed == 0


def test_a_branch_belongs_to_its_head_office(enterprise):
    asia = enterprise()
    say(
        "obr",
        same("A"),
        {"source_key": "A-2", "name_latin": "Siem Reap outlet", "commune_code": "171001", "parent_key": "A"},
        same("A-3", name_latin="Asia Nova Brothers Academy Branch", commune_code="020101", moc_number=""),
    )
    match()
    for key in ("A-2", "A-3"):
        branch = record("obr", key)
        assert (branch.enterprise, branch.match_state) == (asia, MatchState.MATCHED)
        assert "branch" in branch.match_reasons
    # A place of work is proposed by the reason; nobody makes one silently.
    assert asia.establishments.count() == 0
    assert match().changed == 0


def test_branches_of_nobody_are_one_target():
    say("obr", other("B"), other("B-2", name_latin="Bakery two", tin="", parent_key="B", commune_code="020101"))
    match()
    assert record("obr", "B").enterprise == record("obr", "B-2").enterprise
    assert record("obr", "B").enterprise.name_latin == "Lotus Bakery Kirirom"
    assert match().changed == 0


def test_a_holding_and_its_company_stay_two(enterprise):
    holding = enterprise("1", name_latin="Naga Bamboo Holdings", tin="L001-100000001", moc_number="11111111")
    company = enterprise("2", name_latin="Naga Bamboo Co., Ltd.", tin="L001-200000002", moc_number="22222222")
    say("obr", same("H", name_latin="Naga Bamboo Group", tin="L001-100000001", moc_number=""))
    say("gdt", same("C", name_latin="Naga Bamboo", tin="", moc_number="22222222"))
    say("mot", same("X", name_latin="Naga Bamboo", tin="", moc_number=""))
    match()
    assert record("obr", "H").enterprise == holding
    assert record("gdt", "C").enterprise == company
    assert record("mot", "X").match_state == MatchState.POSSIBLE
    assert record("mot", "X").candidates.count() == 2


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"as_of": "2026-01-01"}, MatchState.POSSIBLE),
        ({"as_of": "2024-01-01"}, MatchState.MATCHED),
        ({"as_of": "2026-01-01", "closed_on": "2025-02-01"}, MatchState.MATCHED),
    ],
)
def test_a_closed_enterprise_that_works_again_is_looked_at(enterprise, said, state):
    enterprise(state=EnterpriseState.CLOSED, closed_on=date(2025, 1, 31))
    say("obr", same("A", **said))
    match()
    found = record("obr", "A")
    assert found.match_state == state
    assert ("reopened" in found.match_reasons) == (state == MatchState.POSSIBLE)
    assert match().changed == 0


def test_a_closed_record_of_nobody_is_no_target():
    say("obr", other("B", closed_on="2025-02-01"))
    match()
    unit = record("obr", "B").enterprise
    assert (unit.state, unit.closed_on) == (EnterpriseState.CLOSED, date(2025, 2, 1))
    assert match().changed == 0
    say("obr", other("B", as_of="2026-02-01"))
    match()
    assert record("obr", "B").enterprise.state == EnterpriseState.KNOWN
    assert match().changed == 0


def test_what_was_withdrawn_is_no_target():
    say("obr", other("B"))
    match()
    found = record("obr", "B")
    RegistryRecord.objects.filter(pk=found.pk).update(withdrawn_at=found.received_at)
    assert match().records == 0
    found.enterprise.refresh_from_db()
    assert found.enterprise.state == EnterpriseState.CLOSED


def test_a_unit_that_somebody_represents_is_not_emptied_by_a_rule(enterprise, officer):
    say("obr", other("B"))
    match()
    target = record("obr", "B").enterprise
    Representative.objects.create(enterprise=target, user=officer, role="owner", basis="sample")
    asia = enterprise()
    say("obr", same("B"))
    match()
    found = record("obr", "B")
    assert (found.match_state, found.enterprise) == (MatchState.POSSIBLE, None)
    assert "known_in_use" in found.match_reasons
    assert [c.enterprise for c in found.candidates.all()] == [asia]
    target.refresh_from_db()
    assert target.state == EnterpriseState.KNOWN
    assert match().changed == 0


def test_our_own_word_is_never_compared(enterprise):
    enterprise()
    say("enterprise", same("own"))
    assert match().records == 0


def test_one_source_can_be_compared_alone(enterprise):
    asia = enterprise()
    say("obr", same("A"))
    say("gdt", same("G"))
    assert match(source=source("gdt")).records == 1
    assert record("obr", "A").match_state == MatchState.WAITING
    assert record("gdt", "G").enterprise == asia


def test_a_run_killed_half_way_is_simply_run_again(sample, monkeypatch):
    monkeypatch.setattr(match_store, "BLOCK", 500)
    write, calls = match_store.write, []

    def killed(changes, **given):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(len(changes))
        return write(changes, **given)

    monkeypatch.setattr(match_store, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        match()
    monkeypatch.setattr(match_store, "write", write)
    assert match().changed == 1500
    assert match().changed == 0
    links = RegistryRecord.objects.filter(match_state="unmatched")
    assert (
        links.count()
        == Enterprise.objects.filter(state="known").count()
        == links.values("enterprise").distinct().count()
    )


def test_what_somebody_changed_meanwhile_is_left_alone(enterprise, monkeypatch):
    enterprise()
    say("obr", same("A"))
    write = match_store.write

    def meanwhile(changes, **given):
        RegistryRecord.objects.update(received_at="2026-11-01T00:00Z", phone="099123123")
        return write(changes, **given)

    monkeypatch.setattr(match_store, "write", meanwhile)
    assert match().changed == 0
    assert record("obr", "A").match_state == MatchState.WAITING


def test_the_same_number_of_statements_for_more_records(django_assert_max_num_queries):
    say("obr", *rows_of("registry_obr.csv")[:900])
    with django_assert_max_num_queries(45):
        match()


def test_after_a_delivery_the_job_compares_and_asks_for_figures(enterprise):
    asia = enterprise()
    say("obr", same("A"))
    job = enqueue(kind=JOB, subject_id=asia.pk, dedup_key="test")
    assert run(job.pk)
    assert record("obr", "A").enterprise == asia
    assert Job.objects.filter(kind="registry.figures").count() == 1


def test_the_history_says_who_linked(enterprise):
    enterprise()
    say("obr", same("A"))
    match()
    event = RegistryRecord.pgh_event_model.objects.filter(match_state="matched").get()
    assert event.pgh_context["action"] == "registry.match"


def test_candidates_of_a_linked_record_go(enterprise):
    enterprise("1", tin="", moc_number="")
    enterprise("2", tin="", moc_number="")
    say("obr", same("A", tin="", moc_number="", phone=""))
    match()
    assert MatchCandidate.objects.count() == 2
    Enterprise.objects.filter(nssf_number="1").update(tin="L009-123123123")
    say("obr", same("A", tin="L009-123123123", moc_number="", as_of="2026-02-01"))
    match()
    assert record("obr", "A").enterprise.nssf_number == "1"
    assert MatchCandidate.objects.count() == 0
