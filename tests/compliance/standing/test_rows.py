"""Each night every registered enterprise has its row, the same as its page tells."""

import uuid
from datetime import date

import pytest
from django.utils import timezone

from compliance.enums import StandingItem
from compliance.models import Adjustment, StandingRow
from compliance.standing import rows, standing_on
from compliance.standing.tasks import nightly_standing
from enterprises.models import Enterprise
from tests.compliance.standing.conftest import ON, at, declared, hired, sound
from tests.factories import compliance as made
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registry import RecordFactory

pytestmark = pytest.mark.django_db
APRIL, MARCH, FEBRUARY = date(2026, 4, 1), date(2026, 3, 1), date(2026, 2, 1)


def varied() -> list[Enterprise]:
    """One of each kind, and some that are several at once."""
    owing = sound()
    made.payment(owing, -400, MARCH, date(2026, 4, 8), received_at=at(date(2026, 4, 9)))
    late = EnterpriseFactory(opened_on=date(2026, 1, 2), registered_on=date(2026, 3, 25))
    declared(late, MARCH, date(2026, 4, 21), 1_000)
    made.payment(late, 1_000, MARCH, date(2026, 4, 23), received_at=at(date(2026, 4, 23)))  # the first: 30 days
    paid_late = sound()
    declared(paid_late, MARCH, date(2026, 4, 22), 2_500)
    made.payment(paid_late, 1_500, MARCH, date(2026, 4, 24), received_at=at(date(2026, 4, 24)))
    unknown = EnterpriseFactory(opened_on=MARCH, registered_on=MARCH, state="suspended")
    nothing = dict.fromkeys(("occupational_risk", "health_care", "pension_employer", "pension_worker"))
    declared(unknown, MARCH, date(2026, 4, 5), kind="staff", workers=1, **nothing)
    many = sound(opened_on=None)
    for day in range(2, 9):
        hired(many, date(2026, 3, day), date(2026, 3, day + day % 5))
    RecordFactory(enterprise=many, declared_workers=40, match_state="matched", received_at=at(ON), as_of=MARCH)
    found = sound()
    made.finding(made.case_file(found), recorded_at=at(MARCH))
    relieved = EnterpriseFactory(opened_on=date(2025, 1, 2), registered_on=date(2025, 1, 3))
    declared(relieved, FEBRUARY, date(2026, 4, 22), 1_000)
    Adjustment.objects.create(
        submission_id=relieved.pk, enterprise=relieved, kind="suspension", from_month=FEBRUARY, legal_ground="x",
        reason="flood", state="granted", proposed_by=UserFactory(), decided_by=UserFactory(), decided_at=at(MARCH),
    )  # fmt: skip
    excused = EnterpriseFactory(opened_on=date(2026, 1, 2), registered_on=date(2026, 1, 10))
    for month, kind, to, revoked in (
        (FEBRUARY, "late_accepted", FEBRUARY, None),
        (MARCH, "interest_relief", None, None),
        (date(2026, 1, 1), "late_accepted", APRIL, at(MARCH)),
    ):
        declared(excused, month, date(2026, 4, 24), 1_000)
        Adjustment.objects.create(
            submission_id=uuid.uuid4(), enterprise=excused, kind=kind, from_month=month, to_month=to, legal_ground="x",
            reason="flood", proposed_by=UserFactory(), decided_by=UserFactory(), decided_at=at(FEBRUARY),
            state="revoked" if revoked else "granted", revoked_at=revoked,
            revoked_by=UserFactory() if revoked else None,
        )  # fmt: skip
    nobody = EnterpriseFactory(opened_on=None)
    return [sound(), owing, late, paid_late, unknown, many, found, relieved, excused, nobody]


def same(enterprise: Enterprise, on: date) -> None:
    row, standing = StandingRow.objects.get(pk=enterprise.pk), standing_on(enterprise, on)
    expected = {str(one.item): str(one.result) for one in standing.items}
    assert {str(item): getattr(row, str(item)) for item in StandingItem} == expected
    assert (row.state, row.as_of) == (standing.state, on)


@pytest.mark.parametrize("law_confirmed", [False, True])
def test_rows_say_what_the_pages_say(law_confirmed, request):
    if law_confirmed:
        request.getfixturevalue("confirmed")
    sample = varied()
    for on in (ON, timezone.localdate()):
        assert rows.refresh(on) == len(sample)
        for enterprise in sample:
            same(enterprise, on)


def test_rows_count_what_targets_ask_for():
    enterprise = EnterpriseFactory(opened_on=date(2026, 1, 2), registered_on=date(2026, 1, 10))
    declared(enterprise, FEBRUARY, date(2026, 3, 21), 1_000)
    hired(enterprise, date(2026, 3, 6), date(2026, 3, 10))
    rows.refresh(ON)
    row = StandingRow.objects.get(pk=enterprise.pk)
    assert (row.missing_declarations, row.late_declarations, row.late_payments, row.late_hires) == (2, 1, 1, 1)


def test_who_is_no_longer_registered_has_no_row():
    enterprise = sound()
    rows.refresh(ON)
    Enterprise.objects.filter(pk=enterprise.pk).update(state="closed", closed_on=ON)
    rows.refresh()
    assert not StandingRow.objects.filter(pk=enterprise.pk).exists()


def test_unregistered_units_have_none():
    EnterpriseFactory(state="known", nssf_number=None, registered_on=None)
    assert rows.refresh(ON) == 0


def test_days_before_the_first_month_have_no_months():
    sound(registered_on=date(2025, 1, 10), opened_on=date(2025, 1, 2))
    rows.refresh(date(2025, 6, 1))
    assert StandingRow.objects.get().declarations == "none"


def test_a_hundred_more_take_no_more_questions(django_assert_max_num_queries):
    for _n in range(3):
        sound()
    rows.refresh()
    for _n in range(5):
        sound()
    with django_assert_max_num_queries(12):
        rows.refresh()


def test_the_clock_fills_today():
    sound()
    nightly_standing()
    assert StandingRow.objects.get().as_of == timezone.localdate()


def test_rows_are_seen_by_who_sees_the_enterprise():
    enterprise, other = sound(), sound(commune_code="010101")
    rows.refresh()
    owner = representative_of(enterprise)
    assert list(StandingRow.objects.visible_to(owner)) == [StandingRow.objects.get(pk=enterprise.pk)]
    assert list(StandingRow.objects.visible_to(made.inspector("12"))) == [StandingRow.objects.get(pk=enterprise.pk)]
    assert other.pk not in StandingRow.objects.visible_to(made.inspector("12")).values_list("pk", flat=True)
