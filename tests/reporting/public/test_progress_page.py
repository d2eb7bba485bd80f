"""/progress/: what everybody sees of the plan; light, without a person, small counts hidden."""

import gzip
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone

from reporting import registry
from reporting.periods import Period
from reporting.public import figures, owing
from reporting.seeds import indicators, targets
from tests.factories import reporting as made

PAGE = "/en/progress/"
TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plan(monkeypatch, db):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)
    found = made.plan()
    indicators.seed()
    targets.seed()
    return found


@pytest.fixture
def members(make_member):
    """Three months, two provinces with enough people and one with two."""
    for month, people in (("2025-01", 9), ("2026-08", 7), ("2026-10", 8)):
        for number in range(people):
            make_member(month=month, sex="FM"[number % 2], commune_code="120101" if number % 3 else "020101")
    make_member(month="2026-08", commune_code="230101")
    make_member(month="2026-08", commune_code="230101", sex="M")


def text(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_number_is_the_indicators_and_ends_with_the_last_whole_month(client, members, make_member):
    make_member(month="2026-11")
    now = figures.standing(TODAY)
    cells = registry.get("new_members_to_date").cells(Period(date(2026, 10, 1), date(2026, 10, 31)))
    assert now.as_of == date(2026, 10, 31) and now.total.value == next(iter(cells)).value == 26
    assert now.points[-1] == (now.as_of, 26) and now.target == 1_200_000
    assert now.behind == now.line - 26 and now.projected
    page = text(client, PAGE)
    assert "26" in page and "1,200,000" in page and "31" in page and "Behind the target line" in page


def test_a_province_with_two_people_is_not_told_nor_can_it_be_worked_out(client, members):
    now = figures.standing(TODAY)
    by_code = {one.code: one for one in now.provinces}
    assert by_code["23"].to_date.hidden == "small" and by_code["23"].to_date.value is None
    shown = sum(one.to_date.value or 0 for one in now.provinces)
    assert shown + 2 != now.total.value  # another one is hidden with it
    rows = json.loads(client.get("/en/progress/data/progress.json").content)["figures"]
    kep = [row for row in rows if row["code"] == "23" and row["indicator"] == "new_members"]
    assert kep[0]["value"] is None and kep[0]["not_shown"] == "small"
    assert "fewer than five" in text(client, PAGE)


def test_a_month_of_few_is_drawn_with_the_next(make_member):
    for month, people in (("2025-01", 6), ("2025-02", 2), ("2025-03", 4), ("2026-10", 3)):
        for _number in range(people):
            make_member(month=month)
    points = figures.standing(TODAY).points
    counted = [people for _day, people in points]
    assert counted[-1] == 15 and all(
        b - a == 0 or b - a >= 5 for a, b in zip(counted, counted[1:], strict=False)
    )  # fmt: skip
    assert 8 not in counted and points[-1][0] == date(2026, 10, 31)


def test_nothing_is_hidden_by_being_zero(client):
    now = figures.standing(TODAY)
    assert now.total.value == 0 and not now.points
    assert "Behind the target line" in text(client, PAGE)


def test_before_the_plan_has_run_a_month_the_page_says_so(client, plan, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: date(2024, 11, 20))
    assert "Nothing is counted yet" in text(client, PAGE)
    assert client.get("/en/progress/data/curve.csv").status_code == 404
    for path in ("embed/", "data/", "measures/"):
        text(client, PAGE + path)


def test_what_each_institution_owes_and_did(client, plan):
    call = made.call(due_on=date(2026, 11, 1))
    first, second, third = (made.measure(number) for number in ("1.1", "1.2", "2.1"))
    made.entry(first, code="MEF", call=call)
    sent = made.submitted(second, by=made.contact("MISTI"), call=call, code="MISTI", strengths="Sok Dara did it")
    done = made.submitted(third, by=made.contact("MISTI"), call=call, code="MISTI")
    type(sent).objects.filter(pk=done.pk).update(
        state="approved", approved_at=timezone.now(), approved_by=made.analyst()
    )
    around = owing.newest(plan, TODAY)
    standing = {(row.measure, row.institution.code): row.standing for row in around.rows}
    assert standing[first.number, "MEF"] == "late"
    assert around.institutions[0].institution.code == "MEF"
    page = text(client, PAGE)
    assert "Late" in page and "on track" in page and "Sok Dara" not in page
    assert "Sok Dara" not in text(client, PAGE + "measures/")
    rows = json.loads(client.get("/progress/data/progress.json").content)["institutions"]
    assert {(row["institution"], row["state"]) for row in rows} >= {("MEF", "late")}


def test_the_rows_of_the_plan_stand_on_their_own_page(client, plan):
    made.measure("4.5", lead="MOEYS")
    assert "4.5" in text(client, PAGE + "measures/")
    assert PAGE + "measures/" in text(client, PAGE)


def test_open_data_has_a_licence_and_no_formula(client, members):
    answer = client.get("/progress/data/figures.csv")
    assert "license" in answer["Link"] and answer["Access-Control-Allow-Origin"] == "*"
    assert answer.content.decode().startswith("\ufeffindicator,")
    document = json.loads(client.get("/progress/data/progress.json").content)
    assert document["licence"]["name"] and document["as_of"] == "2026-10-31"
    provinces = [row for row in document["figures"] if row["dimension"] == "province" and row["code"] == "12"]
    assert provinces[0]["label_km"] and provinces[0]["label_en"]
    page = text(client, PAGE + "data/")
    assert "CC BY 4.0" in page and "iframe" in page
    assert "curve.csv" in page and client.get("/progress/data/curve.csv").status_code == 200
    assert client.get("/progress/data/institutions.csv").status_code == 200


def test_two_numbers_side_by_side_tell_no_third(client, members, make_member):
    """With and without the public sector: the difference is two people."""
    for _number in range(2):
        make_member(month="2026-08", plan_group="0", commune_code="120101")
    rows = json.loads(client.get("/progress/data/progress.json").content)["figures"]
    without = [row for row in rows if row["indicator"] == "new_members_in_plan"]
    assert [row["dimension"] for row in without] == [""] and without[0]["value"] is None
    assert figures.standing(TODAY).in_plan.value is None


def test_no_person_is_in_anything(client, members):
    numbers = re.compile(r"88\d{8}|SOK|01/01/1990|1990-01-01")
    for path in (PAGE, PAGE + "embed/", PAGE + "measures/", "/progress/data/progress.json", "/progress/data/curve.csv"):
        assert not numbers.search(client.get(path).content.decode()), path


def test_other_sites_may_frame_the_small_page_only(client, members):
    small, whole = client.get(PAGE + "embed/"), client.get(PAGE)
    assert "frame-ancestors *" in small["Content-Security-Policy"] and "X-Frame-Options" not in small
    assert "frame-ancestors 'none'" in whole["Content-Security-Policy"] and whole["X-Frame-Options"] == "DENY"
    assert not small.cookies and not client.get("/en/progress/data/curve.csv").cookies


def test_it_is_only_read(client):
    for path in ("", "embed/", "measures/", "data/", "data/progress.json", "data/curve.csv"):
        assert client.post(PAGE + path).status_code == 405


def test_the_footer_leads_here(client):
    assert f'href="{PAGE}"' in text(client, "/en/")


def test_the_page_asks_little_of_the_database(client, members, django_assert_max_num_queries):
    text(client, PAGE)
    with django_assert_max_num_queries(14):
        text(client, PAGE)


@pytest.mark.parametrize("path", ["/progress/", "/en/progress/", "/progress/embed/"])
def test_everything_it_loads_weighs_less_than_110_kb(client, plan, members, path):
    """As it goes over the wire the first time: the page, styles, script, pictures, every font."""
    call = made.call()
    for number in range(1, 14):
        made.entry(made.measure(f"{number // 4 + 1}.{number % 4 + 1}"), code=f"M{number}", call=call)
    page = client.get(path).content
    names = set(re.findall(rb'(?:href|src)="/static/([^"]+?(?<!woff2))"', page)) | {b"portal/portal.css"}
    files = {name.decode(): _file(name.decode()) for name in names}
    fonts = {Path(name): _file(f"portal/fonts/{name}") for name in _fonts(files["portal/portal.css"])}
    small = len(gzip.compress(page)) + sum(len(gzip.compress(one)) for one in files.values())
    assert small <= 30_000 and small + sum(map(len, fonts.values())) <= 110_000


def _file(name: str) -> bytes:
    return Path(finders.find(name) or Path(settings.BASE_DIR) / "static" / name).read_bytes()


def _fonts(css: bytes) -> set[str]:
    """Those that its pages use; the one of official paper is never asked for here."""
    return set(re.findall(r"noto-sans[\w-]*\.woff2", css.decode()))
