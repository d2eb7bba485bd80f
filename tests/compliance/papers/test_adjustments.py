"""Relief: its legal ground, a second person, and nothing is deleted."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from compliance.models import Adjustment
from compliance.services import adjustments, fines
from compliance.services.refusing import Refused
from nssf_portal.workflow import NotPossible
from tests.factories import compliance as made

pytestmark = pytest.mark.django_db


def ask(of, **fields):
    given = {
        "enterprise": of.case.enterprise,
        "kind": "fine_relief",
        "legal_ground": "Operational Plan 2024-2026, 1.3",
        "reason": "flood",
        "by": of.case.opened_by,
        "submission_id": uuid.uuid4(),
        "fine": of,
    } | fields
    return adjustments.adjust(**given)


def test_relief_granted_and_revoked_gives_the_fine_back():
    fine = made.confirmed_fine()
    submission = uuid.uuid4()
    asked = ask(fine, submission_id=submission)
    assert ask(fine, submission_id=submission) == asked
    fine.refresh_from_db()
    assert fine.state == "confirmed"
    adjustments.grant(asked, by=made.chief())
    fine.refresh_from_db()
    assert fine.state == "relieved" and fine.relieved_at
    fines.apply_payments(
        [made.payment(fine.case.enterprise, 400_000, None, timezone.localdate(), fine_reference=fine.number)]
    )
    fine.refresh_from_db()
    assert fine.state == "relieved" and fines.overpaid(fine) == 400_000
    adjustments.revoke(asked, by=made.chief(), reason="the flood was elsewhere")
    fine.refresh_from_db()
    assert (fine.state, fine.owed) == ("part_paid", 2_000_000)
    assert Adjustment.objects.get().state == "revoked"
    ask(fine)


def test_nobody_grants_the_own_proposal():
    chief = made.chief()
    asked = ask(made.confirmed_fine(), by=chief)
    with pytest.raises(Refused, match="Another person"):
        adjustments.grant(asked, by=chief)
    for nobody in (made.inspector(), made.chief("08")):
        with pytest.raises(PermissionDenied):
            adjustments.grant(asked, by=nobody)


def test_refused_relief_leaves_the_fine():
    fine = made.confirmed_fine()
    asked = ask(fine)
    with pytest.raises(Refused):
        adjustments.refuse(asked, by=made.chief(), reason="")
    adjustments.refuse(asked, by=made.chief(), reason="no proof")
    fine.refresh_from_db()
    assert fine.state == "confirmed"
    with pytest.raises(NotPossible):
        adjustments.grant(asked, by=made.chief())


@pytest.mark.parametrize(
    "fields",
    [
        {"legal_ground": ""},
        {"reason": " "},
        {"fine": None},
        {"kind": "suspension"},
        {"kind": "suspension", "fine": None},
    ],
)
def test_relief_needs_a_ground_a_reason_and_what_it_is_for(fields):
    with pytest.raises(Refused):
        ask(made.confirmed_fine(), **fields)


def test_relief_of_months_stands_for_itself():
    fine = made.confirmed_fine()
    month = timezone.localdate().replace(day=1)
    asked = ask(fine, kind="interest_relief", fine=None, from_month=month, to_month=month)
    adjustments.grant(asked, by=made.chief())
    asked.refresh_from_db()
    fine.refresh_from_db()
    assert asked.state == "granted" and fine.state == "confirmed"


def test_what_is_paid_cannot_be_relieved():
    fine = made.confirmed_fine()
    fines.apply_payments(
        [made.payment(fine.case.enterprise, fine.amount, None, timezone.localdate(), fine_reference=fine.number)]
    )
    with pytest.raises(Refused):
        ask(fine)
