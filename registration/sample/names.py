"""Invented people's names: a short list everybody knows and a long tail, so that names are shared as in life."""

import functools
import itertools
import random
from dataclasses import dataclass
from pathlib import Path

from nssf_portal.khmer.keys import search_key

_FILE = Path(__file__).parent / "data" / "names.txt"
# Three million people then share some 110,000 names, so that a name is borne by about thirty.
_MADE = 300  # given names of one sex that are made of two halves
_TAIL = 0.06  # how much of all weight they share
_FAMILY, _GIVEN = 1.4, 1.2  # how steeply names grow rarer


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
        families=Pool(families, [(rank + 9) ** -_FAMILY for rank in range(len(families))]),
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
    made = made[:: len(made) // _MADE][:_MADE]
    weights = [(rank + 12) ** -_GIVEN for rank in range(len(listed))]
    share = sum(weights) * _TAIL / (1 - _TAIL) / len(made)
    return Pool(listed + made, weights + [share] * len(made))
