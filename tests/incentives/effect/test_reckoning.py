"""The arithmetic of an effect against a small computation written another way."""

import random
from collections import defaultdict
from math import isclose, sqrt

from incentives.effect.reckoning import Seen, estimate


def invented(seed: int, strata: int, effect: float) -> list[Seen]:
    draw, found = random.Random(seed), []
    for stratum in range(strata):
        for reached in (True, True, False, False, False):
            before = draw.randint(1, 40)
            gain = draw.gauss(2, 3) + (effect if reached else 0)
            found.append(Seen(stratum, reached, before, before + gain))
    return found


def by_hand(seen: list[Seen]) -> tuple[float, float]:
    """Effect and standard error with sums only."""
    changes = defaultdict(lambda: {True: [], False: []})
    for one in seen:
        changes[one.stratum][one.reached].append(one.after - one.before)
    sides = [(side[True], side[False]) for side in changes.values() if side[True] and side[False]]
    n = sum(len(r) for r, _s in sides)
    effect = sum(len(r) * (sum(r) / len(r) - sum(s) / len(s)) for r, s in sides) / n
    lead = [x - sum(s) / len(s) for r, s in sides for x in r]
    own = (sum(x * x for x in lead) - n * effect * effect) / (n - 1)
    inside = sum(sum(x * x for x in s) - sum(s) ** 2 / len(s) for _r, s in sides)
    pooled = inside / sum(len(s) - 1 for _r, s in sides)
    return effect, sqrt(own / n + sum((len(r) / n) ** 2 * pooled / len(s) for r, s in sides))


def test_effect_and_interval_are_those_of_a_computation_by_hand():
    seen = invented(1, 12, 5)
    found = estimate(seen, 20)
    effect, error = by_hand(seen)
    assert isclose(found.effect, effect, abs_tol=1e-9)
    assert isclose(found.high - found.effect, 1.959964 * error, rel_tol=1e-6)
    assert isclose(found.effect - found.low, 1.959964 * error, rel_tol=1e-6)
    assert (found.reached, found.similar) == (24, 36)
    assert found.sure


def test_the_shown_means_add_up_to_the_effect():
    found = estimate(invented(2, 9, 1), 2)
    told = (found.after_reached - found.before_reached) - (found.after_similar - found.before_similar)
    assert isclose(found.effect, told, abs_tol=1e-9)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    """It leans to the wide side, and so holds it a little more often than 95 times of 100."""
    held = 0
    for seed in range(200):
        found = estimate(invented(seed, 10, 3), 2)
        held += found.low <= 3 <= found.high
    assert held >= 186


def test_strata_without_both_kinds_do_not_count():
    seen = invented(3, 10, 2)
    alone = [Seen("x", True, 0, 1000), Seen("y", False, 0, -1000)]
    assert estimate([*seen, *alone], 2) == estimate(seen, 2)


def test_too_few_say_nothing():
    seen = invented(4, 9, 5)
    found = estimate(seen, 19)
    assert (found.reached, found.effect, found.low, found.sure) == (18, None, None, False)
    assert estimate([], 0).effect is None
    assert estimate([Seen(1, True, 0, 1), Seen(1, True, 0, 2), Seen(1, False, 0, 0)], 1).effect is None


def test_nobody_different_is_nothing_for_sure():
    same = [Seen(1, reached, 5, 7) for reached in (True, False) for _ in range(30)]
    found = estimate(same, 20)
    assert (found.effect, found.low, found.high, found.sure) == (0, 0, 0, False)
