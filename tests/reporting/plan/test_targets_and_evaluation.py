"""Targets by period and province, baselines with their sources, and the final evaluation."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from nssf_portal.places.names import province_names
from reporting import sources
from reporting.enums import Criterion
from reporting.models import Baseline, Evaluation, Indicator, Target
from tests.factories import reporting as made


def address(name, *args) -> str:
    return reverse(f"reporting_plan:{name}", args=args).removeprefix("/en")


def page(client, name, *args) -> str:
    response = client.get(f"/en{address(name, *args)}")
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def target(**changed) -> dict:
    given = {
        "indicator": "new_members",
        "period": "2026Q3",
        "province_code": "12",
        "value": "១២ ៣៤៥",
        "source": "Minutes 4",
    }
    return given | {"submission_id": str(uuid.uuid4())} | changed


def now(**where) -> Target:
    return Target.objects.get(replaced_at=None, **where)


# --- targets -------------------------------------------------------------------------------------------------------


def test_the_plans_own_target_is_there_with_its_source(reader, plan):
    text = page(reader, "targets", plan.pk)
    assert "1,200,000" in text
    assert "section 2" in text


def test_a_target_is_set_for_a_quarter_and_a_province_and_confirmed_by_another(analyst, approver, plan):
    analyst.post(address("set_target", plan.pk), target())
    found = now(period="2026Q3", province_code="12")
    assert (found.value, found.set_by, found.confirmed) == (Decimal(12345), analyst.user, False)
    analyst.post(address("confirm_target", found.pk))
    assert not now(pk=found.pk).confirmed
    approver.post(address("confirm_target", found.pk))
    assert now(pk=found.pk).confirmed
    text = page(analyst, "targets", plan.pk)
    assert "Phnom Penh" in text
    assert "Quarter 3 of 2026" in text


def test_a_new_target_takes_the_place_of_the_old_one_which_stays_readable(analyst, plan):
    analyst.post(address("set_target", plan.pk), target())
    again = target(value="20000")
    for _twice in range(2):
        analyst.post(address("set_target", plan.pk), again)
    rows = Target.objects.filter(period="2026Q3", province_code="12")
    assert sorted((int(one.value), one.replaced_at is None) for one in rows) == [(12345, False), (20000, True)]
    assert "12,345" in page(analyst, "targets", plan.pk)


def test_a_replaced_target_is_not_confirmed(analyst, approver, plan):
    analyst.post(address("set_target", plan.pk), target())
    old = now(period="2026Q3", province_code="12")
    analyst.post(address("set_target", plan.pk), target(value="2"))
    approver.post(address("confirm_target", old.pk))
    old.refresh_from_db()
    assert not old.confirmed


@pytest.mark.parametrize(
    "wrong", [{"value": "many"}, {"value": "-3"}, {"period": "2030Q1"}, {"indicator": "x"}, {"source": ""}]
)
def test_a_target_that_cannot_be_comes_back(analyst, plan, wrong):
    assert analyst.post(address("set_target", plan.pk), target(**wrong)).status_code == 422
    assert not Target.objects.filter(period="2026Q3").exists()


def test_provinces_that_do_not_add_up_to_the_country_are_said(analyst, plan):
    of = Indicator.objects.get(pk="new_members")
    made.target(of, 1000, province_code="")
    for code in province_names():
        made.target(of, 10, province_code=code)
    assert "add up to 250, the country's is 1,000" in page(analyst, "targets", plan.pk).replace("&#x27;", "'")


def test_the_list_of_targets_asks_as_often_for_many_as_for_few(analyst, plan, django_assert_max_num_queries):
    of = Indicator.objects.get(pk="new_members")
    for code in province_names():
        made.target(of, 10, province_code=code)
    with django_assert_max_num_queries(25):
        analyst.get(address("targets", plan.pk))


# --- baselines -----------------------------------------------------------------------------------------------------


def test_baselines_of_the_plan_stand_with_day_and_source_and_the_conflict_is_noted(reader, plan):
    text = page(reader, "baselines", plan.pk)
    for said in (
        "21,884 of 93,647",
        "238,688",
        "97",
        "93",
        "87",
        "NSSF with GIZ, research report 2024",
        "30 June 2024",
    ):
        assert said in text
    assert "Table 2 is used" in text


def test_another_source_stands_beside_and_the_same_source_is_not_overwritten(analyst, approver, plan):
    given = {
        "indicator": "scheme_awareness",
        "as_of": "1 March 2025",
        "value": "61.5",
        "source": "Survey of the ministry",
    }
    for value in ("61.5", "61.5", "70"):
        analyst.post(address("add_baseline", plan.pk), given | {"value": value})
    found = Baseline.objects.filter(indicator="scheme_awareness")
    assert [(one.as_of, one.value) for one in found] == [
        (date(2024, 6, 30), Decimal(87)),
        (date(2025, 3, 1), Decimal("61.5")),
    ]
    newest = found[1]
    analyst.post(address("confirm_baseline", newest.pk))
    newest.refresh_from_db()
    assert not newest.confirmed
    approver.post(address("confirm_baseline", newest.pk))
    newest.refresh_from_db()
    assert newest.confirmed


# --- the evaluation ------------------------------------------------------------------------------------------------


def answer(**changed) -> dict:
    given = {"criterion": "effectiveness", "question": "Was it reached?", "finding_km": "បាន", "finding_en": "Mostly"}
    given |= {"indicators": ["new_members", "awards_given"], "submission_id": str(uuid.uuid4())}
    return given | changed


def test_all_three_criteria_are_asked_for_with_questions_to_begin_with(analyst, plan):
    parts = analyst.get(address("evaluation", plan.pk)).context["parts"]
    assert [one["criterion"] for one in parts] == list(Criterion)
    assert all(one["open"] for one in parts)


def test_one_writes_another_approves_and_only_then_others_read_it(analyst, approver, reader, plan):
    sent = answer(indicators=["new_members"])
    for _twice in range(2):
        analyst.post(address("evaluation_new", plan.pk), sent)
    found = Evaluation.objects.get()
    assert "Was it reached?" not in page(reader, "evaluation", plan.pk)
    analyst.post(address("evaluation_approve", found.pk))
    found.refresh_from_db()
    assert found.state == "drafted"  # who wrote it does not approve it
    approver.post(address("evaluation_approve", found.pk))
    found.refresh_from_db()
    assert (found.state, found.approved_by) == ("approved", approver.user)
    assert "Mostly" in page(reader, "evaluation", plan.pk)


def test_what_is_approved_is_opened_again_before_it_changes(analyst, approver, plan):
    found = made.evaluation(written_by=analyst.user, finding_km="បាន", finding_en="Yes")
    approver.post(address("evaluation_approve", found.pk))
    analyst.post(address("evaluation_edit", found.pk), answer(indicators=[], question="Changed"))
    found.refresh_from_db()
    assert found.question == "Was it reached?"
    analyst.post(address("evaluation_reopen", found.pk))
    approver.post(address("evaluation_edit", found.pk), answer(indicators=[], question="Changed"))
    found.refresh_from_db()
    assert (found.question, found.state, found.approved_by, found.written_by) == (
        "Changed", "drafted", None, approver.user,
    )  # fmt: skip


def test_without_a_finding_in_both_languages_nothing_is_approved(analyst, approver, plan):
    found = made.evaluation(written_by=analyst.user, finding_en="Only English")
    approver.post(address("evaluation_approve", found.pk))
    found.refresh_from_db()
    assert found.state == "drafted"


def test_a_finding_shows_the_published_figure_it_rests_on(analyst, plan):
    report = made.report("2026Q3")
    made.figure(report, "new_members", 4321)
    made.evaluation(indicators=["new_members", "members_active"])
    assert "in no published report yet" in page(analyst, "evaluation", plan.pk)
    now_by = made.approver()
    type(report).objects.filter(pk=report.pk).update(
        state="reviewed", reviewed_by=now_by, reviewed_at=report.figures_at
    )
    type(report).objects.filter(pk=report.pk).update(
        state="published", published_by=now_by, published_at=report.figures_at
    )
    text = page(analyst, "evaluation", plan.pk)
    assert "4,321" in text
    assert "in no published report yet" in text  # of the other one


def test_who_only_reads_writes_nothing(reader, plan):
    found = made.evaluation()
    posts = {
        "set_target": (plan.pk, target()),
        "add_baseline": (plan.pk, {}),
        "evaluation_new": (plan.pk, answer()),
        "evaluation_edit": (found.pk, answer()),
        "evaluation_approve": (found.pk, {}),
        "evaluation_reopen": (found.pk, {}),
        "confirm_target": (made.target().pk, {}),
        "confirm_baseline": (made.baseline().pk, {}),
    }
    for name, (key, sent) in posts.items():
        assert reader.post(address(name, key), sent).status_code == 403, name
    assert reader.get(address("targets", uuid.uuid4())).status_code == 404


# --- sources in the reader's language ---------------------------------------------------------------------------------


def test_every_source_that_comes_with_the_portal_has_words_and_others_stay_as_written(plan):
    kept = {one.source for one in (*Target.objects.filter(plan=plan), *Baseline.objects.filter(plan=plan), plan)}
    assert len(kept) == 9
    assert kept < sources._KNOWN, "and the demonstration's own"
    assert sources.in_words("Report of a ministry, 2026") == "Report of a ministry, 2026"


def test_pages_say_a_source_in_words(reader, plan, monkeypatch):
    source = "Labour Force Survey 2019"
    monkeypatch.setattr(sources, "_KNOWN", {source})
    made.target(source=source)
    made.baseline(source=source)
    with translation.override("km"):
        said = translation.gettext(source)
    assert said != source
    for name in ("targets", "baselines"):
        page = reader.get(address(name, plan.pk)).content.decode()
        assert said in page
        assert f">{source}<" not in page


def test_a_survey_of_a_year_does_not_pretend_to_a_day(plan):
    assert all("no day" in one.note_en for one in Baseline.objects.filter(source__startswith="NSSF with GIZ"))
