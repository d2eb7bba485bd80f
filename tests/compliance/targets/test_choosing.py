"""Who gets the seats: a pure function of the scores, the floor of the districts and the lot."""

import uuid
from collections import Counter
from decimal import Decimal

from compliance.enums import ChosenBy
from compliance.targeting.choosing import Kept, Rule, choose
from compliance.targeting.scoring import Unit


def rule(capacity: int, floor: int = 0, share: str = "0", times: int = 3) -> Rule:
    return Rule(capacity, floor, Decimal(share), times)


def units(district: str, *totals: float) -> list[Unit]:
    return [Unit(uuid.uuid4(), district, total) for total in totals]


def chosen(given: Rule, best: list[Unit], *, kept: Kept | None = None, draw=None, waited=None):
    best = sorted(best, key=lambda u: -u.total)
    seen: Counter[str] = Counter()
    tops = [u for u in best if (seen.update([u.district]) or seen[u.district]) <= given.district_floor]
    return choose(given, kept or Kept(), best, tops, draw or (lambda limit: best[:limit]), waited or {})


def how(found) -> Counter:
    return Counter(chosen_by for _key, chosen_by in found)


def test_the_best_get_the_seats_and_three_times_as_many_wait():
    many = units("1201", *(n / 100 for n in range(99)))
    found = chosen(rule(5), many)
    assert how(found) == {ChosenBy.SCORE: 5, ChosenBy.NEXT: 15}
    totals = {u.id: u.total for u in many}
    assert [totals[key] for key, _ in found] == sorted((totals[key] for key, _ in found), reverse=True)


def test_no_district_is_forgotten():
    strong, weak = units("1201", *(0.9 - n / 100 for n in range(9))), units("1202", 0.1)
    found = chosen(rule(4, floor=1), strong + weak)
    assert found[3] == (weak[0].id, ChosenBy.DISTRICT)
    assert how(found[:4]) == {ChosenBy.SCORE: 3, ChosenBy.DISTRICT: 1}


def test_a_district_that_is_on_the_list_anyway_takes_no_seat_twice():
    found = chosen(rule(3, floor=1), units("1201", 0.9, 0.8) + units("1202", 0.7, 0.6))
    assert how(found[:3]) == {ChosenBy.SCORE: 3}


def test_with_more_districts_than_seats_those_that_waited_longest_come_first():
    a, b, c = (units(code, total)[0] for code, total in (("1201", 0.9), ("1202", 0.5), ("1203", 0.4)))
    found = chosen(rule(2, floor=1), [a, b, c], waited={"1201": 1, "1202": 4})
    assert {key for key, chosen_by in found if chosen_by != ChosenBy.NEXT} == {c.id, b.id}


def test_a_share_is_drawn_by_lot_from_the_others():
    many = units("1201", *(n / 100 for n in range(99)))
    found = chosen(rule(10, share="0.2"), many, draw=lambda limit: many[:limit])  # the weakest are drawn
    drawn = [key for key, chosen_by in found if chosen_by == ChosenBy.RANDOM]
    assert len(drawn) == 2
    assert set(drawn) == {many[0].id, many[1].id}
    assert len([key for key, chosen_by in found if chosen_by != ChosenBy.NEXT]) == 10


def test_whoever_is_drawn_and_chosen_anyway_is_drawn_again():
    many = units("1201", 0.9, 0.8, 0.7, 0.6)
    found = chosen(rule(3, share="0.34"), many)  # draws in the order of the score
    assert found[2] == (many[2].id, ChosenBy.RANDOM)


def test_touched_lines_hold_their_seats_and_their_part_of_the_lot():
    many = units("1201", *(n / 100 for n in range(50)))
    found = chosen(rule(10, share="0.2"), many, kept=Kept(seats=8, by_lot=2, districts=Counter({"1201": 8})))
    assert how(found[:2]) == {ChosenBy.SCORE: 2}
    assert how(chosen(rule(3), many, kept=Kept(seats=9))) == {ChosenBy.NEXT: 9}


def test_fewer_candidates_than_seats():
    found = chosen(rule(10, floor=1, share="0.1"), units("1201", 0.4, 0.2))
    assert how(found) == {ChosenBy.SCORE: 2}
