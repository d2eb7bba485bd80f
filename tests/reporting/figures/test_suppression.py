"""No hidden number can be worked out from what is shown: held against a reader who knows the rule and can compute."""

import random
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting import registry, suppression
from reporting.enums import Hidden, Missing
from reporting.registry import Cell

PEOPLE = registry.get("new_members")
UNITS = registry.get("enterprises_registered")
SHARE = registry.get("people_satisfied")


@pytest.fixture(autouse=True, scope="module")
def five():
    """The law's first value, without a database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suppression, "smallest_shown", lambda: 5)
        yield


def tables(numbers, cuts):
    """All tables of the finest cells ({(("sex", "F"), ("province", "12")): 3}): cells of nobody are left out."""
    found = {}
    for key, value in numbers.items():
        for cut in ("", *cuts):
            kept = tuple((name, said) for name, said in key if name in cut.split("+"))
            found[cut, kept] = found.get((cut, kept), 0) + value
    return [Cell(cut, dict(kept), value) for (cut, kept), value in found.items() if value or not cut]


def equations(cells):
    """Each cell of a coarser table is the sum of the cells of a finer one within it: rows of 0, 1 and -1."""
    rows = []
    for whole, fine in product(cells, {cell.cut for cell in cells}):
        names = set(whole.cut.split("+")) - {""}
        if not names < set(fine.split("+")) - {""}:
            continue
        parts = [c for c in cells if c.cut == fine and all(c.where[n] == whole.where[n] for n in names)]
        if parts:
            rows.append([(cells.index(whole), -1), *((cells.index(part), 1) for part in parts)])
    return rows


def worked_out(cells, rows):
    """The hidden cells that linear algebra alone gives away: those that no change of the hidden ones can move."""
    hidden = [at for at, cell in enumerate(cells) if cell.hidden]
    place = {at: number for number, at in enumerate(hidden)}
    matrix = [[Fraction(0)] * len(hidden) for _row in rows]
    for number, row in enumerate(rows):
        for at, sign in row:
            if at in place:
                matrix[number][place[at]] += sign
    return {hidden[n] for n in fixed(matrix, len(hidden))}


def fixed(matrix, width):
    """Columns that are zero in every solution of matrix x = 0."""
    lines, pivots = [list(row) for row in matrix], []
    for column in range(width):
        found = next((i for i in range(len(pivots), len(lines)) if lines[i][column]), None)
        if found is None:
            continue
        lines[len(pivots)], lines[found] = lines[found], lines[len(pivots)]
        first = lines[len(pivots)]
        first[:] = [value / first[column] for value in first]
        for other in lines:
            if other is not first and other[column]:
                times = other[column]
                other[:] = [a - times * b for a, b in zip(other, first, strict=True)]
        pivots.append(column)
    free = [c for c in range(width) if c not in pivots]
    return {c for row, c in zip(lines, pivots, strict=False) if not any(row[f] for f in free)}


def believable(cells, rows):
    """For each hidden cell the numbers it may have for a reader who also sees why each is hidden."""
    hidden = [at for at, cell in enumerate(cells) if cell.hidden]
    most = max((int(cell.value) for cell in cells), default=0) + 3
    choices = {
        at: range(1, 5) if cells[at].hidden == Hidden.SMALL else range(1 if cells[at].value < 5 else 5, most + 1)
        for at in hidden
    }
    seen = {at: set() for at in hidden}
    known = {at: int(cell.value) for at, cell in enumerate(cells) if not cell.hidden}
    _fill(known, sorted(hidden, key=lambda at: len(choices[at])), choices, rows, seen, [200_000])
    return seen


def _fill(known, left, choices, rows, seen, budget):
    """Every table that agrees; stops when each cell has been seen with two numbers."""
    budget[0] -= 1
    assert budget[0], "this reader gives up; the tables are too large for it"
    if all(len(values) > 1 for values in seen.values()):
        return
    forced, wrong = _forced(known, rows)
    if wrong or any(value not in choices[at] for at, value in forced.items()):
        return
    if forced:
        _fill(known | forced, [at for at in left if at not in forced], choices, rows, seen, budget)
        return
    if not left:
        for at, values in seen.items():
            values.add(known[at])
        return
    for value in choices[left[0]]:
        _fill(known | {left[0]: value}, left[1:], choices, rows, seen, budget)


def _forced(known, rows):
    """What follows from totals with one unknown; and whether a total does not agree."""
    found = {}
    for row in rows:
        unknown = [(at, sign) for at, sign in row if at not in known]
        rest = sum(sign * known[at] for at, sign in row if at in known)
        if not unknown and rest:
            return {}, True
        if len(unknown) == 1:
            at, sign = unknown[0]
            if found.setdefault(at, -rest * sign) != -rest * sign:
                return {}, True
    return found, False


SMALL_NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 40))
SEXES, PROVINCES, GROUPS = ("F", "M"), ("01", "02", "12"), ("employee", "owner")
TWO = st.fixed_dictionaries(
    {(("sex", s), ("province", p)): SMALL_NUMBERS for s in SEXES for p in PROVINCES},
)
THREE = st.fixed_dictionaries(
    {(("sex", s), ("province", p), ("group", g)): SMALL_NUMBERS for s in SEXES for p in PROVINCES for g in GROUPS}
)
TWO_CUTS = ("sex", "province", "sex+province")
THREE_CUTS = ("sex", "province", "group", "sex+province", "sex+province+group")


@settings(max_examples=60, deadline=None, database=None)
@given(TWO)
def test_no_hidden_number_of_two_dimensions_can_be_worked_out(numbers):
    shown = suppression.hide(tables(numbers, TWO_CUTS), PEOPLE)
    rows = equations(shown)
    assert not worked_out(shown, rows)
    assert all(len(values) > 1 for values in believable(shown, rows).values())


@settings(max_examples=60, deadline=None, database=None)
@given(THREE)
def test_nor_of_three(numbers):
    shown = suppression.hide(tables(numbers, THREE_CUTS), PEOPLE)
    assert not worked_out(shown, equations(shown))
    assert all(cell.hidden for cell in shown if 0 < cell.value < 5)


# --- which numbers are small, and which are nobody's ------------------------------------------------------------


def _marks(cells, definition):
    return [cell.hidden for cell in suppression.hide(cells, definition)]


def test_enterprises_riel_and_activities_are_told_however_few():
    cells = [Cell(value=2), Cell("province", {"province": "12"}, 2)]
    for code in ("enterprises_registered", "outreach_cost", "activities_verified"):
        assert _marks(cells, registry.get(code)) == [Hidden.NO, Hidden.NO]


def test_a_share_is_hidden_when_few_did_and_when_few_did_not():
    said = [(100, 200), (3, 60), (58, 60), (39, 80)]
    cells = [
        Cell(*(("", {}) if not at else ("province", {"province": f"{at:02d}"})), 50, part, whole)
        for at, (part, whole) in enumerate(said)
    ]
    assert _marks(cells, SHARE) == [Hidden.NO, Hidden.SMALL, Hidden.SMALL, Hidden.NO]


def test_one_small_share_takes_another_with_it():
    said = [(60, 120), (3, 40), (29, 40), (28, 40)]
    cells = [
        Cell(*(("", {}) if not at else ("province", {"province": f"{at:02d}"})), 50, part, whole)
        for at, (part, whole) in enumerate(said)
    ]
    marks = _marks(cells, SHARE)
    assert marks[0] == Hidden.NO
    assert marks[1] == Hidden.SMALL
    assert marks[2:].count(Hidden.SECOND) == 1


def test_a_median_of_few_people_is_theirs():
    people = {"01": 2, "02": 12, "03": 26}
    provinces = [Cell("province", {"province": code}, 4, denominator=many) for code, many in people.items()]
    cells = [Cell(value=4, denominator=40), *provinces]
    marks = _marks(cells, registry.get("median_days"))
    assert marks[1] == Hidden.SMALL
    assert marks.count(Hidden.NO) >= 2


def test_what_is_not_computed_and_what_is_nought_stay_as_they_are():
    cells = [Cell(missing=Missing.NO_DATA), Cell("sex", {"sex": "F"}, 0)]
    assert suppression.hide(cells, PEOPLE) == cells


def test_hidden_cells_keep_their_place_and_their_number():
    cells = tables({(("sex", "F"),): 3, (("sex", "M"),): 40}, ("sex",))
    shown = suppression.hide(cells, PEOPLE)
    assert [cell.value for cell in shown] == [43, 3, 40]
    assert [cell.hidden for cell in shown] == [Hidden.NO, Hidden.SMALL, Hidden.SECOND]


def test_six_of_which_one_must_be_one_hides_the_whole():
    """Who sees 6 and knows that the other is five at least would know the rest."""
    shown = suppression.hide(tables({(("sex", "F"),): 1, (("sex", "M"),): 5}, ("sex",)), PEOPLE)
    assert [bool(cell.hidden) for cell in shown] == [True, True, False]


def test_four_times_one_is_not_told_by_the_word_fewer_than_five():
    shown = suppression.hide(
        tables({(("province", f"{at:02d}"),): 1 for at in range(4)}, ("province",)), PEOPLE
    )  # fmt: skip
    assert all(cell.hidden for cell in shown)
    assert shown[0].hidden == Hidden.SECOND


def test_a_part_beside_its_whole_does_not_tell_the_few_that_are_outside():
    """42 new members and 41 of the plan's groups: one is outside."""
    cuts = ("sex", "province", "sex+province")
    all_of_them = {(("sex", s), ("province", p)): 40 for s in "FM" for p in ("01", "02", "12")}
    inside = all_of_them | {(("sex", "F"), ("province", "12")): 39}
    whole, part = tables(all_of_them, cuts), tables(inside, cuts)
    shown = suppression.hide(part, registry.get("new_members_in_plan"), whole)
    told = {cell.key: cell.value for cell in shown if not cell.hidden}
    assert not [cell for cell in whole if 0 < cell.value - told.get(cell.key, cell.value) < 5]
    assert not worked_out(shown, equations(shown))
    assert {cell.hidden for cell in shown} == {Hidden.NO, Hidden.SECOND}


