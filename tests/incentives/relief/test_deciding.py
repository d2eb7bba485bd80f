"""An officer proposes, a second person decides, and request and adjustment stay in step wherever it happens."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from compliance.declaring.filings import filings
from compliance.models import ConflictOfInterest, Declaration
from compliance.services import adjustments
from compliance.services.declaring import file_declaration
from compliance.services.refusing import Refused
from compliance.standing import standing_on
from incentives.models import ReliefRequest
from incentives.relief_months import to_correct, waiting_for
from incentives.services import relieving
from nssf_portal.notifications.models import Message
from tests.factories import compliance, incentives
from tests.incentives.relief.conftest import ask, fine_of, month, propose, worker

pytestmark = pytest.mark.django_db


def test_a_granted_waiver_relieves_the_fine_and_taken_back_it_stands_again(shop, owner, officer, chief):
    fine = fine_of(shop)
    request = propose(ask(shop, owner, "penalty", fine=fine), officer)
    relieving.decide(request, "grant", by=chief)
    request.refresh_from_db()
    fine.refresh_from_db()
    assert (request.state, request.granted_by, fine.state) == ("granted", chief, "relieved")
    assert set(Message.objects.values_list("template", flat=True)) == {"incentives.relief_granted"}  # told once
    relieving.decide(request, "revoke", by=chief, reason="the papers were false")
    request.refresh_from_db()
    fine.refresh_from_db()
    assert (request.state, request.revoked_reason, fine.state) == ("revoked", "the papers were false", "confirmed")


def test_what_the_chief_inspector_decides_on_compliances_page_is_in_step(shop, owner, officer):
    inspector = compliance.chief()
    first = propose(ask(shop, owner, "penalty", fine=fine_of(shop)), officer)
    adjustments.grant(first.adjustment, by=inspector)
    first.refresh_from_db()
    assert (first.state, first.granted_by) == ("granted", inspector)
    second = propose(ask(shop, owner, "penalty", fine=fine_of(shop)), officer)
    adjustments.refuse(second.adjustment, by=inspector, reason="no proof")
    second.refresh_from_db()
    assert (second.state, second.refused_by, second.refused_reason) == ("refused", inspector, "no proof")
    adjustments.revoke(first.adjustment, by=inspector, reason="false papers")
    first.refresh_from_db()
    assert first.state == "revoked"


def test_an_adjustment_nobody_asked_for_tells_as_before(shop, owner):
    adjustments.grant(compliance.adjustment(fine_of(shop)), by=compliance.chief())
    assert set(Message.objects.values_list("template", flat=True)) == {"compliance.relief"}


def test_nobody_decides_the_own_proposal_and_the_database_says_so(shop, owner, chief):
    request = propose(ask(shop, owner), chief)
    with pytest.raises(Refused, match="Another person"):
        relieving.decide(request, "grant", by=chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReliefRequest.objects.filter(pk=request.pk).update(state="granted", granted_at=timezone.now(), granted_by=chief)


def test_who_is_tied_elsewhere_or_not_an_officer_does_nothing(shop, owner, officer, chief):
    request = ask(shop, owner)
    ConflictOfInterest.objects.create(user=officer, enterprise=shop, tie="family", declared_by=officer)
    for nobody in (officer, owner, compliance.inspector(), incentives.officer("08")):
        with pytest.raises(PermissionDenied):
            propose(request, nobody)
        with pytest.raises(PermissionDenied):
            relieving.refuse(request, by=nobody, reason="x")
    propose(request, incentives.officer())
    request.refresh_from_db()
    ConflictOfInterest.objects.create(user=chief, enterprise=shop, tie="family", declared_by=chief)
    for nobody in (chief, owner, incentives.officer(), incentives.chief("08")):
        with pytest.raises(PermissionDenied):
            relieving.decide(request, "grant", by=nobody)


def test_an_officer_refuses_with_a_reason_and_the_employer_asks_again(shop, owner, officer):
    request = ask(shop, owner)
    with pytest.raises(Refused, match="Write why"):
        relieving.refuse(request, by=officer, reason=" ")
    relieving.refuse(request, by=officer, reason="no proof")
    assert set(Message.objects.values_list("template", flat=True)) == {"incentives.relief_refused"}
    request.refresh_from_db()
    for act in (
        lambda: propose(request, officer),
        lambda: relieving.refuse(request, by=officer, reason="x"),
        lambda: relieving.decide(request, "grant", by=officer),
    ):
        with pytest.raises(Refused):
            act()
    ask(shop, owner)


def test_proposed_twice_is_proposed_once(shop, owner, officer):
    request = ask(shop, owner)
    submission = request.pk
    first = propose(request, officer, submission_id=submission)
    assert propose(request, officer, submission_id=submission).adjustment == first.adjustment
    with pytest.raises(Refused):
        propose(request, officer)


def test_accepted_lateness_makes_the_month_on_time_and_the_past_stays(shop, owner, officer, chief):
    late = compliance.declaration(shop, month(2), due_on=month(1), filed_at=timezone.now())
    assert _filing(shop, late.month).filing == "late"
    request = propose(ask(shop, owner, from_month=month(2), to_month=month(2)), officer)
    relieving.decide(request, "grant", by=chief)
    assert _filing(shop, late.month).excused


def _filing(shop, of):
    return next(one for one in filings(shop, timezone.localdate()) if one.month == of)


def test_suspended_contracts_count_once_the_month_is_declared_again(shop, owner, officer, chief):
    resting = worker(shop)
    worker(shop)
    before = _declare(shop)
    request = propose(ask(shop, owner, "contracts", employments=[resting]), officer)
    assert to_correct(request) == []
    standing = standing_on(shop, timezone.localdate()).state
    relieving.decide(request, "grant", by=chief)
    request.refresh_from_db()
    assert to_correct(request) == waiting_for(shop) == [month()]
    assert standing_on(shop, timezone.localdate()).state == standing
    corrected = _declare(shop)
    assert corrected.amount == before.amount // 2
    assert dict(corrected.lines.values_list("employment_id", "base"))[resting.pk] == 0
    assert to_correct(request) == []
    relieving.decide(request, "revoke", by=chief, reason="they worked")
    request.refresh_from_db()
    assert to_correct(request) == [month()]
    assert _declare(shop).amount == before.amount
    assert waiting_for(shop) == []


def _declare(shop) -> Declaration:
    from uuid import uuid4

    return file_declaration(enterprise=shop, month=month(), kind="staff", submission_id=uuid4(), by=None)
