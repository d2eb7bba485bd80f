"""Eligibility: everybody measured at the cut-off, frozen; the same cut-off gives the same rows whatever came later."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from compliance.models import Adjustment
from compliance.services.refusing import Refused
from enterprises.models import Enterprise
from incentives.measuring import facts_on
from incentives.models import EligibilityRow
from incentives.services import eligibility
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from registration.models import Employment
from tests.compliance.standing.conftest import at, declared, hired, sound
from tests.factories import compliance as made
from tests.factories import incentives
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registry import RecordFactory
from tests.incentives.eligibility.conftest import CUT_OFF

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def cycle():
    found = incentives.cycle(cut_off_on=CUT_OFF)
    incentives.computed(found, "standing", weight=2)
    incentives.computed(found, "declared_in_time", weight=3)
    incentives.computed(found, "years", required=False, minimum=1, weight=5)
    incentives.judged(found)
    return found


def ran(cycle):
    """Asked for and done."""
    run = eligibility.start(cycle, by=cycle.created_by, submission_id=uuid.uuid4())
    assert jobs.run(Job.objects.get(subject_id=run.pk).pk)
    run.refresh_from_db()
    return run


def row(run, enterprise) -> EligibilityRow:
    return EligibilityRow.objects.get(run=run, enterprise=enterprise)


def test_everybody_registered_on_the_cut_off_is_measured_and_the_first_run_is_frozen(cycle):
    small = incentives.category(cycle, size="small", order=1)
    micro = incentives.category(cycle, size="micro", order=2)
    good, old = sound(), sound(opened_on=date(2024, 1, 2), registered_on=date(2024, 1, 10))
    owing = EnterpriseFactory(opened_on=date(2026, 1, 2), registered_on=date(2026, 1, 10))
    new = EnterpriseFactory(opened_on=None, registered_on=date(2026, 4, 20))
    for _n in range(5):
        hired(good, MARCH, MARCH)
    EnterpriseFactory(state="known", nssf_number=None, registered_on=None)
    EnterpriseFactory(registered_on=CUT_OFF + timedelta(days=1))
    run = ran(cycle)
    assert (run.enterprises, run.eligible, run.is_frozen, run.is_draft) == (4, 2, True, True)
    assert eligibility.frozen(cycle) == run
    first = row(run, good)
    assert (first.eligible, first.category, first.points, first.size, first.workers) == (True, small, 5, "small", 5)
    assert (row(run, old).category, row(run, old).points) == (micro, 10)
    assert row(run, owing).missed == ["standing", "declared_in_time"]
    assert (row(run, owing).months_due, row(run, owing).months_missing) == (3, 3)
    assert not row(run, new).eligible and row(run, new).unknown == ["standing", "declared_in_time"]


def test_who_fits_no_category_is_not_eligible_and_the_first_that_fits_is_taken(cycle):
    incentives.category(cycle, province_code="01", order=1)
    first_year = incentives.category(cycle, first_year=True, sector="C", order=2)
    incentives.category(cycle, sector="C", order=3)
    new, old = sound(sector="C"), sound(sector="I", opened_on=MARCH, registered_on=MARCH)
    run = ran(cycle)
    assert row(run, new).category == first_year
    assert (row(run, old).category, row(run, old).eligible, row(run, old).missed) == (None, False, [])


def later_facts(enterprise: Enterprise) -> None:
    """Everything that can come late: declarations, payments, hires, endings, numbers, findings, another sector."""
    day = CUT_OFF + timedelta(days=9)
    declared(enterprise, MARCH, day, 5_000)
    declared(enterprise, date(2026, 4, 1), day, 1_000)
    made.payment(enterprise, -400, MARCH, CUT_OFF, received_at=at(day))
    hired(enterprise, date(2026, 3, 2), day)
    Employment.objects.filter(enterprise=enterprise).update(ended_on=CUT_OFF, end_reason="resigned")
    RecordFactory(enterprise=enterprise, declared_workers=40, match_state="matched", received_at=at(day), as_of=MARCH)
    made.finding(made.case_file(enterprise), recorded_at=at(day))
    Adjustment.objects.create(
        submission_id=uuid.uuid4(), enterprise=enterprise, kind="suspension", from_month=MARCH, legal_ground="x",
        reason="flood", state="granted", proposed_by=UserFactory(), decided_by=UserFactory(), decided_at=at(day),
    )  # fmt: skip
    Enterprise.objects.filter(pk=enterprise.pk).update(
        sector="K", commune_code="010101", opened_on=MARCH, registered_on=MARCH, state="closed", closed_on=CUT_OFF
    )


def test_the_same_cut_off_gives_the_same_digest_whatever_was_recorded_later(cycle):
    incentives.category(cycle, province_code="12")
    found = [sound(sector="C", commune_code="120101") for _n in range(3)]
    hired(found[0], MARCH, MARCH)
    first = ran(cycle)
    for enterprise in found:
        later_facts(enterprise)
    EnterpriseFactory(opened_on=None, registered_on=CUT_OFF + timedelta(days=2))
    again = ran(cycle)
    assert again.digest == first.digest and len(first.digest) == 64
    assert (first.is_frozen, again.is_frozen) == (True, False)
    assert eligibility.same(again, first) and eligibility.differing(again, first, 10) == []


def test_rows_that_differ_are_named_with_what_differs(cycle):
    incentives.category(cycle)
    kept, moved = sound(), sound(commune_code="120101")
    gone, first, rule = EnterpriseFactory(), incentives.run(cycle, is_frozen=True), eligibility.rows.Rule.of(cycle)
    told = {one.id: rule.row(one) for one in facts_on([kept.pk, moved.pk, gone.pk], CUT_OFF)}
    told[moved.pk] |= {"province_code": "01", "workers": 7}
    eligibility.rows.write(first, list(told.values()))
    first.enterprises, first.eligible, first.digest = eligibility.rows.summed(first)
    first.done_at = timezone.now()
    first.save()
    Enterprise.objects.filter(pk=gone.pk).update(registered_on=CUT_OFF + timedelta(days=2))
    again = ran(cycle)
    assert eligibility.same(again, first) is False
    found = {one.enterprise_id: one for one in eligibility.differing(again, first, 10)}
    assert kept.pk not in found
    assert found[moved.pk].columns == [("province_code", "12", "01"), ("workers", 0, 7)]


def test_a_run_that_was_stopped_goes_on_after_its_last_block(cycle, monkeypatch):
    incentives.category(cycle)
    found = [sound() for _n in range(3)]
    monkeypatch.setattr("incentives.measuring.measured._BLOCK", 1)
    whole = ran(cycle)
    run = eligibility.start(cycle, by=cycle.created_by, submission_id=uuid.uuid4())
    first = sorted(found, key=lambda one: one.pk)[0]
    rule = eligibility.rows.Rule.of(cycle)
    one = next(eligibility.registered_on(CUT_OFF, months=cycle.months))[1]
    eligibility.rows.write(run, [rule.row(one[0])])
    assert row(run, first)
    assert jobs.run(Job.objects.get(subject_id=run.pk).pk)
    run.refresh_from_db()
    assert (run.enterprises, run.digest) == (3, whole.digest)
    assert eligibility.compute(run).digest == whole.digest  # done again: as it was


def test_one_run_at_a_time_and_the_same_submission_is_the_same_run(cycle):
    by, sent = cycle.created_by, uuid.uuid4()
    run = eligibility.start(cycle, by=by, submission_id=sent)
    assert eligibility.start(cycle, by=by, submission_id=uuid.uuid4()) == run
    assert eligibility.start(cycle, by=by, submission_id=sent) == run
    assert eligibility.same(run, eligibility.frozen(cycle)) is None


def test_a_run_waits_for_the_cut_off_day_to_be_over_and_for_the_cycle_to_open():
    today = incentives.cycle(2026, cut_off_on=timezone.localdate())
    with pytest.raises(Refused):
        eligibility.start(today, by=today.created_by, submission_id=uuid.uuid4())
    drafted = incentives.cycle(2027, state="drafted")
    with pytest.raises(Refused):
        eligibility.start(drafted, by=drafted.created_by, submission_id=uuid.uuid4())


def test_many_more_enterprises_ask_no_more_questions(cycle, django_assert_max_num_queries):
    incentives.category(cycle)
    for _n in range(6):
        sound()
    run = incentives.run(cycle)
    with django_assert_max_num_queries(22):
        eligibility.compute(run)
