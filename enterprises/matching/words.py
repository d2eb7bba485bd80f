"""What of an enterprise's name is its own: words without legal forms, in both scripts, and how alike two words are."""

import re
import sys
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from nssf_portal.khmer.keys import search_key

# Forms of companies and the country: registries drop, add and swap them.
_FORMS = frozenset(
    "co ltd limited plc sole company cambodia inc incorporated corp corporation llc pte pvt private public sarl "
    "branch group holding holdings enterprise enterprises the of and".split()
)
_GROUPS = frozenset({"group", "holding", "holdings"})
_BRANCHES = frozenset({"branch", "br", "outlet", "workshop"})
_KHMER_FORMS = tuple(
    sorted(
        map(
            search_key,
            "ក្រុមហ៊ុន សហគ្រាស គ្រឹះស្ថាន លីមីតធីត ខូអិលធីឌី ឯកអិលធីឌី អិលធីឌី ខេមបូឌា អ៊ិនធើណេសិនណល គ្រុប ហូលឌីង សាជីវកម្ម ឯ.ក ម.ក".split(),
        ),
        key=len,
        reverse=True,
    )
)
_KHMER_BRANCH, _KHMER_GROUP = search_key("សាខា"), search_key("គ្រុប")
_SOUNDS = (("ph", "f"), ("ch", "c"), ("sh", "c"), ("kh", "k"), ("th", "t"), ("ck", "k"), ("ou", "u"), ("ee", "i"))
_SOUNDS += (("oo", "u"), ("ea", "i"), ("w", "v"), ("z", "s"), ("x", "ks"), ("q", "k"), ("y", "i"), ("j", "c"))
_LATIN_FORMS = _FORMS | _BRANCHES
_REPEATED = re.compile(r"(.)\1+")
_ABBREVIATED = 3  # letters at least; fewer say too little
_LONG = 8  # a long word may hold two slips


class Name(NamedTuple):
    """A name ready to be compared."""

    words: tuple[str, ...]  # Latin, without forms
    khmer: str  # Khmer key, without forms and spaces
    group: bool  # a holding or group, as it says
    branch: bool


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    for letters, one in _SOUNDS:
        word = word.replace(letters, one)
    return _REPEATED.sub(r"\1", word)


def name_of(key_km: str, key_latin: str) -> Name:
    """From the search keys that every record and enterprise carries."""
    latin = [sys.intern(word) for word in key_latin.split()]  # one object a word: less memory, hashed once
    words = tuple([word for word in latin if word not in _LATIN_FORMS])
    khmer, branch, group = _khmer(key_km)
    return Name(
        words or tuple(latin),
        khmer,
        group or not _GROUPS.isdisjoint(latin),
        branch or not _BRANCHES.isdisjoint(latin),
    )


@lru_cache(maxsize=65536)
def _khmer(key: str) -> tuple[str, bool, bool]:
    rest = []
    for word in key.split():
        for form in (_KHMER_BRANCH, *_KHMER_FORMS):
            if word == form or (word.startswith(form) and len(form) > 3):
                word = word[len(form) :]
        if word:
            rest.append(word)
    return "".join(rest) or key.replace(" ", ""), _KHMER_BRANCH in key, _KHMER_GROUP in key


@lru_cache(maxsize=262144)
def likeness(one: str, other: str) -> str:
    """How two different words are alike: sound, typo, short (cut off), or '' when they are not."""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if (one.isdigit() and other.isdigit()) or len(shorter) < _ABBREVIATED:
        return ""
    if len(longer) - len(shorter) >= 2 and longer.startswith(shorter):
        return "short"
    if len(longer) > 3 and _sound(one) == _sound(other):
        return "sound"
    slips = 2 if len(longer) >= _LONG else 1
    if len(longer) > 3 and OSA.distance(one, other, score_cutoff=slips) <= slips:
        return "typo"
    shuffled = one[0] == other[0] and len(one) == len(other) and sorted(one) == sorted(other)
    return "typo" if shuffled else ""
