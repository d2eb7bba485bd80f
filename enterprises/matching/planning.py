"""What a run wants of each record: pure, from what was read; `services.match_store` writes what differs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from enterprises.enums import EnterpriseState, MatchedBy, MatchState
from enterprises.matching.blocking import Index
from enterprises.matching.choosing import Candidate, Choice, choose
from enterprises.matching.grouping import Group, place
from enterprises.matching.rarity import Rarity
from enterprises.matching.reading import Known, Row, World
from enterprises.matching.units import Unit

_NO_SCORE = 0.0
SINCE = "registered_since"
IN_USE = "known_in_use"  # its present unit has a claim or the like: a person has to move it


@dataclass(slots=True)
class Wanted:
    """The state a record should have; `group` stands for a unit that may have no row yet."""

    row: Row
    state: str
    enterprise: UUID | None = None
    group: Group | None = None
    by: str = MatchedBy.RULE
    score: float = _NO_SCORE
    reasons: list[str] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def target(self) -> UUID | None:
        return self.group.id if self.group else self.enterprise

    @property
    def differs(self) -> bool:
        row = self.row
        if self.group and self.group.id is None:
            return True
        return (row.match_state, row.enterprise_id, row.matched_by) != (self.state, self.target, self._by)

    @property
    def _by(self) -> str:
        return "" if self.state == MatchState.POSSIBLE else self.by


def plan(world: World, progress: Callable[[int], None] | None = None) -> list[Wanted]:
    """In the order of the records; first against the register, then among themselves."""
    by_rule = [row for row in world.rows if not _held_by_person(row, world)]
    held = [row for row in world.rows if _held_by_person(row, world)]
    rarity = Rarity(world.weights)
    rarity.count(world.registered)
    rarity.count(row.unit for row in world.rows)
    index = Index(world.registered)
    taken = {(row.unit.source, _follow(world, _linked(row, world))) for row in held}
    choices = choose(
        (row.unit for row in by_rule),
        index,
        rarity,
        excluded=world.decided.excludes,
        taken=taken,
        progress=progress,
    )
    registered = {unit.id for unit in world.registered}
    wanted = [_of_person(row, world, registered) for row in held]
    left: list[tuple[Row, Choice]] = []
    for row, choice in zip(by_rule, choices, strict=True):
        found = _from_choice(row, choice, world, registered)
        if found:
            wanted.append(found)
        else:
            left.append((row, choice))
    wanted += _branches(left, wanted, world)
    done = {item.row.unit.id for item in wanted}
    return wanted + list(_outside([pair for pair in left if pair[0].unit.id not in done], world, rarity))


def _held_by_person(row: Row, world: World) -> bool:
    return row.unit.id in world.decided.same or (row.matched_by == MatchedBy.PERSON and row.enterprise_id is not None)


def _linked(row: Row, world: World) -> UUID | None:
    return world.decided.same.get(row.unit.id) or row.enterprise_id


def _follow(world: World, enterprise: UUID | None) -> UUID | None:
    """A signpost leads on; each unit is merged once, so the chain ends."""
    while enterprise in world.signposts:
        enterprise = world.signposts[enterprise]
    return enterprise


def _of_person(row: Row, world: World, registered: set[UUID | str]) -> Wanted:
    enterprise = _follow(world, _linked(row, world))
    state = MatchState.MATCHED if enterprise in registered else MatchState.UNMATCHED
    return Wanted(row, state, enterprise, by=MatchedBy.PERSON, score=1.0, reasons=["by_person"])


def _from_choice(row: Row, choice: Choice, world: World, registered: set[UUID | str]) -> Wanted | None:
    """Linked, possible, or None: nobody's in the register."""
    current, best = _follow(world, row.enterprise_id), choice.best
    if row.unit.id in world.decided.later and choice.candidates:
        return _possible(row, choice)
    if best and choice.decision != MatchState.UNMATCHED and _reopened(row, best.unit):
        best.reasons.append("reopened")
        return _possible(row, choice)
    if choice.decision == MatchState.MATCHED and best:
        if row.match_state == MatchState.POSSIBLE and IN_USE in row.match_reasons:
            best.reasons.append(IN_USE)
            return _possible(row, choice)
        return Wanted(
            row,
            MatchState.MATCHED,
            best.unit.id,
            score=best.likelihood,
            reasons=best.reasons,
            candidates=choice.candidates,
        )
    if current in registered and (row.unit.id, current) not in world.decided.not_same:
        kept = _kept(row, choice, current)
        if kept:
            return kept
    return _possible(row, choice) if choice.decision == MatchState.POSSIBLE else None


