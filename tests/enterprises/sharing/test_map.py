"""The map, its list and the scoreboard: who may read them, what they say, and how many questions they ask."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enterprises import figures
from enterprises.models import Source
from enterprises.sources import source
from tests.enterprises.sharing.conftest import known, matched
from tests.factories.registry import RecordFactory

pytestmark = pytest.mark.django_db
MAP = "/en/reports/units/"


@pytest.fixture
def units():
    matched(sector="C", declared_workers=60)
    found = [known(sector="G", phone="+85512345678", address="Street 51"), known(commune_code="170101")]
    RecordFactory(match_state="possible")
    figures.refresh()
    return found


def test_before_the_first_count_the_page_says_so(analyst):
    assert "Nothing is counted yet" in analyst.get(MAP).text


def test_an_analyst_sees_counts_of_the_whole_country_and_no_name(analyst, units):
    page = analyst.get(MAP)
    assert "2 units are known to a registry and not registered" in page.text
    assert page.context["total"] == figures.Units(1, 1, 1, 2)
    assert units[0].name_latin not in page.text
    assert "93,647" in page.text and "21,884" in page.text  # the plan's two counts, quoted with their dates
    assert analyst.get(f"{MAP}list/").status_code == 403
    assert analyst.get(f"{MAP}list.csv").status_code == 403


def test_an_officer_sees_the_places_of_the_office(clerk, elsewhere, units):
    assert clerk.get(MAP).context["total"].missing == 1
    assert elsewhere.get(MAP).context["total"] == figures.Units(missing=1)


def test_strangers_and_who_did_not_sign_in_see_nothing(client, stranger, units):
    for path in ("", "counts.csv", "list/", "list.csv", "sources/", "sources.csv", "sources/obr/"):
        assert stranger.get(f"{MAP}{path}").status_code == 403, path
        assert client.get(f"{MAP}{path}").status_code == 302, path


def test_the_page_only_shows(analyst):
    for path in ("", "sources/", "counts.csv"):
        assert analyst.post(f"{MAP}{path}").status_code == 405


@pytest.mark.parametrize(
    ("query", "missing"),
    [("province=17", 1), ("province=12&district=1201", 1), ("sector=G", 1), ("size=none", 2), ("source=gdt", 0)],
)
def test_filters_stand_in_the_address(analyst, units, query, missing):
    assert analyst.get(f"{MAP}?{query}").context["total"].missing == missing


def test_rows_by_place_sector_size_and_source(analyst, units):
    for rows, word in (("place", "Phnom Penh"), ("sector", "Manufacturing"), ("size", "Medium"), ("source", "Online")):
        assert word in analyst.get(f"{MAP}?rows={rows}").text
    assert "Chamkar Mon" in analyst.get(f"{MAP}?province=12").text


def test_a_filter_nobody_offered_is_told(analyst, units):
    assert analyst.get(f"{MAP}?province=99").context["form"].errors


def test_a_trend_needs_two_days(analyst, units):
    assert "Only one day is counted" in analyst.get(MAP).text
    figures.refresh(timezone.localdate() - timedelta(days=3))
    page = analyst.get(MAP)
    assert len(page.context["points"]) == 2 and "<polyline" in page.text


def test_the_list_names_units_of_ones_places_and_who_says_it(clerk, units):
    page = clerk.get(f"{MAP}list/?state=missing")
    assert units[0].name_latin in page.text and "Online business registration" in page.text
    assert units[1].name_latin not in page.text
    assert "possible" in clerk.get(f"{MAP}list/?state=possible").text
    assert clerk.get(f"{MAP}list/?state=nonsense").context["state"] == "missing"


def test_the_list_goes_on_where_the_page_ended(clerk):
    for _number in range(60):
        known()
    first = clerk.get(f"{MAP}list/")
    assert len(first.context["rows"]) == 50
    assert len(clerk.get(f"{MAP}list/?{first.context['more']}").context["rows"]) == 10


def test_the_list_as_a_file_holds_no_telephone_and_no_household(clerk, units):
    home = known(kind="household", name_latin="Sok Dara at home")
    text = clerk.get(f"{MAP}list.csv").text
    assert units[0].name_latin in text and home.name_latin not in text
    assert "12345678" not in text and "Street 51" not in text


def test_the_figures_as_a_file(analyst, units):
    response = analyst.get(f"{MAP}counts.csv?sector=G")
    lines = response.text.strip().splitlines()
    assert len(lines) == 2 and lines[1].endswith(",0,0,1,1")
    assert response["Content-Disposition"].startswith('attachment; filename="units-')


def test_the_map_asks_the_same_questions_however_many_units_there_are(analyst, units, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):
        analyst.get(MAP)


def test_the_list_asks_the_same_questions_however_long_it_is(clerk, django_assert_max_num_queries):
    for _number in range(20):
        known()
    with django_assert_max_num_queries(20):
        clerk.get(f"{MAP}list/")


def test_the_scoreboard_names_sources_that_sent_nothing(analyst, units):
    Source.objects.filter(code="obr").update(units=12)
    page = analyst.get(f"{MAP}sources/")
    assert [row.source.code for row in page.context["speaking"]] == ["obr"]
    assert {"gdt", "moc", "misti", "mot", "mptc", "rpr", "mlmupc"} <= {r.source.code for r in page.context["silent"]}
    assert "Not computed" in page.text and "33%" in page.text
    assert "Nothing given yet" in page.text and "not yet fully shared" in page.text


def test_a_late_source_is_told(analyst, units):
    Source.objects.filter(code="obr").update(months_between=1)
    source("obr")
    from enterprises.models import RegistryRecord

    RegistryRecord.objects.update(received_at=timezone.now() - timedelta(days=70))
    figures.refresh()
    assert "Late" in analyst.get(f"{MAP}sources/").text


def test_one_source_in_full(analyst, units):
    page = analyst.get(f"{MAP}sources/obr/")
    assert "Completeness of each value" in page.text and page.context["row"].records == 4
    assert "has sent nothing" in analyst.get(f"{MAP}sources/mot/").text
    assert analyst.get(f"{MAP}sources/core/").status_code == 404
    assert analyst.get(f"{MAP}sources/nobody/").status_code == 404


def test_the_scoreboard_as_a_file_leaves_what_was_not_computed_empty(analyst, units):
    line = next(x for x in analyst.get(f"{MAP}sources.csv").text.splitlines() if x.startswith("mot,"))
    assert line.startswith("mot,Ministry of Tourism,as a file,0,,,")


def test_the_scoreboard_asks_few_questions(analyst, units, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        analyst.get(f"{MAP}sources/")


def test_analysts_find_units_in_the_menu_and_officers_among_the_registries(analyst, clerk, units):
    assert f'href="{MAP}"' in analyst.get("/en/reports/").text or f'href="{MAP}"' in analyst.get(MAP).text
    assert "Requests to confirm" in clerk.get(MAP).text
    assert "Requests to confirm" not in analyst.get(MAP).text


def test_a_province_chosen_anew_forgets_the_district(analyst, units):
    page = analyst.get(f"{MAP}?province=17&district=1201")
    assert not page.context["form"].errors and page.context["total"].missing == 1


def test_the_night_and_the_job_count():
    from enterprises.tasks import nightly_figures
    from nssf_portal.ids import uuid7
    from nssf_portal.jobs import services as jobs

    known()
    nightly_figures()
    assert figures.units_by() == {(): figures.Units(missing=1)}
    known()
    job = jobs.enqueue(kind=figures.JOB, subject_id=uuid7(), dedup_key="registry.figures:test")
    assert jobs.run(job.pk)
    assert figures.units_by() == {(): figures.Units(missing=2)}
