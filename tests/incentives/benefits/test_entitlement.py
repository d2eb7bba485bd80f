"""What am I entitled to: each programme with its conditions answered from the register, the missing one named."""

from datetime import timedelta

import pytest

from incentives.conditions import words
from incentives.entitlement import State, entitlement_to, entitlements
from incentives.models import Programme
from incentives.seeds import programmes as seeds
from tests.factories import incentives as make
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db


def of(enterprise, today, code):
    return next(one for one in entitlements(enterprise, today) if one.programme.code == code)


def test_every_condition_met_is_an_invitation_to_ask(enterprise, loan, today, english):
    told = of(enterprise, today, "a-loan")
    assert told.state == State.ENTITLED and told.can_ask
    assert told.next_step == f"Ask here. {loan.institution.name} answers."
    assert all(one.holds for one in told.conditions)


def test_what_is_missing_is_named_with_its_number(enterprise, loan, said, today, english):
    said(enterprise, 2)
    told = of(enterprise, today, "a-loan")
    assert told.state == State.MISSING and not told.can_ask
    assert told.next_step == "Register 2 more staff."
    assert [one.condition.measure for one in told.failing] == ["missing_staff"]


def test_what_cannot_be_computed_counts_against_nobody(enterprise, today):
    enterprise.sector = ""
    enterprise.save(update_fields=["sector"])
    made = make.programme("for-makers")
    make.condition(made, "sector", one_of=["C"])
    told = of(enterprise, today, "for-makers")
    assert told.state == State.UNKNOWN and told.can_ask
    assert told.conditions[0].tag[0] == "unknown"


def test_information_is_never_asked_for_here(enterprise, today, english):
    make.programme("tax", kind="tax", takes_requests=False, institution=make.institution("GDT"))
    told = of(enterprise, today, "tax")
    assert told.state == State.INFORMATION and not told.can_ask and told.next_step.endswith("decides. Ask there.")


def test_only_what_is_in_force_on_the_day_counts(enterprise, loan, today):
    make.programme("later", valid_from=today + timedelta(days=1))
    make.programme("over", valid_to=today - timedelta(days=1))
    codes = {one.programme.code for one in entitlements(enterprise, today)}
    assert "a-loan" in codes and not {"later", "over"} & codes
    assert "later" in {one.programme.code for one in entitlements(enterprise, today + timedelta(days=1))}


def test_who_is_not_registered_is_told_to_register(loan, today, english):
    unknown = EnterpriseFactory(state="known", nssf_number=None, registered_on=None)
    told = entitlement_to(loan, unknown, today)
    assert told.state == State.MISSING and "Register the enterprise with the Fund." in told.next_step


def test_conditions_are_told_in_words(english):
    made = make.programme("words")
    told = {
        "workers": make.condition(made, "workers", minimum=5, maximum=49),
        "years": make.condition(made, "years", minimum=2),
        "missing_staff": make.condition(made, "missing_staff", maximum=0),
        "size": make.condition(made, "size", one_of=["micro", "small"]),
        "place": make.condition(made, "place", one_of=["12"]),
        "standing": make.condition(made, "standing"),
    }
    assert words(told["workers"]) == "Registered workers: 5 to 49"
    assert words(told["years"]) == "Years registered: at least 2"
    assert words(told["missing_staff"]).endswith(": none")
    assert words(told["size"]) == "Size class: micro, small"
    assert words(told["place"]) == "Place: Phnom Penh"
    assert words(told["standing"]) == "In good standing"


def test_the_plans_programmes_are_there_and_none_is_confirmed():
    seeds.seed()
    seeds.seed()
    rows = Programme.objects.filter(code__in=[one.code for one in seeds.PROGRAMMES])
    assert rows.count() == len(seeds.PROGRAMMES) and not rows.filter(confirmed=True).exists()
    loan = rows.get(code="low-interest-loan")
    assert loan.institution.code == "SMEBANK" and loan.takes_requests
    assert {term.value_en for term in loan.terms.all()} == {"at most 7%", "at most 7 years"}
    assert all(term.is_history and not term.confirmed for term in loan.terms.all())
    assert not rows.filter(institution__code="GDT", takes_requests=True).exists()
