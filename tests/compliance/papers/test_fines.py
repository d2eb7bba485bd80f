"""A fine is its formula, by the law of its day; proposed by one, confirmed by another; never more than it is."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from compliance.models import CaseEntry, Fine, Minutes, ViolationType
from compliance.services import finding as finding_service
from compliance.services import fines
from compliance.services.refusing import Refused
from compliance.workflow import FINE
from nssf_portal.workflow import NotPossible
from tests.factories import compliance as made

pytestmark = pytest.mark.django_db


def found(workers=3, case=None, **fields):
    """A finding of a case with minutes and one warning whose time is over."""
    case = case or made.case_file(minuted_at=timezone.now(), state="minuted")
    made.notice(
        case,
        state="expired",
        served_at=timezone.now(),
        served_by=case.opened_by,
        served_how="hand",
        due_on=timezone.localdate() - timedelta(days=1),
        expired_at=timezone.now(),
    )
    return made.finding(case, workers, **fields)


def propose(finding, multiplier=10, **fields):
    given = {"by": finding.case.opened_by, "submission_id": uuid.uuid4(), "reason": "first time"} | fields
    return fines.propose(finding=finding, multiplier=multiplier, **given)


@pytest.fixture
def powers(book):
    for act in ("propose_fine", "confirm_fine", "refer_to_court"):
        made.power(act)


@pytest.mark.parametrize(
    ("day", "multiplier", "amount"),
    [
        (date(2022, 11, 24), 10, 400_000),
        (date(2022, 11, 24), 30, 1_200_000),
        (date(2022, 11, 25), 10, 800_000),
        (date(2022, 11, 25), 30, 2_400_000),
        (date(2026, 11, 1), 10, 800_000),
    ],
)
def test_a_fine_for_one_worker_by_the_law_of_the_day(book, day, multiplier, amount):
    worked = fines.formula(made.finding(workers=1), day, multiplier)
    assert worked.amount == amount
    assert (worked.least, worked.most) == (worked.base_daily_wage * 10, worked.base_daily_wage * 30)
    assert all(part.source for part in worked.basis.parts)
    assert [part.code for part in worked.basis.parts] == [fines.BASE, fines.LEAST, fines.MOST]


def test_workers_multiply_the_fine(book):
    assert fines.formula(made.finding(workers=25), date(2026, 11, 1), 20).amount == 80_000 * 20 * 25


def test_a_day_without_a_multiplier_in_the_law_book_has_no_fine(book):
    with pytest.raises(Refused, match="multiplier"):
        fines.formula(made.finding(), date(2022, 7, 4), 10)


def test_the_law_is_that_of_the_day_it_was_found(powers):
    finding = found(recorded_at=timezone.make_aware(timezone.datetime(2022, 11, 24, 10)))
    assert propose(finding).base_daily_wage == 40_000
    later = found(recorded_at=timezone.make_aware(timezone.datetime(2022, 11, 25, 10)))
    assert propose(later).base_daily_wage == 80_000


def test_a_proposal_names_its_sources_and_is_made_once(powers):
    finding = found()
    submission = uuid.uuid4()
    fine = propose(finding, submission_id=submission)
    assert fine.amount == 80_000 * 10 * 3
    assert "Prakas 168/22" in fine.legal_source and "326" in fine.legal_source
    assert not fine.is_draft
    assert propose(finding, submission_id=submission) == fine
    with pytest.raises(Refused):
        propose(finding)
    assert CaseEntry.objects.get(act="fine_proposed").number == fine.amount


@pytest.mark.parametrize("multiplier", [9, 31])
def test_the_multiplier_stays_within_the_law(powers, multiplier):
    with pytest.raises(Refused, match="10.*30"):
        propose(found(), multiplier)


@pytest.mark.parametrize(
    "fields",
    [{"reason": " "}, {"workers": 4}, {"workers": 0}, {"law_on": date(2999, 1, 1)}],
)
def test_a_proposal_needs_a_reason_real_workers_and_a_day_that_was(powers, fields):
    with pytest.raises(Refused):
        propose(found(workers=3), **fields)


def test_no_fine_before_the_minutes_and_the_warning(powers):
    case = made.case_file()
    finding = made.finding(case)
    with pytest.raises(Refused, match="minutes"):
        propose(finding)
    minuted = made.case_file(minuted_at=timezone.now(), state="minuted")
    with pytest.raises(Refused, match="warning"):
        propose(made.finding(minuted))


def test_no_fine_where_no_text_gives_one(powers):
    finding = found()
    ViolationType.objects.filter(pk=finding.violation_id).update(fine=False)
    finding.refresh_from_db()
    with pytest.raises(Refused):
        propose(finding)


def test_no_power_no_fine(book):
    from compliance.models import Power

    Power.objects.all().delete()
    with pytest.raises(PermissionDenied):
        propose(found())


def test_an_inspector_of_another_province_cannot_propose(powers):
    with pytest.raises(PermissionDenied):
        propose(found(), by=made.inspector("08"))


def test_a_second_person_confirms(powers):
    fine = propose(found())
    chief = made.chief()
    fines.confirm(fine, by=chief)
    fine.refresh_from_db()
    assert fine.state == "confirmed" and fine.confirmed_by == chief
    assert fine.due_on >= timezone.localdate() + timedelta(days=30)
    assert fine.paper_km and fine.paper_en
    with pytest.raises(NotPossible):
        fines.confirm(fine, by=made.chief())


def test_nobody_confirms_the_own_proposal(powers):
    chief = made.chief()
    case = made.case_file(by=chief, minuted_at=timezone.now(), state="minuted")
    fine = propose(found(case=case))
    with pytest.raises(Refused, match="Another person"):
        fines.confirm(fine, by=chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        FINE.transition(fine, "confirm", confirmed_by=chief, confirmed_at=timezone.now(), due_on=timezone.localdate())


def test_an_inspector_confirms_nothing(powers):
    with pytest.raises(PermissionDenied):
        fines.confirm(propose(found()), by=made.inspector())


def test_what_waits_for_the_laws_word_is_a_draft_and_cannot_be_confirmed():
    """As delivered: the days to pay and the violation's reference are to be confirmed."""
    for act in ("propose_fine", "confirm_fine"):
        made.power(act)
    fine = propose(found())
    assert fine.is_draft
    with pytest.raises(Refused, match="days to pay a fine"):
        fines.confirm(fine, by=made.chief())
    with pytest.raises(IntegrityError), transaction.atomic():
        FINE.transition(
            fine, "confirm", confirmed_by=made.chief(), confirmed_at=timezone.now(), due_on=timezone.localdate()
        )
    made.confirm_law()
    fines.confirm(fine, by=made.chief())
    assert not Fine.objects.get(pk=fine.pk).is_draft


