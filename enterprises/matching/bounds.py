"""Which candidates can still matter, before their names are compared: most cannot, and names are what costs.

What is left out would have had a likelihood under 0.0002: never linked, asked about or shown. A test holds the bound
and `scoring` together."""

from collections.abc import Iterable, Sequence

from enterprises.matching.rarity import Rarity
from enterprises.matching.scoring import compare_tins, day_reason, place_reason
from enterprises.matching.units import Unit
from enterprises.matching.words import likeness

SLACK = 13.0  # bits under what is needed


class Bounds:
    """The most points that a record can have with enterprises of one index."""

    def __init__(self, units: Sequence[Unit], rarity: Rarity, needed: float) -> None:
        self._units, self._rarity, self._floor = units, rarity, needed - SLACK
        self._weight = weight = rarity.weights.points
        self._missing, self._differs = (min(0.0, weight[name]) for name in ("word_missing", "word_differs"))
        slip = max(0.0, *(weight[f"word_{kind}"] for kind in ("typo", "sound", "short")))
        self._khmer = max(0.0, *(weight[f"khmer_{kind}"] for kind in ("equal", "beside", "close")))
        self._beside = max(0.0, weight["khmer_beside"], weight["khmer_close"])
        self._extra = sum(max(0.0, weight[name]) for name in ("size_near", "sector_equal"))
        self._most = [sum(rarity.word(word) + slip for word in unit.name.words) + self._beyond(unit) for unit in units]

    def _beyond(self, unit: Unit) -> float:
        """What an enterprise can gain by anything but its words."""
        if not unit.name.khmer:
            return self._extra
        return self._extra + (self._beside if unit.word_set else self._khmer)

    def worth(self, record: Unit, positions: Iterable[int]) -> list[int]:
        """Those of the candidates that may matter, and each that has the same number."""
        units, weight, floor = self._units, self._weight, self._floor
        tin, moc, phone, commune, day = record.tin, record.moc, record.phone, record.commune, record.opened_on
        same_phone, same_place = self._rarity.phone(phone), self._rarity.commune(commune)
        same_day, most = self._rarity.day(day), self._most
        alone = 0.0 if record.word_set else self._khmer
        found = []
        for at in positions:
            unit = units[at]
            if (tin and tin == unit.tin) or (moc and moc == unit.moc):
                found.append(at)
                continue
            points = 0.0
            if tin and unit.tin:
                points = weight[compare_tins(tin, unit.tin)]
            if moc and unit.moc:
                points += weight["moc_differs"]
            if phone and unit.phone:
                points += same_phone if phone == unit.phone else weight["phone_differs"]
            if day and unit.opened_on:
                points += same_day if day == unit.opened_on else weight[day_reason(day, unit.opened_on)]
            if commune and unit.commune:
                points += same_place if commune == unit.commune else weight[place_reason(commune, unit.commune)]
            points += most[at] + alone
            if points >= floor and self._names_may(record, unit, points):
                found.append(at)
        return found

    def _names_may(self, record: Unit, unit: Unit, most: float) -> bool:
        """Words that are like another count for as much as that one, and nothing else is taken for granted."""
        here, there = record.word_set - unit.word_set, unit.word_set - record.word_set
        if not record.word_set or not unit.word_set:
            return True
        fewer, more = sorted((len(here), len(there)))
        if not fewer:
            return most + self._missing * more >= self._floor
        most += self._differs
        if fewer == 1 and more > 1:
            return most >= self._floor  # perhaps words written as one, or initials
        if most + self._missing * (more - fewer) < self._floor:
            return False
        lost = sum(self._rarity.word(word) for word in there) - self._missing * (more + fewer)
        return most - lost >= self._floor or any(likeness(word, other) for word in here for other in there)
