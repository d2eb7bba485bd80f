"""The plan as an analyst and an approver see it: rows, one that waits, tables as printed, targets, the evaluation."""

from datetime import date

import pytest
from django.urls import reverse

from reporting.models import Indicator, MeasureVersion, Plan
from reporting.sample import plan as sample
from reporting.seeds.plan import CODE
from tests.factories import reporting as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address(name, *args) -> str:
    return reverse(f"reporting_plan:{name}", args=args).removeprefix("/en")


def test_an_analyst_reads_the_plan_and_an_approver_confirms_a_row(eye, people):
    plan = Plan.objects.get(code=CODE)
    analyst, approver = made.analyst(), made.approver()
    sample.load({"analyst": analyst, "approver": approver})
    made.submitted(plan.measures.get(number="1.1"), code="NSSF", by=made.contact("NSSF"))
    made.target(Indicator.objects.get(pk="new_members"), 150_000, province_code="12", set_by=analyst)
    first = people(analyst)
    made.contact_invitation("MEF", invited_by=analyst)
    pages = ("plan", "decisions", "targets", "baselines", "tables", "institutions", "evaluation", "decide", "successor")
    for name in pages:
        first.go(address(name, plan.pk))
        first.look(f"plan_{name}")
    row = plan.measures.get(number="4.4")
    first.go(address("row", plan.measures.get(number="1.2").pk))
    first.look("plan_row")
    first.go(address("change", plan.measures.get(number="2.2").pk))
    first.look("plan_change")
    second = people(approver)
    second.go(address("row", row.pk))
    second.look("plan_row_waits")
    second.page.locator("#proposed form").first.get_by_role("button").click()
    second.look("plan_row_confirmed")
    assert MeasureVersion.objects.in_force(date(2026, 12, 1)).get(measure=row).confirmed_by == approver