def test_sent_back_and_proposed_again(powers):
    fine = propose(found())
    with pytest.raises(Refused):
        fines.decline(fine, reason=" ", by=made.chief())
    fines.decline(fine, reason="two of them are registered", by=made.chief())
    again = propose(fine.finding, workers=1)
    assert again.amount == 800_000 and Fine.objects.count() == 2


def pay(fine, amount, **fields):
    return made.payment(fine.case.enterprise, amount, None, timezone.localdate(), fine_reference=fine.number, **fields)


def test_part_then_all_and_the_same_payments_again_change_nothing():
    fine = made.confirmed_fine()
    first = pay(fine, 1_000_000)
    fines.apply_payments([first])
    fine.refresh_from_db()
    assert (fine.state, fine.paid, fine.owed) == ("part_paid", 1_000_000, 1_400_000)
    second = pay(fine, 1_400_000)
    fines.apply_payments([second])
    fines.apply_payments([first, second])
    fine.refresh_from_db()
    assert (fine.state, fine.paid) == ("paid", 2_400_000) and fine.paid_at
    assert CaseEntry.objects.filter(act="paid").count() == 2


def test_a_payment_taken_back_opens_the_fine_again():
    fine = made.confirmed_fine()
    payments = [pay(fine, 2_400_000)]
    fines.apply_payments(payments)
    fines.apply_payments([*payments, pay(fine, -400_000)])
    fine.refresh_from_db()
    assert (fine.state, fine.paid, fine.paid_at) == ("part_paid", 2_000_000, None)
    fines.apply_payments([pay(fine, -2_000_000)])
    fine.refresh_from_db()
    assert (fine.state, fine.owed) == ("confirmed", 2_400_000)


def test_more_than_was_owed_is_noted():
    fine = made.confirmed_fine()
    fines.apply_payments([pay(fine, 2_500_000)])
    fine.refresh_from_db()
    assert fine.state == "paid" and fines.overpaid(fine) == 100_000
    assert CaseEntry.objects.get(act="paid").note == "+100000"


def test_money_before_the_decision_waits_for_it(powers):
    fine = propose(found())
    fines.apply_payments([pay(fine, fine.amount)])
    fine.refresh_from_db()
    assert (fine.state, fine.paid) == ("proposed", fine.amount)
    fines.confirm(fine, by=made.chief())
    fine.refresh_from_db()
    assert fine.state == "paid"


def test_only_an_overdue_fine_goes_to_court(powers):
    fine = made.confirmed_fine()
    with pytest.raises(Refused):
        fines.refer(fine, court="Court of First Instance", by=made.chief())
    Fine.objects.filter(pk=fine.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    fines.refer(fine, court="Court of First Instance", by=made.chief())
    fine.refresh_from_db()
    assert fine.state == "referred" and fine.court_paper_km
    fines.apply_payments([pay(fine, 1_000_000)])
    fine.refresh_from_db()
    assert (fine.state, fine.paid) == ("referred", 1_000_000)
    fines.apply_payments([pay(fine, 1_400_000)])
    fine.refresh_from_db()
    assert fine.state == "paid"


def test_a_payment_for_an_unknown_number_touches_nothing():
    fine = made.confirmed_fine()
    stray = made.payment(fine.case.enterprise, 5, None, timezone.localdate(), fine_reference="FINE-26-000000-0")
    assert fines.apply_payments([stray]) == []


def test_what_was_put_right_since_the_proposal_is_not_fined(powers):
    fine = propose(found())
    finding_service.cure(fine.finding, text="All registered", by=fine.proposed_by)
    with pytest.raises(Refused, match="put right"):
        fines.confirm(fine, by=made.chief())
    assert fines.decline(fine, reason="Put right in time", by=made.chief()).state == "declined"


def test_no_fine_rests_on_draft_minutes(powers):
    fine = propose(found())
    Minutes.objects.filter(pk=made.minutes(fine.case).pk).update(is_draft=True)
    with pytest.raises(Refused, match="minutes"):
        fines.confirm(fine, by=made.chief())
    made.minutes(fine.case)
    assert fines.confirm(fine, by=made.chief()).state == "confirmed"