def _kept(row: Row, choice: Choice, current: UUID | None) -> Wanted | None:
    """What was linked before stays while the record says the same: other units' news is no news of this one."""
    if row.match_state not in (MatchState.MATCHED, MatchState.UNMATCHED):
        return None
    grown = row.match_state == MatchState.UNMATCHED or SINCE in row.match_reasons
    if not grown and choice.decision != MatchState.POSSIBLE:
        return None
    best = choice.best if choice.best and choice.best.unit.id == current else None
    reasons = [*(best.reasons if best else []), *([SINCE] if grown else [])]
    return Wanted(row, MatchState.MATCHED, current, score=best.likelihood if best else _NO_SCORE, reasons=reasons)


def _possible(row: Row, choice: Choice) -> Wanted:
    best = choice.candidates[0]
    return Wanted(
        row,
        MatchState.POSSIBLE,
        score=best.likelihood,
        reasons=best.reasons,
        candidates=choice.candidates,
    )


def _reopened(row: Row, enterprise: Unit) -> bool:
    """The Fund thinks it closed; a newer word says it works: somebody has to look."""
    closed = enterprise.closed_on
    return closed is not None and row.is_open and row.said_on > closed


def _branches(left: list[tuple[Row, Choice]], wanted: list[Wanted], world: World) -> Iterator[Wanted]:
    """What the source calls a branch follows its head office, unless a person parted the two."""
    heads = {
        (item.row.unit.source, item.row.unit.key): item.enterprise
        for item in wanted
        if item.state == MatchState.MATCHED
    }
    for row, _choice in left:
        head = heads.get((row.unit.source, row.parent_key)) if row.parent_key else None
        if head and (row.unit.id, head) not in world.decided.not_same:
            yield Wanted(row, MatchState.MATCHED, head, score=1.0, reasons=["parent_key", "branch"])


def _outside(left: list[tuple[Row, Choice]], world: World, rarity: Rarity) -> Iterator[Wanted]:
    """Units outside the register: those that have their unit keep it, the others find or make one."""
    groups = {pk: Group(k.unit, pk, set(world.sources_of.get(pk, ()))) for pk, k in world.known.items()}
    own: dict[UUID | str, Group] = {}
    searching: list[Row] = []
    for row, _choice in left:
        group = groups.get(_follow(world, row.enterprise_id)) if row.enterprise_id else None
        if group and group.id and _may_stay(row, world.known[group.id], world):
            own[row.unit.id] = group
        # A changed word may show that two units were one all along; what did not change is not asked again.
        if row.unit.id not in own or (row.match_state == MatchState.WAITING and len(own[row.unit.id].sources) < 2):
            searching.append(row)
    open_groups = [group for pk, group in groups.items() if world.known[pk].state == EnterpriseState.KNOWN]

    def excluded(record: Unit, unit: Unit) -> bool:
        mine = own.get(record.id)
        return (mine is not None and mine.unit is unit) or world.decided.excludes(record, unit)

    reasons: dict[UUID | str, list[str]] = {}
    for one in place([row.unit for row in searching], open_groups, rarity, excluded=excluded):
        if one.group.id is None and one.group.unit is one.record and one.record.id in own:
            one.group.id = own[one.record.id].id  # nothing else was found: its unit stays
        own[one.record.id], reasons[one.record.id] = one.group, one.reasons
    yield from _targets(left, own, reasons, world)


def _targets(
    left: list[tuple[Row, Choice]],
    own: dict[UUID | str, Group],
    reasons: dict[UUID | str, list[str]],
    world: World,
) -> Iterator[Wanted]:
    heads = {(row.unit.source, row.unit.key): own[row.unit.id] for row, _choice in left if not row.parent_key}
    for row, choice in left:
        head = heads.get((row.unit.source, row.parent_key)) if row.parent_key else None
        if head and (row.unit.id, head.id) in world.decided.not_same:
            head = None
        why = ["parent_key", "branch"] if head else reasons.get(row.unit.id, [])
        yield _target(row, choice, head or own[row.unit.id], why)


def _may_stay(row: Row, known: Known, world: World) -> bool:
    """An open record has no place in a closed unit; a person's "not the same" parts them."""
    pair = (row.unit.id, known.unit.id)
    return pair not in world.decided.not_same and (known.state == EnterpriseState.KNOWN or not row.is_open)


def _target(row: Row, choice: Choice, group: Group, reasons: list[str]) -> Wanted:
    score = choice.best.likelihood if choice.best else _NO_SCORE
    return Wanted(row, MatchState.UNMATCHED, group=group, score=score, reasons=reasons)
