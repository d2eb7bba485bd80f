"""Invented people's names: a short list everybody knows and a long tail, so that names are shared as in life."""

import functools
import itertools
import random
from dataclasses import dataclass
from pathlib import Path

from nssf_portal.khmer.keys import search_key

_FILE = Path(__file__).parent / "data" / "names.txt"
_TAIL = 0.7  # how much of all weight the names made of two halves share


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name in both scripts, with its search keys."""

    km: str
    latin: str
    key_km: str
    key_latin: str

    @classmethod
    def of(cls, km: str, latin: str) -> "Part":
        return cls(km, latin, search_key(km), search_key(latin))


class Pool:
    """Parts with their weights; `draw` gives many at once."""

    def __init__(self, parts: list[Part], weights: list[float]) -> None:
        self.parts = parts
        self.cumulated = list(itertools.accumulate(weights))

    def draw(self, rng: random.Random, count: int) -> list[Part]:
        return rng.choices(self.parts, cum_weights=self.cumulated, k=count)


@dataclass(frozen=True)
class Names:
    families: Pool
    women: Pool
    men: Pool


@functools.cache
def names() -> Names:
    """All names, read once."""
    rows = [line.split() for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    families = [Part.of(km, latin) for sort, _sex, km, latin in rows if sort == "F"]
    return Names(
        families=Pool(families, [1 / (rank + 9) for rank in range(len(families))]),
        women=_given(rows, "f"),
        men=_given(rows, "m"),
    )


def _given(rows: list[list[str]], sex: str) -> Pool:
    """Given names of one sex: the listed ones, the first ones more often, then every pair of halves."""
    by_sort = {sort: [(km, latin) for s, x, km, latin in rows if s == sort and x in (sex, "*")] for sort in "GAB"}
    listed = [Part.of(*pair) for pair in by_sort["G"]]
    known = {part.latin for part in listed}
    made = [
        Part.of(first[0] + second[0], first[1] + second[1])
        for first, second in itertools.product(by_sort["A"], by_sort["B"])
        if first[1] != second[1] and first[1] + second[1] not in known
    ]
    weights = [1 / (rank + 12) for rank in range(len(listed))]
    share = sum(weights) * _TAIL / (1 - _TAIL) / len(made)
    return Pool(listed + made, weights + [share] * len(made))
