"""Timing both sides in turn, and one way to say what came out."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Figure:
    """One wanted figure: what was measured, beside what, and whether it reached what the table wants."""

    number: str
    what: str
    value: float
    wanted: str
    met: bool
    detail: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

    def line(self) -> str:
        mark = "reached" if self.met else "MISSED "
        return f"{mark}  {self.number:>2}  {self.what}: {self.value:.3g} (wanted {self.wanted}) {self.detail}"


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(sides: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """A B A B ...: a machine that slows down slows both."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _round in range(rounds):
        for name, work in sides.items():
            found[name].append(timed(work))
    return found


def median(values: list[float]) -> float:
    return statistics.median(values)


def percentile_95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