def test_where_nobody_is_outside_the_part_is_hidden_as_its_whole_is():
    cuts = ("sex", "province", "sex+province")
    by_province = {"01": 40, "02": 2, "12": 30, "23": 9}
    everybody = {(("sex", s), ("province", p)): n for s in "FM" for p, n in by_province.items()}
    whole = tables(everybody, cuts)
    part = suppression.hide(whole, registry.get("new_members_in_plan"), whole)
    assert part == suppression.hide(whole, PEOPLE)
    assert not part[0].hidden


def test_a_country_with_many_small_cells_is_not_hidden_altogether():
    """Four hundred cells, seventy small: for each a way of four cells is found, though many longer ones lie nearer."""
    chance = random.Random(4)
    rates = [300, 300, 300, 15, 15, 15, 15, 15]
    numbers = {
        (("province", f"{place:02d}"), ("sex", sex), ("group", f"g{at}")): int(chance.expovariate(1 / rate))
        for place in range(1, 26) for sex in "FM" for at, rate in enumerate(rates)
    }  # fmt: skip
    cells = tables(numbers, THREE_CUTS)
    shown = suppression.hide(cells, PEOPLE)
    assert all(cell.hidden for cell in shown if 0 < cell.value < 5)
    assert not any(cell.hidden for cell in shown if cell.cut != "sex+province+group")
    assert sum(bool(cell.hidden) for cell in shown) < 2 * sum(0 < cell.value < 5 for cell in shown)
