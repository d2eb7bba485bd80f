"""What became of each month, as it was known on a day: filed, late, missing; paid, late, with interest."""

import itertools
import uuid
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from compliance.declaring import months
from compliance.declaring.filings import filings
from compliance.enums import Filing, Paying
from compliance.models import Adjustment, Declaration, Payment
from enterprises.models import Enterprise
from nssf_portal.audit.tracking import acting
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from tests.compliance.declarations.conftest import registered
from tests.factories import compliance as made
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
DUE = 100_000
LATER = date(2026, 9, 1)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def declared(shop: Enterprise, month: date = JUNE, filed: date = date(2026, 7, 18), **fields) -> Declaration:
    amounts = {"occupational_risk": DUE, "health_care": 0, "pension_employer": 0, "pension_worker": 0}
    given = {"kind": "staff", "workers": 1, "due_on": months.declare_by(month), "filed_at": at(filed)} | amounts
    return made.declaration(shop, month, **given | fields)


def paid(shop: Enterprise, amount: int, on: date, month: date = JUNE, received: date | None = None) -> Payment:
    return made.payment(shop, amount, month, on, received_at=at(received or on))


def of(shop: Enterprise, month: date, on: date):
    return next(one for one in filings(shop, on) if one.month == month)


def relief(shop: Enterprise, kind: str, decided: date, revoked: date | None = None) -> Adjustment:
    first, second = UserFactory(), UserFactory()
    given = {"enterprise": shop, "kind": kind, "from_month": JUNE, "to_month": JUNE, "legal_ground": "Instruction 045",
             "reason": "flood", "proposed_by": first, "submission_id": uuid.uuid4(), "state": "granted",
             "decided_by": second, "decided_at": at(decided)}  # fmt: skip
    if revoked:
        given |= {"state": "revoked", "revoked_by": second, "revoked_at": at(revoked)}
    return Adjustment.objects.create(**given)


@pytest.mark.parametrize(
    ("on", "filing"),
    [
        (date(2026, 7, 17), Filing.NOT_YET_DUE),
        (date(2026, 7, 18), Filing.ON_TIME),
        (date(2026, 12, 31), Filing.ON_TIME),
    ],
)
def test_declared_in_time(shop, on, filing):
    declared(shop)
    assert of(shop, JUNE, on).filing == filing


@pytest.mark.parametrize(
    ("on", "filing"),
    [
        (date(2026, 7, 20), Filing.NOT_YET_DUE),
        (date(2026, 7, 21), Filing.MISSING),
        (date(2026, 8, 2), Filing.MISSING),
        (date(2026, 8, 3), Filing.LATE),
    ],
)
def test_late_and_never_are_told_apart(shop, on, filing):
    declared(shop, filed=date(2026, 8, 3))
    found = of(shop, JUNE, on)
    assert (found.filing, found.due_on) == (filing, date(2026, 7, 20))


def test_a_late_correction_makes_nobody_late(shop):
    first = declared(shop)
    Declaration.objects.filter(pk=first.pk).update(superseded_at=at(date(2026, 9, 1)))
    second = declared(shop, filed=date(2026, 9, 1), occupational_risk=2 * DUE)
    before, after = of(shop, JUNE, date(2026, 8, 31)), of(shop, JUNE, date(2026, 9, 1))
    assert (before.declaration, before.amount, before.corrections) == (first, DUE, 0)
    assert (after.declaration, after.amount, after.corrections) == (second, 2 * DUE, 1)
    assert after.filing == Filing.ON_TIME


def test_months_from_registration_to_that_day(shop):
    assert [one.month.month for one in filings(shop, date(2026, 4, 2))] == [4, 3, 2, 1]
    fresh = registered(registered_on="2026-08-20")
    assert [one.month.month for one in filings(fresh, date(2026, 10, 2))] == [10, 9, 8]
    assert filings(fresh, date(2026, 8, 19)) == []
    assert [one.month.month for one in filings(shop, date(2026, 10, 2), months=2)] == [10, 9]
    assert filings(registered(state="known", nssf_number=None, registered_on=None), date(2026, 10, 2)) == []


def test_the_first_payment_has_its_own_time():
    fresh = registered(registered_on="2026-08-31")
    assert of(fresh, date(2026, 8, 1), date(2026, 10, 2)).pay_by == date(2026, 9, 30)
    assert of(fresh, date(2026, 9, 1), date(2026, 10, 2)).pay_by == date(2026, 10, 15)


def test_a_closed_enterprise_owes_no_later_month(shop):
    with acting(by=None, action="test"):
        Enterprise.objects.filter(pk=shop.pk).update(state="closed", closed_on=date(2026, 3, 4))
    shop.refresh_from_db()
    today = timezone.localdate()
    assert filings(shop, today)[0].month == date(2026, 3, 1)
    assert filings(shop, date(2026, 5, 9))[0].month == date(2026, 5, 1)  # nobody had said so yet


