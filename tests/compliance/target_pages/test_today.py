"""An inspector's day: where one lands, the menu, what waits soonest first; and the way from a line to a case."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance import today
from compliance.models import CaseFile
from compliance.services import building_jobs
from nssf_portal.jobs.models import Job
from tests.compliance.target_pages.conftest import a_line, accepted, nudged, register
from tests.factories import compliance as make

pytestmark = pytest.mark.django_db


def titles(user):
    return [task.title for task in today.tasks_of(user)]


@pytest.mark.parametrize("role", ["inspector", "chief_inspector"])
def test_inspectors_land_on_today(client, role):
    client.force_login(make.UserFactory(grant=(role, "12")))
    assert client.get(reverse("accounts:home")).url == reverse("today:home")
    assert client.get(reverse("today:home")).status_code == 200


def test_the_menu_is_the_inspectors(client, listed, inspector):
    a_line(listed)
    client.force_login(inspector)
    menu = client.get(reverse("today:home")).context["portal"].nav
    words = [str(item.label) for item in menu]
    assert words[:2] == ["Today", "Targets"]
    assert "Enterprises" in words
    assert "Registries" not in words
    assert menu[1].count == 1


def test_what_waits_stands_soonest_first(inspector, chief, listed):
    case = make.case_file(by=inspector)
    make.visit(case, planned_on=timezone.localdate())
    accepted(listed, chief)
    found = today.tasks_of(inspector)
    assert found[0].due_on == timezone.localdate()
    assert "chosen enterprise has no case yet" in found[-1].title


def test_notices_and_answers_of_ones_own_cases(inspector):
    case = make.case_file(by=inspector)
    notice = make.served(case)
    type(notice).objects.filter(pk=notice.pk).update(due_on=timezone.localdate() + timedelta(days=1))
    assert any("must be answered soon" in title for title in titles(inspector))
    type(notice).objects.filter(pk=notice.pk).update(state="answered", answered_at=timezone.now())
    assert any("Read 1 answer" in title for title in titles(inspector))
    assert titles(make.inspector()) == []  # a colleague's case


def test_a_chief_confirms_what_somebody_else_proposed(inspector, chief):
    case = make.case_file(by=inspector)
    make.fine(case)
    make.recommendation(case)
    assert any("fine waits for your confirmation" in title for title in titles(chief))
    assert any("recommendation waits" in title for title in titles(chief))
    assert not any("fine" in title for title in titles(inspector))
    assert titles(make.chief("17")) == []


def test_unanswered_questions_and_lines_whose_time_is_over(inspector, chief, listed):
    case = make.case_file(by=inspector)
    make.unit_question(case.enterprise, case=case, due_on=timezone.localdate() - timedelta(days=1))
    nudged(listed, chief, days=-1, state="due")
    found = titles(inspector)
    assert any("question to an authority has no answer" in title for title in found)
    assert any("time to register is over" in title for title in found)


def test_today_asks_the_same_however_much_waits(client, inspector, chief, listed, django_assert_max_num_queries):
    client.force_login(inspector)
    for n in range(1, 5):
        make.visit(make.case_file(by=inspector), planned_on=timezone.localdate())
        accepted(listed, chief, rank=n)
    client.get(reverse("today:home"))
    with django_assert_max_num_queries(28):
        client.get(reverse("today:home"))


def test_a_clerk_has_no_such_page(client):
    client.force_login(make.UserFactory(grant=("clerk", "12")))
    assert client.get(reverse("today:home")).status_code == 403


def open_case(client, line, **more):
    given = {"submission_id": uuid.uuid4()} | more
    return client.post(reverse("targets:open_case", args=[line.pk]), given)


def test_a_case_is_opened_from_an_accepted_line_once(client, inspector, chief, listed):
    line = accepted(listed, chief)
    client.force_login(inspector)
    first = open_case(client, line)
    case = CaseFile.objects.get(line=line)
    assert first.url == reverse("cases:case", args=[case.pk])
    assert open_case(client, line).url == first.url
    line.refresh_from_db()
    assert (line.state, CaseFile.objects.count()) == ("opened", 1)


def test_a_visit_with_labour_inspectors_is_a_joint_case(client, inspector, chief, listed):
    line = accepted(listed, chief)
    client.force_login(inspector)
    open_case(client, line, join="1")
    assert CaseFile.objects.get().kind == "joint"


def test_no_case_from_an_undecided_line_or_of_who_complied(client, inspector, chief, listed):
    client.force_login(inspector)
    done = accepted(listed, chief, rank=2)
    register(done)
    for line in (a_line(listed), done):
        assert open_case(client, line).url == reverse("targets:line", args=[line.pk])
    assert not CaseFile.objects.exists()


def test_a_chief_asks_for_a_list_and_may_leave(client, chief):
    client.force_login(chief)
    shown = client.get(reverse("targets:home"))
    form = shown.context["form"]
    [office] = form.fields["office"].queryset
    month = form.fields["month"].choices[1][0]
    given = {"office": office.pk, "month": month, "capacity": "12", "submission_id": uuid.uuid4()}
    for _again in range(2):
        assert client.post(reverse("targets:build"), given).url == reverse("targets:home")
    job = Job.objects.get(kind=building_jobs.KIND)
    assert job.created_by == chief
    assert "A list is being made" in client.get(reverse("targets:home")).content.decode()


def test_nobody_builds_a_list_for_another_province_or_without_capacity(client, chief, inspector):
    client.force_login(chief)
    elsewhere = make.OfficeFactory(code="17")
    given = {"office": elsewhere.pk, "month": "2026-12-01", "capacity": "0", "submission_id": uuid.uuid4()}
    assert client.post(reverse("targets:build"), given).status_code == 200
    client.force_login(inspector)
    assert client.post(reverse("targets:build"), given).status_code == 403
