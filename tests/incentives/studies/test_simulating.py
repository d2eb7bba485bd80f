"""The simulator's arithmetic, each time against a small computation of its own."""

from datetime import date
from decimal import Decimal

import pytest

from compliance.declaring.statement import statement
from compliance.models import StandingRow
from incentives.models import Simulation
from incentives.studies.simulating import simulate
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from registration.models import Employment
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment

pytestmark = pytest.mark.django_db
ON, LAW = date(2026, 11, 20), date(2026, 11, 1)
PASSED = dict.fromkeys(("registered", "staff", "declarations", "payments", "headcount", "findings"), "pass")


@pytest.fixture(autouse=True)
def law_as_it_is():
    yield
    book.forget()


def scheme(kind: str, **fields) -> Simulation:
    given = {"only_good": False, "law_on": LAW, "take_up": Decimal(100), "months": 12} | fields
    return Simulation(title="A scheme", kind=kind, **given)


def staffed(*wages: int, **fields):
    enterprise = EnterpriseFactory(**fields)
    for wage in wages:
        hired = employment(MemberFactory(), enterprise, date(2024, 1, 1))
        Employment.objects.filter(pk=hired.pk).update(wage=wage)
    return enterprise


@pytest.fixture
def six(db):
    return [staffed(800_000, 1_500_000 + n) for n in range(6)]


def test_part_of_the_contributions_is_what_the_enterprises_own_statements_say(six):
    for one in (EnterpriseFactory(state="known", nssf_number=None, registered_on=None), six[0]):
        employment(MemberFactory(), one, date(2024, 1, 1), date(2024, 3, 1))
    a_month = sum(statement(one, LAW).totals.all for one in six)
    found = simulate(scheme("discount", share=Decimal(50), months=6, take_up=Decimal(40)), ON)
    assert (found.enterprises, found.workers) == (2, 5)  # 40 of 100 of six, and of twelve
    exact = Decimal(a_month) * 6 * Decimal("0.5") * Decimal("0.4")
    assert abs(Decimal(found.cost) - exact) <= Decimal("0.5")


def test_a_person_with_a_second_place_pays_on_both_wages_together(six):
    one = six[0]
    branch = one.establishments.create(name_latin="Branch", is_head_office=False)
    first = Employment.objects.filter(enterprise=one).first()
    Employment.objects.create(
        member=first.member,
        enterprise=one,
        establishment=branch,
        wage=250_000,
        started_on=date(2025, 1, 1),
        channel="core",
    )
    a_month = sum(statement(each, LAW).totals.all for each in six)
    assert simulate(scheme("discount", share=Decimal(100), months=1), ON).cost == a_month


def test_dollars_without_a_rate_are_not_computed(six):
    Employment.objects.filter(enterprise=six[0]).update(wage=200, wage_currency="USD")
    LawValue.objects.filter(code="contribution.usd_rate").delete()
    book.forget()
    found = simulate(scheme("discount", share=Decimal(50)), ON)
    assert found.cost is None
    assert "dollars" in found.why_not
    assert found.enterprises == 6  # whom it would reach is known all the same


def test_before_the_law_there_is_nothing_to_reckon_with(six):
    found = simulate(scheme("discount", share=Decimal(50), law_on=date(2001, 1, 1)), ON)
    assert found.cost is None
    assert found.why_not


def test_interest_is_the_law_books_on_the_whole_loan(six):
    LawValue.objects.filter(code="study.loan_interest").delete()
    LawValue.objects.create(
        code="study.loan_interest", value_type="integer", number=7, source="A text (invented)", valid_from=LAW
    )
    book.forget()
    found = simulate(scheme("interest", share=Decimal(30), amount=40_000_000, months=24), ON)
    assert found.cost == round(6 * 40_000_000 * 0.07 / 12 * 24 * 0.30)
    assert found.rests_on_unconfirmed


def test_a_sum_for_each_enterprise_is_paid_once_and_for_each_worker_every_month(six):
    assert simulate(scheme("grant", amount=1_000_000, take_up=Decimal(50)), ON).cost == 3_000_000
    assert simulate(scheme("worker_grant", amount=160_000, months=3), ON).cost == 12 * 160_000 * 3


def test_only_whom_the_rule_names_is_reached(six):
    for _ in range(5):
        staffed(*[900_000] * 6, sector="C", commune_code="080101")
    for fields in ({"sectors": ["C"]}, {"sizes": ["small"]}, {"province_code": "08"}):
        found = simulate(scheme("grant", amount=10, **fields), ON)
        assert (found.enterprises, found.workers, found.cost) == (5, 30, 50), fields
    assert simulate(scheme("grant", amount=10, sectors=["A"]), ON).cost == 0


def test_good_standing_only_counts_those_computed_and_says_when_none_was(six):
    asked = scheme("grant", amount=10, only_good=True)
    assert "Standing" in simulate(asked, ON).why_not
    for number, one in enumerate(six):
        state = "owing" if number == 0 else "good"
        StandingRow.objects.create(enterprise=one, as_of=ON, state=state, **PASSED)
    assert simulate(asked, ON).enterprises == 5


def test_so_few_that_they_would_be_recognised_are_kept_back():
    for _ in range(4):
        staffed(900_000)
    found = simulate(scheme("discount", share=Decimal(50)), ON)
    assert (found.enterprises, found.cost) == (None, None)
    assert found.why_not
