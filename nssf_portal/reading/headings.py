"""Which field a column's heading names: exactly, without words that change nothing, or in one of its two languages."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from nssf_portal.khmer.keys import search_key

IGNORE = "ignore"
_KHMER_RUN = re.compile("[\u1780-\u17ff](?:[\u1780-\u17ff .]*[\u1780-\u17ff])?")
_LONG = 8  # a heading this long is trusted when it is found inside a longer one


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """The key under which a heading is compared and remembered: letters and digits only, no spaces."""
    return search_key(heading).replace(" ", "") or heading.strip()


class Vocabulary:
    """What a kind of table calls its columns: field -> its headings, separated by bars.

    `noise` are words that change nothing about what a column is; `others` are words that make it somebody else's;
    `too_common` are long headings that say nothing when found inside another."""

    def __init__(
        self, headings: Mapping[str, str], *, noise: Iterable[str], others: Iterable[str], too_common: Iterable[str]
    ) -> None:
        self._table = {heading_key(name): field for field, names in headings.items() for name in names.split("|")}
        self._noise = frozenset(map(heading_key, noise))
        self._others = tuple(map(heading_key, others))
        common = set(too_common)
        self._long = sorted(
            (key for key, field in self._table.items() if len(key) >= _LONG and field != IGNORE and key not in common),
            key=len,
            reverse=True,
        )
        self._known: dict[str, str | None] = {}

    def field_of(self, heading: str) -> str | None:
        """The field a heading names, or None when nobody has told us yet."""
        if heading not in self._known:
            if len(self._known) > 4096:
                self._known.clear()
            exact = self._table.get(heading_key(heading))
            self._known[heading] = exact or self._without_noise(heading) or self._in_two_languages(heading)
        return self._known[heading]

    def loosely_field_of(self, heading: str) -> str | None:
        """The field whose long heading is found inside this one ("Employee's date of birth as on the card")."""
        key = heading_key(heading)
        if any(other in key for other in self._others):
            return None
        return next((self._table[name] for name in self._long if name in key), None)

    def _in_two_languages(self, heading: str) -> str | None:
        """A heading printed twice, "គោត្តនាម Family name": either half may be known."""
        khmer = "".join(_KHMER_RUN.findall(heading))
        if not khmer:
            return None
        halves = (khmer, _KHMER_RUN.sub(" ", heading))
        found = (self._table.get(heading_key(half)) or self._without_noise(half) for half in halves)
        return next(filter(None, found), None)

    def _without_noise(self, heading: str) -> str | None:
        outside = _outside_brackets(heading)
        for text in (outside, heading):
            words = search_key(text).split()
            kept = "".join(word for word in words if word not in self._noise)
            if kept and (field := self._table.get(kept)):
                return field
        return self._table.get(heading_key(outside))


def _outside_brackets(heading: str) -> str:
    depth, kept = 0, []
    for sign in heading:
        depth += sign in "([{"
        if not depth:
            kept.append(sign)
        depth -= sign in ")]}" and depth > 0
    return "".join(kept)
