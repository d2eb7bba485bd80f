"""The demonstration of the plan: once, however often it is loaded."""

from reporting.models import Evaluation, MeasureVersion
from reporting.sample import plan as sample
from tests.factories import reporting as made


def test_the_sample_is_there_once_and_the_same_pages_show_it(plan, analyst):
    people = {"analyst": made.analyst(), "approver": made.approver()}
    for _again in range(2):
        sample.load(people)
    assert plan.decisions.count() == 3
    assert plan.evaluations.count() == 3
    assert Evaluation.objects.filter(state="approved").count() == 1
    waiting = MeasureVersion.objects.get(measure__plan=plan, confirmed_at=None)
    assert waiting.measure.number == "4.4"
    assert MeasureVersion.objects.in_force().get(measure__plan=plan, measure__number="1.2").version == 2
    page = analyst.get("/en/reports/plan/").content.decode()
    assert "a change waits" in page
