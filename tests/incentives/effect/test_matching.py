"""Who is compared with whom, counted from the register against plain Python."""

from datetime import date, timedelta

import pytest

from compliance.enums import StandingState
from incentives.effect import matching
from incentives.effect.computing import compute, effect_of
from incentives.effect.matching import Rules, Stratum, draw, match, window_of
from incentives.effect.subjects import Subject, of_programme
from tests.factories import incentives as made
from tests.factories.members import MemberFactory
from tests.incentives.effect.conftest import BETWEEN, EARLY, LATE, REACHED, TODAY, enterprise, staff, taken

pytestmark = pytest.mark.django_db
RULES = Rules(months=6, least=2, each=2, most=500, new_months=12, smallest=1)


def subject(*reached, day: date = REACHED, others=()) -> Subject:
    return Subject("programme", "x", "A loan", {one.pk: day for one in reached}, {one.pk for one in others})


def matched(*reached, others=(), rules: Rules = RULES) -> dict:
    found = subject(*reached, others=others)
    return {unit.id: unit for unit in match(found.reached, found.others, rules, found.seed)}


def test_the_window_is_whole_months_before_and_after():
    assert window_of(REACHED, 6) == (
        date(2026, 3, 1),
        date(2025, 8, 31),
        date(2026, 2, 28),
        date(2026, 9, 30),
    )
    assert window_of(date(2024, 1, 31), 2).after == date(2024, 3, 31)


def test_alike_is_the_same_size_sector_and_province_before():
    one = enterprise(EARLY)
    alike = enterprise(EARLY)
    for other in ({"sector": "G"}, {"commune_code": "080101"}, {"registered_on": date(2026, 5, 1)}):
        enterprise(EARLY, **other)
    enterprise(*[EARLY] * 6)  # small, not micro
    enterprise(EARLY, state="known", nssf_number=None, registered_on=None)
    found = matched(one)
    assert set(found) == {one.pk, alike.pk}
    assert found[alike.pk].stratum == Stratum(date(2026, 3, 1), "micro", "C", "12")
    assert (found[one.pk].reached, found[alike.pk].reached) == (True, False)


def test_staff_on_the_three_days_are_counted_from_the_day_they_were_entered():
    one = enterprise(EARLY, BETWEEN, LATE)
    staff(one, EARLY, entered=LATE)  # entered late: there only afterwards
    staff(one, EARLY, entered=LATE, channel="core")  # nobody knows when the core system had it
    staff(one, EARLY, ended=date(2026, 7, 1))
    twice = MemberFactory()
    staff(one, EARLY, ended=date(2025, 1, 1), member=twice)
    staff(one, LATE, member=twice)
    unit = matched(one)[one.pk]
    assert (unit.earlier, unit.before, unit.after) == (3, 4, 6)


def test_who_was_not_registered_that_early_has_no_trend():
    one = enterprise(BETWEEN, registered_on=date(2025, 11, 1))
    assert matched(one)[one.pk].earlier is None


def test_at_most_so_many_similar_ones_and_always_the_same():
    one = enterprise(EARLY)
    for _ in range(6):
        enterprise(EARLY)
    first, second = matched(one), matched(one)
    assert len(first) == 3
    assert set(first) == set(second)


def test_who_was_reached_or_nominated_is_compared_with_nobody():
    one, other, nominee = enterprise(EARLY), enterprise(EARLY), enterprise(EARLY)
    found = matched(one, others=(other, nominee))
    assert set(found) == {one.pk}


def test_a_draw_is_settled_by_a_digest():
    reached = {enterprise().pk: REACHED for _ in range(5)}
    assert len(draw(reached, 3, "seed")) == 3
    assert draw(reached, 3, "seed") == draw(dict(reversed(reached.items())), 3, "seed")


def test_everybody_reached_is_counted_once_with_the_reason(monkeypatch):
    monkeypatch.setattr(matching, "_good_on", lambda ids, day: {})
    compared, alone = enterprise(EARLY), enterprise(EARLY, sector="Q")
    young = enterprise(registered_on=date(2026, 3, 5))
    waits = enterprise(EARLY)
    enterprise(EARLY)
    reached = {compared.pk: REACHED, alone.pk: REACHED, young.pk: REACHED, waits.pk: TODAY}
    found = compute(Subject("programme", "x", "A loan", reached), TODAY, RULES)
    assert (found.reached, found.compared, found.alone, found.not_before, found.waiting) == (4, 1, 1, 1, 1)
    assert found.first_answer == date(2027, 5, 31)
    assert found.new == 1
    fewer = compute(Subject("programme", "x", "A loan", reached), TODAY, RULES._replace(most=1))
    assert (fewer.not_drawn, fewer.waiting) == (2, 1)


def test_standing_is_known_or_left_out(monkeypatch):
    one, two = enterprise(EARLY), enterprise(EARLY)
    said = {one.pk: StandingState.OWING, two.pk: StandingState.UNKNOWN}
    monkeypatch.setattr(
        matching.measuring, "facts_on", lambda ids, day: [type("M", (), {"id": i, "standing": said[i]}) for i in ids]
    )
    found = matched(one)
    assert (found[one.pk].good_before, found[two.pk].good_before) == (False, None)


def test_a_real_programme_against_plain_python():
    """Ten took it up and grew by two or three; twenty alike grew by nothing or one."""
    loan = made.programme("grow")
    grown, still = [], []
    for number in range(10):
        one = enterprise(EARLY, *[LATE] * (2 + number % 2))
        taken(loan, one)
        grown.append(2 + number % 2)
    for number in range(20):
        enterprise(EARLY, *[LATE] * (number % 2))
        still.append(number % 2)
    found = compute(of_programme(loan), TODAY, RULES)
    assert (found.compared, found.similar) == (10, 20)
    assert found.staff.effect == pytest.approx(sum(grown) / 10 - sum(still) / 20)
    assert found.staff.sure
    assert found.trend.effect == 0
    (line,) = found.lines
    assert (line.reached, line.similar, line.change_reached, line.change_similar) == (10, 20, 2.5, 0.5)


def test_the_answer_is_kept_for_a_while(django_assert_max_num_queries):
    loan = made.programme("kept")
    taken(loan, enterprise(EARLY))
    subject_of_it = of_programme(loan)
    first = effect_of(subject_of_it, TODAY)
    with django_assert_max_num_queries(1):
        assert effect_of(subject_of_it, TODAY) == first
    taken(loan, enterprise(EARLY), REACHED + timedelta(days=1))
    assert effect_of(of_programme(loan), TODAY).reached == 2
