"""A run of eligibility on its pages: progress, rows with filters, one row with its facts, the check by a second run."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from enterprises.models import Enterprise
from incentives.models import EligibilityRun
from incentives.services import eligibility
from nssf_portal.audit.models import ReadLog
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from tests.compliance.standing.conftest import signed_in, sound
from tests.factories import compliance as made
from tests.factories import incentives
from tests.factories.enterprises import EnterpriseFactory
from tests.incentives.eligibility.conftest import CUT_OFF

pytestmark = pytest.mark.django_db


def en(name: str, *args) -> str:
    with translation.override("en"):
        return reverse(f"awards:{name}", args=args)


@pytest.fixture
def officer():
    return incentives.officer()


@pytest.fixture
def cycle(officer):
    found = incentives.cycle(cut_off_on=CUT_OFF, created_by=officer)
    incentives.computed(found, "declared_in_time", weight=3, name_en="Declared on time")
    incentives.judged(found)
    incentives.category(found, size="micro", name_en="Micro enterprises")
    return found


@pytest.fixture
def run(cycle, officer):
    sound(name_latin="Good Bakery")
    EnterpriseFactory(
        name_latin="Late Laundry", opened_on=CUT_OFF.replace(month=1), registered_on=CUT_OFF.replace(month=1)
    )
    EnterpriseFactory(name_latin="New Nails", opened_on=CUT_OFF, registered_on=CUT_OFF)
    return eligibility.compute(incentives.run(cycle, ran_by=officer))


def test_a_run_is_started_by_a_button_shows_how_far_it_is_and_freezes(cycle, officer):
    sound()
    client, sent = signed_in(officer), str(uuid.uuid4())
    page = client.get(en("cycle", cycle.pk)).content.decode()
    assert "Compute eligibility" in page and "Compute who is eligible" in page
    for _n in range(2):
        answer = client.post(en("run_start", cycle.pk), {"submission_id": sent})
        assert answer.status_code == 302
    run = EligibilityRun.objects.get()
    assert b"Eligibility is being computed" in client.get(en("run", run.pk)).content
    assert b"Look how far it is" in client.get(en("cycle", cycle.pk)).content
    assert jobs.run(Job.objects.get(subject_id=run.pk).pk)
    assert b"This run is frozen" in client.get(en("run", run.pk)).content
    assert b"Check it with a second run" in client.get(en("cycle", cycle.pk)).content


def test_why_it_cannot_be_computed_is_said(officer):
    cycle = incentives.cycle(cut_off_on=timezone.localdate(), created_by=officer)
    client = signed_in(officer)
    assert b"The cut-off day is not over." in client.get(en("cycle", cycle.pk)).content
    sent = {"submission_id": str(uuid.uuid4())}
    assert b"not over" in client.post(en("run_start", cycle.pk), sent, follow=True).content
    assert b"This page was old" in client.post(en("run_start", cycle.pk), {}, follow=True).content


def test_a_run_whose_job_gave_up_says_so_and_another_can_be_started(cycle, officer):
    run = eligibility.start(cycle, by=officer, submission_id=uuid.uuid4())
    Job.objects.filter(subject_id=run.pk).update(state="dead", finished_at=timezone.now())
    assert b"The computation stopped" in signed_in(officer).get(en("run", run.pk)).content
    assert eligibility.start(cycle, by=officer, submission_id=uuid.uuid4()) != run


def test_rows_are_narrowed_by_category_answer_and_measure(run, cycle, officer):
    client, category = signed_in(officer), cycle.categories.get()
    page = client.get(en("run", run.pk)).content.decode()
    assert "1 of 3 enterprises is eligible" in page
    assert all(name in page for name in ("Good Bakery", "Late Laundry", "New Nails"))
    for asked, names in (
        ("shown=eligible", {"Good Bakery"}),
        ("shown=not", {"Late Laundry", "New Nails"}),
        ("missed=declared_in_time", {"Late Laundry"}),
        ("unknown=declared_in_time", {"New Nails"}),
        (f"category={category.pk}&shown=eligible", {"Good Bakery"}),
        ("category=none", set()),
        ("missed=nonsense&category=nonsense", {"Good Bakery", "Late Laundry", "New Nails"}),
    ):
        page = client.get(en("run", run.pk) + f"?{asked}").content.decode()
        assert {name for name in ("Good Bakery", "Late Laundry", "New Nails") if name in page} == names, asked
    assert "No enterprise here" in client.get(en("run", run.pk) + "?category=none").content.decode()


def test_one_row_opens_every_number_to_its_facts(run, officer):
    found, client = run.rows.get(enterprise__name_latin="Late Laundry"), signed_in(officer)
    page = client.get(en("row", found.pk)).content.decode()
    assert "Declare January" in page and "not eligible" in page
    assert f"/employer/{found.enterprise_id}/standing/?on=25/04/2026" in page
    assert "3 due, 3 not declared" in page and "says something else" not in page
    assert ReadLog.objects.filter(user=officer, subject_id=found.enterprise_id, screen="eligibility").exists()


def test_a_second_run_is_shown_as_equal_or_with_the_rows_that_differ(run, cycle, officer):
    client = signed_in(officer)
    again = eligibility.compute(incentives.run(cycle, ran_by=officer))
    assert b"exactly the same rows as the frozen one" in client.get(en("run", again.pk)).content
    assert b"the same as the frozen one" in client.get(en("cycle", cycle.pk)).content
    other = incentives.run(cycle, ran_by=officer)
    told = [eligibility.rows.Rule.of(cycle).row(one) for _last, block in
            eligibility.registered_on(CUT_OFF, months=12) for one in block]  # fmt: skip
    eligibility.rows.write(other, [told[0] | {"workers": 9}, *told[1:]])
    other.enterprises, other.eligible, other.digest = eligibility.rows.summed(other)
    other.done_at = timezone.now()
    other.save()
    page = client.get(en("run", other.pk)).content.decode()
    assert "This run differs" in page and "registered workers: now 9, frozen 0" in page
    assert "Make the lists of this run" in page
    client.post(en("freeze", other.pk))
    assert eligibility.frozen(cycle) == other
    incentives.candidate(cycle.categories.get())
    assert b"The frozen list stays" in client.post(en("freeze", run.pk), follow=True).content
    assert eligibility.frozen(cycle) == other


def test_officers_of_a_place_see_its_rows_only_and_nobody_an_enterprise_they_represent(run, cycle, officer):
    away = sound(name_latin="Far Farm", commune_code="010101")
    both = eligibility.compute(incentives.run(cycle, ran_by=officer))
    row = both.rows.get(enterprise=away)
    province = signed_in(incentives.officer("12"))
    page = province.get(en("run", both.pk)).content.decode()
    assert "Far Farm" not in page and "1 of 3 enterprises is eligible" in page
    assert province.get(en("row", row.pk)).status_code == 404
    assert signed_in(officer).get(en("row", row.pk)).status_code == 200
    made.conflict(officer, away)
    assert signed_in(officer).get(en("row", row.pk)).status_code == 404
    assert signed_in(incentives.juror_user()).get(en("run", both.pk)).status_code == 403


def test_the_rows_ask_the_same_questions_whatever_their_number(run, officer, django_assert_max_num_queries):
    client = signed_in(officer)
    client.get(en("run", run.pk))
    with django_assert_max_num_queries(28):
        client.get(en("run", run.pk))


def test_a_row_that_reads_differently_today_says_so(run, officer):
    found = run.rows.get(enterprise__name_latin="Good Bakery")
    category = run.cycle.categories.get()
    type(category).objects.filter(pk=category.pk).update(size="large")  # what no page lets happen
    assert b"says something else" in signed_in(officer).get(en("row", found.pk)).content
    assert Enterprise.objects.filter(pk=found.enterprise_id, registered_on__lte=CUT_OFF + timedelta(days=1)).exists()
