"""Who is chosen of those scored: by score, no district forgotten, some by lot to keep the score honest."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from compliance.enums import ChosenBy
from compliance.targeting.scoring import Unit


@dataclass(frozen=True)
class Rule:
    """What the law book says about choosing."""

    capacity: int
    district_floor: int
    random_share: Decimal
    next_times: int

    @property
    def by_lot(self) -> int:
        """Seats drawn by lot, of the whole capacity."""
        return int((self.capacity * self.random_share).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def next_in_line(self) -> int:
        return self.capacity * self.next_times


@dataclass
class Kept:
    """Lines somebody has acted on: they hold their seats."""

    seats: int = 0
    by_lot: int = 0
    districts: Counter[str] = field(default_factory=Counter)


Draw = Callable[[int], Iterable[Unit]]


def choose(
    rule: Rule, kept: Kept, best: list[Unit], of_districts: list[Unit], draw: Draw, waited: dict[str, int]
) -> list[tuple[uuid.UUID, ChosenBy]]:
    """Who gets the free seats, then who is next in line, each part in the order of the score.

    `best` and `of_districts` are in the order of the score; `waited` is how long a district has had nobody on a list:
    with more districts than seats, those that waited longest come first."""
    free = max(rule.capacity - kept.seats, 0)
    by_lot = min(max(rule.by_lot - kept.by_lot, 0), free)
    seats = free - by_lot
    floor = list(_floor(rule.district_floor, kept, of_districts, waited))[:seats]
    by_score = [unit.id for unit in best[:seats]]
    taken = {unit.id for unit in floor}
    rest = [unit for unit in best if unit.id not in taken][: seats - len(floor)]
    picked = {unit.id: unit.total for unit in (*floor, *rest)}
    how = {key: ChosenBy.SCORE if key in by_score else ChosenBy.DISTRICT for key in picked}
    for unit in _drawn(draw, by_lot, picked):
        picked[unit.id], how[unit.id] = unit.total, ChosenBy.RANDOM
    order = sorted(picked, key=lambda key: (-picked[key], key))
    line = [unit.id for unit in best if unit.id not in picked][: rule.next_in_line]
    return [*((key, how[key]) for key in order), *((key, ChosenBy.NEXT) for key in line)]


def _floor(floor: int, kept: Kept, of_districts: list[Unit], waited: dict[str, int]) -> Iterator[Unit]:
    """The best of each district until it has its share, longest waiting districts first."""
    has = Counter(kept.districts)
    wanted = []
    for unit in of_districts:
        if has[unit.district] < floor:
            has[unit.district] += 1
            wanted.append(unit)
    yield from sorted(wanted, key=lambda unit: -waited.get(unit.district, _NEVER))  # stable: then by score


_NEVER = 10_000


def _drawn(draw: Draw, seats: int, picked: dict[uuid.UUID, float]) -> list[Unit]:
    """The first of the lot that are not chosen anyway."""
    if not seats:
        return []
    return [unit for unit in draw(seats + len(picked)) if unit.id not in picked][:seats]
