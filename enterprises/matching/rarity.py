"""How much an agreement says: the rarer the value, the more. Counted over everything that is compared in a run."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from math import log2

from enterprises.matching.units import Unit
from enterprises.matching.weights import Weights


class Rarity:
    """Counts of words, places, phones and opening days among all units of a run."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.size = 0
        self.words: Counter[str] = Counter()
        self.khmer: Counter[str] = Counter()
        self.communes: Counter[str] = Counter()
        self.phones: Counter[str] = Counter()
        self.days: Counter[object] = Counter()
        self._word_bits: dict[str, float] = {}

    def count(self, units: Iterable[Unit]) -> None:
        units = list(units)
        self.size += len(units)
        self.words.update(chain.from_iterable(unit.word_set for unit in units))
        self.khmer.update(unit.name.khmer for unit in units)
        self.communes.update(unit.commune for unit in units)
        self.phones.update(unit.phone for unit in units)
        self.days.update(unit.opened_on for unit in units)

    def word(self, word: str) -> float:
        bits = self._word_bits.get(word)
        if bits is None:
            bits = self._word_bits[word] = self._bits(self.words[word], "word_most")
        return bits

    def khmer_name(self, key: str) -> float:
        return self._bits(self.khmer[key], "khmer_equal")

    def commune(self, code: str) -> float:
        return self._bits(self.communes[code], "commune_equal")

    def day(self, day: object) -> float:
        return self._bits(self.days[day], "opened_equal")

    def phone(self, phone: str) -> float:
        """Two that share a number are the usual case; what is counted is how many more do."""
        count = self.phones[phone]
        most = self.weights.points["phone_equal"]
        return 0.0 if count > self.weights.shared_phone else most - log2(max(1.0, count / 2))

    def _bits(self, count: int, most: str) -> float:
        rare = log2((self.size + self.weights.at_least) / (count + 1))
        return min(self.weights.points[most], rare)
