"""What is hidden in one table is not told by another: a year by its quarters, who came by two stocks, a slice by its
whole, a number of people by what a share is divided by."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from registration.models import Application, Member
from reporting import asked_twice, computing, differences, registry, standing_of_targets
from reporting.dashboards import flow, trend
from reporting.enums import ChangeReason
from reporting.indicators import members
from reporting.periods import Period
from reporting.public import figures as public
from reporting.registry import Cell
from reporting.suppression import hide, told
from tests.factories import reporting as make

pytestmark = pytest.mark.django_db
Q1, Q2, Q3, YEAR = (Period.parse(text) for text in ("2026Q1", "2026Q2", "2026Q3", "2026"))
PLACES = {"02": "020101", "12": "120101", "24": "240101"}


@pytest.fixture(autouse=True)
def plan(db):
    return make.plan()


def came(make_member, month, **people):
    """`p12=7`: seven people there, women and men in turn."""
    for place, many in people.items():
        for number in range(many):
            make_member(month, commune_code=PLACES[place[1:]], sex="FM"[number % 2])


def shown(code, period):
    return {cell.key: cell for cell in told(registry.get(code), period) if not cell.hidden and not cell.missing}


def small(code, period):
    """What the period's own table hides."""
    return {cell.key for cell in told(registry.get(code), period) if cell.hidden}


def test_a_year_less_three_quarters_is_not_the_fourth(make_member):
    for month, pailin in (("2026-02", 20), ("2026-05", 20), ("2026-08", 2)):
        came(make_member, month, p12=20, p24=pailin, p02=20)
    gone = small("new_members", Q3)
    assert gone and not small("new_members", Q1)
    assert not gone & shown("new_members", YEAR).keys()
    assert shown("new_members", YEAR)["", ()].value == 162


@pytest.mark.parametrize("code", ["members_ever", "members_active", "new_members_to_date"])
def test_two_stocks_do_not_say_how_few_came_between(make_member, code):
    came(make_member, "2026-05", p12=20, p24=20, p02=20)
    came(make_member, "2026-08", p12=20, p24=2, p02=20)
    came(make_member, "2026-10", p12=20, p24=20, p02=20)
    later = Period.parse("2026Q4")
    for before, now in ((Q2, Q3), (Q2, later)):
        both = shown(code, before).keys() & shown(code, now).keys()
        assert ("", ()) in both and not both & small("new_members", Q3)


def test_the_plans_groups_to_date_neither(make_member):
    came(make_member, "2026-05", p12=20, p24=20, p02=20)
    came(make_member, "2026-08", p12=20, p24=20, p02=20)
    make_member("2026-08", commune_code=PLACES["24"], plan_group="0")
    both = shown("new_members_in_plan_to_date", Q2).keys() & shown("new_members_in_plan_to_date", Q3).keys()
    assert both and not both & small("new_members_in_plan", Q3)


def test_who_left_is_not_told_by_those_ever_registered_and_those_who_stayed(make_member):
    came(make_member, "2026-05", p12=40, p24=40, p02=40)
    gone = Member.objects.filter(commune_code=PLACES["24"]).values_list("pk", flat=True)[:2]
    Member.objects.filter(pk__in=list(gone)).update(state="ended", ended_on=date(2026, 6, 1))
    ever, active = shown("members_ever", Q2), shown("members_active", Q2)
    few = [key for key in ever.keys() & active.keys() if 0 < ever[key].value - active[key].value < 5]
    assert not few and ever["province", (("province", "24"),)].value == 40


def test_the_self_employed_are_told_only_as_far_as_their_slice_of_all_members(make_member):
    came(make_member, "2026-05", p12=40, p24=40, p02=40)
    for place, many in (("12", 30), ("24", 3), ("02", 30)):
        for number in range(many):
            make_member("2026-05", commune_code=PLACES[place], sex="FM"[number % 2], group="self_employed")
    active = small("members_active", Q2)
    slices = {(dict(key[1])["sex"], dict(key[1])["province"]) for key in active
              if dict(key[1]).get("group") == "self_employed" and len(key[1]) == 3}  # fmt: skip
    assert ("F", "24") in slices
    for cut, where in shown("self_employed_active", Q2):
        place = dict(where)
        assert cut == "" or not any(
            place.get("sex", sex) == sex and place.get("province", province) == province for sex, province in slices
        )


def test_what_a_share_is_divided_by_is_hidden_where_the_number_is(monkeypatch):
    """Ten decided, three of them in Pailin: hidden, and Kep's seven with them, also under the share by rule."""

    def cells(numbers, share):
        made = [Cell(value=sum(numbers.values()))]
        made += [Cell("province", {"province": place}, many) for place, many in numbers.items()]
        return [replace(one, value=0, numerator=0, denominator=one.value) for one in made] if share else made

    numbers = {"24": 3, "23": 7, "12": 20}
    decided, by_rule = registry.get("applications_decided"), registry.get("share_by_rule")
    for definition, share in ((decided, False), (by_rule, True)):
        monkeypatch.setitem(
            registry._definitions, definition.code, replace(definition, figures=lambda _p, s=share: cells(numbers, s))
        )
    assert not shown("share_by_rule", Q3).keys() & small("applications_decided", Q3)


