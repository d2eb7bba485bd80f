"""Difference in differences over exact strata, with a 95% interval.

For each enterprise reached: its change less the mean change of the similar ones of its stratum; the effect is the mean
of these. The variance adds what the reached differ among themselves (s²/n) and what the means of the similar ones may
be wrong by (sum of w² σ²/m over strata; w: the stratum's share of the reached, σ² pooled within strata). The first part
holds some of the second: the interval leans to the wide side. Normal approximation."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, variance
from typing import NamedTuple

_Z = NormalDist().inv_cdf(0.975)


class Seen(NamedTuple):
    """One enterprise's figure on two days."""

    stratum: Hashable
    reached: bool
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class Estimate:
    """Means in both groups (the similar ones weighed like the reached), the difference of changes, its interval.

    `effect` None: too few to say."""

    reached: int
    similar: int
    before_reached: float | None = None
    after_reached: float | None = None
    before_similar: float | None = None
    after_similar: float | None = None
    effect: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def sure(self) -> bool:
        """Whether the whole interval lies on one side of nothing."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def estimate(seen: Iterable[Seen], least: int) -> Estimate:
    """Only strata with both kinds count; fewer than `least` of either kind say nothing."""
    strata = [group for group in _grouped(seen) if group[0] and group[1]]
    n, m = sum(len(group[0]) for group in strata), sum(len(group[1]) for group in strata)
    spread = sum(len(group[1]) - 1 for group in strata)
    if n < max(least, 2) or m < max(least, 2) or not spread:
        return Estimate(n, m)
    weights = [len(reached) / n for reached, _similar in strata]
    lead = [one.change - _change(similar) for reached, similar in strata for one in reached]
    pooled = sum((one.change - _change(similar)) ** 2 for _reached, similar in strata for one in similar) / spread
    shared = sum(w * w * pooled / len(group[1]) for w, group in zip(weights, strata, strict=True))
    effect, half = fmean(lead), _Z * sqrt(variance(lead) / n + shared)
    return Estimate(
        n,
        m,
        fmean(one.before for reached, _similar in strata for one in reached),
        fmean(one.after for reached, _similar in strata for one in reached),
        sum(w * fmean(one.before for one in group[1]) for w, group in zip(weights, strata, strict=True)),
        sum(w * fmean(one.after for one in group[1]) for w, group in zip(weights, strata, strict=True)),
        effect,
        effect - half,
        effect + half,
    )


def _change(similar: list[Seen]) -> float:
    return fmean(one.change for one in similar)


def _grouped(seen: Iterable[Seen]) -> list[tuple[list[Seen], list[Seen]]]:
    """Reached and similar of each stratum."""
    found: dict[Hashable, tuple[list[Seen], list[Seen]]] = defaultdict(lambda: ([], []))
    for one in seen:
        found[one.stratum][0 if one.reached else 1].append(one)
    return list(found.values())
