"""Data quality: read every night from the registers, shown with its trend; alarms of tallies are for people."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from enterprises.models import SourceFigure, UnitFigure
from enterprises.sources import source
from nssf_portal.work.models import WorkItem
from registration.models import MemberTally
from reporting import tasks
from reporting.models import QualityReading, TallyAlarm
from reporting.quality import measures, showing
from reporting.quality_tasks import read_quality
from reporting.services import quality
from tests.factories import reporting as made
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import doubtful_pair, waiting_item

HOME = "/en/reports/quality/"
TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def reading(code: str, subject: str = "", day: date | None = None) -> tuple[int | None, int | None]:
    row = QualityReading.objects.get(code=code, subject=subject, day=day or timezone.localdate())
    return row.numerator, row.denominator


def put(code: str, part: int | None, whole: int | None, *, day: date = TODAY, subject: str = "") -> QualityReading:
    return QualityReading.objects.create(day=day, code=code, subject=subject, numerator=part, denominator=whole)


def text(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_missing_fields_are_counted_of_those_who_are_members(make_member):
    make_member(born_precision="year", commune_code="")
    make_member(family_name_km="សុខ", key_km="sok")
    make_member(state="ended", ended_on=TODAY)
    make_member(state="pending")
    EnterpriseFactory(sector="", tin="")
    quality.take()
    assert reading("members_without", "birth_day") == (1, 2)
    assert reading("members_without", "commune") == (1, 2)
    assert reading("members_without", "name_km") == (1, 2)
    assert reading("members_without", "identity") == (2, 2)
    assert reading("units_without", "sector")[0] == reading("units_without", "tin")[0] == 1


def test_duplicates_are_counted(make_member):
    first = make_member()
    make_member(state="ended", ended_on=TODAY, merged_into=first)
    doubtful_pair()
    quality.take()
    merged, every = reading("members_merged")
    assert merged == 1 and every >= 2
    assert reading("pairs_open") == (1, None)


def test_coverage_and_stale_sources_come_from_the_nightly_count(db):
    tax = source("gdt")
    UnitFigure.objects.create(day=TODAY, place_code="1201", matched=3, missing=1)
    UnitFigure.objects.create(day=TODAY, place_code="1201", source=tax, matched=2, missing=2)
    SourceFigure.objects.create(day=TODAY, source=tax, measure="records", value=40)
    SourceFigure.objects.create(day=TODAY, source=tax, measure="possible", value=10)
    quality.take()
    assert reading("units_known") == (3, 4) and reading("units_known", tax.code) == (2, 4)
    assert reading("records_possible", tax.code) == (10, 40) == reading("records_possible")
    stale, every = reading("sources_stale")
    assert every >= 1 and stale <= every


def test_late_offices_and_institutions(plan_with_call):
    late = waiting_item(place_code="120101")
    WorkItem.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    waiting_item(place_code="120101")
    quality.take()
    assert reading("work_late", "12") == (1, 2)
    assert reading("entries_late", "MEF") == (1, 1) == reading("entries_late")


@pytest.fixture
def plan_with_call():
    call = made.call(due_on=timezone.localdate() - timedelta(days=3))
    return made.entry(made.measure(), code="MEF", call=call)


def test_a_second_reading_of_the_day_replaces_the_first_and_one_failure_stops_nothing(make_member, monkeypatch):
    make_member()
    read_quality()
    before = QualityReading.objects.count()
    read_quality()
    assert QualityReading.objects.count() == before

    def broken(_statement):
        raise DatabaseError

    monkeypatch.setattr(measures, "_one", broken)
    QualityReading.objects.all().delete()
    assert quality.take() and not QualityReading.objects.filter(code="members_without").exists()


def test_old_readings_thin_out_to_one_a_month(db):
    for day in (date(2023, 5, 1), date(2023, 5, 9), date(2023, 6, 2), TODAY - timedelta(days=9)):
        put("pairs_open", 1, None, day=day)
    quality.take(TODAY)
    kept = set(QualityReading.objects.filter(code="pairs_open").values_list("day", flat=True))
    assert kept == {date(2023, 5, 9), date(2023, 6, 2), TODAY - timedelta(days=9), TODAY}


def test_the_trend_compares_with_a_month_ago_and_knows_what_is_better(db):
    for day, late, known in ((TODAY, 1, 9), (TODAY - timedelta(days=10), 5, 5), (TODAY - timedelta(days=40), 4, 8)):
        put("work_late", late, 10, day=day, subject="12")
        put("units_known", known, 10, day=day)
    when = showing.days()
    assert when.then == TODAY - timedelta(days=40)
    by_code = {one.measure.code: one for theme in showing.themes(when) for one in theme.measures}
    assert by_code["work_late"].lines[0].trend == "better" == by_code["units_known"].lines[0].trend
    put("pairs_open", 7, None)
    shown = showing.of_measure(measures.BY_CODE["pairs_open"], when)
    assert shown.lines[0].trend == "" and shown.lines[0].trend_word


def test_the_page_has_every_theme_and_leads_to_the_days(analyst):
    put("work_late", 3, 10)
    put("work_late", 1, 10, day=TODAY - timedelta(days=35))
    put("source_age", None, None, subject="gdt")
    page = text(analyst, HOME)
    for words in ("Coverage", "Duplicates", "Stale sources", "Missing fields", "Late offices", "Worse", "30.0%"):
        assert words in page, words
    detail = text(analyst, HOME + "measure/?of=work_late")
    assert "polyline" in detail and "10.0%" in detail
    assert "no delivery yet" in text(analyst, HOME + "measure/?of=source_age")
    assert analyst.get(HOME + "measure/?of=nothing").status_code == 302
    lines = analyst.get(HOME + "readings.csv").content.decode().splitlines()
    assert lines[0] == "\ufeffday,measure,subject,numerator,denominator" and len(lines) == 4


def test_nothing_was_read_yet(analyst):
    page = text(analyst, HOME)
    assert "Nothing was read yet" in page and "No open alarm" in page


def test_the_page_asks_little_of_the_database(analyst, django_assert_max_num_queries):
    for number in range(1, 26):
        put("work_late", number, 40, subject=f"{number:02d}")
    text(analyst, HOME)
    with django_assert_max_num_queries(14):
        text(analyst, HOME)


def test_a_tally_that_differs_is_an_alarm_and_is_not_repaired(make_member, caplog):
    make_member()
    MemberTally.objects.update(people=9)
    tasks.keep_tallies()
    tasks.keep_tallies()
    assert TallyAlarm.objects.filter(tally="members", settled_at=None).count() == 1
    assert sum(MemberTally.objects.values_list("people", flat=True)) == 9


def test_an_alarm_is_settled_by_a_person_with_a_reason_once(analyst):
    alarm = made.alarm()
    path = f"{HOME}alarms/{alarm.pk}/"
    assert path in text(analyst, HOME) and "12 F: 5 / 4" in text(analyst, path)
    short = analyst.post(path + "settle/", {"explanation": "ok"})
    assert short.status_code == 200 and "error-summary" in short.content.decode()
    said = {"explanation": "A load was stopped half-way; rebuilt by the administrator."}
    assert analyst.post(path + "settle/", said).status_code == 302
    alarm.refresh_from_db()
    assert alarm.settled_by is not None and alarm.explanation == said["explanation"]
    again = analyst.post(path + "settle/", {"explanation": "Something else entirely."}, follow=True)
    alarm.refresh_from_db()
    assert "already" in again.content.decode() and alarm.explanation == said["explanation"]
    assert analyst.get(path + "settle/").status_code == 405
    tasks.alarms.raise_alarm("members", [_difference()])
    assert TallyAlarm.objects.filter(settled_at=None).count() == 1


def _difference():
    from nssf_portal.tallies import Difference

    return Difference({"sex": "F"}, {"people": 2}, {"people": 1})


def test_who_only_reads_sees_the_alarm_and_does_not_settle_it(client):
    alarm = made.alarm()
    client.force_login(made.council())
    path = f"{HOME}alarms/{alarm.pk}/"
    page = text(client, path)
    assert "12 F: 5 / 4" not in page and "<textarea" not in page
    assert client.post(path + "settle/", {"explanation": "It was nothing at all."}).status_code == 403
    alarm.refresh_from_db()
    assert alarm.settled_at is None


def test_strangers_stay_out(client):
    assert client.get(HOME).status_code == 302
    client.force_login(UserFactory())
    for path in ("", "measure/?of=work_late", "readings.csv", f"alarms/{made.alarm().pk}/"):
        assert client.get(HOME + path).status_code == 403
    client.force_login(made.analyst())
    assert client.get(f"{HOME}alarms/01995b36-0000-7000-8000-000000000000/").status_code == 404
    assert client.post(HOME).status_code == 405


def test_the_demonstration_has_a_trend_and_two_alarms_once(make_member):
    from reporting.sample import quality as sample

    make_member()
    people = {"analyst": made.analyst()}
    sample.load(people)
    before = QualityReading.objects.count()
    sample.load(people)
    assert QualityReading.objects.count() == before and showing.days().then
    assert (
        TallyAlarm.objects.filter(settled_at=None).count() == 1 == TallyAlarm.objects.exclude(settled_at=None).count()
    )
