"""Which enterprises are worth comparing with a record: a few of twenty thousand, found by what they share."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice, product

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
        self.weak: dict[object, list[int]] = defaultdict(list)  # days, telephones, Khmer names
        self.places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))  # commune, word
        self.sets: dict[int, list[int]] = defaultdict(list)  # words of names, whole and all but one
        self.short: set[int] = set()  # of one word or none: one thing in common is enough
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
        for key in _weak_keys(unit):
            self.weak[key].append(at)
        if unit.commune:
            place = self.places[unit.commune]
            for word in unit.word_set:
                place[word].append(at)
        for some in _subsets(unit.word_set):
            self.sets[some].append(at)
        if len(unit.word_set) < 2:
            self.short.add(at)
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
            if key in self.hard:
                found.update(self.hard[key])
        for key in _weak_keys(record):
            there = self.weak.get(key)
            if there and len(there) <= _CROWD:
                found.update(there)
        names = self._names(record)
        for words in names:
            self._by_words(words, found)
        if names and record.commune in self.places:
            self._by_place(record, frozenset().union(*names), found)
        return found

    def _names(self, record: Unit) -> list[frozenset[str]]:
        """The name as written, and as it may have been meant."""
        if record.word_set <= self.vocabulary:
            return [record.word_set] if record.word_set else []
        choices = [self._readings_of(word) for word in record.name.words]
        return list(dict.fromkeys(map(frozenset, islice(product(*choices), _READINGS))))

    def _readings_of(self, word: str) -> tuple[str, ...]:
        known = self._readings.get(word)
        if known is None:
            known = self._readings[word] = self._read(word)
        return known

    def _read(self, word: str) -> tuple[str, ...]:
        if word in self.vocabulary or len(word) < _PREFIX or word.isdigit():
            return (word,)
        near = {other for cut in _without_a_letter(word) for other in self._near.get(cut, ())}
        alike = [other for other in sorted(near) if likeness(word, other)]
        alike += self._starts.get(word, ())
        return tuple(alike[:4]) or (word,)

    def _by_words(self, words: frozenset[str], found: set[int]) -> None:
        whole, *others = _subsets(words)
        if whole in self.sets:
            found.update(self.sets[whole][:_CROWD])
        for key in others:
            there = self.sets.get(key)
            if there and len(there) <= _CROWD:
                found.update(there)

    def _by_place(self, record: Unit, words: frozenset[str], found: set[int]) -> None:
        """Two words in common in one commune; one, where a name has only one."""
        place = self.places[record.commune]
        once: set[int] = set()
        for word in words:
            there = place.get(word)
            if there and len(there) <= _CROWD:
                found.update(once.intersection(there))
                once.update(there)
        found.update(once if len(record.word_set) < 2 else once & self.short)


def _hard_keys(unit: Unit) -> list[str]:
    keys = []
    if unit.tin:
        keys += [f"t{unit.tin}", f"s{unit.tin[:-2]}", f"e{unit.tin[4:]}"]
    if unit.moc:
        keys.append(f"m{unit.moc}")
    return keys


def _weak_keys(unit: Unit) -> list[object]:
    keys: list[object] = []
    if unit.phone:
        keys.append(unit.phone)
    if unit.opened_on:
        keys.append(unit.opened_on)
    if khmer := unit.name.khmer:
        place = unit.commune[:4]
        keys += [("name", khmer), (place, khmer[:6]), (place, khmer[-6:])]
    return keys


def _subsets(words: frozenset[str]) -> list[int]:
    """All words, and all but one where enough are left to mean something; a sum of hashes stands for a set.

    Two sets of one sum would only be compared for nothing."""
    hashes = [hash(word) for word in words]
    whole = sum(hashes)
    return [whole, *(whole - one for one in hashes)] if len(hashes) > 2 else [whole]


def _without_a_letter(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))] + [word]