@pytest.mark.parametrize(
    ("payments", "on", "paying", "interest"),
    [
        ([], date(2026, 7, 15), Paying.NOT_YET_DUE, 0),
        ([], date(2026, 7, 18), Paying.UNPAID, 2_000),
        ([], date(2026, 8, 15), Paying.UNPAID, 2_000),
        ([], date(2026, 8, 16), Paying.UNPAID, 4_000),
        ([(DUE, date(2026, 7, 15))], date(2026, 10, 1), Paying.PAID, 0),
        ([(DUE, date(2026, 7, 16))], date(2026, 10, 1), Paying.PAID_LATE, 2_000),
        ([(40_000, date(2026, 7, 10))], date(2026, 7, 20), Paying.PART, 1_200),
        ([(40_000, date(2026, 7, 10)), (60_000, date(2026, 9, 1))], date(2026, 10, 1), Paying.PAID_LATE, 2_400),
        ([(DUE, date(2026, 7, 10)), (-DUE, date(2026, 7, 11))], date(2026, 7, 20), Paying.UNPAID, 2_000),
        ([(DUE, date(2026, 7, 10)), (-DUE, date(2026, 8, 1))], date(2026, 8, 20), Paying.UNPAID, 4_000),
        (
            [(DUE, date(2026, 7, 10)), (-DUE, date(2026, 8, 1)), (DUE, date(2026, 8, 10))],
            date(2026, 10, 1),
            Paying.PAID_LATE,
            2_000,
        ),
        (
            [(DUE, date(2026, 7, 10)), (DUE, date(2026, 8, 1)), (-DUE, date(2026, 8, 2))],
            date(2026, 9, 1),
            Paying.PAID,
            0,
        ),
    ],
)
def test_payments_and_the_estimate_of_interest(shop, payments, on, paying, interest):
    declared(shop, filed=date(2026, 7, 5))
    for amount, day in payments:
        paid(shop, amount, day)
    found = of(shop, JUNE, on)
    assert (found.paying, found.interest) == (paying, interest)
    assert found.interest_confirmed == (interest == 0)


def test_full_months_only_when_the_book_says_so(shop):
    LawValue.objects.filter(code="contribution.late_interest.counting").update(text="full")
    book.forget()
    declared(shop, filed=date(2026, 7, 5))
    assert of(shop, JUNE, date(2026, 8, 14)).interest == 0
    assert of(shop, JUNE, date(2026, 8, 15)).interest == 2_000


def test_what_is_not_computed_is_not_nothing(shop):
    nothing = dict.fromkeys(("occupational_risk", "health_care", "pension_employer", "pension_worker"))
    declared(shop, **nothing)
    found = of(shop, JUNE, date(2026, 9, 1))
    assert (found.paying, found.amount, found.owed, found.interest) == (Paying.UNKNOWN, None, None, None)
    missing = of(shop, date(2026, 5, 1), date(2026, 9, 1))
    assert (missing.paying, missing.amount) == (Paying.UNKNOWN, None)


def test_relief_holds_from_the_day_it_was_granted_until_it_is_revoked(shop):
    declared(shop, filed=date(2026, 8, 3))
    relief(shop, "late_accepted", date(2026, 8, 10))
    relief(shop, "suspension", date(2026, 8, 10), revoked=date(2026, 8, 20))
    before, during, after = (of(shop, JUNE, date(2026, 8, day)) for day in (9, 10, 20))
    assert (before.filing, before.suspended, before.excused) == (Filing.LATE, False, False)
    assert (during.filing, during.suspended, during.amount, during.interest) == (Filing.ON_TIME, True, 0, 0)
    assert during.excused
    assert (after.suspended, after.paying) == (False, Paying.UNPAID)


def test_a_past_day_never_changes_when_later_facts_arrive(shop):
    """Whatever order facts are recorded in after a day, what was known on it stays."""
    declared(shop, filed=date(2026, 7, 18))
    paid(shop, 40_000, date(2026, 7, 10))
    days = [date(2026, 7, 1) + timedelta(days=7 * n) for n in range(6)]
    known = {day: filings(shop, day) for day in days}
    later = (
        lambda: paid(shop, 60_000, date(2026, 7, 12), received=date(2026, 8, 20)),
        lambda: declared(shop, date(2026, 5, 1), filed=date(2026, 8, 21)),
        lambda: relief(shop, "suspension", date(2026, 8, 22)),
        lambda: paid(shop, 5_000, date(2026, 6, 15), date(2026, 5, 1), received=date(2026, 8, 23)),
    )
    for fact in itertools.chain(later):
        fact()
        assert {day: filings(shop, day) for day in days} == known


def test_a_year_costs_as_many_queries_as_a_month(shop, django_assert_max_num_queries):
    for month in range(1, 10):
        declared(shop, date(2026, month, 1))
    filings(shop, date(2026, 10, 1))
    with django_assert_max_num_queries(4):
        assert len(filings(shop, date(2026, 10, 1))) == 10
