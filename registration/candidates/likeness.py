"""How alike two names are, part by part, in Khmer, in Latin letters, and across the two."""

from functools import lru_cache

from registration.candidates.sounds import latin_sound, skeleton

# Signs of the Khmer key written for each other: of one sound, of the two series of a consonant, vowels drawn alike.
_ALIKE = (
    "ណន",
    "ឡល",
    "ដឌត",
    "ឋថធឍ",
    "តទ",
    "កគ",
    "ខឃ",
    "ចជ",
    "ឆឈ",
    "បព",
    "ផភ",
    "ញន",
    "ijyz",
    "uw",
    "ect",
    "vx",
    "qe",
    "ho",
)
_CLOSE = {frozenset((a, b)) for group in _ALIKE for a in group for b in group if a != b}
_HALF = 0.5
_ACROSS = 0.92  # what two names can at most be alike when no script is common to both
_MOST_SPACING = 0.97
_SOUND_SHARE = 0.7
_BEST_SCRIPT = 0.6


Parts = tuple[str, str]


def names_alike(km: tuple[Parts, Parts], latin: tuple[Parts, Parts]) -> tuple[float, bool]:
    """How alike two people's names are (0 to 1), and whether only with family and given name swapped.

    Each argument: the (family, given) keys of the one and of the other, in one script."""
    straight = _joined(km, latin, swap=False)
    swapped = _joined(km, latin, swap=True) * 0.98
    best = max(straight, _MOST_SPACING if _spacing_only(km, latin) else 0.0)
    return (swapped, True) if swapped > best else (best, False)


def _joined(km: tuple[Parts, Parts], latin: tuple[Parts, Parts], *, swap: bool) -> float:
    """Both parts count, the given name more; and one part cannot make up for the other."""
    family, given = (_part(km, latin, n, 1 - n if swap else n) for n in (0, 1))
    return min(0.4 * family + 0.6 * given, min(family, given) + 0.12)


def _part(km: tuple[Parts, Parts], latin: tuple[Parts, Parts], mine: int, other: int) -> float:
    a_km, b_km, a_latin, b_latin = km[0][mine], km[1][other], latin[0][mine], latin[1][other]
    found = []
    if a_km and b_km:
        found.append(khmer_alike(a_km, b_km))
    if a_latin and b_latin:
        found.append(latin_alike(a_latin, b_latin))
    if found:
        return _BEST_SCRIPT * max(found) + (1 - _BEST_SCRIPT) * min(found)
    if (a_km or a_latin) and (b_km or b_latin):
        return _ACROSS * likeness(skeleton(a_km or a_latin), skeleton(b_km or b_latin))
    return 1.0 if not (a_km or a_latin or b_km or b_latin) else 0.0


def _spacing_only(km: tuple[Parts, Parts], latin: tuple[Parts, Parts]) -> bool:
    """The same letters, cut elsewhere into family and given name."""
    whole = [tuple("".join(parts).replace(" ", "") for parts in pair) for pair in (km, latin)]
    common = [(a, b) for a, b in whole if a and b]
    return bool(common) and all(a == b for a, b in common)


def khmer_alike(one: str, other: str) -> float:
    return likeness(one.replace(" ", ""), other.replace(" ", ""))


def latin_alike(one: str, other: str) -> float:
    heard = likeness(latin_sound(one), latin_sound(other))
    return _SOUND_SHARE * heard + (1 - _SOUND_SHARE) * likeness(one.replace(" ", ""), other.replace(" ", ""))


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """1 minus the share of signs that have to be changed; signs often written for each other cost half."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    return max(0.0, 1 - _distance(one, other) / max(len(one), len(other)))


def _distance(one: str, other: str) -> float:
    """Insertions, deletions, substitutions, and swaps of neighbours."""
    before: list[float] = []
    row = [float(n) for n in range(len(other) + 1)]
    for i, a in enumerate(one, start=1):
        two_before, before, row = before, row, [float(i)]
        for j, b in enumerate(other, start=1):
            changed = before[j - 1] + _cost(a, b)
            best = min(before[j] + 1, row[j - 1] + 1, changed)
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, two_before[j - 2] + 1)
            row.append(best)
    return row[-1]


def _cost(a: str, b: str) -> float:
    if a == b:
        return 0.0
    return _HALF if frozenset((a, b)) in _CLOSE else 1.0
