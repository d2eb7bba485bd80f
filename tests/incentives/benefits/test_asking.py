"""Asking with consent, and taking both back: what the service allows and what it leaves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from compliance.services.refusing import Refused
from incentives.models import IncentiveRequest
from incentives.services import programmes, requesting
from nssf_portal.notifications.models import Message
from tests.factories import incentives as make
from tests.factories.enterprises import representative_of

pytestmark = pytest.mark.django_db


def test_a_request_keeps_what_was_agreed_to(asking, today, english):
    given = asking()
    made = requesting.ask(**given)
    assert made.state == "proposed" and made.reference.startswith("INC-")
    assert made.institution == given["programme"].institution and made.amount == 20_000_000
    assert made.consent_until == today + timedelta(days=60) and "A small loan" in made.consent_purpose
    assert made.granted_at is None and made.shared_on is None  # nothing is shared before somebody sends it


def test_the_same_submission_is_the_same_request(asking):
    given = asking()
    assert requesting.ask(**given) == requesting.ask(**given)
    assert IncentiveRequest.objects.count() == 1


def test_who_acts_for_the_enterprise_is_told_without_particulars(asking, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        made = requesting.ask(**asking())
    told = Message.objects.filter(template=requesting.ASKED)
    assert [one.parameters for one in told] == [{"number": made.reference}]


def test_one_open_request_for_a_programme_in_whatever_version(asking, loan, today):
    requesting.ask(**asking())
    with pytest.raises(Refused):
        requesting.ask(**asking())
    loan.valid_to = today - timedelta(days=1)
    loan.save(update_fields=["valid_to"])
    newer = make.programme("a-loan", valid_from=today)
    with pytest.raises(Refused):
        requesting.ask(**asking(programme=newer))


def test_the_database_keeps_one_open_request_too(enterprise, loan):
    make.request(enterprise, loan)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.request(enterprise, loan)


def test_a_missing_condition_is_the_reason(asking, enterprise, said, english):
    said(enterprise, 3)
    with pytest.raises(Refused, match="Register 3 more staff."):
        requesting.ask(**asking())


def test_information_ended_and_coming_programmes_are_not_asked_for(asking, today):
    for programme in (
        make.programme("tax", takes_requests=False),
        make.programme("over", valid_to=today - timedelta(days=1)),
        make.programme("later", valid_from=today + timedelta(days=1)),
    ):
        with pytest.raises(Refused):
            requesting.ask(**asking(programme=programme))


@pytest.mark.parametrize("days", [0, -1, 100_000])
def test_consent_ends_on_a_near_day_to_come(asking, today, days):
    with pytest.raises(Refused):
        requesting.ask(**asking(consent_until=today + timedelta(days=days)))


def test_staff_clerks_and_strangers_do_not_ask(asking, enterprise):
    for user in (representative_of(enterprise, "delegate"), make.officer()):
        with pytest.raises(PermissionDenied):
            requesting.ask(**asking(by=user))


def test_withdrawing_ends_the_consent_too(enterprise, owner, loan):
    sent = make.sent(enterprise, loan)
    bank = make.partner()
    assert IncentiveRequest.objects.sent_to(bank).filter(pk=sent.pk).exists()
    done = requesting.withdraw(sent, by=owner)
    assert done.state == "withdrawn" and done.consent_ended_by == owner
    assert not IncentiveRequest.objects.sent_to(bank).exists()
    with pytest.raises(Exception, match="already"):
        requesting.withdraw(sent, by=owner)


def test_consent_is_taken_back_after_the_end_as_well(enterprise, owner, loan, today):
    taken = make.sent(enterprise, loan, state="taken_up", taken_up_on=today, taken_up_amount=5)
    done = requesting.end_consent(taken, by=owner)
    assert done.state == "taken_up" and done.consent_ended_at
    assert not IncentiveRequest.objects.sent_to(make.partner()).exists()
    with pytest.raises(Refused):
        requesting.end_consent(taken, by=owner)


def test_without_consent_an_open_request_cannot_go_on(enterprise, owner, loan):
    assert requesting.end_consent(make.request(enterprise, loan), by=owner).state == "withdrawn"


def test_a_stranger_takes_nothing_back(enterprise, loan):
    asked = make.request(enterprise, loan)
    for act in (requesting.withdraw, requesting.end_consent):
        with pytest.raises(PermissionDenied):
            act(asked, by=make.officer())


def test_the_budget_used_is_what_was_taken_up(enterprise, loan, today):
    make.sent(enterprise, loan, state="taken_up", taken_up_on=today, taken_up_amount=7_000_000)
    make.sent(None, loan, amount=9)
    assert programmes.budget_used(loan) == 7_000_000
