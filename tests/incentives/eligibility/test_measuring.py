"""One vocabulary: what the register says of an enterprise on a day, and the sentence that names what is missing."""

from datetime import date

import pytest
from django.utils import translation

from compliance.standing import standing_on
from enterprises.models import Enterprise
from incentives.enums import Measure
from incentives.measuring import answer, facts_on, holds
from incentives.sizes import size_of
from tests.compliance.standing.conftest import at, declared, hired, sound
from tests.factories import compliance as made
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registry import RecordFactory
from tests.incentives.eligibility.conftest import CUT_OFF

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


def measured(enterprise: Enterprise, on: date = CUT_OFF):
    return next(facts_on([enterprise.pk], on))


def told(measure: str, enterprise: Enterprise, on: date = CUT_OFF, **bounds):
    with translation.override("en"):
        given = answer(measure, measured(enterprise, on), **bounds)
        return given.holds, given.missing


def test_a_sound_enterprise_holds_every_measure():
    enterprise = sound()
    hired(enterprise, MARCH, MARCH)
    facts = measured(enterprise)
    plain = set(Measure) - {Measure.YEARS}
    assert all(holds(measure, facts) for measure in plain)
    assert {answer(measure, facts).missing for measure in plain} == {""}
    assert facts.standing == standing_on(enterprise, CUT_OFF).state


def test_what_is_missing_is_named_in_words():
    enterprise = EnterpriseFactory(opened_on=date(2026, 1, 2), registered_on=date(2026, 1, 10))
    declared(enterprise, date(2026, 1, 1), date(2026, 2, 5), 1_000)
    RecordFactory(enterprise=enterprise, declared_workers=2, match_state="matched", received_at=at(MARCH), as_of=MARCH)
    made.finding(made.case_file(enterprise), recorded_at=at(MARCH))
    nbsp = "\N{NO-BREAK SPACE}"
    months = f"February{nbsp}2026 and March{nbsp}2026"
    assert told("declared_in_time", enterprise) == (False, f"Declare {months}.")
    assert told("paid_in_time", enterprise) == (False, f"Pay the contributions of January{nbsp}2026.")
    assert told("missing_staff", enterprise) == (False, "Register 2 more staff.")
    assert told("missing_staff", enterprise, maximum=1) == (False, "Register 1 more member of staff.")
    assert told("workers", enterprise, minimum=3) == (False, "Register 3 more staff.")
    assert told("no_finding", enterprise) == (False, "Put right 1 finding of an inspection.")
    assert told("years", enterprise) == (False, "Stay registered 9 more months.")
    assert told("standing", enterprise)[1].startswith(f"Declare {months}. Pay the contributions of")


def test_who_is_not_registered_is_told_so_and_nothing_counts_against_it():
    enterprise = EnterpriseFactory(state="known", nssf_number=None, registered_on=None)
    register = "Register the enterprise with the Fund."
    assert told("registered", enterprise) == (False, register)
    assert told("standing", enterprise) == (False, register)
    assert told("declared_in_time", enterprise) == (None, register)


def test_what_cannot_be_computed_is_not_false():
    new = EnterpriseFactory(opened_on=None, registered_on=date(2026, 4, 20), sector="")
    assert told("declared_in_time", new) == (None, "Declare the first month when it is due; none was due yet.")
    assert told("registered_in_time", new) == (None, "Tell us the day on which the enterprise opened.")
    assert told("sector", new, one_of=["C"]) == (None, "Tell us the sector of the enterprise.")


def test_lateness_is_told_apart_from_what_is_missing():
    late = EnterpriseFactory(opened_on=date(2026, 1, 2), registered_on=date(2026, 3, 25))
    declared(late, MARCH, date(2026, 4, 22), 1_000)
    hired(late, date(2026, 3, 26), date(2026, 4, 20))
    assert told("declared_in_time", late)[1].startswith("Declare every month in time; late: March")
    assert told("staff_in_time", late)[1].startswith("Register new staff in time: 1 person hired")
    assert "cannot be made good" in told("registered_in_time", late)[1]


def test_lists_and_bounds():
    enterprise = sound(sector="C", commune_code="120101")
    assert told("sector", enterprise, one_of=["C", "I"]) == (True, "")
    assert told("sector", enterprise, one_of=["I"]) == (False, "It is only for: hotels and restaurants.")
    assert told("place", enterprise, one_of=["12"])[0] and not told("place", enterprise, one_of=["01"])[0]
    assert told("size", enterprise, one_of=["micro", "small"])[0]
    assert told("years", enterprise, maximum=0) == (True, "")
    assert told("workers", enterprise, maximum=5)[0]


def test_a_month_whose_amount_nobody_could_work_out_is_not_computed():
    enterprise = sound(registered_on=MARCH, opened_on=MARCH)
    nothing = dict.fromkeys(("occupational_risk", "health_care", "pension_employer", "pension_worker"))
    declared(enterprise, MARCH, date(2026, 4, 5), kind="staff", workers=1, **nothing)
    found, why = told("paid_in_time", enterprise)
    assert found is None and "nothing counts against the enterprise" in why


def test_all_means_those_registered_on_the_day():
    ours, closed = sound(), sound()
    EnterpriseFactory(state="known", nssf_number=None, registered_on=None)
    Enterprise.objects.filter(pk=closed.pk).update(state="closed", closed_on=CUT_OFF)
    assert {one.id for one in facts_on(None, CUT_OFF)} == {ours.pk, closed.pk}  # written down long after that day
    assert list(facts_on(None, date(2026, 1, 5))) == []


@pytest.mark.parametrize(
    "workers, size", [(None, ""), (0, "micro"), (4, "micro"), (5, "small"), (50, "medium"), (200, "large")]
)
def test_size_classes_follow_the_law_book(workers, size):
    assert size_of(workers) == size
