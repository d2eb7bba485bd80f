"""The points of a comparison and the limits of its decisions, as plain values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

PREFIX = "matching.registry."
_POINTS = f"{PREFIX}weight."


@dataclass(frozen=True)
class Weights:
    """Points by reason, and the limits of the decisions."""

    points: dict[str, float]
    matched: float
    possible: float
    at_least: int
    shared_phone: int
    candidates: int


def weights(codes: Iterable[str], value: Callable[[str], Any]) -> Weights:
    """From the codes of the law book and a way to ask it; ask once for each run."""
    return Weights(
        points={code.removeprefix(_POINTS): float(value(code)) for code in codes if code.startswith(_POINTS)},
        matched=float(value(f"{PREFIX}matched")),
        possible=float(value(f"{PREFIX}possible")),
        at_least=int(value(f"{PREFIX}at_least")),
        shared_phone=int(value(f"{PREFIX}shared_phone")),
        candidates=int(value(f"{PREFIX}candidates")),
    )
