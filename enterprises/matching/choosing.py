"""From points to a decision: the best enterprise of each record, one record of a source for each enterprise."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from math import log2

from enterprises.matching.blocking import Index
from enterprises.matching.bounds import Bounds
from enterprises.matching.rarity import Rarity
from enterprises.matching.scoring import HARD, score
from enterprises.matching.units import Unit

MATCHED, POSSIBLE, UNMATCHED = "matched", "possible", "unmatched"
_WORTH_SHOWING = 0.02
_SAME_NUMBER = frozenset({"tin_equal", "moc_equal"})
_MOST = 60.0  # bits: beyond them a likelihood is 1 anyway


@dataclass(slots=True)
class Candidate:
    """An enterprise that a record may be; `likelihood` is among all the candidates of the record."""

    unit: Unit
    points: float
    reasons: list[str]
    likelihood: float = 0.0

    @property
    def by_number(self) -> bool:
        return not HARD.isdisjoint(self.reasons)


@dataclass(slots=True)
class Choice:
    """What a run says of one record."""

    record: Unit
    decision: str = UNMATCHED
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


Excluded = Callable[[Unit, Unit], bool]


def choose(
    records: Iterable[Unit],
    index: Index,
    rarity: Rarity,
    *,
    excluded: Excluded | None = None,
    taken: Collection[tuple[int, object]] = (),
    progress: Callable[[int], None] | None = None,
) -> list[Choice]:
    """Compare every record with the enterprises worth it, then let each enterprise keep one record of a source.

    `taken` are (source, enterprise) pairs that a person linked: they count as the source's one record."""
    choices = []
    bounds = Bounds(index.units, rarity, needed(rarity, len(index.units)))
    for done, record in enumerate(records, start=1):
        choices.append(_look(record, index, bounds, rarity, excluded))
        if progress and done % 5000 == 0:
            progress(done)
    _one_record_of_a_source(choices, rarity, len(index.units), taken)
    return choices


def needed(rarity: Rarity, population: int) -> float:
    """Points at which it is as likely as not: chance has as many tries as there are enterprises."""
    return log2(max(population, rarity.weights.at_least)) - rarity.weights.points["before"]


def _look(record: Unit, index: Index, bounds: Bounds, rarity: Rarity, excluded: Excluded | None) -> Choice:
    found = []
    for at in sorted(bounds.worth(record, index.candidates(record))):
        enterprise = index.units[at]
        if excluded and excluded(record, enterprise):
            continue
        points = score(record, enterprise, rarity)
        if points.total > 0:
            found.append(Candidate(enterprise, points.total, points.reasons))
    choice = Choice(record, candidates=found)
    if found:
        _weigh(choice, rarity, len(index.units))
    return choice


def _weigh(choice: Choice, rarity: Rarity, population: int) -> None:
    """Likelihoods among the candidates and nobody; then the decision."""
    base = needed(rarity, population)
    odds = [2.0 ** min(_MOST, candidate.points - base) for candidate in choice.candidates]
    total = 1.0 + sum(odds)
    for candidate, own in zip(choice.candidates, odds, strict=True):
        candidate.likelihood = own / total
    ranked = sorted(choice.candidates, key=lambda c: (-c.likelihood, -c.points, str(c.unit.id)))
    shown = [c for c in ranked if c.likelihood >= _WORTH_SHOWING] or ranked[:1]
    choice.candidates = shown[: rarity.weights.candidates]
    choice.decision = _decide(choice.best, 1.0 - 1.0 / total, rarity)


def _decide(best: Candidate | None, any_of_them: float, rarity: Rarity) -> str:
    """Two alike are one question for an officer; the same number under another name is one too."""
    if best is None:
        return UNMATCHED
    if best.likelihood >= rarity.weights.matched and not _doubtful(best):
        return MATCHED
    asked = any_of_them >= rarity.weights.possible or not _SAME_NUMBER.isdisjoint(best.reasons)
    return POSSIBLE if asked else UNMATCHED


def _doubtful(best: Candidate) -> bool:
    """Another TIN is another legal person, another word in the name often a sister: never without somebody looking."""
    return "tin_differs" in best.reasons or ("word_differs" in best.reasons and not best.by_number)


def _one_record_of_a_source(
    choices: Collection[Choice], rarity: Rarity, population: int, taken: Collection[tuple[int, object]]
) -> None:
    """A source lists a unit once; a second record is its branch when its number or its word says so."""
    for wanted, rivals in _wanting(choices).items():
        others = rivals if wanted in taken else rivals[1:]
        for other in others:
            _second(other, rarity, population)


def _second(other: Choice, rarity: Rarity, population: int) -> None:
    best = other.best
    if best is None:
        return
    if "tin_equal" in best.reasons or (other.record.name.branch and other.decision == MATCHED):
        best.reasons.append("branch")
        return
    best.points += rarity.weights.points["taken"]
    best.reasons.append("taken")
    _weigh(other, rarity, population)
    if other.decision == MATCHED:
        other.decision = POSSIBLE


def _wanting(choices: Collection[Choice]) -> dict[tuple[int, object], list[Choice]]:
    """Records of one source by the enterprise they want, the strongest first."""
    wanted: dict[tuple[int, object], list[Choice]] = defaultdict(list)
    for choice in choices:
        if choice.best and choice.decision != UNMATCHED:
            wanted[choice.record.source, choice.best.unit.id].append(choice)
    return {key: sorted(rivals, key=_strength) for key, rivals in wanted.items()}


def _strength(choice: Choice) -> tuple[bool, float, str]:
    best = choice.best
    return (choice.record.name.branch, -(best.points if best else 0.0), choice.record.key)
