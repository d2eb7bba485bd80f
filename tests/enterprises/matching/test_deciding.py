"""What a person decides stands: no run overrules it, only an undo; and what decisions teach."""

import pytest

from enterprises.enums import EnterpriseState, MatchState, Verdict
from enterprises.models import MatchDecision, RegistryRecord
from enterprises.services.matching import DecisionRefused, decide, lessons, match, reason_text, taught, undo
from tests.enterprises.matching.conftest import ASIA, record, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(enterprise):
    """Two of one name in the register, and a record that may be either."""
    first = enterprise("1", tin="L001-100000001", moc_number="11111111")
    second = enterprise("2", tin="L001-200000002", moc_number="22222222")
    say("obr", {"source_key": "A"} | ASIA | {"tin": "", "moc_number": ""})
    match()
    assert record("obr", "A").match_state == MatchState.POSSIBLE
    return first, second


def chosen(enterprise, verdict, officer, **more):
    return decide(record=record("obr", "A"), enterprise=enterprise, verdict=verdict, by=officer, **more)


def test_the_same_links_and_stays(pair, officer):
    first, second = pair
    decision = chosen(first, Verdict.SAME, officer, why="I called them.")
    found = record("obr", "A")
    assert (found.enterprise, found.match_state, found.matched_by) == (first, MatchState.MATCHED, "person")
    assert not found.candidates.exists()
    assert (decision.score > 0, "name_equal" in decision.reasons) == (True, True)
    assert match().changed == 0
    # Not even when the source now says the other's number.
    say("obr", {"source_key": "A"} | ASIA | {"tin": second.tin, "moc_number": second.moc_number})
    match()
    assert record("obr", "A").enterprise == first


def test_the_same_decision_twice_is_one(pair, officer):
    assert chosen(pair[0], Verdict.SAME, officer) == chosen(pair[0], Verdict.SAME, officer)
    assert MatchDecision.objects.count() == 1


def test_another_cannot_be_the_same_too(pair, officer):
    chosen(pair[0], Verdict.SAME, officer)
    with pytest.raises(DecisionRefused):
        chosen(pair[1], Verdict.SAME, officer)


def test_not_the_same_is_never_proposed_again(pair, officer):
    first, second = pair
    chosen(first, Verdict.NOT_SAME, officer)
    assert [c.enterprise for c in record("obr", "A").candidates.all()] == [second]
    chosen(second, Verdict.NOT_SAME, officer)
    found = record("obr", "A")
    assert (found.match_state, found.enterprise.state) == (MatchState.UNMATCHED, EnterpriseState.KNOWN)
    assert match().changed == 0
    say("obr", {"source_key": "A"} | ASIA | {"tin": first.tin, "moc_number": first.moc_number})
    match()
    assert record("obr", "A").match_state == MatchState.UNMATCHED


def test_not_the_same_parts_a_linked_record(enterprise, officer):
    asia = enterprise()
    say("obr", {"source_key": "A"} | ASIA)
    match()
    decide(record=record("obr", "A"), enterprise=asia, verdict=Verdict.NOT_SAME, by=officer, why="Another owner")
    found = record("obr", "A")
    assert (found.match_state, found.enterprise.state) == (MatchState.UNMATCHED, EnterpriseState.KNOWN)
    assert match().changed == 0


def test_later_keeps_it_waiting(pair, officer):
    chosen(pair[0], Verdict.LATER, officer)
    assert record("obr", "A").match_state == MatchState.POSSIBLE
    assert match().changed == 0
    assert record("obr", "A").candidates.count() == 2
    # And may be decided after all.
    chosen(pair[0], Verdict.SAME, officer)
    assert MatchDecision.objects.standing().count() == 1
    assert record("obr", "A").enterprise == pair[0]


def test_undone_it_is_compared_anew(pair, officer):
    decision = chosen(pair[0], Verdict.SAME, officer)
    undo(decision=decision, by=officer)
    found = record("obr", "A")
    assert (found.match_state, found.enterprise, found.matched_by) == (MatchState.WAITING, None, "")
    undo(decision=decision, by=officer)  # already done
    match()
    assert record("obr", "A").match_state == MatchState.POSSIBLE
    assert record("obr", "A").candidates.count() == 2


def test_undone_not_the_same_is_proposed_again(enterprise, officer):
    asia = enterprise()
    say("obr", {"source_key": "A"} | ASIA)
    match()
    decision = decide(record=record("obr", "A"), enterprise=asia, verdict=Verdict.NOT_SAME, by=officer)
    target = record("obr", "A").enterprise
    undo(decision=decision, by=officer)
    match()
    assert record("obr", "A").enterprise == asia
    target.refresh_from_db()
    assert (target.state, target.merged_into) == (EnterpriseState.CLOSED, asia)


def test_a_target_that_is_found_in_the_register_closes(pair, officer):
    first, second = pair
    for one in pair:
        chosen(one, Verdict.NOT_SAME, officer)
    target = record("obr", "A").enterprise
    undo(decision=MatchDecision.objects.get(enterprise=first), by=officer)
    chosen(first, Verdict.SAME, officer)
    target.refresh_from_db()
    assert (target.state, target.merged_into) == (EnterpriseState.CLOSED, first)


def test_our_own_word_is_not_decided(enterprise, officer):
    asia = enterprise()
    say("enterprise", {"source_key": "own"} | ASIA)
    with pytest.raises(DecisionRefused):
        decide(record=record("enterprise", "own"), enterprise=asia, verdict=Verdict.SAME, by=officer)


def test_decisions_teach(pair, officer):
    first, second = pair
    chosen(first, Verdict.NOT_SAME, officer)
    chosen(second, Verdict.SAME, officer)
    told = {one.reason: (one.same, one.not_same) for one in taught(["name_equal", "phone_equal", "tin_slip"])}
    assert told == {"name_equal": (1, 1), "phone_equal": (1, 1), "tin_slip": (0, 0)}
    assert {lesson.suggestion for lesson in lessons()} == {""}


def test_a_reason_that_misleads_is_named(enterprise, officer):
    asia = enterprise()
    say("obr", *({"source_key": f"K{n}", "name_latin": f"Unit {n}"} for n in range(40)))
    for n, row in enumerate(RegistryRecord.objects.order_by("source_key")):
        verdict, reasons = ("same", ["name_equal"]) if n % 2 else ("not_same", ["phone_equal"])
        MatchDecision.objects.create(
            record=row, enterprise=asia, verdict=verdict, score="0.7", reasons=[*reasons, "commune_equal"], by=officer
        )
    told = {lesson.reason: lesson.suggestion for lesson in lessons()}
    assert told == {"name_equal": "more", "phone_equal": "less", "commune_equal": ""}


def test_a_reason_reads_as_a_sentence():
    assert reason_text("tin_equal") == "The TIN is the same."
    assert reason_text("name_close:0.93") == "The names in Latin letters are alike. (93%)"
    assert reason_text("from_tomorrow") == "from_tomorrow"
