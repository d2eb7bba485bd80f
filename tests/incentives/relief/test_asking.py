"""What an employer can ask for, once, with what it takes."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from compliance.services.refusing import Refused
from incentives.models import ReliefReason, ReliefRequest
from incentives.services import relieving
from tests.factories import compliance, incentives
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.incentives.relief.conftest import ask, fine_of, month, pdf, worker

pytestmark = pytest.mark.django_db


def test_the_same_submission_is_the_same_request_with_its_papers(shop, owner):
    reason = incentives.relief_reason("lateness", needs_document=True)
    submission = uuid.uuid4()
    first = ask(shop, owner, reason=reason, submission_id=submission, files=[pdf()])
    again = ask(shop, owner, reason=reason, submission_id=submission, files=[pdf()])
    assert first == again
    assert first.documents.count() == 1
    assert (first.state, first.from_month) == ("asked", month())


def test_a_fine_is_asked_for_once_and_only_ones_own(shop, owner):
    fine = fine_of(shop)
    assert list(relieving.fines_to_ask(shop)) == [fine]
    ask(shop, owner, "penalty", fine=fine)
    assert not relieving.fines_to_ask(shop).exists()
    for other in (fine, compliance.confirmed_fine(), compliance.fine(fine.case), None):
        with pytest.raises(Refused, match="Choose a fine"):
            ask(shop, owner, "penalty", fine=other)


def test_reasons_are_of_the_kind_and_in_force(shop, owner):
    yesterday = timezone.localdate() - timedelta(days=1)
    over = incentives.relief_reason("lateness", valid_to=yesterday)
    for reason in (over, incentives.relief_reason("interest")):
        with pytest.raises(Refused, match="from the list"):
            ask(shop, owner, reason=reason)
    with pytest.raises(Refused, match="needs a paper"):
        ask(shop, owner, reason=incentives.relief_reason("lateness", needs_document=True))
    with pytest.raises(Refused, match="what happened"):
        ask(shop, owner, text=" ")


def test_months_are_few_due_and_not_waiting_already(shop, owner):
    ask(shop, owner, from_month=month(2), to_month=month(1))
    for span in ((month(1), month(1)), (month(0), month(1)), (month(30), month(29)), (month(-1), month(-1))):
        with pytest.raises(Refused):
            ask(shop, owner, from_month=span[0], to_month=span[1])
    ask(shop, owner, "interest")  # another kind is another question
    fresh = EnterpriseFactory(registered_on=None, state="known", nssf_number=None)
    assert relieving.span(fresh, "lateness") is None


def test_contracts_are_those_of_the_staff_list_in_these_months(shop, owner):
    resting = worker(shop)
    request = ask(shop, owner, "contracts", employments=[resting], to_month=month(-2))
    assert list(request.contracts.values_list("employment", flat=True)) == [resting.pk]
    later = worker(shop, started=timezone.localdate())
    gone = worker(shop, ended_on=date(2026, 1, 31), end_reason="resigned")
    for people in ([], [worker(EnterpriseFactory())], [later], [gone]):
        with pytest.raises(Refused):
            ask(shop, owner, "contracts", employments=people)


def test_only_who_manages_the_enterprise_asks_and_withdraws(shop, owner):
    request = ask(shop, owner)
    for nobody in (UserFactory(), incentives.officer()):
        with pytest.raises(PermissionDenied):
            ask(shop, nobody)
        with pytest.raises(PermissionDenied):
            relieving.withdraw(request, by=nobody)
    assert relieving.withdraw(request, by=owner).state == "withdrawn"
    with pytest.raises(Refused):
        relieving.withdraw(request, by=owner)
    ask(shop, owner)


def test_the_plans_reasons_are_there_and_to_be_confirmed(db):
    from incentives.seeds import reasons

    before = ReliefReason.objects.count()
    assert set(ReliefReason.objects.values_list("kind", flat=True)) == {"penalty", "lateness", "interest", "contracts"}
    assert not ReliefReason.objects.filter(confirmed=True).exists()
    reasons.seed()
    assert ReliefReason.objects.count() == before
    assert ReliefRequest.objects.count() == 0
