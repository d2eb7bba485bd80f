"""Who competes: only who was eligible; lists by points, changed with reasons; consent is the enterprise's own."""

import uuid

import pytest
from django.utils import timezone

from compliance.services.refusing import Refused
from incentives.models import Candidate
from incentives.services import candidates
from nssf_portal.workflow import NotPossible
from tests.factories import compliance as compliance_made
from tests.factories import incentives as made
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db


def test_an_office_nominates_an_eligible_enterprise_once(contest):
    row, submission = contest.eligible(), uuid.uuid4()
    one = contest.nominate(row, submission_id=submission)
    assert (one.category, one.state, one.source) == (contest.category, "nominated", "office")
    assert contest.nominate(row, submission_id=submission) == one
    with pytest.raises(Refused, match="already"):
        contest.nominate(row)


@pytest.mark.parametrize(
    ("fields", "say"),
    [
        ({"eligible": False, "missed": ["declared_in_time", "standing"]}, "every month declared on time, in good"),
        ({"eligible": False, "unknown": ["headcount"]}, "could not be computed: number of workers is right"),
        ({"category": None}, "No category"),
    ],
)
def test_who_is_not_eligible_is_told_why(contest, fields, say):
    with pytest.raises(Refused, match=say):
        contest.nominate(contest.eligible(**fields))


def test_the_reason_names_what_is_missing_before_a_run_and_for_the_unregistered(contest):
    assert "not registered" in candidates.why_not(contest.cycle, EnterpriseFactory())
    contest.run.is_frozen = False
    contest.run.save()
    assert "not computed yet" in candidates.why_not(contest.cycle, EnterpriseFactory())


def test_not_before_the_first_day_nor_after_the_last(contest):
    row = contest.eligible()
    early = contest.cycle.nominations_from - timezone.timedelta(days=1)
    late = contest.cycle.nominations_until + timezone.timedelta(days=1)
    assert "not open" in candidates.why_not(contest.cycle, row.enterprise, early)
    assert "is over" in candidates.why_not(contest.cycle, row.enterprise, late)
    assert candidates.why_not(contest.cycle, row.enterprise) == ""


def test_an_officer_tied_to_it_does_not_nominate(contest):
    row = contest.eligible()
    compliance_made.conflict(contest.officer, row.enterprise)
    with pytest.raises(Refused, match="colleague"):
        contest.nominate(row)


def test_only_an_owner_or_manager_nominates_the_enterprise_itself(contest):
    row = contest.eligible()
    delegate, owner = representative_of(row.enterprise, "delegate"), representative_of(row.enterprise)
    with pytest.raises(Refused, match="owner or a manager"):
        contest.nominate(row, delegate, source="self")
    assert contest.nominate(row, owner, source="self").source == "self"


def test_the_long_list_is_filled_by_points_and_the_nominated_stand_first_at_equal_points(contest):
    best, equal, spoken, last = (contest.eligible(points) for points in (9, 5, 5, 1))
    contest.eligible(99, eligible=False)
    contest.nominate(spoken)
    assert candidates.fill_long_list(contest.category, by=contest.officer) == 3
    listed = Candidate.objects.filter(state="long_list")
    assert {one.enterprise_id for one in listed} == {best.enterprise_id, spoken.enterprise_id, equal.enterprise_id}
    assert {one.source for one in listed} == {"computed", "office"}
    with pytest.raises(Refused, match="full"):
        candidates.fill_long_list(contest.category, by=contest.officer)
    candidates.set_aside(listed.get(enterprise=best.enterprise), by=contest.officer, reason="closed its works")
    assert candidates.fill_long_list(contest.category, by=contest.officer) == 1
    assert Candidate.objects.get(enterprise=last.enterprise).state == "long_list"


def test_who_fills_the_list_leaves_out_what_he_is_tied_to(contest):
    row = contest.eligible()
    compliance_made.conflict(contest.officer, row.enterprise)
    assert candidates.fill_long_list(contest.category, by=contest.officer) == 0


def test_an_office_of_a_province_makes_no_lists(contest):
    with pytest.raises(Refused, match="whole country"):
        candidates.fill_long_list(contest.category, by=made.officer("12"))


def test_lists_are_changed_with_reasons_and_have_an_end(contest):
    one, two, three = (contest.enter(state="long_list") for _n in range(3))
    candidates.short_list(one, by=contest.officer)
    candidates.short_list(two, by=contest.officer)
    with pytest.raises(Refused, match="full"):
        candidates.short_list(three, by=contest.officer)
    with pytest.raises(Refused, match="why"):
        candidates.set_aside(one, by=contest.officer, reason=" ")
    aside = candidates.set_aside(one, by=contest.officer, reason="a fine last week")
    assert (aside.state, aside.set_aside_reason) == ("set_aside", "a fine last week")
    candidates.short_list(three, by=contest.officer)
    assert candidates.take_back(aside, by=contest.officer).state == "nominated"
    with pytest.raises(NotPossible):
        candidates.short_list(aside, by=contest.officer)


def test_lists_do_not_move_after_scoring(contest):
    one = contest.enter()
    contest.close()
    with pytest.raises(Refused, match="scored by the jury"):
        candidates.set_aside(one, by=contest.officer, reason="late")


def test_only_the_enterprise_says_yes_to_the_roll_and_may_take_it_back(contest):
    one = contest.enter()
    owner = representative_of(one.enterprise)
    with pytest.raises(Refused):
        candidates.agree(one, by=contest.officer, public=True)
    assert candidates.agree(one, by=owner, public=True).public_by == owner
    first = candidates.agree(one, by=owner, public=True).public_at
    assert Candidate.objects.get().public_at == first
    assert candidates.agree(one, by=owner, public=False).public_at is None


def test_an_enterprise_leaves_the_competition(contest):
    one = contest.enter()
    owner = representative_of(one.enterprise)
    with pytest.raises(Refused):
        candidates.withdraw(one, by=contest.officer)
    assert candidates.withdraw(one, by=owner).state == "withdrawn"
    with pytest.raises(NotPossible):
        candidates.withdraw(one, by=owner)
