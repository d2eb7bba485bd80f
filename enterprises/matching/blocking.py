"""Which enterprises are worth comparing with a record: a few of twenty thousand, found by what they share."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations, product

from enterprises.matching.units import Unit
from enterprises.matching.words import likeness

_CROWD = 60  # more than this in one block of a weak kind says nothing
_READINGS = 6  # ways to read a name with unknown words, at most
_PREFIX = 3
_LEAST_DELETED = 4  # letters; shorter words are only compared as written


class Index:
    """Enterprises by everything a record could share with them. Grows: new units can be added."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units: list[Unit] = []
        self.hard: dict[str, list[int]] = defaultdict(list)  # numbers
        self.weak: dict[object, list[int]] = defaultdict(list)  # days, places with words, Khmer names
        self.sets: dict[frozenset[str], list[int]] = defaultdict(list)  # words of names, whole and all but one
        self.vocabulary: set[str] = set()
        self._near: dict[str, list[str]] = defaultdict(list)  # words by what is left without one letter
        self._starts: dict[str, list[str]] = defaultdict(list)
        self._readings: dict[str, tuple[str, ...]] = {}
        for unit in units:
            self.add(unit)

    def add(self, unit: Unit) -> None:
        at = len(self.units)
        self.units.append(unit)
        for key in _hard_keys(unit):
            self.hard[key].append(at)
        for key in _weak_keys(unit, unit.word_set):
            self.weak[key].append(at)
        for words in _subsets(unit.word_set):
            self.sets[words].append(at)
        for word in unit.word_set - self.vocabulary:
            self._learn(word)

    def _learn(self, word: str) -> None:
        self.vocabulary.add(word)
        self._readings.clear()
        if len(word) >= _LEAST_DELETED:
            for cut in _without_a_letter(word):
                self._near[cut].append(word)
            for length in range(_PREFIX, len(word) - 1):
                self._starts[word[:length]].append(word)

    def candidates(self, record: Unit) -> set[int]:
        """Positions in `units`."""
        found: set[int] = set()
        for key in _hard_keys(record):
            found.update(self.hard.get(key, ()))
        names = self._names(record)
        for words in names:
            found.update(self._by_words(words))
        found.update(self._by_place_and_day(record, names))
        return found

    def _names(self, record: Unit) -> list[frozenset[str]]:
        """The name as written, and as it may have been meant."""
        if not record.word_set:
            return []
        choices = [self._readings_of(word) for word in record.name.words]
        readings = [frozenset(words) for words, _n in zip(product(*choices), range(_READINGS), strict=False)]
        return list(dict.fromkeys(readings))

    def _readings_of(self, word: str) -> tuple[str, ...]:
        known = self._readings.get(word)
        if known is None:
            known = self._readings[word] = self._read(word)
        return known

    def _read(self, word: str) -> tuple[str, ...]:
        if word in self.vocabulary or len(word) < _PREFIX or word.isdigit():
            return (word,)
        near = {other for cut in (word, *_without_a_letter(word)) for other in self._near.get(cut, ())}
        alike = [other for other in sorted(near) if likeness(word, other)]
        alike += self._starts.get(word, ())
        return tuple(alike[:4]) or (word,)

    def _by_words(self, words: frozenset[str]) -> Iterable[int]:
        for subset in _subsets(words):
            there = self.sets.get(subset, ())
            if len(there) <= _CROWD or subset == words:
                yield from there[:_CROWD]

    def _by_place_and_day(self, record: Unit, names: list[frozenset[str]]) -> Iterable[int]:
        words = frozenset().union(*names) if names else frozenset()
        shared: Counter[int] = Counter()
        for key in _weak_keys(record, words):
            there = self.weak.get(key, ())
            if len(there) <= _CROWD or not isinstance(key, tuple):
                weight = 1 if isinstance(key, tuple) and key[0] == "word" else 2
                shared.update(dict.fromkeys(there[: 4 * _CROWD], weight))
        few = len(record.word_set) < 2
        return [at for at, count in shared.items() if count > 1 or few or len(self.units[at].word_set) < 2]


def _hard_keys(unit: Unit) -> list[str]:
    keys = []
    if unit.tin:
        keys += [f"t{unit.tin}", f"s{unit.tin[:-2]}", f"e{unit.tin[4:]}"]
    if unit.moc:
        keys.append(f"m{unit.moc}")
    return keys


def _weak_keys(unit: Unit, words: frozenset[str]) -> list[tuple[object, ...]]:
    keys: list[tuple[object, ...]] = [("word", unit.commune, word) for word in words] if unit.commune else []
    if unit.phone:
        keys.append(("phone", unit.phone))
    if unit.opened_on:
        keys.append(("day", unit.opened_on))
    if unit.name.khmer:
        keys.append(("khmer", unit.commune[:4], unit.name.khmer[:6]))
        keys.append(("khmer", unit.commune[:4], unit.name.khmer[-6:]))
        keys.append(("name", unit.name.khmer))
    return keys


def _subsets(words: frozenset[str]) -> list[frozenset[str]]:
    """All words, and all but one where enough are left to mean something."""
    found = [words] if words else []
    if len(words) > 2:
        found += [frozenset(some) for some in combinations(words, len(words) - 1)]
    return found


def _without_a_letter(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))] + [word]
