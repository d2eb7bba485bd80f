"""What a report says: numbers with their counts, missing with the reason, small numbers not at all."""

import pytest
from django.utils import translation

from reporting import rendering
from reporting.enums import Hidden
from reporting.models import EditionChange, ReportDefinition, ReportFigure
from tests.factories import reporting as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(report, progress, curve):
    return rendering.context(report, "en")


def figure(said, code):
    return next(shown for meaning, shown in said["all_figures"] if meaning.code == code)


def test_five_figures_come_first(said):
    codes = [one.meaning.code for one in said["five"]]
    assert len(codes) == 5 and codes[0] == "new_members_to_date"
    assert said["five"][0].beside == ["71.8% of the target of 1,200,000 by 31\u00a0December\u00a02026"]


def test_a_share_carries_its_counts(said):
    share = figure(said, "share_of_census_units")
    assert (share.text, share.counts) == ("23.4%", "21,884 of 93,647")


def test_what_is_missing_says_why_and_is_no_zero(said):
    missing = figure(said, "schools_curriculum")
    assert missing.missing and missing.text.startswith("Not computed, because ") and missing.number is None
    assert "schools_curriculum" in [meaning.code for meaning, _shown in said["not_computed"]]


def test_a_figure_that_is_not_there_is_not_computed(report, curve):
    ReportFigure.objects.filter(report=report, indicator_code="median_days").delete()
    assert rendering.context(report, "en")["five"][4].shown.missing


def test_a_small_number_is_never_told(said):
    kep = next(tile for tile in said["map"] if tile.code == "23")
    assert (kep.shown, kep.whole) == ("<5", "under 5")
    row = next(row for row in said["provinces"]["rows"] if row["name"] == "Kep")
    assert row["cells"][0].text == "under 5" and row["cells"][0].number is None


def test_a_secondary_one_is_hidden_too(report, curve):
    ReportFigure.objects.filter(report=report, cut="sex", cell={"sex": "F"}).update(hidden=Hidden.SECOND)
    chart = rendering.context(report, "en")["charts"][0]
    hidden = next(bar for bar in chart.bars if bar.shown.hidden)
    assert (hidden.shown.text, hidden.width) == ("hidden", 0)
    assert not any(bar.share for bar in chart.bars)  # shares of what is left would give it away


def test_values_stand_in_their_order(report, curve):
    ReportFigure.objects.filter(report=report, cut="sex", cell={"sex": "M"}).update(value=1_000_000)
    said = rendering.context(report, "en")
    assert [bar.word.lower() for bar in said["charts"][0].bars] == ["female", "male", "not said"]
    assert [head.lower() for head in said["sex_by_province"]["heads"]] == ["female", "male"]


def test_late_and_lagging_rows_stand_on_the_first_page(said):
    late = {(one.number, one.institution, one.word) for one in said["late"]}
    assert ("1.4", "Ministry of Economy and Finance", "late: was due on 15\u00a0October\u00a02026") in late


def test_open_problems_are_the_decisions_asked_for(said):
    assert [one["problem"] for one in said["asked"]] == ["The tax data comes once a year"]
    assert len(said["coordination"]) == 2


def test_words_of_institutions_only_when_approved(said):
    assert [one["number"] for one in said["narratives"]] == ["1.1"]


def test_every_figure_leads_to_its_page(report, said):
    own = ReportFigure.objects.get(report=report, indicator_code="median_days", cut="")
    assert str(own.pk) in figure(said, "median_days").url


def test_on_khmer_paper_digits_are_khmer_and_links_are_whole(report, curve, settings):
    settings.PUBLIC_URL = "https://portal.example"
    said = rendering.context(report, "km", paper=True)
    assert said["five"][0].shown.text == "៨៦១,៤២០"
    assert said["five"][0].shown.url.startswith("https://portal.example/reports/figures/")
    assert rendering.context(report, "en", paper=True)["five"][0].shown.url.startswith("https://portal.example/en/")


def test_a_definition_is_the_one_kept_with_the_report(report, curve):
    words = {"name": {"km": "ឈ្មោះចាស់", "en": "Old name"}, "unit": "people"}
    ReportDefinition.objects.create(report=report, indicator_code="new_members", definition=words, digest="x")
    assert rendering.context(report, "en")["five"][1].meaning.name == "Old name"
    assert rendering.context(report, "km")["five"][1].meaning.name == "ឈ្មោះចាស់"


def test_an_edition_says_what_it_changes(report, curve):
    EditionChange.objects.create(report=report, indicator_code="new_members", before=7, after=9, reason="late")
    said = rendering.context(report, "en")
    assert [(one["before"], one["after"]) for one in said["changes"]] == [("7", "9")]
    assert "changes" in [part["key"] for part in said["contents"]]


def test_an_empty_report_says_so(db, curve):
    said = rendering.context(make.report(), "en")
    assert all(one.shown.missing for one in said["five"])
    assert (said["charts"], said["coordination"], said["narratives"]) == ([], [], [])


def test_the_readers_language_is_left_as_it_was(report, curve):
    with translation.override("km"):
        rendering.context(report, "en")
        assert translation.get_language() == "km"
