"""What is said of an indicator: complete, in both languages, once; the page of the docs is what the code says."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from bench import plain_figures
from nssf_portal.places.names import province_names
from reporting import indicators_page, registry, words
from reporting.enums import Method
from reporting.indicators.grouping import median, one_reading, parts
from reporting.models import Baseline, Indicator, Target
from reporting.periods import Period
from reporting.sample import targets as sample_targets
from reporting.seeds import indicators, targets


def test_the_page_of_the_docs_is_current():
    assert indicators_page.PATH.read_text(encoding="utf-8") == indicators_page.text(), "manage.py write_indicators"


def test_each_indicator_says_what_it_is_and_every_word_of_it_is_known():
    for one in registry.every():
        assert all(str(said) for said in (one.name, one.definition, one.source, one.as_of)), one.code
        assert one.unit in words._UNITS, one.unit
        assert (one.figures is None) == (one.method == Method.ENTERED), one.code
        for cut in one.cuts:
            assert set(parts(cut)) <= set(words._DIMENSIONS), (one.code, cut)


def test_every_computed_figure_has_an_independent_count():
    computed = {one.code for one in registry.every() if one.figures}
    assert computed - set(plain_figures.PLAIN) == set()


def test_the_median_is_the_one_in_the_middle_or_between_two():
    assert median({3: 1}) == 3
    assert median({1: 2, 2: 1, 9: 1}) == Decimal("1.5")
    assert median({1: 2, 2: 3}) == 2


@pytest.mark.django_db
def test_rows_of_indicators_with_owners_baselines_and_the_target_are_there_and_what_officers_wrote_stays(plan):
    assert Indicator.objects.count() >= len(registry.every())
    assert Indicator.objects.get(code="priority_jobs_study").owner.code == "CCDIE"
    census = Baseline.objects.get(indicator="share_of_census_units")
    assert (census.value, census.numerator, census.denominator) == (23, 21_884, 93_647)
    assert set(Baseline.objects.filter(value__in=(97, 93, 87)).values_list("indicator", flat=True)) == {
        "health_care_satisfaction", "service_satisfaction", "scheme_awareness",
    }  # fmt: skip
    target = Target.objects.get(indicator="new_members_to_date", period="plan")
    assert (target.value, target.confirmed) == (1_200_000, False)
    Indicator.objects.filter(code="new_members").update(owner=None)
    before = Baseline.objects.count(), Target.objects.count()
    indicators.seed(), targets.seed()
    assert Indicator.objects.get(code="new_members").owner is None
    assert (Baseline.objects.count(), Target.objects.count()) == before


@pytest.mark.django_db
def test_a_report_asks_few_questions_however_large_the_registers(plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(70):
        for one in registry.every():
            list(one.cells(Period.parse("2026Q3")))


@pytest.mark.django_db
def test_rows_behind_a_cell_can_always_be_narrowed_to_what_a_person_may_see(plan, somebody):
    for one in registry.every():
        if one.rows:
            found = one.rows(Period.parse("2026Q3"), {})
            assert list(found.visible_to(somebody)[:1]) == [], one.code


@pytest.mark.django_db
def test_within_one_reading_a_shared_question_is_asked_once(plan, django_assert_num_queries):
    period = Period.parse("2026Q3")
    shares = [registry.get(code) for code in ("share_of_census_workers", "share_of_survey_workers")]
    with django_assert_num_queries(3), one_reading():  # the members of each group, and two denominators
        for one in shares:
            list(one.cells(period))
    with django_assert_num_queries(4):
        for one in shares:
            list(one.cells(period))


def test_the_command_writes_the_page(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(indicators_page, "PATH", tmp_path / "indicators.md")
    call_command("write_indicators", format="json")
    assert f'"indicators": {len(registry.every())}' in capsys.readouterr().out
    assert indicators_page.PATH.read_text(encoding="utf-8").startswith("# Indicators")


@pytest.mark.django_db
def test_the_demonstration_has_targets_of_quarters_and_provinces_once(plan, somebody):
    for _time in (1, 2):
        sample_targets.load({"analyst": somebody})
    quarters = Target.objects.filter(indicator="new_members", province_code="")
    assert sum(target.value for target in quarters) == 1_200_000
    provinces = Target.objects.filter(period="2026Q4").exclude(province_code="")
    assert provinces.count() == len(province_names())
    assert sum(target.value for target in provinces) <= 150_000
