"""Records that are nobody's in the register: which of them, from several sources, are one unit."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from enterprises.matching.blocking import Index
from enterprises.matching.choosing import MATCHED, choose
from enterprises.matching.rarity import Rarity
from enterprises.matching.units import Unit


@dataclass(slots=True)
class Group:
    """A unit outside the register, with the sources that know it; `id` once it has its row."""

    unit: Unit
    id: UUID | None = None
    sources: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Placed:
    record: Unit
    group: Group
    reasons: list[str]


def place(
    records: Iterable[Unit],
    known: Sequence[Group],
    rarity: Rarity,
    *,
    excluded: Callable[[Unit, Unit], bool] | None = None,
) -> list[Placed]:
    """Give each record a group, in the order of their sources (the best first): an old one or a new one.

    Two records of one source are two units, unless their number is the same."""
    groups = list(known)
    placed: list[Placed] = []
    for source, block in groupby(records, key=lambda record: record.source):
        placed += _of_one_source(source, list(block), groups, rarity, excluded)
    return placed


def _of_one_source(
    source: int,
    records: list[Unit],
    groups: list[Group],
    rarity: Rarity,
    excluded: Callable[[Unit, Unit], bool] | None,
) -> list[Placed]:
    by_number: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        for number in numbers(group.unit):
            by_number[number].append(group)
    elsewhere = _elsewhere(source, records, groups, rarity, excluded)
    placed = []
    for record in records:
        reasons: list[str] = []
        same = [group for number in numbers(record) for group in by_number.get(number, ())]
        group = next((one for one in same if not (excluded and excluded(record, one.unit))), None)
        if group:
            reasons = ["branch" if source in group.sources else "one_unit"]
        elif record.id in elsewhere and source not in elsewhere[record.id][0].sources:
            group, reasons = elsewhere[record.id]
        if group is None:
            group = Group(record)
            groups.append(group)
        group.sources.add(source)
        for number in numbers(record):
            by_number[number].append(group)
        placed.append(Placed(record, group, reasons))
    return placed


def numbers(unit: Unit) -> list[str]:
    found = [f"t{unit.tin}"] if unit.tin else []
    return found + ([f"m{unit.moc}"] if unit.moc else [])


def _elsewhere(
    source: int,
    records: list[Unit],
    groups: list[Group],
    rarity: Rarity,
    excluded: Callable[[Unit, Unit], bool] | None,
) -> dict[object, tuple[Group, list[str]]]:
    """What other sources said of the same units, by the same points as for the register."""
    others = [group for group in groups if source not in group.sources]
    if not others:
        return {}
    by_unit = {id(group.unit): group for group in others}
    index = Index(group.unit for group in others)
    found: dict[object, tuple[Group, list[str]]] = {}
    for choice in choose(records, index, rarity, excluded=excluded):
        if choice.decision == MATCHED and choice.best:
            found[choice.record.id] = (by_unit[id(choice.best.unit)], choice.best.reasons)
    return found
