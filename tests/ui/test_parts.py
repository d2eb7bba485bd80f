"""The template tags and filters: what each part of the look looks like in HTML."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from nssf_portal.ui import slots
from nssf_portal.ui.templatetags import ui


def render(source: str, **context: object) -> str:
    request = RequestFactory().get("/list/?q=sok&page=2")
    return engines["django"].from_string(source).render(context, request)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def test_a_tag_has_a_shape_and_a_word():
    html = render('{% tag "waits" word %}', word="<1 day>")
    assert 'class="tag tag-waits"' in html and "<svg" in html and "&lt;1 day&gt;" in html


def test_an_unknown_icon_fails_at_once_instead_of_leaving_a_hole():
    with pytest.raises(KeyError):
        render('{% icon "unicorn" %}')


def test_a_note_wraps_its_content():
    html = render('{% note "done" %}Saved <b>it</b>{% endnote %}')
    assert 'class="note note-done"' in html and "Saved <b>it</b>" in html


def test_a_figure_groups_its_thousands(english):
    assert "<strong>861,420</strong><span>members</span>" in render('{% figure 861420 "members" "teal" %}')


def test_khmer_screens_use_latin_digits_and_commas():
    with translation.override("km"):
        assert render("{{ n|number }}", n=1200000) == "1,200,000"


def test_a_bar_is_proportional_and_has_no_style_attribute():
    html = render('{% bar 75 "teal" 25 "gold" label="75 of 100" %}')
    assert 'x="750.0"' in html and 'aria-label="75 of 100"' in html and "style" not in html


def test_an_empty_bar_divides_by_nothing():
    assert "<rect" not in render('{% bar 0 "teal" 0 "gold" %}')


def test_progress_of_an_unknown_total_is_not_an_error():
    assert "<rect" not in render("{% progress 0 0 %}")


def test_a_clock_says_its_words_first():
    html = render('{% clock "1 day left" 0.8 "gold" %}')
    assert html.index("1 day left") < html.index("<svg") and 'width="800.0"' in html


def test_a_timeline_shows_when_and_who(english):
    at = datetime(2026, 11, 22, 9, 14, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    html = render("{% timeline events %}", events=[{"title": "Sent", "at": at, "by": "Lim", "state": "now"}])
    assert "22\u00a0November\u00a02026,\u00a009:14" in html and 'class="is-now"' in html and "Lim" in html


def test_pagination_keeps_the_filters(english):
    html = render("{% pagination page %}", page=Paginator(range(100), 10).page(2))
    assert 'href="?q=sok&amp;page=3"' in html and 'aria-current="page">2<' in html


def test_one_page_needs_no_pagination():
    assert "<nav" not in render("{% pagination page %}", page=Paginator(range(5), 10).page(1))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ 1200000|riel }}", "1,200,000\u00a0៛"),
        ("{{ 412|units:'people' }}", "412\u00a0people"),
        ("{{ '010203417'|masked }}", "••••\u00a03417"),
        ("{{ ''|masked }}", ""),
        ("{{ '2026'|khmer_digits }}", "២០២៦"),
        ("{{ '+85512345678'|phone }}", "012\u00a0345\u00a0678"),
    ],
)
def test_filters(source, expected):
    assert render(source) == expected


def test_dates_have_their_month_in_words_of_the_page_or_a_given_language():
    with translation.override("km"):
        assert render("{{ d|long_date }}", d=date(1994, 4, 3)) == "3\u00a0មេសា\u00a01994"
        assert render("{{ d|long_date:'en' }}", d=date(1994, 4, 3)) == "3\u00a0April\u00a01994"


def test_a_slot_renders_what_apps_registered_in_order():
    slots.register("tests.slot", lambda request, obj: f"<{obj}>", order=2)
    slots.register("tests.slot", lambda request, obj: "first ", order=1)
    slots.register("tests.slot", lambda request, obj: None)
    assert render('{% slot "tests.slot" "x" %}') == "first &lt;x&gt;"


@pytest.mark.parametrize(("language", "said"), [("en", "Saturday, 28 November 2026"), ("km", "ថ្ងៃសៅរ៍ 28 វិច្ឆិកា 2026")])
def test_a_day_on_which_people_come_has_its_weekday(language, said):
    with translation.override(language):
        assert ui.long_day(date(2026, 11, 28)).replace("\u00a0", " ") == said
    assert ui.long_day(None) == ""