def test_every_page_hides_the_same(make_member):
    came(make_member, "2026-05", p12=20, p24=20, p02=20)
    came(make_member, "2026-08", p12=20, p24=2, p02=20)
    for code in ("new_members_to_date", "members_active"):
        definition = registry.get(code)
        hidden = {cell.key for cell in computing.cells_of(definition, Q3) if cell.hidden}
        assert hidden == {cell.key for cell in standing_of_targets.live(Q3, [code])[code] if cell.hidden}
        seen = {cell.key for cell in public.hidden_cells(definition, Q3) if cell.hidden}
        assert seen == {key for key in hidden if "+" not in key[0]}


def test_the_two_questions_hide_what_the_page_of_the_figure_hides(monkeypatch):
    said = registry.get("people_satisfied")
    occasions = {"card": (27, 45), "visit": (3, 5)}
    cells = [Cell("", {}, 60, 30, 50), Cell("sex", {"sex": "F"}, 92, 46, 50)]
    cells += [Cell("occasion", {"occasion": one}, 60, *numbers) for one, numbers in occasions.items()]
    monkeypatch.setitem(registry._definitions, said.code, replace(said, figures=lambda _period: cells))
    on_page = {cell.key for cell in computing.cells_of(registry.get("people_satisfied"), Q3) if cell.hidden}
    question = asked_twice.questions(Q3)[0]
    parts = [cell for _word, cell in question.by_occasion]
    assert {cell.key for cell in [question.whole, *parts] if cell.hidden} == {
        key for key in on_page if key[0] in ("", "occasion")
    }


def test_quarters_are_the_quarters_of_the_reports(make_member):
    came(make_member, "2026-05", p12=6, p24=2)
    came(make_member, "2026-08", p02=3)
    found = members.by_quarter(date(2026, 1, 1), date(2026, 9, 30))
    for quarter in (Q2, Q3):
        listed = {cell.key: cell.value for cell in found[quarter.first.isoformat()]}
        assert listed == {cell.key: cell.value for cell in members.new_members(quarter)}


def test_who_left_elsewhere_is_not_told_by_a_place_where_many_left(make_member):
    """Nine left the country: eight here would say that one left there."""
    for place, leaving in (("12", 8), ("24", 1), ("02", 0)):
        came(make_member, "2026-05", **{f"p{place}": 40})
        here = list(Member.objects.filter(commune_code=PLACES[place]).values_list("pk", flat=True))
        for day, gone in ((date(2026, 6, 1), here[:10]), (date(2026, 8, 1), here[10 : 10 + leaving])):
            Member.objects.filter(pk__in=gone).update(state="ended", ended_on=day)
    of, parts = registry.get("members_active"), {}
    for where in ({}, {"province": "12"}):
        now = next(cell for cell in told(of, Q3) if dict(cell.where) == where)
        assert not now.hidden
        found = differences.explain(of, Q3, where, now)
        parts[tuple(where)] = {part.reason: part.amount for part in found.parts}
    assert parts[()][ChangeReason.ENDED] == -9
    assert parts["province",][ChangeReason.ENDED] is None


def test_the_same_second_is_hidden_whatever_the_order_of_the_rows(db):
    cells = [Cell(value=62), *(Cell("province", {"province": at}, many) for at, many in
                               (("01", 20), ("02", 2), ("03", 20), ("04", 20)))]  # fmt: skip
    of = registry.get("new_members")
    chosen = {frozenset(cell.key for cell in hide(some, of) if cell.hidden) for some in (cells, cells[::-1])}
    assert len(chosen) == 1


# --- months and the way of applications on the dashboards -------------------------------------------------------


def people(month, place):
    return next(one.people for one in trend.months(date(2026, 9, 1), place) if one.day == date(2026, month, 1))


def test_the_months_of_a_province_do_not_say_its_hidden_quarter(make_member):
    came(make_member, "2026-08", p12=20, p24=2, p02=30)
    hidden = {place for place in PLACES if ("province", (("province", place),)) in small("new_members", Q3)}
    assert len(hidden) == 2 and hidden == {place for place in PLACES if people(8, place) is None}


def test_a_small_month_takes_another_provinces_with_it(make_member):
    """The quarter is told everywhere; July less the other provinces' would be Pailin's two."""
    came(make_member, "2026-07", p12=20, p24=2, p02=30)
    came(make_member, "2026-08", p12=20, p24=30, p02=30)
    assert not small("new_members", Q3) - {key for key in small("new_members", Q3) if "+" in key[0]}
    july = {place: people(7, place) for place in PLACES}
    assert july["24"] is None and list(july.values()).count(None) == 2


def test_the_way_of_applications_hides_a_second_province(monkeypatch):
    rows = {"12": (40, 30, 30, 20), "24": (3, 3, 3, 3), "02": (20, 20, 20, 10)}
    monkeypatch.setattr(flow, "_by_province", lambda period: rows if period == Q3 else {})
    monkeypatch.setattr(flow, "_applications", lambda period, place: rows.get(place, (63, 53, 53, 33)))
    assert [flow.funnel(Q3, place).hidden for place in ("12", "24", "02", "")] == [False, True, True, False]
    assert flow.funnel(YEAR, "02").hidden and not flow.funnel(Q2, "02").hidden


def test_the_way_of_applications_is_counted_by_province(db):
    for number, place in enumerate(("120101", "120101", "240101")):
        Application.objects.create(
            reference=f"APP-T-{number}", submission_id=uuid.uuid4(), path="employee", kind="member", channel="web",
            place_code=place, commune_code=place,
        )  # fmt: skip
    found = flow._by_province(Period.quarter_of(timezone.localdate()))
    assert {place: numbers[0] for place, numbers in found.items()} == {"12": 2, "24": 1}
